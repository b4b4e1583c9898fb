import type { Kysely, Migration } from 'kysely';

/** What decisions rested on, by the digest that their entries name. */
export const basis = (): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('basis')
      .addColumn('digest', 'text', (column) => column.primaryKey())
      .addColumn('content', 'text', (column) => column.notNull())
      .execute();
  },
});
