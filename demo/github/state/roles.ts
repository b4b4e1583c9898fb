/** What people and teams were given in a repository, and what comes of it. */
import { teamMembers } from './accounts.ts';
import { ROLES } from './state.ts';
import type { Account, Grant, Repository, Role, State, Team } from './state.ts';

/** The base role of what was given: custom roles add to one. */
export const baseOf = (grant: Grant): Role => (typeof grant === 'string' ? grant : grant.base);

/** What REST calls the role: a custom one by its own name. */
export const roleName = (grant: Grant): string => (typeof grant === 'string' ? grant : grant.name);

/** A custom role adds something to its base role. */
const rank = (grant: Grant): number => ROLES.indexOf(baseOf(grant)) * 2 + (typeof grant === 'string' ? 0 : 1);

/** The most that someone was given in a repository, not counting that everyone reads public ones. */
function highestGrant(state: State, repository: Repository, account: Account): Grant | null {
  if (repository.owner === account) return 'admin';
  const given: (Grant | undefined)[] = [repository.collaborators.get(account)];
  const organization = state.organizations.get(repository.owner);
  const membership = organization?.members.get(account);
  if (organization && membership?.state === 'active') {
    if (membership.role === 'admin') return 'admin';
    if (organization.basePermission !== 'none') given.push(organization.basePermission);
  }
  for (const [team, role] of repository.teams) {
    if (teamMembers(state, team).includes(account)) given.push(role);
  }
  return given.reduce<Grant | null>(
    (best, grant) => (grant && (best === null || rank(grant) > rank(best)) ? grant : best),
    null,
  );
}

/** True: someone was given something here; that everyone reads public repositories does not count. */
export const hasExplicitAccess = (state: State, repository: Repository, account: Account): boolean =>
  highestGrant(state, repository, account) !== null;

export const isAtLeast = (role: Role | null, other: Role | null): boolean =>
  (role ? ROLES.indexOf(role) : -1) >= (other ? ROLES.indexOf(other) : -1);

/** The highest role someone has in a repository, a custom one or a base role; null: none. */
export function grantOf(state: State, repository: Repository, account: Account): Grant | null {
  return highestGrant(state, repository, account) ?? (repository.private ? null : 'read');
}

/** The base role someone has in a repository; null: none. */
export function roleOf(state: State, repository: Repository, account: Account): Role | null {
  const grant = grantOf(state, repository, account);
  return grant && baseOf(grant);
}

/** Everyone with granted access, as GitHub lists collaborators. */
export function collaboratorsOf(state: State, repository: Repository): { account: Account; grant: Grant }[] {
  return [...state.accounts.values()]
    .filter((account) => account.type === 'User')
    .map((account) => ({ account, grant: highestGrant(state, repository, account) }))
    .filter((each): each is { account: Account; grant: Grant } => each.grant !== null);
}

/** True: the team was given something in the repository, itself or by a team above it. */
export function teamHasAccess(repository: Repository, team: Team): boolean {
  return repository.teams.has(team) || (team.parent !== null && teamHasAccess(repository, team.parent));
}
