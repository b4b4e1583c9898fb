import type { Logger } from 'pino';
import type { PullRequestFacts } from '../core/facts/facts.ts';
import type { Evaluation, Reads } from '../pipeline.ts';
import type {
  Clock,
  FactsSource,
  Meter,
  PolicySource,
  PublishedOn,
  Publisher,
  PullRequestId,
  Store,
  WatchSource,
} from '../ports.ts';

/** Decides a pull request as `evaluate` of pipeline.ts does; ends when the signal is aborted, whatever it is at. */
export type Evaluate = (
  id: PullRequestId,
  facts: PullRequestFacts,
  reads: Reads,
  signal?: AbortSignal,
) => Promise<Evaluation>;

/** What settling needs of the world. */
export interface World {
  readonly source: FactsSource;
  /** What holds in a repository where no pull request is at hand. */
  readonly policies: Pick<PolicySource, 'policy'>;
  /** What came onto branches. */
  readonly watch: WatchSource;
  readonly evaluate: Evaluate;
  readonly publisher: Publisher;
  readonly store: Store;
  readonly clock: Clock;
  readonly meter: Pick<Meter, 'decision'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Whose world it is. */
  readonly installationId: number;
  /** The product's version, for the record and the check run. */
  readonly version: string;
}

/**
 * The world for as long as a job may work: once the signal is aborted, every call rejects with its reason. Another run
 * of the same job may be under way by then, and what this one found out must not overwrite its answer.
 * @param late told of a check run that was on its way when the signal was aborted, once it has arrived or failed: it may
 *   lie above a newer answer
 */
export const worldUntil = (
  signal: AbortSignal,
  world: World,
  late: (on: PublishedOn) => Promise<void>,
): World => ({
  ...world,
  source: callsUntil(signal, world.source),
  policies: callsUntil(signal, world.policies),
  watch: callsUntil(signal, world.watch),
  evaluate: async (id, facts, reads) => {
    signal.throwIfAborted();
    return world.evaluate(id, facts, reads, signal);
  },
  publisher: {
    ...callsUntil(signal, world.publisher),
    async publish(repository, sha, check) {
      signal.throwIfAborted();
      try {
        return await world.publisher.publish(repository, sha, check);
      } finally {
        if (signal.aborted) await late({ repository, sha });
      }
    },
  },
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
