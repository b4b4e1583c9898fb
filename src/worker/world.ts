import type { Logger } from 'pino';
import type { FactsSource, Publisher, Store } from '../ports.ts';

/** What settling needs of the world. */
export interface World {
  readonly source: FactsSource;
  readonly publisher: Publisher;
  readonly store: Store;
  readonly log: Pick<Logger, 'warn'>;
  /** Whose world it is. */
  readonly installationId: number;
  /** The product's version, for the record and the check run. */
  readonly version: string;
}
