import type { Kysely, Migration } from 'kysely';
import type { Engine } from '../engines/engine.ts';

/** What evaluations leave for later ones: where a pull request stands, digests of a head's files, what was published. */
export const evaluations = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const { identity } = engine;
    await db.schema
      .createTable('pull_request')
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('open', 'integer', (column) => column.notNull())
      .addColumn('head_sha', 'text', (column) => column.notNull())
      .addColumn('agents', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('pull_request_once', ['repository', 'number'])
      .execute();

    await db.schema
      .createTable('reviewer_request')
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('reviewer', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('reviewer_requested_once', ['repository', 'number', 'reviewer'])
      .execute();

    await db.schema
      .createTable('digests')
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('sha', 'text', (column) => column.notNull())
      .addColumn('digests', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('digests_of_head', ['repository', 'number', 'sha'])
      .execute();

    await db.schema
      .createTable('publication')
      .addColumn('id', identity.type, (column) => identity.build(column))
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer')
      .addColumn('sha', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('conclusion', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('check_run_id', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('publication_of_sha')
      .on('publication')
      .columns(['repository', 'sha', 'name', 'id'])
      .execute();
    await db.schema
      .createIndex('publication_of_pull_request')
      .on('publication')
      .columns(['repository', 'number'])
      .execute();
  },
});
