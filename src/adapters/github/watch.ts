import { FLOOR_REPOSITORY, POLICY_PATH } from '../../core/facts/control-files.ts';
import type { RepositoryId, TextFile } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { Arrived, LoggedPush, ProtectedBranches, WatchSource } from '../../ports/watch.ts';
import type { Access } from './access.ts';
import { repositoryClient } from './access.ts';
import { restAccount } from './api/accounts.ts';
import { attempt, sourceError, statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { BRANCHES, pullRequestsOf } from './api/queries/watch.ts';
import { readTextAt } from './at-commits.ts';
import { gitHubPolicies } from './policy-files.ts';
import { readCommitsBySha } from './snapshot/commits.ts';

/** So many hundreds of branches are looked through. */
const MOST_BRANCH_PAGES = 10;
/** So many commits between two looks at a branch are read. */
const MOST_COMMITS = 1000;
const COMMITS_A_PAGE = 100;
const COMMITS_A_QUERY = 50;

interface BranchesAnswer {
  readonly repository: {
    readonly pushedAt: string | null;
    readonly defaultBranchRef: {
      readonly name: string;
      readonly target: { readonly oid: string } | null;
    } | null;
    readonly refs: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly ({
        readonly name: string;
        readonly target: { readonly oid: string } | null;
        readonly branchProtectionRule: object | null;
        readonly rules: { readonly totalCount: number } | null;
      } | null)[];
    } | null;
  };
}

interface OfCommit {
  readonly associatedPullRequests?: {
    readonly pageInfo: { readonly hasNextPage: boolean };
    readonly nodes: readonly ({
      readonly state: string;
      readonly baseRefName: string;
      readonly baseRepository: { readonly nameWithOwner: string } | null;
    } | null)[];
  } | null;
}

/** What came onto the branches of one installation's repositories, and issues about it. */
export function gitHubWatch(access: Access): WatchSource {
  const reading = async ({ name }: RepositoryId) =>
    (await access.clients.reader(access.installationId, name)).client;
  return {
    protectedBranches: (repository) => protectedBranches(access, repository),
    arrived: (repository, before, after) => arrived(access, repository, before, after),

    async mergedInto(repository, shas) {
      const client = await reading(repository);
      const { owner, name } = repository;
      const here = `${owner}/${name}`.toLowerCase();
      const found = new Map<string, readonly string[] | null>();
      for (let start = 0; start < shas.length; start += COMMITS_A_QUERY) {
        const batch = shas.slice(start, start + COMMITS_A_QUERY);
        const answer = await askAll<{ repository: Record<string, OfCommit | null> }>(
          client,
          `read the pull requests of commits in ${owner}/${name}`,
          pullRequestsOf(batch.length),
          { owner, name, ...Object.fromEntries(batch.map((sha, index) => [`oid${index}`, sha])) },
        );
        for (const [index, sha] of batch.entries()) {
          const list = answer.repository[`oid${index}`]?.associatedPullRequests;
          const merged = (list?.nodes ?? []).flatMap((node) =>
            node?.state === 'MERGED' && node.baseRepository?.nameWithOwner.toLowerCase() === here
              ? [node.baseRefName]
              : [],
          );
          found.set(sha, list && !list.pageInfo.hasNextPage ? merged : merged.length > 0 ? merged : null);
        }
      }
      return found;
    },

    async pushes(repository, ref) {
      const client = await reading(repository);
      try {
        const { data } = await client.rest.repos.listActivities({
          owner: repository.owner,
          repo: repository.name,
          ref: `refs/heads/${ref}`,
          per_page: 100,
        });
        return data.map(({ before, after, timestamp, actor }): LoggedPush => ({
          before,
          after,
          at: timestamp,
          by: actor && restAccount({ login: actor.login, id: actor.id, type: actor.type }),
        }));
      } catch (error) {
        const failure = sourceError(`read who pushed to ${ref} of ${nameOf(repository)}`, error);
        const isRefused = statusOf(error) === 404 || statusOf(error) === 403;
        if (isRefused && failure.retryAfterSeconds === null) return [];
        throw failure;
      }
    },

    async policyAt(repository, sha) {
      const { repository: facts, floor } = await gitHubPolicies(access).policy(repository);
      const policyFile = await fileAt(access, repository, sha);
      const isFloor = repository.name.toLowerCase() === FLOOR_REPOSITORY;
      if (!isFloor) return { repository: facts, policyFile, floor };
      const { owner, name } = facts;
      return {
        repository: facts,
        policyFile,
        floor: policyFile
          ? { state: 'present', file: policyFile, repository: { owner, name } }
          : { state: 'none' },
      };
    },

    async issue(repository, number) {
      try {
        const { data } = await repositoryClient(access, repository).rest.issues.get({
          owner: repository.owner,
          repo: repository.name,
          issue_number: number,
        });
        const by = data.closed_by ?? null;
        return {
          state: data.state === 'closed' ? 'closed' : 'open',
          closedBy: by && restAccount({ login: by.login, id: by.id, type: by.type }),
          closedAt: data.closed_at,
        };
      } catch (error) {
        // 410: it was deleted, or issues are off; 301 is followed to where it was transferred.
        if ([404, 410].includes(statusOf(error) ?? 0)) return null;
        throw sourceError(`read issue ${nameOf(repository)}#${number}`, error);
      }
    },
  };
}

const nameOf = ({ owner, name }: RepositoryId): string => `${owner}/${name}`;

async function protectedBranches(access: Access, { owner, name }: RepositoryId): Promise<ProtectedBranches> {
  const { client } = await access.clients.reader(access.installationId, name);
  const tips = new Map<string, string>();
  let pushedAt: string | null = null;
  let after: string | null = null;
  for (let page = 0; page < MOST_BRANCH_PAGES; page++) {
    const answer: BranchesAnswer = await askAll<BranchesAnswer>(
      client,
      `list the branches of ${owner}/${name}`,
      BRANCHES,
      { owner, name, after },
    );
    const { repository }: BranchesAnswer = answer;
    pushedAt ??= repository.pushedAt;
    const own = repository.defaultBranchRef;
    if (own?.target) tips.set(own.name, own.target.oid);
    for (const node of repository.refs?.nodes ?? []) {
      const isProtected = node?.branchProtectionRule != null || (node?.rules?.totalCount ?? 0) > 0;
      // A queue's own branches come and go, and hold nothing yet.
      if (node?.target && isProtected && !node.name.startsWith('gh-readonly-queue/')) {
        tips.set(node.name, node.target.oid);
      }
    }
    const info = repository.refs?.pageInfo;
    if (!info?.hasNextPage) return { pushedAt, items: listOf(tips), whole: true };
    after = info.endCursor;
  }
  return { pushedAt, items: listOf(tips), whole: false };
}

const listOf = (tips: ReadonlyMap<string, string>) => [...tips].map(([ref, sha]) => ({ ref, sha }));

async function arrived(
  access: Access,
  { owner, name }: RepositoryId,
  before: string,
  after: string,
): Promise<Arrived | null> {
  const { client } = await access.clients.reader(access.installationId, name);
  const shas: string[] = [];
  let total = 0;
  for (let page = 1; ; page++) {
    try {
      const { data } = await client.rest.repos.compareCommitsWithBasehead({
        owner,
        repo: name,
        basehead: `${before}...${after}`,
        per_page: COMMITS_A_PAGE,
        page,
      });
      total = data.total_commits;
      shas.push(...data.commits.map(({ sha }) => sha));
      if (data.commits.length === 0 || shas.length >= Math.min(total, MOST_COMMITS)) break;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw sourceError(`compare two commits of ${owner}/${name}`, error);
    }
  }
  const known = shas.slice(0, MOST_COMMITS);
  const { items } = await readCommitsBySha(client, { owner, name, number: 0 }, known, known.length);
  return { commits: items, total };
}

async function fileAt(access: Access, repository: RepositoryId, sha: string): Promise<TextFile | null> {
  const place = { path: POLICY_PATH, sha };
  try {
    return { ...place, text: await attempt('read the policy', () => readTextAt(access, repository, place)) };
  } catch (error) {
    if (error instanceof SourceError && error.missing) return null;
    throw error;
  }
}
