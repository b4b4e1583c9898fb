import type { StorePlace } from '../../../src/adapters/store/engines/engine.ts';
import { postgresDialect } from '../../../src/adapters/store/engines/postgres.ts';
import { openSqliteBeside } from '../../../src/adapters/store/engines/sqlite.ts';
import { databaseOn } from '../../../src/adapters/store/store.ts';
import { knownDeliveries } from '../../../src/adapters/store/tables/deliveries.ts';

/** Which of these deliveries are in the store, asked beside the process that works on it. */
export async function storedOf(place: StorePlace, guids: readonly string[]): Promise<ReadonlySet<string>> {
  const db = databaseOn(
    'url' in place ? postgresDialect(place.url, { access: 'read' }) : openSqliteBeside(place.folder, 'read'),
  );
  try {
    return await knownDeliveries(db, guids);
  } finally {
    await db.destroy();
  }
}
