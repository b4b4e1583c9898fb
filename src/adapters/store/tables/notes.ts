import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What was noted of a place; null: nothing. */
export async function noted(db: Kysely<Schema>, place: string): Promise<string | null> {
  const row = await db.selectFrom('note').select('value').where('place', '=', place).executeTakeFirst();
  return row?.value ?? null;
}

export async function note(db: Kysely<Schema>, place: string, value: string): Promise<void> {
  await db
    .insertInto('note')
    .values({ place, value })
    .onConflict((conflict) =>
      conflict.column('place').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
    )
    .execute();
}
