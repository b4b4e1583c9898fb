import type { Octokit } from '@octokit/rest';
import { PERMISSIONS } from '../../core/facts/facts.ts';
import type {
  Account,
  Gap,
  PeopleFacts,
  Permission,
  PullRequestFacts,
  RepositoryId,
} from '../../core/facts/facts.ts';
import type { PeopleRequest, SourceError } from '../../ports.ts';
import { account, restAccount } from './api/accounts.ts';
import type { AccountNode, RestAccount } from './api/accounts.ts';
import { sourceError, statusOf } from './api/errors.ts';
import { ask, refused } from './api/graphql.ts';
import type { GraphqlAnswer } from './api/graphql.ts';
import { COLLABORATORS, TEAM } from './api/queries.ts';

type Person = { readonly account: Account; readonly permission: Permission };

/** Members of a team beyond this are a gap. */
const MOST_MEMBERS = 1000;

/** Who may answer for the change, read live. What cannot be read is a gap. */
export async function readPeople(
  client: Octokit,
  facts: PullRequestFacts,
  request: PeopleRequest,
): Promise<PeopleFacts> {
  const { repository } = facts;
  const gaps: Gap[] = [];
  const { people, complete } = await readCollaborators(client, repository);
  if (!complete) {
    const unknown = request.logins.filter(
      (login) => !people.has(login.toLowerCase()) && !login.endsWith('[bot]'),
    );
    for (const login of unknown) {
      try {
        const person = await readPermission(client, repository, login);
        if (person) people.set(login.toLowerCase(), person);
      } catch (error) {
        gaps.push({ what: `permission of ${login}`, reason: (error as SourceError).message });
      }
    }
  }

  const teams = new Map<string, readonly Account[] | null>();
  for (const team of new Set(request.teams)) {
    const [org = '', slug = ''] = team.split('/');
    // Teams of other organisations mean nothing in this repository.
    const own =
      repository.ownerType === 'Organization' && org.toLowerCase() === repository.owner.toLowerCase();
    const { members, gap } = own ? await readTeam(client, org, slug) : { members: null, gap: null };
    teams.set(team, members);
    if (gap !== null) gaps.push({ what: `team ${team}`, reason: gap });
  }
  return { permissions: people, complete, teams, gaps };
}

interface CollaboratorsAnswer {
  readonly repository: {
    readonly collaborators: {
      readonly pageInfo: { readonly hasNextPage: boolean };
      readonly edges: readonly ({ readonly permission: string; readonly node: AccountNode } | null)[];
    } | null;
  } | null;
}

/** The first hundred people with access. `complete`: there are no others. */
async function readCollaborators(
  client: Octokit,
  repository: RepositoryId,
): Promise<{ people: Map<string, Person>; complete: boolean }> {
  const { owner, name } = repository;
  const people = new Map<string, Person>();
  const { data, errors } = await ask<CollaboratorsAnswer>(
    client,
    `read who has access to ${owner}/${name}`,
    COLLABORATORS,
    { owner, name },
  );
  const list = data.repository?.collaborators;
  for (const edge of list?.edges ?? []) {
    const person = account(edge?.node);
    const permission = baseRole(edge?.permission.toLowerCase());
    if (person && permission) people.set(person.login.toLowerCase(), { account: person, permission });
  }
  // Refused, as without push access: those who matter are asked for one by one.
  const complete = errors.length === 0 && list !== null && list !== undefined && !list.pageInfo.hasNextPage;
  return { people, complete };
}

/** One person's permission. null: no access, or no such account. */
async function readPermission(
  client: Octokit,
  repository: RepositoryId,
  login: string,
): Promise<Person | null> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({
      owner: repository.owner,
      repo: repository.name,
      username: login,
    });
    const user = data.user as (RestAccount & { permissions?: Record<string, boolean> }) | null;
    const person = restAccount(user);
    // `permission` knows no triage and maintain, `role_name` may be a custom role: the flags tell its base role.
    const flags = user?.permissions;
    const granted = flags
      ? PERMISSIONS.findLast((each) => flags[FLAGS[each]] === true)
      : (baseRole(data.role_name) ?? baseRole(data.permission));
    return person && granted ? { account: person, permission: granted } : null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw sourceError(`read the permission of ${login} on ${repository.owner}/${repository.name}`, error);
  }
}

/** What REST calls the base roles in `permissions`. */
const FLAGS: Readonly<Record<Permission, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
};

function baseRole(name: string | undefined): Permission | undefined {
  return PERMISSIONS.find((each) => each === name);
}

interface TeamAnswer {
  readonly organization: {
    readonly team: {
      readonly members: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly (AccountNode | null)[];
      };
    } | null;
  } | null;
}

/** Active members, those of child teams included. `members` null: no such team; `gap` says what was not read. */
async function readTeam(
  client: Octokit,
  org: string,
  slug: string,
): Promise<{ members: readonly Account[] | null; gap: string | null }> {
  const found: Account[] = [];
  const doing = `read the members of team ${org}/${slug}`;
  for (let after: string | null = null; found.length < MOST_MEMBERS;) {
    const answer: GraphqlAnswer<TeamAnswer> = await ask<TeamAnswer>(client, doing, TEAM, {
      org,
      slug,
      after,
    });
    const { errors } = answer;
    if (errors.some((error) => error.type !== 'NOT_FOUND')) {
      return { members: null, gap: refused(doing, errors).message };
    }
    const members = answer.data.organization?.team?.members;
    if (!members) return { members: null, gap: null };
    found.push(...members.nodes.flatMap((node) => account(node) ?? []));
    if (!members.pageInfo.hasNextPage) return { members: found, gap: null };
    after = members.pageInfo.endCursor;
  }
  return {
    members: found,
    gap: `It has more than ${MOST_MEMBERS} members, and not all were read. Name a smaller team.`,
  };
}
