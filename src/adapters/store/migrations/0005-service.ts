import { type Kysely, type Migration, sql } from 'kysely';

/** Whose turn it is, which delivery asked for a job and since when, what sweeps saw, where a pull request stands. */
export const service = (): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('installation')
      .addColumn('id', 'bigint', (column) => column.primaryKey())
      .addColumn('paused_until', 'text')
      .addColumn('served_at', 'text', (column) => column.notNull())
      .addColumn('turns', 'bigint', (column) => column.notNull())
      .execute();
    await sql`insert into installation (id, served_at, turns)
      select distinct installation_id, '', 0 from job`.execute(db);

    await db.schema.alterTable('job').addColumn('delivery', 'text').execute();
    await db.schema
      .alterTable('job')
      .addColumn('since', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update job set since = ${new Date().toISOString()}`.execute(db);
    await db.schema.dropIndex('job_next').execute();
    // One to see what of an installation is due, one for what of a priority: no look at them walks past what is not.
    const indexes = { job_due: ['run_at', 'id'], job_next: ['priority', 'run_at', 'id'] };
    for (const [name, columns] of Object.entries(indexes)) {
      await db.schema
        .createIndex(name)
        .on('job')
        .columns(['state', 'installation_id', ...columns])
        .execute();
    }

    for (const column of ['updated_at', 'binding_ref']) {
      await db.schema.alterTable('pull_request').addColumn(column, 'text').execute();
    }
    await db.schema
      .alterTable('pull_request')
      .addColumn('teams', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();

    await db.schema
      .createTable('note')
      .addColumn('place', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('delivery_received').on('delivery').column('received_at').execute();
  },
});
