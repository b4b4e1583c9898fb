import type { Logger } from 'pino';
import type { Clock, Store } from '../ports.ts';

export interface ReadinessOptions {
  readonly store: Pick<Store, 'ping'>;
  readonly clock: Clock;
  /** Signs in to GitHub as the app; rejects when it cannot. */
  readonly signIn: () => Promise<unknown>;
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds that only ever grow; the process's own if absent. */
  readonly elapsed?: () => number;
}

/** What keeps this process from its work, and what to do about it. */
export interface Obstacle {
  readonly part: 'database' | 'clock' | 'github' | 'process';
  readonly problem: string;
  readonly remedy: string;
}

export interface Readiness {
  /** What is in the way; nothing: it is ready. Never rejects, and answers within some seconds. */
  obstacles(): Promise<readonly Obstacle[]>;
  /** From now on it is not ready: the process is about to end. */
  drain(): void;
}

/** Leases are by clock: two replicas that disagree about the time could work on the same pull request. */
const CLOCK_LIMIT_SECONDS = 10;
/** GitHub must have taken the app's sign-in no longer ago than this. */
const SIGNED_IN_FOR_MS = 60_000;
/** GitHub is asked no more often than this, whoever asks. */
const BETWEEN_SIGN_INS_MS = 30_000;
const PATIENCE_MS = 5_000;

/** Whether the process can do its work: its database answers, their clocks agree, and GitHub lets the app in. */
export function readiness(options: ReadinessOptions): Readiness {
  const gitHub = signedIn(options);
  let draining = false;
  return {
    async obstacles() {
      if (draining) return [DRAINING];
      const found = await Promise.all([database(options), gitHub()]);
      return found.filter((each) => each !== null);
    },
    drain: () => void (draining = true),
  };
}

const DRAINING: Obstacle = {
  part: 'process',
  problem: 'It is finishing what it has in hand and ends then.',
  remedy: 'Nothing: send deliveries to another replica, or wait for the restart.',
};

async function database({ store, clock, log }: ReadinessOptions): Promise<Obstacle | null> {
  const asked = clock.now().getTime();
  let told: Date;
  try {
    told = await within(PATIENCE_MS, store.ping());
  } catch (err) {
    log.warn({ err }, 'not ready: the database does not answer');
    return {
      part: 'database',
      problem: 'It does not answer.',
      remedy:
        'Look at the database and at DATABASE_URL, or at the disk of AGENTGUARD_DATA; the log says more.',
    };
  }
  // The answer was made at some moment between question and answer.
  const answered = clock.now().getTime();
  const ahead = Math.max(asked - told.getTime(), told.getTime() - answered, 0) / 1000;
  if (ahead <= CLOCK_LIMIT_SECONDS) return null;
  return {
    part: 'clock',
    problem: `The clocks of this machine and of the database are ${Math.round(ahead)} seconds apart.`,
    remedy: `Let both follow a time server. More than ${CLOCK_LIMIT_SECONDS} seconds are dangerous, since leases on jobs are by clock.`,
  };
}

/** Asks GitHub now and then, and remembers when it let the app in last. */
function signedIn(options: ReadinessOptions): () => Promise<Obstacle | null> {
  const { signIn, log, elapsed = () => performance.now() } = options;
  let asked = -Infinity;
  let succeeded = -Infinity;
  let asking: Promise<void> = Promise.resolve();
  const ask = async (): Promise<void> => {
    try {
      await within(PATIENCE_MS, signIn());
      succeeded = elapsed();
    } catch (err) {
      log.warn({ err }, 'not ready: the app could not sign in to GitHub');
    }
  };
  return async () => {
    if (elapsed() - asked >= BETWEEN_SIGN_INS_MS) {
      asked = elapsed();
      asking = ask();
    }
    await asking;
    if (elapsed() - succeeded <= SIGNED_IN_FOR_MS) return null;
    return {
      part: 'github',
      problem: 'The app could not sign in within the last minute.',
      remedy:
        'Look at APP_ID and PRIVATE_KEY, at the way to GitHub (HTTPS_PROXY, NODE_EXTRA_CA_CERTS, GHE_HOST), and at githubstatus.com; the log says more.',
    };
  };
}

/** Settles as the promise does, or rejects when that takes too long. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`No answer within ${milliseconds / 1000} seconds.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
