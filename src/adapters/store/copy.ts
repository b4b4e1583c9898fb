import { type Kysely, sql } from 'kysely';
import { postgresDialect } from './engines/postgres.ts';
import { hasSqlite } from './engines/sqlite.ts';
import type { Schema } from './schema.ts';
import { databaseOn, openDatabase } from './store.ts';
import { verify } from './tables/record.ts';

/** Every table with what counts up in it; the record before the chains that say where it ends. */
const TABLES = {
  delivery: null,
  installation: null,
  job: 'id',
  push: 'id',
  command: 'sequence',
  pull_request: null,
  reviewer_request: null,
  digests: null,
  publication: 'id',
  note: null,
  basis: null,
  record: null,
  chain: null,
  checkpoint: null,
} as const;

/** SQLite's own number of a row, beside its columns. */
const ROW_NUMBER = 'row number';

/** So many rows are in memory at a time: those of a large pull request have hundreds of kilobytes each. */
const pageOf = (table: string): number =>
  table === 'digests' || table === 'basis' ? 20 : table === 'record' ? 100 : 500;

export interface Copied {
  readonly rows: number;
  /** Whose records were copied and found whole there. */
  readonly owners: number;
}

type AnyTable = Record<string, Record<string, unknown>>;
type Tables = Kysely<AnyTable>;

/**
 * Copies an embedded store into an empty database: all or nothing, one page in memory at a time. The folder is locked
 * meanwhile. Rejects with a sentence when the folder is in use, when the database holds anything already, or when a
 * record is not whole.
 * @param onProgress told after each page: the table, how many of its rows are done, how many there are
 */
export async function copyStore(
  from: { readonly folder: string },
  to: { readonly url: string },
  onProgress: (table: string, done: number, all: number) => void = () => {},
): Promise<Copied> {
  // Opening would make one.
  if (!hasSqlite(from.folder)) throw new Error(`There is no store of AgentGuard in ${from.folder}.`);
  const source = await openDatabase(from);
  try {
    // Brings the database up to date.
    await (await openDatabase(to)).close();
    const target = databaseOn(postgresDialect(to.url, { access: 'any time' }));
    const copied = await target
      .transaction()
      .execute(async (trx) => {
        const rows = await copyInto(bare(trx), bare(source.db), onProgress);
        return { rows, ...(await verifyAll(trx, source.db)) };
      })
      .finally(() => target.destroy());
    if (copied.broken !== null) throw new Error(`Everything was copied as it is, but ${copied.broken}`);
    return { rows: copied.rows, owners: copied.owners };
  } finally {
    await source.close();
  }
}

/** Rows as the database has them: no name is turned into another. */
const bare = (db: { withoutPlugins(): unknown }): Tables => db.withoutPlugins() as Tables;

async function copyInto(
  trx: Tables,
  source: Tables,
  onProgress: (table: string, done: number, all: number) => void,
): Promise<number> {
  for (const table of Object.keys(TABLES)) await refuseIfNotEmpty(trx, table);
  let rows = 0;
  for (const [table, counter] of Object.entries(TABLES)) {
    rows += await copyTable(source, trx, table, onProgress);
    if (counter !== null) await countOn(trx, table, counter);
  }
  return rows;
}

async function refuseIfNotEmpty(trx: Tables, table: string): Promise<void> {
  await sql`lock table ${sql.table(table)} in exclusive mode`.execute(trx);
  const found = await trx.selectFrom(table).select(sql.lit(1).as('one')).limit(1).executeTakeFirst();
  if (found) {
    throw new Error(
      `The database is not empty: its table "${table}" has rows. Copy into a database that no server has used yet.`,
    );
  }
}

async function copyTable(
  source: Tables,
  trx: Tables,
  table: string,
  onProgress: (table: string, done: number, all: number) => void,
): Promise<number> {
  const { all } = await source
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('all'))
    .executeTakeFirstOrThrow();
  let done = 0;
  for (let after = 0; ;) {
    const { rows } = await sql<
      Record<string, unknown>
    >`select rowid as ${sql.id(ROW_NUMBER)}, * from ${sql.table(table)}
      where rowid > ${after} order by rowid limit ${pageOf(table)}`.execute(source);
    if (rows.length === 0) return done;
    after = Number(rows.at(-1)?.[ROW_NUMBER]);
    for (const row of rows) delete row[ROW_NUMBER];
    await trx.insertInto(table).values(rows).execute();
    done += rows.length;
    onProgress(table, done, Number(all));
  }
}

/** New rows count on where the copied ones end. */
async function countOn(trx: Tables, table: string, column: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, ${column}), greatest(1, (select max(${sql.ref(column)}) from ${sql.table(table)})))`.execute(
    trx,
  );
}

/** Rejects when a record is not there what it is in the folder; says which was broken there already. */
async function verifyAll(
  trx: Kysely<Schema>,
  source: Kysely<Schema>,
): Promise<{ owners: number; broken: string | null }> {
  let said: string | null = null;
  const owners = await trx.selectFrom('chain').select('owner').orderBy('owner').execute();
  for (const { owner } of owners) {
    const broken = await verify(trx, owner);
    if (!broken) continue;
    const before = await verify(source, owner);
    if (JSON.stringify(before) !== JSON.stringify(broken)) {
      throw new Error(
        `The record of ${owner} did not arrive whole (entry ${broken.sequence}): ${broken.problem} Nothing was copied.`,
      );
    }
    said ??= `the record of ${owner} is broken at entry ${broken.sequence}, in the folder, too: ${broken.problem}`;
  }
  return { owners: owners.length, broken: said };
}
