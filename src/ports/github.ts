/** What is read from GitHub and written to it. */
import type { CheckRun } from '../core/render/check-run.ts';
import type {
  FileChange,
  PeopleFacts,
  PersonFacts,
  PullRequestFacts,
  RepositoryId,
} from '../core/facts/facts.ts';
import type { PullRequestId } from './pull-request.ts';

/** Which sides of which files rules need, and whether they need the modes. */
export interface ContentRequest {
  readonly file: FileChange;
  readonly sides: 'none' | 'head' | 'both';
  readonly modes?: boolean;
}

/** Whom the policy may ask: read live. */
export interface PeopleRequest {
  /** `org/slug`, lower case. */
  readonly teams: readonly string[];
  /** Logins whose permission must be known even if the list of collaborators is cut short. */
  readonly logins: readonly string[];
  /** Whether each of the logins is an active member of the owning organisation has to be known. */
  readonly organization?: boolean;
  /** Custom roles have to be known: of the logins, and of the listed collaborators where that costs nothing more. */
  readonly roles?: boolean;
  /** Whether each of the teams can see the repository has to be known. */
  readonly access?: boolean;
}

/** Reads facts afresh. Every method rejects with `SourceError` when GitHub cannot answer. */
export interface FactsSource {
  snapshot(id: PullRequestId): Promise<PullRequestFacts>;
  /** A merged pull request with policy and code owners as they were before it; any other as it is. */
  beforeMerge(facts: PullRequestFacts): Promise<PullRequestFacts>;
  /** The files in the order asked, with `base` and `head` filled in; what cannot be read comes back `unread`. */
  contents(facts: PullRequestFacts, requests: readonly ContentRequest[]): Promise<readonly FileChange[]>;
  people(facts: PullRequestFacts, request: PeopleRequest): Promise<PeopleFacts>;
  /** What somebody may do in a repository; null: nothing, or there is no such account. */
  permission(repository: RepositoryId, login: string): Promise<PersonFacts | null>;
  /**
   * The custom properties of a repository by name; a property that is not set is left out. null: this GitHub does not
   * tell.
   */
  properties(repository: RepositoryId): Promise<Readonly<Record<string, readonly string[]>> | null>;
  /**
   * Numbers of the pull requests in a merge queue up to and including the one whose head commit is this SHA.
   * null: no entry has it, so that nothing can be said about the group.
   */
  mergeGroup(repository: RepositoryId, baseRef: string, sha: string): Promise<readonly number[] | null>;
  /** Head SHAs of the merge groups that hold this pull request: its own, and those queued behind it. */
  mergeGroupsWith(id: PullRequestId, baseRef: string): Promise<readonly string[]>;
}

/** A reading or writing that failed; `message` is a sentence for people, without secrets. */
export class SourceError extends Error {
  readonly retryAfterSeconds: number | null;
  /** GitHub refused because of too many requests: the whole installation has to rest. */
  readonly resting: boolean;
  /** What was asked for is not there, or not shown. */
  readonly missing: boolean;
  constructor(
    message: string,
    options: {
      retryAfterSeconds?: number | null;
      resting?: boolean;
      missing?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.resting = options.resting ?? false;
    this.missing = options.missing ?? false;
  }
}

/** Writes results. Publishing the same again is harmless. */
export interface Publisher {
  /** Puts a check run on a SHA; resolves with GitHub's id of it. Annotations go in batches of 50. */
  publish(repository: RepositoryId, sha: string, check: CheckRun): Promise<number>;
  /** Asks people or teams (`org/slug`) to review; those who cannot be asked are left out, not failed. */
  requestReviewers(id: PullRequestId, reviewers: Reviewers): Promise<void>;
  /** Puts a reaction on a comment; one that is there already stays as it is. */
  react(id: PullRequestId, commentId: number, reaction: Reaction): Promise<void>;
  /** Comments on the pull request or issue, unless a comment of the app's with this marker is there already. */
  comment(id: PullRequestId, marker: string, markdown: string): Promise<void>;
  /**
   * Puts a text into a comment that is kept: the one with this id; without one that of the app's with this marker, which
   * is made if there is none. Resolves with its id; null: somebody has deleted it.
   */
  keepComment(
    id: PullRequestId,
    commentId: number | null,
    marker: string,
    markdown: string,
  ): Promise<number | null>;
  /**
   * Opens a pull request that takes a merged one back, by GitHub's own revert, unless one of the app's with this marker
   * is open already.
   */
  revert(
    id: PullRequestId,
    revert: { readonly title: string; readonly body: string; readonly marker: string },
  ): Promise<Reverted>;
  /**
   * Makes an issue, unless an issue of the app's with this marker is there already, in whatever state. A problem is a
   * sentence about why GitHub takes none there.
   */
  raiseIssue(
    repository: RepositoryId,
    issue: {
      readonly marker: string;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    },
  ): Promise<{ readonly number: number } | { readonly problem: string }>;
  /** Closes an issue that is open, and says why in a comment first. One that was deleted stays so. */
  closeIssue(repository: RepositoryId, number: number, said: Said): Promise<void>;
  /** Opens one again that was closed, likewise. */
  reopenIssue(repository: RepositoryId, number: number, said: Said): Promise<void>;
}

/** What became of taking a pull request back; what cannot be done is a sentence or two that say what to do then. */
export type Reverted =
  | {
      readonly number: number;
      readonly headSha: string;
      readonly url: string;
      /** False: it was open already, and its head may not be what it was opened with. */
      readonly isNew: boolean;
    }
  /** GitHub cannot do it by itself. */
  | { readonly conflict: string }
  /** AgentGuard may not. */
  | { readonly unavailable: string };

/** A comment that is made once. */
export interface Said {
  readonly marker: string;
  readonly markdown: string;
}

export type Reaction = '+1' | '-1' | 'eyes';

export interface Reviewers {
  readonly users: readonly string[];
  /** `org/slug`. */
  readonly teams: readonly string[];
}
