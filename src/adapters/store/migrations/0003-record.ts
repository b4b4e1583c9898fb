import { type Kysely, type Migration, sql } from 'kysely';
import type { Engine } from '../engines/engine.ts';

/** The append-only record, and where each owner's chain ends. */
export const record = (engine: Engine): Migration => ({
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('record')
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('previous', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('record_entry', ['owner', 'sequence'])
      .execute();
    await db.schema
      .createIndex('record_of_subject')
      .on('record')
      .column('owner')
      .expression(sql`lower(subject)`)
      .columns(['kind', 'sequence'])
      .execute();
    await engine.makeAppendOnly(db, 'record');

    await db.schema
      .createTable('chain')
      .addColumn('owner', 'text', (column) => column.primaryKey())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
  },
});
