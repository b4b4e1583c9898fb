/** What can happen, in the terms of GitHub's webhooks. The payloads are made in webhooks/payloads.ts. */
import type { App, CheckRun, Installation } from '../apps/state.ts';
import type {
  Account,
  Comment,
  Issue,
  MergeQueueEntry,
  PullRequest,
  Repository,
  Review,
  Ruleset,
  Team,
} from './state.ts';

export type RepositoryEvent =
  | {
      readonly event: 'installation';
      readonly action: string;
      readonly installation: Installation;
      readonly sender: Account;
    }
  | {
      readonly event: 'installation_repositories';
      readonly action: 'added' | 'removed';
      readonly installation: Installation;
      readonly repositories: readonly Repository[];
      readonly sender: Account;
    }
  | {
      readonly event: 'push';
      readonly action?: undefined;
      readonly repository: Repository;
      readonly sender: Account;
      readonly ref: string;
      readonly before: string;
      readonly after: string;
      readonly forced: boolean;
    }
  | {
      readonly event: 'pull_request';
      readonly action: string;
      readonly repository: Repository;
      readonly sender: Account;
      readonly pull: PullRequest;
      /** What this action adds: `before` and `after`, `changes`, `requested_reviewer`. */
      readonly extra?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly event: 'pull_request_review';
      readonly action: 'submitted' | 'dismissed' | 'edited';
      readonly repository: Repository;
      readonly sender: Account;
      readonly pull: PullRequest;
      readonly review: Review;
    }
  | {
      readonly event: 'issue_comment';
      readonly action: 'created' | 'edited' | 'deleted';
      readonly repository: Repository;
      readonly sender: Account;
      readonly issue: Issue | PullRequest;
      readonly comment: Comment;
      /** Of an edit: `changes`. */
      readonly extra?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly event: 'issues';
      readonly action: string;
      readonly repository: Repository;
      readonly sender: Account;
      readonly issue: Issue;
      readonly extra?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly event: 'check_run';
      readonly action: 'created' | 'completed' | 'rerequested' | 'requested_action';
      readonly repository: Repository;
      readonly sender: Account;
      readonly checkRun: CheckRun;
      readonly extra?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly event: 'check_suite';
      readonly action: 'requested' | 'rerequested';
      readonly repository: Repository;
      readonly sender: Account;
      readonly headSha: string;
      readonly headBranch: string | null;
      /** Whose suite it is; null: each app has its own. */
      readonly app: App | null;
    }
  | {
      readonly event: 'merge_group';
      readonly action: 'checks_requested' | 'destroyed';
      readonly repository: Repository;
      readonly sender: Account;
      readonly entry: MergeQueueEntry;
      readonly reason?: string;
    }
  | {
      readonly event: 'member';
      readonly action: string;
      readonly repository: Repository;
      readonly sender: Account;
      readonly member: Account;
    }
  | {
      readonly event: 'membership';
      readonly action: 'added' | 'removed';
      readonly sender: Account;
      readonly member: Account;
      readonly team: Team;
    }
  | {
      readonly event: 'organization';
      readonly action: 'member_added' | 'member_invited' | 'member_removed';
      readonly organization: Account;
      readonly sender: Account;
      readonly member: Account;
    }
  | {
      readonly event: 'repository_ruleset';
      readonly action: string;
      readonly repository: Repository;
      readonly sender: Account;
      readonly ruleset: Ruleset;
    };
