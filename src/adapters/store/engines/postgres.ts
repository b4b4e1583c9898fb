import { CompiledQuery, type Dialect, type Kysely, PostgresDialect, sql } from 'kysely';
import { openConnections } from './connections.ts';
import type { Engine } from './engine.ts';

const UNIQUE_VIOLATION = '23505';
const DEADLOCK = '40P01';

interface Access {
  /** `read`: every transaction is read only. `any time`: statements may take as long as they need, as migrations do. */
  readonly access: 'write' | 'read' | 'any time';
}

/** Opens a PostgreSQL by its URL. Nothing is asked of it before the first query. */
export function openPostgres(url: string): Engine {
  return {
    dialect: postgresDialect(url, { access: 'write' }),
    identity: {
      type: 'bigint',
      build: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
    },
    makeAppendOnly,
    letUpdate,
    tidy: async (db) => void (await sql`vacuum record`.execute(db)),
    exclusive: false,
    locksRows: true,
    async time(db) {
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('The database did not tell its time.');
      return row.now;
    },
    isDuplicate: (error) => codeOf(error) === UNIQUE_VIOLATION,
    isDeadlock: (error) => codeOf(error) === DEADLOCK,
    release() {},
  };
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** The same database for other purposes than the store's own. */
export function postgresDialect(url: string, { access }: Access): Dialect {
  return new PostgresDialect({
    pool: openConnections(url, { bounded: access !== 'any time' }),
    async onCreateConnection(connection) {
      await connection.executeQuery(CompiledQuery.raw(SYNCHRONOUS));
      if (access === 'read') await connection.executeQuery(CompiledQuery.raw(READ_ONLY));
    },
  });
}

/** A commit has to be on the disk before a delivery is acknowledged, whatever the database's default is. */
const SYNCHRONOUS = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;
const READ_ONLY = 'set session characteristics as transaction read only';

async function letUpdate<T>(db: Kysely<never>, table: string, work: () => Promise<T>): Promise<T> {
  const trigger = sql.id(`${table}_refuses_changes`);
  // Nobody else can write to the table before the transaction is over.
  await sql`alter table ${sql.table(table)} disable trigger ${trigger}`.execute(db);
  const result = await work();
  await sql`alter table ${sql.table(table)} enable trigger ${trigger}`.execute(db);
  return result;
}

async function makeAppendOnly(db: Kysely<never>, table: string): Promise<void> {
  const refuse = sql.id(`${table}_is_append_only`);
  await sql`create function ${refuse}() returns trigger language plpgsql as $$
    begin raise exception 'This table is append-only.'; end $$`.execute(db);
  for (const [name, change, each] of [
    ['changes', 'update or delete', 'row'],
    ['truncation', 'truncate', 'statement'],
  ] as const) {
    await sql`create trigger ${sql.id(`${table}_refuses_${name}`)} before ${sql.raw(change)} on ${sql.table(table)}
      for each ${sql.raw(each)} execute function ${refuse}()`.execute(db);
  }
}
