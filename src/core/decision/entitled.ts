import {
  PERMISSIONS,
  type Account,
  type PeopleFacts,
  type Permission,
  type RepositoryFacts,
} from '../facts/facts.ts';
import type { Obligation } from './decision.ts';

type Asked = Pick<Obligation, 'from' | 'owners'>;

/** `dba` or `acme/dba` -> `acme/dba`, lower case: how teams are named in facts. */
export function teamKey(team: string, organization: string): string {
  const key = team.includes('/') ? team : `${organization}/${team}`;
  return key.replace(/^@/, '').toLowerCase();
}

/** Code owners need write access, as on GitHub. */
const OWNER_PERMISSION: Permission = 'write';

const atLeast = (permission: Permission, wanted: Permission): boolean =>
  PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(wanted);

/** The teams that an obligation names, directly or as code owners. */
export function teamsAsked({ from, owners }: Asked, organization: string): string[] {
  const owning = owners.filter((owner) => owner.startsWith('@') && owner.includes('/'));
  return [...(from.teams ?? []), ...owning].map((team) => teamKey(team, organization));
}

function usersAsked({ from, owners }: Asked): { named: string[]; owning: string[] } {
  const people = owners.filter((owner) => owner.startsWith('@') && !owner.includes('/'));
  return {
    named: (from.users ?? []).map((user) => user.toLowerCase()),
    owning: people.map((owner) => owner.slice(1).toLowerCase()),
  };
}

function hasPermission(login: string, wanted: Permission, people: PeopleFacts): boolean {
  const known = people.permissions.get(login.toLowerCase());
  return known !== undefined && atLeast(known.permission, wanted);
}

const isMember = (login: string, team: string, people: PeopleFacts): boolean =>
  (people.teams.get(team) ?? []).some((member) => member.login.toLowerCase() === login.toLowerCase());

/** Where somebody is asked: whose teams are meant, and what reading it says. */
export type Where = Pick<RepositoryFacts, 'owner' | 'private'>;

/**
 * Who is named has to have access still: a login may have left, or be somebody else's by now. Everyone can read a
 * public repository, so that says nothing there.
 */
const hasAccess = (login: string, where: Where, people: PeopleFacts): boolean =>
  hasPermission(login, where.private ? 'read' : 'write', people);

/** Whether an obligation asks this person, by what holds at this moment. */
export function isAsked(login: string, asked: Asked, where: Where, people: PeopleFacts): boolean {
  const { from, owners } = asked;
  const { named, owning } = usersAsked(asked);
  const lower = login.toLowerCase();
  const organization = where.owner;
  if (named.includes(lower) && hasAccess(login, where, people)) return true;
  if (from.permission && hasPermission(login, from.permission, people)) return true;
  if ((from.teams ?? []).some((team) => isMember(login, teamKey(team, organization), people))) return true;
  if (!hasPermission(login, OWNER_PERMISSION, people)) return false;
  const owningTeams = teamsAsked({ from: {}, owners }, organization);
  return owning.includes(lower) || owningTeams.some((team) => isMember(login, team, people));
}

/** Everyone an obligation asks, as far as they are known; sorted by login. */
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
export const allKnown = (asked: Asked, people: PeopleFacts): boolean =>
  asked.owners.every((owner) => owner.startsWith('@')) &&
  (people.complete || (!asked.from.permission && asked.owners.length === 0));

/** The obligation's people as one reads it: "@acme/dba", "@olga or @acme/dba", "someone with write access". */
export function who(asked: Asked, organization: string): string {
  const { from, owners } = asked;
  const names = [
    ...owners,
    ...(from.users ?? []).map((user) => `@${user}`),
    ...(from.teams ?? []).map((team) => `@${teamKey(team, organization)}`),
  ];
  if (from.permission)
    names.push(from.permission === 'admin' ? 'an admin' : `someone with ${from.permission} access`);
  const last = names.pop();
  if (last === undefined) return 'a code owner';
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}

/** So many of them: "1 of @acme/dba", "someone with write access", "2 of the admins". */
export function countOf(count: number, people: string): string {
  if (count === 1) return people.includes('/') ? `1 of ${people}` : people;
  const group = people
    .replace(/\bsomeone with\b/, 'those with')
    .replace(/\ban admin\b/, 'the admins')
    .replace(/\ba code owner\b/, 'the code owners');
  return `${count} of ${group}`;
}
