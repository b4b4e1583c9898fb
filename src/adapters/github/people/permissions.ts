import type { Octokit } from '@octokit/rest';
import { PERMISSIONS } from '../../../core/facts/facts.ts';
import type { Account, Gap, Permission, PersonFacts, RepositoryId } from '../../../core/facts/facts.ts';
import type { SourceError } from '../../../ports.ts';
import { account, restAccount } from '../api/accounts.ts';
import type { AccountNode, RestAccount } from '../api/accounts.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import { ask } from '../api/graphql.ts';
import type { GraphqlError } from '../api/graphql.ts';
import { COLLABORATORS } from '../api/queries/repository.ts';
import type { Known } from './known.ts';

const PEOPLE_A_PAGE = 100;

/** People by lower-case login. */
type People = Map<string, PersonFacts>;

/** People with access. `complete`: there are no others. */
interface Listed {
  readonly people: People;
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
}

/**
 * What people may do on the repository: the first hundred, and those named whatever their place.
 * @param roles whether names of custom roles have to be known: only REST tells them.
 */
export async function readPermissions(
  client: Octokit,
  known: Known,
  repository: RepositoryId,
  logins: readonly string[],
  roles: boolean,
): Promise<Listed> {
  const listed = await (roles ? listWithRoles : list)(client, known, repository);
  const { complete } = listed;
  if (complete) return listed;
  const people = new Map(listed.people);
  const gaps = [...listed.gaps];
  const unknown = new Set(
    logins.filter((login) => !people.has(login.toLowerCase()) && !login.endsWith('[bot]')),
  );
  for (const login of unknown) {
    try {
      const person = await known.once(`${nameOf(repository)} permission of ${login}, ${roles}`, () =>
        readPermission(client, repository, login, roles),
      );
      if (person) people.set(login.toLowerCase(), person);
    } catch (error) {
      gaps.push({ what: `permission of ${login}`, reason: (error as SourceError).message });
    }
  }
  return { people, complete, gaps };
}

/** The fragment `collaborators` of queries. */
export interface CollaboratorsNode {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly edges: readonly ({ readonly permission: string; readonly node: AccountNode } | null)[];
}

interface CollaboratorsAnswer {
  readonly repository: { readonly collaborators: CollaboratorsNode | null } | null;
}

/** An answer about the first hundred people with access. */
export interface CollaboratorsRead {
  readonly node: CollaboratorsNode | null;
  readonly errors: readonly GraphqlError[];
}

const nameOf = ({ owner, name }: RepositoryId): string => `${owner}/${name}`.toLowerCase();

const doing = ({ owner, name }: RepositoryId): string => `read who has access to ${owner}/${name}`;

/** Under which the first hundred people with access are known: a `CollaboratorsRead`. */
export const listKey = (repository: RepositoryId): string => `${nameOf(repository)} collaborators`;

/** To be refused is an answer, too, and the same the next time; another error is not. */
export const isAnswered = ({ errors }: CollaboratorsRead): boolean =>
  errors.every((error) => error.type === 'FORBIDDEN');

async function list(client: Octokit, known: Known, repository: RepositoryId): Promise<Listed> {
  const { owner, name } = repository;
  const read = async (): Promise<CollaboratorsRead> => {
    const answer = await ask<CollaboratorsAnswer>(client, doing(repository), COLLABORATORS, { owner, name });
    return { node: answer.data.repository?.collaborators ?? null, errors: answer.errors };
  };
  const { node, errors } = await known.once(listKey(repository), read, isAnswered);
  const people: People = new Map();
  for (const edge of node?.edges ?? []) {
    const person = account(edge?.node);
    const permission = baseRole(edge?.permission.toLowerCase());
    if (person && permission) people.set(person.login.toLowerCase(), { account: person, permission });
  }
  // Refused, as without push access: those who matter are asked for one by one.
  const complete = errors.length === 0 && node?.pageInfo.hasNextPage === false;
  return { people, complete, gaps: [] };
}

const listWithRoles = (client: Octokit, known: Known, repository: RepositoryId): Promise<Listed> =>
  known.once(`${nameOf(repository)} collaborators with roles`, () => readWithRoles(client, repository));

async function readWithRoles(client: Octokit, repository: RepositoryId): Promise<Listed> {
  const people: People = new Map();
  try {
    const { data, headers } = await client.rest.repos.listCollaborators({
      owner: repository.owner,
      repo: repository.name,
      per_page: PEOPLE_A_PAGE,
    });
    for (const each of data) {
      const person = personOf(restAccount(each), each.permissions, each.role_name, undefined, true);
      if (person) people.set(person.account.login.toLowerCase(), person);
    }
    const complete = headers.link?.includes('rel="next"') !== true;
    return { people, complete, gaps: rolesUnknown(repository, data) };
  } catch (error) {
    const failure = sourceError(doing(repository), error);
    // Refused, as above, and not because of too many requests.
    const isRefused = statusOf(error) === 403 || statusOf(error) === 404;
    if (isRefused && failure.retryAfterSeconds === null) return { people, complete: false, gaps: [] };
    throw failure;
  }
}

/** A role that is not told could be any: nobody can be said not to have it. */
function rolesUnknown({ owner, name }: RepositoryId, told: readonly { role_name?: unknown }[]): Gap[] {
  if (told.every((each) => typeof each.role_name === 'string')) return [];
  const reason = 'This GitHub does not tell the roles of people. Ask for a permission or a team instead.';
  return [{ what: `roles on ${owner}/${name}`, reason }];
}

/** One person's permission. null: no access, or no such account. */
export async function readPermission(
  client: Octokit,
  repository: RepositoryId,
  login: string,
  roles = false,
): Promise<PersonFacts | null> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({
      owner: repository.owner,
      repo: repository.name,
      username: login,
    });
    const user = data.user as (RestAccount & { permissions?: Flags }) | null;
    return personOf(restAccount(user), user?.permissions, data.role_name, data.permission, roles);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw sourceError(`read the permission of ${login} on ${repository.owner}/${repository.name}`, error);
  }
}

type Flags = Readonly<Record<string, boolean | undefined>>;

/** What REST calls the base roles in `permissions`. */
const FLAGS: Readonly<Record<Permission, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
};

/** The highest permission that REST's flags tell; undefined: none. */
export const permissionIn = (flags: Flags | undefined): Permission | undefined =>
  PERMISSIONS.findLast((each) => flags?.[FLAGS[each]] === true);

/**
 * `legacy` knows no triage and maintain, and the role may be a custom one: the flags tell its base role.
 * null: no access.
 */
function personOf(
  person: Account | null,
  flags: Flags | undefined,
  roleName: string | undefined,
  legacy: string | undefined,
  roles: boolean,
): PersonFacts | null {
  const permission = flags ? permissionIn(flags) : (baseRole(roleName) ?? baseRole(legacy));
  if (!person || !permission) return null;
  const role = roleName?.toLowerCase();
  const custom = roles && role !== undefined && role !== '' && !baseRole(role);
  return { account: person, permission, ...(custom ? { role } : {}) };
}

function baseRole(name: string | undefined): Permission | undefined {
  return PERMISSIONS.find((each) => each === name);
}
