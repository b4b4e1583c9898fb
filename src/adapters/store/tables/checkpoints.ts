import type { Kysely } from 'kysely';
import type { Checkpoint } from '../../../core/record/checkpoint.ts';
import type { Schema } from '../schema.ts';

/** An owner's checkpoints, oldest first. */
export const checkpoints = (db: Kysely<Schema>, owner: string): Promise<Checkpoint[]> =>
  db
    .selectFrom('checkpoint')
    .selectAll()
    .where('owner', '=', owner.toLowerCase())
    .orderBy('sequence')
    .orderBy('at')
    .execute();

/** An owner's newest checkpoint, by a key or by any; null: there is none. */
export async function lastCheckpoint(
  db: Kysely<Schema>,
  owner: string,
  key: string | null,
): Promise<Checkpoint | null> {
  const last = await db
    .selectFrom('checkpoint')
    .selectAll()
    .where('owner', '=', owner.toLowerCase())
    .$if(key !== null, (query) => query.where('key', '=', key ?? ''))
    .orderBy('sequence', 'desc')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? null;
}

/** False: that key has signed this entry before. */
export async function saveCheckpoint(db: Kysely<Schema>, checkpoint: Checkpoint): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('checkpoint')
    .values(checkpoint)
    .onConflict((conflict) => conflict.columns(['owner', 'sequence', 'key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
