import type { Octokit } from '@octokit/rest';
import type { PullRequestFacts } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import type { AccountNode } from '../api/accounts.ts';
import { ask, isAt, refused } from '../api/graphql.ts';
import { PULL_REQUEST } from '../api/queries/pull-request.ts';
import type { CommitNode } from './commits.ts';
import type { CommentNode } from './comments.ts';
import type { ClosingIssues, Timeline } from './involvements.ts';
import type { Connection, Page } from './pages.ts';
import type { ReviewRequestEvent, ReviewRequests } from './review-requests.ts';
import type { ReviewNode } from './reviews.ts';

export interface RefTarget {
  readonly target: { readonly oid: string } | null;
}

export interface RepositoryNode {
  readonly databaseId: number | null;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly owner: { readonly __typename: string; readonly login: string };
  readonly defaultBranchRef: (RefTarget & { readonly name: string }) | null;
  readonly repositoryTopics: { readonly nodes: readonly { readonly topic: { readonly name: string } }[] };
  /** The tip of git-ai's authorship notes. */
  readonly notes?: { readonly oid: string } | null;
}

export interface PullRequestNode {
  readonly title: string;
  readonly body: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly mergedBy: AccountNode | null;
  readonly isDraft: boolean;
  readonly url: string;
  readonly author: AccountNode | null;
  readonly labels: { readonly nodes: readonly { readonly name: string }[] } | null;
  readonly baseRefName: string;
  readonly baseRef: RefTarget | null;
  readonly headRefName: string;
  readonly headRefOid: string;
  readonly headRepository: { readonly name: string; readonly owner: { readonly login: string } } | null;
  readonly changedFiles: number;
  readonly commits: Connection<{ readonly commit: CommitNode }>;
  readonly reviews: Connection<ReviewNode>;
  readonly reviewRequests: ReviewRequests | null;
  readonly reviewRequestEvents: Page<ReviewRequestEvent>;
  readonly comments: Connection<CommentNode>;
  readonly baseChanges: { readonly nodes: readonly ({ readonly createdAt: string } | null)[] };
  readonly timelineItems: Timeline | null;
  readonly closingIssuesReferences: ClosingIssues | null;
}

interface PullRequestAnswer {
  readonly repository: (RepositoryNode & { readonly pullRequest: PullRequestNode | null }) | null;
}

/** The pull request and its repository. Rejects when anything but the issues that it closes is missing. */
export async function readPullRequest(
  client: Octokit,
  id: PullRequestId,
): Promise<{ repository: RepositoryNode; pull: PullRequestNode }> {
  const doing = `read ${nameOf(id)}`;
  const { data, errors } = await ask<PullRequestAnswer>(client, doing, PULL_REQUEST, { ...id });
  // Issues that cannot be read are missing from the answer, where `assignments` says so.
  const serious = errors.filter(
    (error) => !isAt(error, 'repository', 'pullRequest', 'closingIssuesReferences'),
  );
  const pull = data.repository?.pullRequest;
  if (serious.length > 0 || !data.repository || !pull) {
    throw refused(doing, serious.length > 0 ? serious : [{ type: 'NOT_FOUND', message: '' }]);
  }
  return { repository: data.repository, pull };
}

/** null: the fork is gone. */
export function headRepositoryOf(pull: PullRequestNode): PullRequestFacts['headRepository'] {
  return pull.headRepository && { owner: pull.headRepository.owner.login, name: pull.headRepository.name };
}

/** null: there is no such branch. */
export function branchOf(
  ref: string | undefined,
  node: RefTarget | null | undefined,
): { ref: string; sha: string } | null {
  const sha = node?.target?.oid;
  return ref === undefined || sha === undefined ? null : { ref, sha };
}

export function nameOf(id: PullRequestId): string {
  return `pull request ${id.owner}/${id.name}#${id.number}`;
}
