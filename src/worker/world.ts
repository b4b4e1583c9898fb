import type { Logger } from 'pino';
import type { Clock, FactsSource, Publisher, Store } from '../ports.ts';

/** What settling needs of the world. */
export interface World {
  readonly source: FactsSource;
  readonly publisher: Publisher;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  /** Whose world it is. */
  readonly installationId: number;
  /** The product's version, for the record and the check run. */
  readonly version: string;
}

/**
 * The world for as long as a job may work: once the signal is aborted, every call rejects with its reason. Another run
 * of the same job may be under way by then, and what this one found out must not overwrite its answer.
 */
export const worldUntil = (signal: AbortSignal, world: World): World => ({
  ...world,
  source: callsUntil(signal, world.source),
  publisher: callsUntil(signal, world.publisher),
  store: callsUntil(signal, world.store),
});

function callsUntil<Port extends object>(signal: AbortSignal, port: Port): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...values: unknown[]): Promise<unknown> => {
        signal.throwIfAborted();
        return Reflect.apply(member, target, values) as unknown;
      };
    },
  });
}
