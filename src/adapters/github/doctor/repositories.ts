import type { AccountState } from '../../../core/doctor/facts.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { attempt } from '../api/errors.ts';
import { installations } from '../installations.ts';
import { personOf, type Eyes } from './eyes.ts';

/**
 * An account's repositories without archived ones: those that the installation covers, and those that the person
 * is shown. Rejects with SourceError.
 */
export async function listRepositories(
  eyes: Eyes,
  login: string,
  { type, installation }: AccountState,
): Promise<readonly RepositoryId[]> {
  const found = new Map<string, RepositoryId>();
  const add = ({ owner, name }: RepositoryId): void => void found.set(name.toLowerCase(), { owner, name });
  const installed = installation.seen ? installation.value : null;
  if (eyes.clients && installed && !installed.suspended) {
    for (const each of await installations(eyes.clients).repositories(installed.id)) add(each);
  }
  const person = personOf(eyes);
  if (person) {
    const list = await attempt(`list the repositories of ${login}`, async () =>
      type === 'Organization'
        ? person.paginate(person.rest.repos.listForOrg, { org: login, type: 'all', per_page: 100 })
        : person.paginate(person.rest.repos.listForUser, { username: login, type: 'owner', per_page: 100 }),
    );
    for (const each of list) if (each.archived !== true) add({ owner: each.owner.login, name: each.name });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
