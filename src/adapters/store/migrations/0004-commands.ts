import type { Kysely, Migration } from 'kysely';
import type { Engine } from '../engines/engine.ts';

/** What people asked of the app, and what a push moved the head from. */
export const commands = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const { identity } = engine;
    await db.schema.alterTable('push').addColumn('before', 'text').execute();

    await db.schema
      .createTable('command')
      .addColumn('sequence', identity.type, (column) => identity.build(column))
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('comment_id', 'bigint')
      .addColumn('login', 'text', (column) => column.notNull())
      .addColumn('account_type', 'text', (column) => column.notNull())
      .addColumn('account_id', 'bigint')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('answered', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('command_of_pull_request')
      .on('command')
      .columns(['repository', 'number', 'answered'])
      .execute();
  },
});
