/** Issues and pull requests, and what happens under them. */
import type { Account, Repository, Team } from './state.ts';

export interface Comment {
  readonly id: number;
  author: Account | null;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly reactions: Reaction[];
}

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;

export interface Reaction {
  readonly id: number;
  readonly content: string;
  readonly user: Account;
  readonly createdAt: string;
}

export type TimelineEvent =
  | { readonly type: 'assigned'; readonly actor: Account; readonly assignee: Account; readonly at: string }
  | {
      readonly type: 'force_pushed';
      readonly actor: Account;
      readonly before: string;
      readonly after: string;
      readonly at: string;
    }
  | {
      readonly type: 'base_changed';
      readonly actor: Account;
      readonly from: string;
      readonly to: string;
      readonly at: string;
    }
  | {
      readonly type: 'dismissed';
      readonly actor: Account;
      readonly review: Review;
      readonly was: Review['state'];
      readonly message: string;
      readonly at: string;
    }
  | {
      readonly type: 'review_requested' | 'review_request_removed';
      readonly actor: Account;
      readonly reviewer: Account | Team;
      readonly at: string;
    }
  | { readonly type: 'commented'; readonly comment: Comment; readonly at: string };

/** What issues and pull requests share. */
interface Thread {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | null;
  /** null: the account was deleted. */
  author: Account | null;
  state: 'open' | 'closed';
  readonly labels: string[];
  readonly assignees: Account[];
  readonly comments: Comment[];
  readonly timeline: TimelineEvent[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface Issue extends Thread {
  readonly kind: 'issue';
  /** null: it is open, or that account was deleted. */
  closedBy: Account | null;
}

export interface Review {
  readonly id: number;
  author: Account | null;
  body: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  /** null: the commit is gone. */
  commit: string | null;
  submittedAt: string | null;
}

export interface PullRequest extends Thread {
  readonly kind: 'pull';
  draft: boolean;
  /** `sha` is what REST shows: it moves with the head, not with the branch, and freezes when closed. */
  readonly base: { ref: string; sha: string };
  /** `repository` is null once the fork was deleted. */
  readonly head: {
    readonly ref: string;
    sha: string;
    repository: Repository | null;
    readonly owner: Account;
  };
  readonly reviews: Review[];
  readonly requestedUsers: Set<Account>;
  readonly requestedTeams: Set<Team>;
  merged: { readonly at: string; readonly by: Account; readonly sha: string } | null;
}
