import type { Octokit } from '@octokit/rest';
import type { ReviewFacts, ReviewState } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { REVIEWS_PAGE } from '../api/queries/pull-request.ts';
import { readPages } from './pages.ts';
import type { Connection, Listed } from './pages.ts';

export interface ReviewNode {
  readonly fullDatabaseId: string | number;
  readonly state: ReviewState;
  readonly author: AccountNode | null;
  readonly commit: { readonly oid: string } | null;
  readonly submittedAt: string | null;
}

/**
 * All reviews in the order they were submitted.
 * @param baseChangedAt when somebody last changed the base branch, by GitHub's clock; null: nobody did.
 */
export async function readReviews(
  client: Octokit,
  id: PullRequestId,
  first: Connection<ReviewNode>,
  baseChangedAt: string | null,
): Promise<Listed<ReviewFacts>> {
  const nodes = await readPages(client, 'reviews', id, REVIEWS_PAGE, first);
  const items = nodes.map((node) => ({
    id: Number(node.fullDatabaseId),
    author: account(node.author),
    state: node.state,
    commit: node.commit?.oid ?? null,
    // Of the same second counts as before: which came first cannot be told.
    otherBase: baseChangedAt !== null && (node.submittedAt ?? '') <= baseChangedAt,
  }));
  if (items.length === first.totalCount) return { items, gaps: [] };
  const reason = `GitHub counts ${first.totalCount} reviews and listed ${items.length}. Ask for the check to be run again.`;
  return { items, gaps: [{ what: 'reviews', reason }] };
}
