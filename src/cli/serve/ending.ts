import type { Logger } from 'pino';

/** How long closing may take before the process ends all the same: orchestrators kill after 30 seconds. */
const CLOSE_LIMIT_MS = 25_000;

type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal'>;

/**
 * On SIGTERM or SIGINT closes and exits: with 0 when all was put away, with 1 when that failed, took too long, or a
 * second signal came meanwhile. The store survives all of them.
 */
export function endOnSignals(log: Log, close: () => Promise<void>): void {
  let ending = false;
  const end = (signal: string): void => {
    if (ending) {
      log.warn(
        { signal },
        'a second signal: ending at once, what is in hand is done again after the next start',
      );
      process.exit(1);
    }
    ending = true;
    log.info({ signal }, 'stopping: finishing what is in hand; a second signal ends it at once');
    setTimeout(() => {
      log.error(`could not put everything away within ${CLOSE_LIMIT_MS / 1000} seconds; ending`);
      process.exit(1);
    }, CLOSE_LIMIT_MS).unref();
    close().then(
      () => {
        log.info('stopped');
        process.exit(0);
      },
      (err: unknown) => {
        log.error({ err }, 'could not stop cleanly; ending');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/**
 * What nobody caught is logged and ends the process with 1: nobody knows what state it left, and after a restart the
 * store has everything that was answered.
 */
export function endOnUncaught(log: Log): void {
  const end = (err: unknown, origin: string): void => {
    log.fatal({ err, origin }, 'an error that nobody caught; ending');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (reason) => end(reason, 'unhandledRejection'));
}
