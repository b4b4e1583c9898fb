import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * Forgets deliveries that came before a time, and of pull requests that were closed and have not changed since what only
 * open ones need. Who pushed stays, and so does the record. Resolves with how many rows are gone.
 */
export async function prune(db: Kysely<Schema>, before: Date): Promise<number> {
  const at = before.toISOString();
  const gone = [await db.deleteFrom('delivery').where('receivedAt', '<', at).executeTakeFirst()];
  for (const table of ['digests', 'reviewerRequest'] as const) {
    const closed = sql<boolean>`exists (select 1 from ${sql.table('pullRequest')} as p
      where p.repository = ${sql.ref(`${table}.repository`)} and p.number = ${sql.ref(`${table}.number`)}
      and p.open = 0 and ${sql.ref('p.updatedAt')} < ${at})`;
    gone.push(await db.deleteFrom(table).where(closed).executeTakeFirst());
  }
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
