import type { Logger } from 'pino';

/** How long closing may take before the process ends all the same: orchestrators kill after 30 seconds. */
const CLOSE_LIMIT_MS = 25_000;

type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal'>;
/** The process, or what stands in for it in tests. */
type Host = Pick<NodeJS.EventEmitter, 'on'> & { exit(code: number): void };

/**
 * On SIGTERM or SIGINT closes and exits: with 0 when all was put away, with 1 when that failed, took too long, or a
 * second signal came meanwhile. The store survives all of them.
 */
export function endOnSignals(log: Log, close: () => Promise<void>, host: Host = process): void {
  let ending = false;
  const end = (signal: string): void => {
    if (ending) {
      log.warn(
        { signal },
        'a second signal: ending at once, what is in hand is done again after the next start',
      );
      host.exit(1);
      return;
    }
    ending = true;
    log.info({ signal }, 'stopping: finishing what is in hand; a second signal ends it at once');
    setTimeout(() => {
      log.error(`could not put everything away within ${CLOSE_LIMIT_MS / 1000} seconds; ending`);
      host.exit(1);
    }, CLOSE_LIMIT_MS).unref();
    close().then(
      () => {
        log.info('stopped');
        host.exit(0);
      },
      (err: unknown) => {
        log.error({ err }, 'could not stop cleanly; ending');
        host.exit(1);
      },
    );
  };
  host.on('SIGTERM', end);
  host.on('SIGINT', end);
}

/**
 * What nobody caught is logged and ends the process with 1: nobody knows what state it left, and after a restart the
 * store has everything that was answered.
 */
export function endOnUncaught(log: Log, host: Host = process): void {
  const end = (err: unknown, origin: string): void => {
    log.fatal({ err, origin }, 'an error that nobody caught; ending');
    host.exit(1);
  };
  host.on('uncaughtException', end);
  host.on('unhandledRejection', (reason) => end(reason, 'unhandledRejection'));
}
