import type { Octokit } from '@octokit/rest';
import type { ReviewFacts, ReviewState } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { REVIEWS_PAGE } from '../api/queries.ts';
import { readPages } from './pages.ts';
import type { Connection, Listed } from './pages.ts';

export interface ReviewNode {
  readonly fullDatabaseId: string | number;
  readonly state: ReviewState;
  readonly author: AccountNode | null;
  readonly commit: { readonly oid: string } | null;
}

/** All reviews in the order they were submitted. */
export async function readReviews(
  client: Octokit,
  id: PullRequestId,
  first: Connection<ReviewNode>,
): Promise<Listed<ReviewFacts>> {
  const nodes = await readPages(client, 'reviews', id, REVIEWS_PAGE, first);
  const items = nodes.map((node) => ({
    id: Number(node.fullDatabaseId),
    author: account(node.author),
    state: node.state,
    commit: node.commit?.oid ?? null,
  }));
  if (items.length === first.totalCount) return { items, gaps: [] };
  const reason = `GitHub counts ${first.totalCount} reviews and listed ${items.length}. Ask for the check to be run again.`;
  return { items, gaps: [{ what: 'reviews', reason }] };
}
