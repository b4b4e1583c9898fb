import type { Kysely, Migration } from 'kysely';

/** Finds an owner's merges, alerts and the like without walking past all decisions, which are most of a record. */
export const recordKinds = (): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createIndex('record_of_kind')
      .on('record')
      .columns(['owner', 'kind', 'sequence'])
      .execute();
  },
});
