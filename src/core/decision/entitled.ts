import {
  PERMISSIONS,
  type Account,
  type PeopleFacts,
  type Permission,
  type RepositoryFacts,
} from '../facts/facts.ts';
import type { People } from '../policy/policy.ts';
import type { AskOwed } from './decision.ts';

/** Whom an ask means: people in a union of ways, code owners, and who is taken out. */
export type Asked = Pick<AskOwed, 'from' | 'owners' | 'except'>;

/** `dba` or `acme/dba` -> `acme/dba`, lower case: how teams are named in facts. */
export function teamKey(team: string, organization: string): string {
  const key = team.includes('/') ? team : `${organization}/${team}`;
  return key.replace(/^@/, '').toLowerCase();
}

/** Code owners need write access, as on GitHub. */
const OWNER_PERMISSION: Permission = 'write';

const atLeast = (permission: Permission, wanted: Permission): boolean =>
  PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(wanted);

/** The teams that an ask names: directly, as code owners, or to take them out. */
export function teamsAsked({ from, owners, except }: Asked, organization: string): string[] {
  const owning = owners.filter(isTeam);
  return [...(from.teams ?? []), ...owning, ...(except?.teams ?? [])].map((team) =>
    teamKey(team, organization),
  );
}

const isTeam = (owner: string): boolean => owner.startsWith('@') && owner.includes('/');

/** Logins of the code owners who are named as people, in lower case. */
export const owningUsers = ({ owners }: Pick<Asked, 'owners'>): string[] =>
  owners
    .filter((owner) => owner.startsWith('@') && !isTeam(owner))
    .map((owner) => owner.slice(1).toLowerCase());

const names = (list: readonly string[] | undefined, login: string): boolean =>
  (list ?? []).some((name) => name.toLowerCase() === login.toLowerCase());

function hasPermission(login: string, wanted: Permission, people: PeopleFacts): boolean {
  const known = people.permissions.get(login.toLowerCase());
  return known !== undefined && atLeast(known.permission, wanted);
}

const isMember = (login: string, team: string, people: PeopleFacts): boolean =>
  (people.teams.get(team) ?? []).some((member) => member.login.toLowerCase() === login.toLowerCase());

/** Whether it is not known who is in one of the teams of a set. */
export const hasUnreadTeam = (
  { teams = [] }: Pick<People, 'teams'>,
  organization: string,
  people: PeopleFacts,
): boolean => teams.some((team) => (people.teams.get(teamKey(team, organization)) ?? null) === null);

/** Where somebody is asked: whose teams are meant, and what reading it says. */
export type Where = Pick<RepositoryFacts, 'owner' | 'private'>;

/**
 * Who is named has to have access still: a login may have left, or be somebody else's by now. Everyone can read a
 * public repository, so that says nothing there.
 */
const hasAccess = (login: string, where: Where, people: PeopleFacts): boolean =>
  hasPermission(login, where.private ? 'read' : 'write', people);

/** Whether somebody belongs to a set of people, by what holds at this moment. */
export function isAmong(
  login: string,
  set: People,
  where: Pick<Where, 'owner'>,
  people: PeopleFacts,
): boolean {
  const role = people.permissions.get(login.toLowerCase())?.role;
  return (
    names(set.users, login) ||
    (set.permission !== undefined && hasPermission(login, set.permission, people)) ||
    (set.organization === true && people.members.has(login.toLowerCase())) ||
    (role !== undefined && names(set.roles, role)) ||
    (set.teams ?? []).some((team) => isMember(login, teamKey(team, where.owner), people))
  );
}

/** Whether an ask names this person by login, whatever access they have. */
export const isNamed = (login: string, { from }: Pick<Asked, 'from'>): boolean => names(from.users, login);

/** Whether they are among the code owners that are asked, whatever access they have. */
export const isOwner = (
  login: string,
  asked: Asked,
  where: Pick<Where, 'owner'>,
  people: PeopleFacts,
): boolean =>
  owningUsers(asked).includes(login.toLowerCase()) ||
  asked.owners.filter(isTeam).some((team) => isMember(login, teamKey(team, where.owner), people));

/** Whether an ask means this person, by what holds at this moment. */
export function isAsked(login: string, asked: Asked, where: Where, people: PeopleFacts): boolean {
  const { from, except } = asked;
  if (except && isAmong(login, except, where, people)) return false;
  return (
    (isNamed(login, asked) && hasAccess(login, where, people)) ||
    isAmong(login, { ...from, users: [] }, where, people) ||
    (hasPermission(login, OWNER_PERMISSION, people) && isOwner(login, asked, where, people))
  );
}

/** Everyone an ask means, as far as they are known; sorted by login. */
export function peopleAsked(asked: Asked, where: Where, people: PeopleFacts): Account[] {
  const known = new Map<string, Account>();
  for (const { account } of people.permissions.values()) known.set(account.login.toLowerCase(), account);
  for (const members of people.teams.values()) {
    for (const account of members ?? []) known.set(account.login.toLowerCase(), account);
  }
  return [...known.values()]
    .filter((account) => isAsked(account.login, asked, where, people))
    .toSorted((a, b) => a.login.localeCompare(b.login));
}

/** Whether the list of `peopleAsked` is all of them. Code owners named by e-mail cannot be told. */
export function allKnown({ from, owners }: Asked, people: PeopleFacts): boolean {
  if (from.organization === true || owners.some((owner) => !owner.startsWith('@'))) return false;
  return people.complete || (!from.permission && !from.roles && owners.length === 0);
}

/** The people as one reads it: "@acme/dba", "@olga or @acme/dba", "someone with write access but not @nadia". */
export function who({ from, owners, except }: Asked, organization: string): string {
  const asked = listOr([...owners, ...describe(from, organization)]) ?? 'a code owner';
  const out = except ? listOr(describe(except, organization)) : null;
  return out === null ? asked : `${asked} but not ${out}`;
}

function describe(set: People, organization: string): string[] {
  return [
    ...(set.users ?? []).map((user) => `@${user}`),
    ...(set.teams ?? []).map((team) => `@${teamKey(team, organization)}`),
    ...(set.organization === true ? [`a member of ${organization}`] : []),
    ...(set.permission === 'admin' ? ['an admin'] : []),
    ...(set.permission && set.permission !== 'admin' ? [`someone with ${set.permission} access`] : []),
    ...(set.roles ?? []).map((role) => `someone with the role ${role}`),
  ];
}

/** A set of people as one reads it, see `who`. */
export const peopleText = (set: People, organization: string): string =>
  listOr(describe(set, organization)) ?? 'nobody';

function listOr(texts: readonly string[]): string | null {
  const last = texts.at(-1);
  if (last === undefined) return null;
  return texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`;
}

/** So many of them: "1 of @acme/dba", "someone with write access", "2 of the admins". */
export function countOf(count: number, people: string): string {
  if (count === 1) return people.includes('/') ? `1 of ${people}` : people;
  const group = people
    .replace(/\bsomeone with\b/g, 'those with')
    .replace(/\ban admin\b/, 'the admins')
    .replace(/\ba member of\b/, 'the members of')
    .replace(/\ba code owner\b/, 'the code owners');
  return `${count} of ${group}`;
}
