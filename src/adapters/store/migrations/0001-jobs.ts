import type { Kysely, Migration } from 'kysely';
import type { Engine } from '../engines/engine.ts';

/** Deliveries, the jobs they lead to, and the pushes they tell of. */
export const jobs = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const { identity } = engine;
    await db.schema
      .createTable('delivery')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('action', 'text')
      .addColumn('received_at', 'text', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('job')
      .addColumn('id', identity.type, (column) => identity.build(column))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('spelling', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('installation_id', 'bigint', (column) => column.notNull())
      .addColumn('base_ref', 'text')
      .addColumn('priority', 'integer', (column) => column.notNull())
      .addColumn('run_at', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('error', 'text')
      .addColumn('worker', 'text')
      .addColumn('lease_until', 'text')
      .addUniqueConstraint('job_key_state', ['key', 'state'])
      .execute();
    await db.schema.createIndex('job_next').on('job').columns(['state', 'priority', 'id']).execute();

    await db.schema
      .createTable('push')
      .addColumn('id', identity.type, (column) => identity.build(column))
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('login', 'text', (column) => column.notNull())
      .addColumn('account_type', 'text', (column) => column.notNull())
      .addColumn('account_id', 'bigint')
      .addColumn('sha', 'text', (column) => column.notNull())
      .addUniqueConstraint('push_once', ['repository', 'number', 'sha', 'login'])
      .execute();
  },
});
