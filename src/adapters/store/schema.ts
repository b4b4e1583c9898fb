import type { Generated, Insertable, Selectable } from 'kysely';
import type { AccountType, RepositoryId } from '../../core/facts/facts.ts';
import type { Checkpoint } from '../../core/record/checkpoint.ts';
import type { JobKind, RecordKind } from '../../ports.ts';

/**
 * The tables as queries see them; migrations/ makes them. Times are ISO 8601 in UTC, so they sort as text.
 * `repository` columns hold `owner/name` in lower case: GitHub takes both spellings for the same thing.
 */
export interface Schema {
  delivery: DeliveryTable;
  job: JobTable;
  installation: InstallationTable;
  push: PushTable;
  command: CommandTable;
  pullRequest: PullRequestTable;
  reviewerRequest: ReviewerRequestTable;
  digests: DigestsTable;
  publication: PublicationTable;
  record: RecordTable;
  chain: ChainTable;
  checkpoint: Checkpoint;
  basis: BasisTable;
  note: NoteTable;
}

interface DeliveryTable {
  id: string;
  event: string;
  action: string | null;
  receivedAt: string;
}

export type JobState = 'waiting' | 'active' | 'parked';

/** At most one row a key and state: a row goes from waiting to active and is never put back, see jobs.ts. */
interface JobTable {
  id: Generated<number>;
  /** Lower case; unique together with the state. */
  key: string;
  /** The key as it was spelled last. */
  spelling: string;
  state: JobState;
  kind: JobKind;
  installationId: number;
  baseRef: string | null;
  priority: number;
  runAt: string;
  attempts: number;
  error: string | null;
  worker: string | null;
  leaseUntil: string | null;
  /** GUID of the delivery that asked last. */
  delivery: string | null;
  /** Since when it is asked for; of rows of older versions since they were migrated. */
  since: string;
}
export type JobRow = Selectable<JobTable>;
export type NewJobRow = Insertable<JobTable>;

/** Every installation that a job was ever for; 0 stands for what belongs to none. */
interface InstallationTable {
  id: number;
  /** None of its jobs is claimed before; null: GitHub has not asked for that. */
  pausedUntil: string | null;
  /** When a job of it was claimed last; empty: never. */
  servedAt: string;
  /** How many of its jobs were claimed. */
  turns: number;
}

interface PushTable {
  id: Generated<number>;
  repository: string;
  number: number;
  login: string;
  accountType: string;
  accountId: number | null;
  sha: string;
  before: string | null;
}

interface CommandTable {
  sequence: Generated<number>;
  id: string;
  repository: string;
  number: number;
  commentId: number | null;
  login: string;
  accountType: AccountType;
  accountId: number | null;
  text: string;
  at: string;
  /** 1: answered. It is kept, so that its delivery coming again gives it no second time. */
  answered: number;
}

interface PullRequestTable {
  repository: string;
  number: number;
  /** 1: open. */
  open: number;
  headSha: string;
  /** JSON. */
  agents: string;
  updatedAt: string | null;
  bindingRef: string | null;
  /** JSON. */
  teams: string;
}

interface ReviewerRequestTable {
  repository: string;
  number: number;
  /** A login, or `org/slug` of a team, in lower case. */
  reviewer: string;
}

interface DigestsTable {
  repository: string;
  number: number;
  sha: string;
  /** JSON. */
  digests: string;
}

/** The newest row of a repository, SHA and name is what stands on GitHub. */
interface PublicationTable {
  id: Generated<number>;
  repository: string;
  number: number | null;
  sha: string;
  name: string;
  conclusion: string;
  digest: string;
  checkRunId: number;
}
export type PublicationRow = Selectable<PublicationTable>;

interface RecordTable {
  /** Lower case. */
  owner: string;
  sequence: number;
  at: string;
  kind: RecordKind;
  subject: string;
  /** Canonical JSON. */
  body: string;
  previous: string;
  hash: string;
}
export type RecordRow = Selectable<RecordTable>;

/** Where each owner's chain ends, so that entries cut off its end are missed. */
interface ChainTable {
  owner: string;
  sequence: number;
  hash: string;
}

/** What was seen at a place, such as an ETag. */
interface NoteTable {
  place: string;
  value: string;
}

/** What a decision rested on. */
interface BasisTable {
  /** SHA-256 of its JSON, hex. */
  digest: string;
  /** Compressed, base64. */
  content: string;
}

/** A repository as rows name it. */
export function repositoryKey(repository: RepositoryId): string {
  return `${repository.owner}/${repository.name}`.toLowerCase();
}
