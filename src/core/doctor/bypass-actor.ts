import type { BypassActor } from './facts.ts';

/** GitHub's numbers of the roles that every repository has. */
const ROLES: Readonly<Record<number, string>> = {
  2: 'people who may maintain the repository',
  4: 'people who may write',
  5: 'repository admins',
};

/** A bypass actor as the subject of a sentence, and inside of one; by number only where its name is not known. */
export function whoIs({ type, id, name }: BypassActor): { subject: string; called: string; many: boolean } {
  const many = (called: string) => ({ subject: capital(called), called, many: true });
  const one = (called: string) => ({ subject: capital(called), called, many: false });
  switch (type) {
    case 'Integration':
      return one(`the app ${name ?? id}`);
    case 'RepositoryRole':
      return many(
        ROLES[id ?? 0] ?? `people with the repository role ${name === null ? id : JSON.stringify(name)}`,
      );
    case 'OrganizationAdmin':
      return many('organisation owners');
    case 'EnterpriseOwner':
      return many('enterprise owners');
    case 'DeployKey':
      return one('every deploy key');
    case 'Team':
      return one(`the team ${name ?? id}`);
    case 'User':
      return one(name === null ? `the person with the number ${id}` : `the person ${name}`);
    default:
      return one(`${type} ${id ?? ''}`.trim());
  }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
