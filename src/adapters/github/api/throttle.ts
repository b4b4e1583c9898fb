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

/** GitHub allows 100 at once over everything that an installation does. */
const AT_ONCE = 10;

export function createThrottle(atOnce: number = AT_ONCE): Throttle {
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
      const write = lastWrite.then(() => inTurn(request));
      lastWrite = write.catch(() => {});
      return write;
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, Date.now() + seconds * 1000);
    },
  };
}
