import type { Octokit } from '@octokit/rest';
import type { Account, Gap, RepositoryFacts } from '../../../core/facts/facts.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import { ask, refused } from '../api/graphql.ts';
import { TEAM } from '../api/queries/repository.ts';
import type { Known } from './known.ts';

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
  known: Known,
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
    const read = own ? await readTeam(client, known, org, slug) : { members: null, gap: null };
    members.set(team, read.members);
    if (read.gap !== null) gaps.push({ what: `team ${team}`, reason: read.gap });
    if (!access || read.members === null) continue;
    try {
      const { name } = repository;
      const isSeeing = await known.once(`${org}/${name} seen by ${team}`, () =>
        hasAccess(client, repository, org, slug),
      );
      if (!isSeeing) withoutAccess.add(team);
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

/** Some members of a team: the fragment `members` of queries. */
export interface TeamPage {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly (AccountNode | null)[];
}

interface TeamAnswer {
  readonly organization: { readonly team: { readonly members: TeamPage } | null } | null;
}

/** A page of a team's members, null: there is no such team; or why it could not be read. */
export interface TeamRead {
  readonly page: TeamPage | null;
  readonly gap: string | null;
}

/** Under which a page of a team's members is known: a `TeamRead`. */
export const pageKey = (team: string, after: string | null): string => `team ${team} after ${after}`;

/** Active members, those of child teams included. `members` null: no such team; `gap` says what was not read. */
async function readTeam(
  client: Octokit,
  known: Known,
  org: string,
  slug: string,
): Promise<{ members: readonly Account[] | null; gap: string | null }> {
  const found: Account[] = [];
  for (let after: string | null = null; found.length < MOST_MEMBERS;) {
    const from: string | null = after;
    const { page, gap }: TeamRead = await known.once(
      pageKey(`${org}/${slug}`, from),
      () => readPage(client, org, slug, from),
      (read) => read.gap === null,
    );
    if (!page) return { members: null, gap };
    found.push(...page.nodes.flatMap((node) => account(node) ?? []));
    if (!page.pageInfo.hasNextPage) return { members: found, gap: null };
    after = page.pageInfo.endCursor;
  }
  return {
    members: found,
    gap: `It has more than ${MOST_MEMBERS} members, and not all were read. Name a smaller team.`,
  };
}

async function readPage(client: Octokit, org: string, slug: string, after: string | null): Promise<TeamRead> {
  const doing = `read the members of team ${org}/${slug}`;
  const { data, errors } = await ask<TeamAnswer>(client, doing, TEAM, { org, slug, after });
  if (errors.some((error) => error.type !== 'NOT_FOUND')) {
    return { page: null, gap: refused(doing, errors).message };
  }
  return { page: data.organization?.team?.members ?? null, gap: null };
}
