import type { Octokit } from '@octokit/rest';
import type { PullRequestId } from '../../../ports.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { REVIEW_REQUEST_EVENTS_PAGE } from '../api/queries/pull-request.ts';
import { readPages } from './pages.ts';
import type { Page } from './pages.ts';

/** An account, or a team with its `combinedSlug`. */
type ReviewerNode = AccountNode & { readonly combinedSlug?: string };

/** Those who are asked at this moment. */
export interface ReviewRequests {
  readonly nodes: readonly ({ readonly requestedReviewer: ReviewerNode | null } | null)[];
}

/** Somebody was asked, or the request was taken back. A request that a review answers just goes, without an event. */
export interface ReviewRequestEvent {
  readonly __typename: string;
  readonly actor: AccountNode | null;
  /** null: the account or the team is gone. */
  readonly requestedReviewer: ReviewerNode | null;
}

/** Who is asked for a review: logins, and `org/slug` of teams. */
export function requestedReviewers(requests: ReviewRequests | null): string[] {
  return (requests?.nodes ?? []).flatMap((node) => nameOf(node?.requestedReviewer) ?? []);
}

/**
 * Whose request a person took back last, unless another person has asked again since. What apps take back or ask for
 * again, this one among them, changes nothing about it.
 * @throws {SourceError} if a further page cannot be read.
 */
export async function readRemovedReviewers(
  client: Octokit,
  id: PullRequestId,
  first: Page<ReviewRequestEvent>,
): Promise<string[]> {
  const removed = new Map<string, string>();
  const events = await readPages(client, 'review requests', id, REVIEW_REQUEST_EVENTS_PAGE, first);
  for (const { __typename: type, actor, requestedReviewer } of events) {
    const name = nameOf(requestedReviewer);
    if (name === null || account(actor)?.type === 'Bot') continue;
    if (type === 'ReviewRequestRemovedEvent') removed.set(name.toLowerCase(), name);
    else removed.delete(name.toLowerCase());
  }
  return [...removed.values()];
}

function nameOf(reviewer: ReviewerNode | null | undefined): string | null {
  if (!reviewer) return null;
  const person = reviewer.__typename === 'Team' ? null : account(reviewer);
  return person?.login ?? reviewer.combinedSlug ?? null;
}
