import type { Octokit } from '@octokit/rest';
import type { Account, Gap, RepositoryFacts } from '../../../core/facts/facts.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import { ask, refused } from '../api/graphql.ts';
import type { GraphqlAnswer } from '../api/graphql.ts';
import { TEAM } from '../api/queries/repository.ts';

/** Members of a team beyond this are a gap. */
const MOST_MEMBERS = 1000;

export interface Teams {
  /** By lower-case `org/slug`; null: there is no such team, or it is another organisation's. */
  readonly members: ReadonlyMap<string, readonly Account[] | null>;
  /** Those that cannot see the repository; undefined: it was not asked. */
  readonly withoutAccess?: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/** Members of teams, and whether the teams can see the repository if that is asked. */
export async function readTeams(
  client: Octokit,
  repository: RepositoryFacts,
  teams: readonly string[],
  access: boolean,
): Promise<Teams> {
  const members = new Map<string, readonly Account[] | null>();
  const withoutAccess = new Set<string>();
  const gaps: Gap[] = [];
  for (const team of new Set(teams.map((each) => each.toLowerCase()))) {
    const [org = '', slug = ''] = team.split('/');
    // Teams of other organisations mean nothing in this repository.
    const own = repository.ownerType === 'Organization' && org === repository.owner.toLowerCase();
    const read = own ? await readTeam(client, org, slug) : { members: null, gap: null };
    members.set(team, read.members);
    if (read.gap !== null) gaps.push({ what: `team ${team}`, reason: read.gap });
    if (!access || read.members === null) continue;
    try {
      if (!(await hasAccess(client, repository, org, slug))) withoutAccess.add(team);
    } catch (error) {
      const failure = sourceError(`read whether team ${team} can see the repository`, error);
      gaps.push({ what: `access of team ${team}`, reason: failure.message });
    }
  }
  return { members, gaps, ...(access ? { withoutAccess } : {}) };
}

/** Access that a team above has passed on counts. */
async function hasAccess(
  client: Octokit,
  { owner, name }: RepositoryFacts,
  org: string,
  slug: string,
): Promise<boolean> {
  try {
    await client.rest.teams.checkPermissionsForRepoInOrg({ org, team_slug: slug, owner, repo: name });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
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
