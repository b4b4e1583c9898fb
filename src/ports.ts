/** What the pipeline needs of the world, and the types that cross. Adapters implement these and know nothing else. */
import type { AcceptanceKind } from './core/decision/acceptance.ts';
import type { CheckRun } from './core/render/check-run.ts';
import type { FileDigests } from './core/facts/digests.ts';
import type { Account, FileChange, PeopleFacts, PullRequestFacts, RepositoryId } from './core/facts/facts.ts';

export interface PullRequestId extends RepositoryId {
  readonly number: number;
}

/** `acme/shop#12`: how people, jobs and the record call a pull request. */
export const pullRequestKey = ({ owner, name, number }: PullRequestId): string =>
  `${owner}/${name}#${number}`;

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
  /** The files in the order asked, with `base` and `head` filled in; what cannot be read comes back `unread`. */
  contents(facts: PullRequestFacts, requests: readonly ContentRequest[]): Promise<readonly FileChange[]>;
  people(facts: PullRequestFacts, request: PeopleRequest): Promise<PeopleFacts>;
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
  constructor(message: string, options: { retryAfterSeconds?: number | null; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
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
  /** Comments on the pull request, unless a comment of the app's with this marker is there already. */
  comment(id: PullRequestId, marker: string, markdown: string): Promise<void>;
}

export type Reaction = '+1' | '-1' | 'eyes';

export interface Reviewers {
  readonly users: readonly string[];
  /** `org/slug`. */
  readonly teams: readonly string[];
}

export interface Clock {
  now(): Date;
}

/** Why a job is there: a closed set. */
export type JobKind =
  /** Evaluate one pull request. */
  | 'pull_request'
  /** Evaluate a merge group's SHA. */
  | 'merge_group'
  /** Find the open pull requests of a repository and mark each. */
  | 'repository'
  /** Find the repositories of an installation and mark each. */
  | 'installation';

/** Something to do, merged with a waiting one of the same key. */
export interface NewJob {
  readonly kind: JobKind;
  /** Names the thing: `acme/shop#12`, `acme/shop@<sha>`, `acme/shop`, `installation:42`. */
  readonly key: string;
  readonly installationId: number;
  /** Smaller runs first: 0 merge groups, 1 new heads, 2 reviews, 3 sweeps. */
  readonly priority: number;
  /** Not before this, ISO 8601; for pacing. Absent: at once. */
  readonly runAt?: string;
  /** The branch a merge group goes into, as its delivery named it; absent for other kinds. */
  readonly baseRef?: string;
}

export interface Job extends NewJob {
  readonly id: number;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

export interface Delivery {
  /** GitHub's GUID of the delivery. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly receivedAt: string;
}

/** Someone seen pushing to a pull request's head, from a delivery's sender. */
export interface Push {
  readonly pullRequest: PullRequestId;
  readonly login: string;
  readonly accountType: string;
  readonly accountId: number | null;
  /** The head after it. */
  readonly sha: string;
  /** The head before it; null: the pull request was opened with it, or the delivery did not tell. */
  readonly before: string | null;
}

/** What somebody asked of the app, in a comment or by a button on the check run, as the delivery told it. */
export interface Command {
  readonly pullRequest: PullRequestId;
  /** Unique: `comment:<id>`, or `button:<delivery's GUID>`. */
  readonly id: string;
  /** null: it was a button. */
  readonly commentId: number | null;
  readonly author: Account;
  /** The comment as it was when it was made: an edit changes nothing. Of a button `/agentguard <identifier>`. */
  readonly text: string;
  readonly at: string;
}

export type RecordKind = 'decision' | 'merge' | 'installation' | AcceptanceKind;

/** One entry of the append-only record. */
export interface RecordEntry {
  readonly sequence: number;
  readonly owner: string;
  readonly at: string;
  readonly kind: RecordKind;
  /** `acme/shop#12`. */
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Hash of the entry before it in the same owner's chain; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

export interface Store {
  /** Delivery, its jobs and the pushes it tells of, in one transaction. A repeated delivery re-arms its jobs. */
  accept(
    delivery: Delivery,
    told: {
      readonly jobs: readonly NewJob[];
      readonly pushes?: readonly Push[];
      readonly forget?: PublishedOn;
      readonly command?: Command;
    },
  ): Promise<void>;
  enqueue(jobs: readonly NewJob[]): Promise<void>;
  /** The next job that is due and whose key nobody works on, leased to this worker; null: nothing is due. */
  claim(worker: string, now: Date, leaseSeconds: number): Promise<Job | null>;
  /** Holds on to a claimed job for longer; false: it is no longer this worker's. */
  renew(job: Job, now: Date, leaseSeconds: number): Promise<boolean>;
  complete(job: Job): Promise<void>;
  /** Puts it back for later with what went wrong. */
  retry(job: Job, at: Date, error: string): Promise<void>;
  /** Sets it aside, visibly, after too many attempts. */
  park(job: Job, error: string): Promise<void>;
  /** True: a newer delivery asks for the same thing again. */
  waiting(key: string): Promise<boolean>;
  /** Puts back what a worker that died held. */
  releaseExpired(now: Date): Promise<number>;
  /** When the next job becomes due; null: none waits. */
  nextDue(): Promise<Date | null>;
  jobs(): Promise<readonly (Job & { state: 'waiting' | 'active' | 'parked'; error: string | null })[]>;

  pushes(id: PullRequestId): Promise<readonly Push[]>;
  /** Commands on a pull request that were not answered yet, oldest first. */
  commands(id: PullRequestId): Promise<readonly Command[]>;
  /** Notes that a command was answered; it is not given again. */
  saveAnswered(command: Command): Promise<void>;
  /** Per-file digests of heads evaluated before, by SHA: what staleness is judged with. */
  digests(id: PullRequestId, shas: readonly string[]): Promise<ReadonlyMap<string, FileDigests>>;
  saveDigests(id: PullRequestId, sha: string, digests: FileDigests): Promise<void>;

  /** Appends unless the newest entry of that kind and subject has the very same body; resolves with the entry. */
  append(entry: Pick<RecordEntry, 'owner' | 'at' | 'kind' | 'subject' | 'body'>): Promise<RecordEntry>;
  record(filter: {
    owner: string;
    subject?: string;
    kinds?: readonly RecordKind[];
  }): Promise<readonly RecordEntry[]>;
  /** Where the chain of an owner breaks; null: it is whole. */
  verify(owner: string): Promise<{ sequence: number; problem: string } | null>;

  /** Remembers where a pull request stands: for limits per agent, and for heads that several share. */
  savePullRequest(state: PullRequestState): Promise<void>;
  openPullRequests(repository: RepositoryId): Promise<readonly PullRequestState[]>;

  /** Who AgentGuard asked for a review of this pull request before: logins and `org/slug`, in lower case. */
  requested(id: PullRequestId): Promise<ReadonlySet<string>>;
  saveRequested(id: PullRequestId, reviewers: readonly string[]): Promise<void>;

  /** What was last published on a SHA, to publish nothing when nothing changed. */
  published(repository: RepositoryId, sha: string, name: string): Promise<Publication | null>;
  savePublished(publication: Publication): Promise<void>;
  /** The names of the check runs on a SHA; where there is none, the name last used in the repository, if any. */
  checkNames(repository: RepositoryId, sha: string): Promise<readonly string[]>;
  /** Heads with a passing result that were published for this pull request before. */
  passingHeads(id: PullRequestId): Promise<readonly Publication[]>;
  close(): Promise<void>;
}

/** A pull request as its last evaluation saw it. */
export interface PullRequestState {
  readonly id: PullRequestId;
  readonly open: boolean;
  readonly headSha: string;
  /** Ids of the agents that bind. */
  readonly agents: readonly string[];
}

/** A SHA whose check runs GitHub has set back because somebody asked for them again: nothing stands there now. */
export interface PublishedOn {
  readonly repository: RepositoryId;
  readonly sha: string;
}

export interface Publication {
  readonly repository: RepositoryId;
  readonly number: number | null;
  readonly sha: string;
  readonly name: string;
  readonly conclusion: string;
  /** SHA-256 over everything published. */
  readonly digest: string;
  readonly checkRunId: number;
}
