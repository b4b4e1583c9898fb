import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Job, Store } from '../ports.ts';
import { Bell } from './bell.ts';
import { runJob, STOPPED, type RunOptions } from './run-job.ts';

type Required = Pick<RunOptions, 'clock' | 'meter' | 'handlers' | 'onFailure'>;
type Defaulted = Pick<RunOptions, 'leaseSeconds' | 'timeLimitSeconds' | 'maxAttempts' | 'random'>;

export interface WorkerOptions extends Required, Partial<Defaulted> {
  readonly store: Pick<Store, 'claim' | 'nextDue' | 'releaseExpired'> & RunOptions['store'];
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Jobs at once. */
  readonly concurrency?: number;
  /** How long `stop` waits for jobs under way before it puts them back. */
  readonly drainSeconds?: number;
  /** Looks at least so often for what other processes leave: jobs that they store, leases that they let run out. */
  readonly lookEverySeconds?: number;
}

export interface Worker {
  /** Says that something may be due: the loop looks at once. */
  wake(): void;
  /** Resolves once nothing is being done and nothing is due; jobs put off to later do not count. */
  idle(): Promise<void>;
  /** Takes nothing new and resolves when what is under way is done or put back. */
  stop(): Promise<void>;
}

const DEFAULTS: Defaulted = {
  leaseSeconds: 30,
  timeLimitSeconds: 300,
  maxAttempts: 12,
  random: Math.random,
};

const SHORTEST_SLEEP_MS = 20;
/** How long to leave a store alone that just failed. */
const AFTER_STORE_ERROR_MS = 5_000;

/** Starts to claim jobs and to do them, several at once but never two of one key. */
export function startWorker(options: WorkerOptions): Worker {
  const { store, clock, log, concurrency = 4, drainSeconds = 8, lookEverySeconds = 10 } = options;
  const settings: RunOptions = { ...DEFAULTS, ...options };
  const worker = randomUUID();
  const bell = new Bell();
  const running = new Map<Promise<void>, AbortController>();
  const longestSleepMs = lookEverySeconds * 1000;
  let releasedAt = -Infinity;
  let waitingForIdle: (() => void)[] = [];
  const stopping = new AbortController();

  function start(job: Job): void {
    const controller = new AbortController();
    const run = runJob(job, controller, settings)
      .catch((err: unknown) => log.error({ job: job.key, err }, 'a job could not be put away'))
      .finally(() => {
        running.delete(run);
        bell.ring();
      });
    running.set(run, controller);
  }

  /** Not at every look: a busy worker looks after each job, and a lease is long. */
  async function releaseExpired(): Promise<void> {
    const now = performance.now();
    if (now - releasedAt < longestSleepMs) return;
    releasedAt = now;
    const released = await store.releaseExpired(clock.now());
    if (released > 0) log.warn({ jobs: released }, 'put back jobs whose worker was gone');
  }

  /** Claims what is due, and says in how many milliseconds to look again; null: not before something happens. */
  async function look(): Promise<number | null> {
    await releaseExpired();
    while (!stopping.signal.aborted && running.size < concurrency) {
      const job = await store.claim(worker, clock.now(), settings.leaseSeconds);
      if (!job) {
        const due = await store.nextDue();
        return due && due.getTime() - clock.now().getTime();
      }
      start(job);
    }
    return null;
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Only those who asked before this look can be told what it found.
      const asked = waitingForIdle;
      waitingForIdle = [];
      let pause = longestSleepMs;
      let idle = false;
      try {
        const next = await look();
        pause = Math.min(Math.max(next ?? pause, SHORTEST_SLEEP_MS), longestSleepMs);
        idle = running.size === 0 && (next === null || next > 0);
      } catch (err) {
        log.error({ err }, 'the store failed; looking again soon');
        pause = AFTER_STORE_ERROR_MS;
      }
      if (idle) for (const tell of asked) tell();
      else waitingForIdle.unshift(...asked);
      await bell.sleep(pause);
    }
  }

  async function drain(): Promise<void> {
    stopping.abort();
    bell.ring();
    await looping;
    const timer = setTimeout(() => {
      for (const controller of running.values()) controller.abort(STOPPED);
    }, drainSeconds * 1000);
    await Promise.all(running.keys());
    clearTimeout(timer);
    for (const tell of waitingForIdle) tell();
  }

  const looping = loop();
  let stopped: Promise<void> | undefined;
  return {
    wake: () => bell.ring(),
    stop: () => (stopped ??= drain()),
    idle: () =>
      new Promise((resolve) => {
        waitingForIdle.push(resolve);
        bell.ring();
      }),
  };
}
