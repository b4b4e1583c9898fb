import type { Store } from '../../ports.ts';
import type { StorePlace } from './engines/engine.ts';
import { postgresDialect } from './engines/postgres.ts';
import { openSqliteBeside } from './engines/sqlite.ts';
import { databaseOn } from './store.ts';
import * as jobs from './tables/jobs.ts';
import * as queue from './tables/queue.ts';

/** What an operator may do to a store beside the servers that work on it. */
export type StoreBeside = Pick<Store, 'jobs' | 'retryParked' | 'close'>;

/**
 * Opens a store beside the process that works on it. Rejects with a sentence when there is none, or when it is of
 * another version.
 */
export async function openBeside(place: StorePlace): Promise<StoreBeside> {
  const dialect =
    'url' in place
      ? postgresDialect(place.url, { access: 'write' })
      : openSqliteBeside(place.folder, 'write');
  const db = databaseOn(dialect);
  try {
    await db.selectFrom('job').select(['delivery', 'since']).limit(1).execute();
  } catch (error) {
    await db.destroy();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The store cannot be read, or was made by another version: ${reason}. Start this version's server on it first.`,
      { cause: error },
    );
  }
  return {
    jobs: () => queue.list(db),
    retryParked: (key) => db.transaction().execute((trx) => jobs.retryParked(trx, key)),
    close: () => db.destroy(),
  };
}
