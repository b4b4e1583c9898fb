import type { Logger } from 'pino';
import {
  LimitError,
  SourceError,
  type Clock,
  type Job,
  type JobKind,
  type Meter,
  type Store,
} from '../ports.ts';
import { backoffSeconds, LONGEST_ASKED_SECONDS } from './backoff.ts';

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
  readonly store: Pick<Store, 'renew' | 'complete' | 'retry' | 'putBack' | 'pause' | 'park'>;
  readonly clock: Clock;
  readonly meter: Pick<Meter, 'job'>;
  readonly log: Pick<Logger, 'debug' | 'warn' | 'error'>;
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

/** How often work is tried that was ended because it took too much. */
const LIMIT_ATTEMPTS = 2;

/** Telling of a failure may take so long. */
const TELLING_SECONDS = 20;

const LOST = new Error('The lease on the job is lost: another worker may have it.');

type End = Parameters<Meter['job']>[1];

/**
 * Does a claimed job: completes it, or puts it back for later, or parks it after too many attempts. Keeps its lease
 * meanwhile. Rejects only when the store fails; then the lease runs out and the job comes back by itself.
 */
export async function runJob(job: Job, controller: AbortController, options: RunOptions): Promise<void> {
  const { store, handlers, meter, log } = options;
  log.debug(about(job), 'a job begins');
  const began = performance.now();
  const stopRenewing = keepLease(job, controller, options);
  let end: End = 'lost';
  try {
    await attempt(job, handlers[job.kind], controller, options);
    await store.complete(job);
    end = 'done';
  } catch (thrown) {
    const { signal } = controller;
    end = await putAway(job, signal.aborted ? signal.reason : thrown, options);
  } finally {
    stopRenewing();
    meter.job(job.kind, end, (performance.now() - began) / 1000);
  }
}

/** Where a job goes that did not come to its end. */
async function putAway(job: Job, error: unknown, options: RunOptions): Promise<End> {
  const { store, clock, log } = options;
  if (error === LOST) {
    log.warn(about(job), LOST.message);
    return 'lost';
  }
  if (error === STOPPED) {
    await store.putBack(job, clock.now());
    return 'retried';
  }
  if (error instanceof SourceError && error.resting) return rest(job, error, options);
  return fail(job, error instanceof Error ? error : new Error(String(error)), options);
}

/** For the log: the job, and the delivery that asked for it. */
const about = ({ key, delivery }: Job): object => ({ job: key, delivery });

/** GitHub gives no time of its own when it is to be left alone for a while. */
const REST_SECONDS = 60;

/**
 * GitHub wants the installation to be left alone: none of its jobs is tried before, and this one has lost no attempt,
 * since nothing is wrong with it.
 */
async function rest(job: Job, error: SourceError, { store, clock, log }: RunOptions): Promise<End> {
  const seconds = Math.min(error.retryAfterSeconds ?? REST_SECONDS, LONGEST_ASKED_SECONDS);
  const until = new Date(clock.now().getTime() + seconds * 1000);
  log.warn(
    { ...about(job), installationId: job.installationId, until },
    'GitHub asks to be left alone; an installation rests',
  );
  await store.pause(job.installationId, until);
  await store.putBack(job, until);
  return 'paused';
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

async function fail(job: Job, error: Error, options: RunOptions): Promise<End> {
  const { store, clock, log, maxAttempts, random, onFailure } = options;
  const wait = backoffSeconds(job.attempts, error, random());
  // Hostile work must not be able to keep the threads busy; a second try is for a machine that was.
  const most = error instanceof LimitError ? Math.min(LIMIT_ATTEMPTS, maxAttempts) : maxAttempts;
  const next = job.attempts < most ? new Date(clock.now().getTime() + wait * 1000) : null;
  const line = { ...about(job), attempt: job.attempts, next, err: error };
  if (next) log.warn(line, 'a job failed and is tried again');
  else log.error(line, 'a job failed too often and is set aside');
  try {
    const told = onFailure?.(job, error, { attempt: job.attempts, next });
    if (told) await limited(told, new AbortController(), TELLING_SECONDS);
  } catch (err) {
    log.error({ ...about(job), err }, 'the failure of a job could not be told');
  }
  if (next) await store.retry(job, next, error.message);
  else await store.park(job, error.message);
  return next ? 'retried' : 'parked';
}

/**
 * Renews the lease while the job runs, and aborts it when the lease is lost. Where it could not be renewed in time (the
 * store does not answer, the machine slept) it must be taken for lost: another process may have the job by now.
 */
function keepLease(
  job: Job,
  controller: AbortController,
  { store, clock, log, leaseSeconds }: RunOptions,
): () => void {
  let renewed = performance.now();
  const renew = async (): Promise<void> => {
    const asked = performance.now();
    if (asked - renewed >= leaseSeconds * 1000) return controller.abort(LOST);
    try {
      if (!(await store.renew(job, clock.now(), leaseSeconds))) controller.abort(LOST);
      renewed = asked;
    } catch (err) {
      log.error({ ...about(job), err }, 'a lease could not be renewed');
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
