import type { Kysely, Migration } from 'kysely';
import type { Engine } from '../engines/engine.ts';

/** Signed words of the deployment about where each owner's chain stood. */
export const checkpoint = (engine: Engine): Migration => ({
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('checkpoint')
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('previous', 'integer', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('checkpoint_of_key', ['owner', 'sequence', 'key'])
      .execute();
    await engine.makeAppendOnly(db, 'checkpoint');
  },
});
