import { SourceError } from '../../../ports.ts';

/** Paces the requests of one installation. Nothing is shared between installations. */
export interface Throttle {
  /**
   * Runs `request` when its turn comes: few at a time, writes one after another.
   * Rejects at once with SourceError while GitHub wants to be left alone.
   */
  run<T>(kind: 'read' | 'write', request: () => Promise<T>): Promise<T>;
  /** GitHub refused because of too many requests: nothing is sent for that long. */
  pause(seconds: number): void;
}

export interface Pace {
  /** Requests at once. */
  readonly atOnce?: number;
  /** Writes a minute in the long run; 0: as many as there are. */
  readonly writesPerMinute?: number;
}

/** GitHub allows 100 at once over everything that an installation does. */
const AT_ONCE = 10;
/** GitHub takes 80 a minute of what makes content. */
const WRITES_PER_MINUTE = 60;
/** So many writes after a quiet time go at once. */
const BURST = 20;

export function createThrottle({
  atOnce = AT_ONCE,
  writesPerMinute = WRITES_PER_MINUTE,
}: Pace = {}): Throttle {
  const mayWrite = bucket(writesPerMinute);
  let running = 0;
  let pausedUntil = 0;
  let lastWrite: Promise<unknown> = Promise.resolve();
  const waiting: (() => void)[] = [];

  async function inTurn<T>(request: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const seconds = Math.ceil((pausedUntil - Date.now()) / 1000);
      if (seconds > 0) {
        throw new SourceError(
          `GitHub asks to wait ${seconds} seconds (too many requests). It is tried again then.`,
          {
            retryAfterSeconds: seconds,
            resting: true,
          },
        );
      }
      return await request();
    } finally {
      // The next one takes over this one's place.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    run(kind, request) {
      if (kind === 'read') return inTurn(request);
      // Before it takes a place: who waits for the pace holds up no read.
      const write = lastWrite.then(mayWrite).then(() => inTurn(request));
      lastWrite = write.catch(() => {});
      return write;
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, Date.now() + seconds * 1000);
    },
  };
}

/** Resolves when the next may go: `BURST` at once, then evenly. To wait is no failure. */
function bucket(perMinute: number): () => Promise<void> {
  if (perMinute === 0 || perMinute === Infinity) return async () => {};
  const msForOne = 60_000 / perMinute;
  let left = BURST;
  let filledAt = performance.now();
  return async () => {
    const now = performance.now();
    left = Math.min(BURST, left + (now - filledAt) / msForOne) - 1;
    filledAt = now;
    if (left < 0) await new Promise((resolve) => setTimeout(resolve, -left * msForOne));
  };
}
