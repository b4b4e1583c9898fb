/** Why a job is there: a closed set. */
export type JobKind =
  /** Evaluate one pull request. */
  | 'pull_request'
  /** Evaluate a merge group's SHA. */
  | 'merge_group'
  /** Answer the commands in a conversation that is no pull request's: an issue's, or those of a page. */
  | 'conversation'
  /** Find the open pull requests of a repository and mark each. */
  | 'repository'
  /** Find the repositories of an installation and mark each. */
  | 'installation'
  /** Look for what webhooks miss; which look it is says the key: `sweep:…`. */
  | 'sweep';

/** Something to do, merged with a waiting one of the same key. */
export interface NewJob {
  readonly kind: JobKind;
  /** Names the thing: `acme/shop#12`, `acme/shop@<sha>`, `acme/shop`, `conversation:acme/shop#7`, `installation:42`, `sweep:…`. */
  readonly key: string;
  /** 0: it belongs to no installation. */
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
  /** GUID of the delivery that asked for it last; null: none did. */
  readonly delivery: string | null;
  /** Since when it is asked for, ISO 8601. */
  readonly since: string;
}

/** A job as operators see it. */
export interface ListedJob extends Job {
  readonly state: 'waiting' | 'active' | 'parked';
  /** What went wrong the last time; null: nothing. */
  readonly error: string | null;
}

/** What waits, for metrics. */
export interface QueueState {
  readonly waiting: Readonly<Partial<Record<JobKind, number>>>;
  readonly active: number;
  readonly parked: number;
  /** Since when the job waits that is due and waits longest; null: nothing is due. */
  readonly oldestDue: Date | null;
}
