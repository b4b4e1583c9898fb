import type { Kysely } from 'kysely';
import type { PackedBasis } from '../../../ports.ts';
import type { Schema } from '../schema.ts';

/** What a decision rested on, by its digest; null: it is not there. Whether it is what it was, unpacking tells. */
export async function basis(db: Kysely<Schema>, digest: string): Promise<PackedBasis | null> {
  const row = await db
    .selectFrom('basis')
    .select(['digest', 'content'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row ?? null;
}

export async function saveBasis(db: Kysely<Schema>, { digest, content }: PackedBasis): Promise<void> {
  await db
    .insertInto('basis')
    .values({ digest, content })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
}

/** Forgets what some decisions rested on: they cannot be made again. */
export async function forgetBasis(db: Kysely<Schema>, digests: readonly string[]): Promise<void> {
  if (digests.length > 0) await db.deleteFrom('basis').where('digest', 'in', digests).execute();
}
