import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { askAll } from './api/graphql.ts';
import { MERGE_QUEUE } from './api/queries.ts';

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
  { owner, name }: RepositoryId,
  branch: string,
  sha: string,
): Promise<readonly number[] | null> {
  const doing = `read the merge queue of ${owner}/${name}, branch ${branch}`;
  const entries: (Entry | null)[] = [];
  for (let after: string | null = null; ;) {
    const variables = { owner, name, branch, after };
    const answer: MergeQueueAnswer = await askAll<MergeQueueAnswer>(client, doing, MERGE_QUEUE, variables);
    const page = answer.repository?.mergeQueue?.entries;
    if (!page) return null;
    entries.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const queue = entries.toSorted((a, b) => (a?.position ?? 0) - (b?.position ?? 0));
  const last = queue.findIndex((entry) => entry?.headCommit?.oid === sha);
  if (last === -1) return null;
  const numbers = queue.slice(0, last + 1).map((entry) => entry?.pullRequest?.number);
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? known : null;
}
