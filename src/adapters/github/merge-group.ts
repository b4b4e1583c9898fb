import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { PullRequestId } from '../../ports.ts';
import { ask, refused } from './api/graphql.ts';
import type { GraphqlAnswer, GraphqlError } from './api/graphql.ts';
import { MERGE_QUEUE } from './api/queries/repository.ts';

interface Entry {
  readonly position: number;
  readonly headCommit: { readonly oid: string } | null;
  readonly pullRequest: { readonly number: number } | null;
}

interface MergeQueueAnswer {
  readonly repository: {
    readonly mergeQueue: {
      readonly entries: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly (Entry | null)[];
      } | null;
    } | null;
  } | null;
}

/**
 * Pull requests in the queue of a branch, up to and including the one whose head commit is this SHA. null: none
 * has it, or one of those before it could not be read.
 */
export async function readMergeGroup(
  client: Octokit,
  repository: RepositoryId,
  branch: string,
  sha: string,
): Promise<readonly number[] | null> {
  const { queue, errors, doing } = await readQueue(client, repository, branch);
  if (errors.length > 0) throw refused(doing, errors);
  const last = queue.findIndex((entry) => entry?.headCommit?.oid === sha);
  if (last === -1) return null;
  const numbers = queue.slice(0, last + 1).map((entry) => entry?.pullRequest?.number);
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? known : null;
}

/**
 * Head commits in the queue of a branch from this pull request's entry on; none if it is not queued. An app that may
 * not see queues hears of no group and answers for none.
 */
export async function readMergeGroupsWith(
  client: Octokit,
  { owner, name, number }: PullRequestId,
  branch: string,
): Promise<readonly string[]> {
  const { queue, errors, doing } = await readQueue(client, { owner, name }, branch);
  if (errors.some((error) => error.type !== 'FORBIDDEN')) throw refused(doing, errors);
  const first = queue.findIndex((entry) => entry?.pullRequest?.number === number);
  return first === -1 ? [] : queue.slice(first).flatMap((entry) => entry?.headCommit?.oid ?? []);
}

/** The entries in their order. */
async function readQueue(
  client: Octokit,
  { owner, name }: RepositoryId,
  branch: string,
): Promise<{ queue: readonly (Entry | null)[]; errors: readonly GraphqlError[]; doing: string }> {
  const doing = `read the merge queue of ${owner}/${name}, branch ${branch}`;
  const entries: (Entry | null)[] = [];
  for (let after: string | null = null; ;) {
    const variables = { owner, name, branch, after };
    const answer: GraphqlAnswer<MergeQueueAnswer> = await ask(client, doing, MERGE_QUEUE, variables);
    const page = answer.data.repository?.mergeQueue?.entries;
    if (page) entries.push(...page.nodes);
    if (answer.errors.length > 0 || !page?.pageInfo.hasNextPage) {
      const queue = entries.toSorted((a, b) => (a?.position ?? 0) - (b?.position ?? 0));
      return { queue, errors: answer.errors, doing };
    }
    after = page.pageInfo.endCursor;
  }
}
