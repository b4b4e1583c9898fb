/** People, bots, organisations and teams, and what they may do in a repository. */
import { timestamp } from './state.ts';
import type { Account, Grant, Organization, Repository, Role, State, Team } from './state.ts';

const NOREPLY = /^(\d+)\+.+@users\.noreply\.github\.com$/;

function addAccount(state: State, account: Omit<Account, 'createdAt'>): Account {
  const key = account.login.toLowerCase();
  if (state.accounts.has(key)) throw new Error(`There is an account ${account.login} already.`);
  const added = { ...account, createdAt: timestamp(state) };
  state.accounts.set(key, added);
  return added;
}

/** A person; further e-mail addresses resolve to the account in commits. */
export function createUser(
  state: State,
  login: string,
  options: { name?: string; email?: string; emails?: readonly string[] } = {},
): Account {
  const name = options.name ?? login;
  const user = addAccount(state, { id: state.nextId(), login, graphqlLogin: login, type: 'User', name });
  const emails = [options.email ?? `${login.toLowerCase()}@example.com`, ...(options.emails ?? [])];
  for (const email of emails) state.emails.set(email.toLowerCase(), user);
  return user;
}

/** An app's account: REST shows `<slug>[bot]`, GraphQL `<slug>`, unless other logins are given. */
export function createBot(
  state: State,
  slug: string,
  options: { login?: string; id?: number } = {},
): Account {
  return addAccount(state, {
    id: options.id ?? state.nextId(),
    login: options.login ?? `${slug}[bot]`,
    graphqlLogin: slug,
    type: 'Bot',
    name: slug,
  });
}

export function createOrganization(
  state: State,
  login: string,
  options: { owners?: readonly Account[]; members?: readonly Account[]; basePermission?: Role | 'none' } = {},
): Account {
  const account = addAccount(state, {
    id: state.nextId(),
    login,
    graphqlLogin: login,
    type: 'Organization',
    name: login,
  });
  const members: Organization['members'] = new Map();
  for (const member of options.members ?? []) members.set(member, { role: 'member', state: 'active' });
  for (const owner of options.owners ?? []) members.set(owner, { role: 'admin', state: 'active' });
  const basePermission = options.basePermission ?? 'read';
  state.organizations.set(account, {
    account,
    members,
    basePermission,
    teams: new Map(),
    rulesets: [],
    actionsMayApprove: false,
  });
  return account;
}

export function createTeam(
  state: State,
  organization: Account,
  slug: string,
  options: { members?: readonly Account[]; pending?: readonly Account[]; parent?: Team; name?: string } = {},
): Team {
  const home = organizationOf(state, organization);
  const team: Team = {
    id: state.nextId(),
    organization,
    slug,
    name: options.name ?? slug,
    parent: options.parent ?? null,
    members: new Map(),
  };
  for (const member of options.members ?? []) {
    team.members.set(member, { state: 'active', role: 'member' });
    if (!home.members.has(member)) home.members.set(member, { role: 'member', state: 'active' });
  }
  for (const member of options.pending ?? []) team.members.set(member, { state: 'pending', role: 'member' });
  home.teams.set(slug, team);
  return team;
}

export function addTeamMember(state: State, team: Team, member: Account, sender: Account): void {
  team.members.set(member, { state: 'active', role: 'member' });
  state.emit({ event: 'membership', action: 'added', sender, member, team });
}

export function removeTeamMember(state: State, team: Team, member: Account, sender: Account): void {
  if (team.members.delete(member))
    state.emit({ event: 'membership', action: 'removed', sender, member, team });
}

export function addCollaborator(
  state: State,
  repository: Repository,
  member: Account,
  role: Grant,
  sender: Account = repository.owner,
): void {
  const action = repository.collaborators.has(member) ? 'edited' : 'added';
  repository.collaborators.set(member, role);
  state.emit({ event: 'member', action, repository, sender, member });
}

export function removeCollaborator(
  state: State,
  repository: Repository,
  member: Account,
  sender: Account,
): void {
  if (repository.collaborators.delete(member)) {
    state.emit({ event: 'member', action: 'removed', repository, sender, member });
  }
}

/** Asks a person to join: no member until they accept. */
export function inviteMember(state: State, organization: Account, invited: Account, sender: Account): void {
  const { members } = organizationOf(state, organization);
  if (members.has(invited)) return;
  members.set(invited, { role: 'member', state: 'pending' });
  state.emit({ event: 'organization', action: 'member_invited', organization, sender, member: invited });
}

/** Takes an invitation. */
export function acceptInvitation(state: State, organization: Account, member: Account): void {
  organizationOf(state, organization).members.set(member, { role: 'member', state: 'active' });
  state.emit({ event: 'organization', action: 'member_added', organization, sender: member, member });
}

/** Removes a person from an organisation, with their team memberships. */
export function removeMember(state: State, organization: Account, member: Account, sender: Account): void {
  const home = organizationOf(state, organization);
  for (const team of home.teams.values()) removeTeamMember(state, team, member, sender);
  if (home.members.delete(member)) {
    state.emit({ event: 'organization', action: 'member_removed', organization, sender, member });
  }
}

export function organizationOf(state: State, account: Account): Organization {
  const organization = state.organizations.get(account);
  if (!organization) throw new Error(`${account.login} is not an organization.`);
  return organization;
}

export const findAccount = (state: State, login: string): Account | null =>
  state.accounts.get(login.toLowerCase()) ?? null;

export function findTeam(state: State, organization: string, slug: string): Team | null {
  const account = findAccount(state, organization);
  return (account && state.organizations.get(account)?.teams.get(slug.toLowerCase())) ?? null;
}

/** Whom a commit's e-mail belongs to; null: nobody GitHub knows. */
export function accountByEmail(state: State, email: string): Account | null {
  const known = state.emails.get(email.toLowerCase());
  if (known) return known;
  const noreply = NOREPLY.exec(email);
  if (noreply) {
    const accounts = [...state.accounts.values()];
    return (
      accounts.find((account) => account.id === Number(noreply[1]) && account.type !== 'Organization') ?? null
    );
  }
  const login = /^([^+@]+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  return login ? findAccount(state, login) : null;
}

/** A team and those below it. */
export function withChildren(state: State, team: Team): Team[] {
  const teams = [...organizationOf(state, team.organization).teams.values()];
  return [
    team,
    ...teams.filter((other) => other.parent === team).flatMap((child) => withChildren(state, child)),
  ];
}

/** Active members; those of child teams, too, unless only the immediate ones are asked for. */
export function teamMembers(
  state: State,
  team: Team,
  membership: 'ALL' | 'IMMEDIATE' | 'CHILD_TEAM' = 'ALL',
): Account[] {
  const members = new Set<Account>();
  for (const each of withChildren(state, team)) {
    if (membership === 'IMMEDIATE' && each !== team) continue;
    if (membership === 'CHILD_TEAM' && each === team) continue;
    for (const [member, { state: standing }] of each.members) if (standing === 'active') members.add(member);
  }
  return [...members];
}
