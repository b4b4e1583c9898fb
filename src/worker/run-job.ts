import type { Logger } from 'pino';
import type { Clock, Job, JobKind, Store } from '../ports.ts';
import { backoffSeconds } from './backoff.ts';

/**
 * What a job does. The signal is aborted when it takes too long, the lease is lost or the process ends: the job is
 * then done again, so a handler should stop writing.
 */
export type Handler = (job: Job, signal: AbortSignal) => Promise<void>;

export interface Failure {
  /** Which attempt this was, from 1. */
  readonly attempt: number;
  /** When it is tried again; null: it is given up and parked. */
  readonly next: Date | null;
}

export interface RunOptions {
  readonly store: Pick<Store, 'renew' | 'complete' | 'retry' | 'park'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly handlers: Readonly<Record<JobKind, Handler>>;
  /** Told of each failure before the job is put back, while nobody else can work on its key. May fail itself. */
  readonly onFailure?: (job: Job, error: Error, failure: Failure) => Promise<void>;
  readonly leaseSeconds: number;
  readonly timeLimitSeconds: number;
  readonly maxAttempts: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Abort reason: the process ends, and the job is put back as it was. */
export const STOPPED = new Error('The worker stopped before it was done.');

/** Telling of a failure may take so long. */
const TELLING_SECONDS = 20;

const LOST = new Error('The job was given to another worker meanwhile.');

/**
 * Does a claimed job: completes it, or puts it back for later, or parks it after too many attempts. Keeps its lease
 * meanwhile. Rejects only when the store fails; then the lease runs out and the job comes back by itself.
 */
export async function runJob(job: Job, controller: AbortController, options: RunOptions): Promise<void> {
  const { store, clock, log, handlers } = options;
  const { signal } = controller;
  const stopRenewing = keepLease(job, controller, options);
  try {
    await attempt(job, handlers[job.kind], controller, options);
    await store.complete(job);
  } catch (thrown) {
    const error: unknown = signal.aborted ? signal.reason : thrown;
    if (error === LOST) log.warn({ job: job.key }, LOST.message);
    else if (error === STOPPED) await store.retry(job, clock.now(), STOPPED.message);
    else await fail(job, error instanceof Error ? error : new Error(String(error)), options);
  } finally {
    stopRenewing();
  }
}

async function attempt(
  job: Job,
  handler: Handler,
  controller: AbortController,
  { maxAttempts, timeLimitSeconds }: RunOptions,
): Promise<void> {
  // Claimed more often than it can have failed: it takes the process down with it each time.
  if (job.attempts > maxAttempts)
    throw new Error(`It was begun ${maxAttempts} times and never came to an end.`);
  await limited(handler(job, controller.signal), controller, timeLimitSeconds);
}

async function fail(job: Job, error: Error, options: RunOptions): Promise<void> {
  const { store, clock, log, maxAttempts, random, onFailure } = options;
  const wait = backoffSeconds(job.attempts, error, random());
  const next = job.attempts < maxAttempts ? new Date(clock.now().getTime() + wait * 1000) : null;
  const about = { job: job.key, attempt: job.attempts, next, err: error };
  if (next) log.warn(about, 'a job failed and is tried again');
  else log.error(about, 'a job failed too often and is set aside');
  try {
    const told = onFailure?.(job, error, { attempt: job.attempts, next });
    if (told) await limited(told, new AbortController(), TELLING_SECONDS);
  } catch (err) {
    log.error({ job: job.key, err }, 'the failure of a job could not be told');
  }
  if (next) await store.retry(job, next, error.message);
  else await store.park(job, error.message);
}

/** Renews the lease while the job runs, and aborts it when the lease is lost. */
function keepLease(
  job: Job,
  controller: AbortController,
  { store, clock, log, leaseSeconds }: RunOptions,
): () => void {
  const renew = async (): Promise<void> => {
    try {
      if (!(await store.renew(job, clock.now(), leaseSeconds))) controller.abort(LOST);
    } catch (err) {
      log.error({ job: job.key, err }, 'a lease could not be renewed');
    }
  };
  const timer = setInterval(() => void renew(), (leaseSeconds * 1000) / 3);
  return () => clearInterval(timer);
}

/** Settles as the work does, or rejects with the abort's reason if that comes first; aborts when the time is up. */
async function limited(work: Promise<void>, controller: AbortController, seconds: number): Promise<void> {
  const { signal } = controller;
  const timer = setTimeout(() => {
    controller.abort(new Error(`It took longer than ${seconds} seconds.`));
  }, seconds * 1000);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    clearTimeout(timer);
  }
}
