/** What is kept. */
import type { AcceptanceKind } from '../core/decision/acceptance.ts';
import type { PackedBasis } from '../core/decision/basis/pack.ts';
import type { FileDigests } from '../core/facts/digests.ts';
import type { Account, RepositoryId } from '../core/facts/facts.ts';
import type { ChainEnd } from '../core/record/chain-check.ts';
import type { Checkpoint } from '../core/record/checkpoint.ts';
import type { StoredEntry } from '../core/record/entry.ts';
import type { Job, ListedJob, NewJob, QueueState } from './jobs.ts';
import type { PullRequestId } from './pull-request.ts';

export type { PackedBasis };

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

/**
 * What somebody asked of the app, in a comment or by a button on the check run, as the delivery told it, or by a form of
 * the pages.
 */
export interface Command {
  /** Where: a pull request, or an issue, since these are counted together; number 0: on a page of the repository. */
  readonly pullRequest: PullRequestId;
  /** Unique: `comment:<id>`, `button:<delivery's GUID>`, or `page:<UUID>`. */
  readonly id: string;
  /** null: it was a button or a form. */
  readonly commentId: number | null;
  readonly author: Account;
  /** The comment as it was when it was made: an edit changes nothing. Of a button `/agentguard <identifier>`. */
  readonly text: string;
  readonly at: string;
}

/** What an entry of the record tells: a closed set. */
export type RecordKind =
  | 'decision'
  | AcceptanceKind
  /** A pull request was merged, with the decision that stood. */
  | 'merge'
  /** Commits of agents came onto a protected branch without a pull request. */
  | 'push'
  /** Something that went past the gate was raised, as an issue. */
  | 'alert'
  /** What went past the gate was taken back, reviewed after all, or answered for: its exposure has ended. */
  | 'answered'
  /** Somebody asked for a merged change to be taken back, or a pull request was opened that does so. */
  | 'revert'
  /** Agents were stopped by a person's word, or let go on. */
  | 'freeze'
  /** What binds a branch changed. */
  | 'policy'
  /** Personal data was taken out of earlier entries. */
  | 'redaction';

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

/** Which entries of an owner are wanted: those that all of these say. */
export interface RecordFilter {
  readonly owner: string;
  readonly kinds?: readonly RecordKind[];
  /** Recorded at this time or later, ISO 8601 in UTC. */
  readonly from?: string;
  /** Recorded before this time. */
  readonly to?: string;
  /** About this repository: its pull requests, its branches, or all of it. */
  readonly repository?: RepositoryId;
  /** Later in the chain than the entry with this number. */
  readonly after?: number;
}

/** What was last decided on a pull request. */
export interface Standing {
  readonly decision: RecordEntry;
  /** When the first of the decisions in a row was recorded that all allow it, or all do not. */
  readonly since: string;
}

export interface Store {
  /**
   * Delivery, its jobs and the pushes it tells of, in one transaction, which it may share with others that come at the
   * same time. A repeated delivery re-arms its jobs.
   */
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
  /**
   * The next job that is due and whose key nobody works on, leased to this worker; null: nothing is due. Installations
   * take turns, those with the fewest jobs under way first; within one the smaller priority goes first, and now and then
   * the oldest, so that nothing waits for ever.
   */
  claim(worker: string, now: Date, leaseSeconds: number): Promise<Job | null>;
  /** Holds on to a claimed job for longer; false: it is no longer this worker's. */
  renew(job: Job, now: Date, leaseSeconds: number): Promise<boolean>;
  complete(job: Job): Promise<void>;
  /** Puts it back for later with what went wrong. */
  retry(job: Job, at: Date, error: string): Promise<void>;
  /** Puts it back as if it had not been claimed: the attempt does not count. */
  putBack(job: Job, at: Date): Promise<void>;
  /** Lets an installation rest: none of its jobs is claimed before that time, by any process. */
  pause(installationId: number, until: Date): Promise<void>;
  /** Sets it aside, visibly, after too many attempts. */
  park(job: Job, error: string): Promise<void>;
  /** True: a newer delivery asks for the same thing again. */
  waiting(key: string): Promise<boolean>;
  /** Puts back what a worker that died held. */
  releaseExpired(now: Date): Promise<number>;
  /** When the next job becomes due; null: none waits. */
  nextDue(): Promise<Date | null>;
  jobs(): Promise<readonly ListedJob[]>;
  /** Lets parked jobs be done again, those of one key or all; resolves with how many. */
  retryParked(key: string | null): Promise<number>;
  queue(now: Date): Promise<QueueState>;
  /** Resolves with the database's own time; rejects when it does not answer. */
  ping(): Promise<Date>;
  /** Which of these GUIDs were stored. */
  knownDeliveries(ids: readonly string[]): Promise<ReadonlySet<string>>;

  /** What was noted of a place by `note`, such as an ETag or a time; null: nothing. */
  noted(place: string): Promise<string | null>;
  note(place: string, value: string): Promise<void>;
  /** Forgets deliveries that came before this time, and what closed pull requests left; resolves with the rows gone. */
  prune(before: Date): Promise<number>;

  pushes(id: PullRequestId): Promise<readonly Push[]>;
  /** Commands on a pull request or in another conversation that were not answered yet, oldest first. */
  commands(id: PullRequestId): Promise<readonly Command[]>;
  /** Notes that a command was answered; it is not given again. */
  saveAnswered(command: Command): Promise<void>;
  /** Per-file digests of heads evaluated before, by SHA: what staleness is judged with. */
  digests(id: PullRequestId, shas: readonly string[]): Promise<ReadonlyMap<string, FileDigests>>;
  saveDigests(id: PullRequestId, sha: string, digests: FileDigests): Promise<void>;

  /** Appends unless the newest entry of that kind and subject has the very same body; resolves with the entry. */
  append(
    entry: Pick<RecordEntry, 'owner' | 'at' | 'kind' | 'subject' | 'body'> & {
      /** Of a decision: what it rested on. It is kept with the entry, and makes no entry another one. */
      readonly basis?: PackedBasis;
    },
  ): Promise<RecordEntry>;
  /** What a decision rested on, by the digest in its entry (`basis`); null: it was not kept, or redacted. */
  basis(digest: string): Promise<PackedBasis | null>;
  record(filter: {
    owner: string;
    subject?: string;
    kinds?: readonly RecordKind[];
  }): Promise<readonly RecordEntry[]>;
  /**
   * An owner's entries in their order, read a page at a time, so that any number of them takes little memory. Entries
   * that are appended meanwhile may come along.
   */
  stream(filter: RecordFilter): AsyncIterable<RecordEntry>;
  /** The newest decision on each of these subjects, by the subject in lower case; without those never decided on. */
  standings(
    owner: string,
    subjects: readonly string[],
    options?: {
      /** As it was before this entry. */
      readonly before?: number;
    },
  ): Promise<ReadonlyMap<string, Standing>>;
  /** Where the chain of an owner breaks; null: it is whole. */
  verify(owner: string): Promise<{ sequence: number; problem: string } | null>;
  /** Every owner of whom there is an entry, the end of a chain or a checkpoint. */
  owners(): Promise<readonly string[]>;
  /** Where an owner's chain was noted to end; null: nowhere. */
  chainEnd(owner: string): Promise<ChainEnd | null>;
  /**
   * Gives an owner's entries to `take` as they are stored, in the order of their numbers, a page at a time, and resolves
   * with where the chain was noted to end; null: nowhere. What is appended meanwhile may come along.
   * @param owner in lower case, or as it is stored
   */
  readChain(
    owner: string,
    take: (entry: StoredEntry) => void,
    options?: {
      /** Entries after this one. */
      readonly after?: number;
    },
  ): Promise<ChainEnd | null>;
  /** An owner's checkpoints, oldest first. */
  checkpoints(owner: string): Promise<readonly Checkpoint[]>;
  /** The newest by the key with this id, or by any; null: there is none. */
  lastCheckpoint(owner: string, key: string | null): Promise<Checkpoint | null>;
  /** False: that key has signed this entry before, and nothing is added. */
  saveCheckpoint(checkpoint: Checkpoint): Promise<boolean>;

  /** Remembers where a pull request stands: for limits per agent, and for heads that several share. */
  savePullRequest(state: PullRequestState): Promise<void>;
  openPullRequests(repository: RepositoryId): Promise<readonly PullRequestState[]>;
  /** Those of any of these repositories that are open and in which an agent had a hand when last evaluated. */
  agentsOpenPullRequests(repositories: readonly RepositoryId[]): Promise<readonly PullRequestState[]>;
  /** Likewise in any repository of an owner. */
  agentsOpenPullRequestsOf(owner: string): Promise<readonly PullRequestState[]>;

  /** Who AgentGuard asked for a review of this pull request before: logins and `org/slug`, in lower case. */
  requested(id: PullRequestId): Promise<ReadonlySet<string>>;
  saveRequested(id: PullRequestId, reviewers: readonly string[]): Promise<void>;

  /** What was last published on a SHA, to publish nothing when nothing changed. */
  published(repository: RepositoryId, sha: string, name: string): Promise<Publication | null>;
  savePublished(publication: Publication): Promise<void>;
  /** It is not known any more what stands on a SHA: the next answer is published although it may be the same. */
  forget(on: PublishedOn): Promise<void>;
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
  /** When GitHub says it changed last, as its facts said it, ISO 8601; null: not known. */
  readonly updatedAt: string | null;
  /** The branch it was judged against; null: not known. */
  readonly bindingRef: string | null;
  /** Teams (`org/slug`, lower case) that its decision asked. */
  readonly teams: readonly string[];
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
