import { Kysely, sql } from 'kysely';
import type { StorePlace } from './engines/engine.ts';
import { postgresDialect } from './engines/postgres.ts';
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
  record: null,
  chain: null,
} as const;

const ROWS_A_PAGE = 500;

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
  const source = await openDatabase(from);
  try {
    const rows = await copyInto(to, bare(source.db), onProgress);
    return { rows, owners: await verifyAll(to) };
  } finally {
    await source.close();
  }
}

/** Rows as the database has them: no name is turned into another. */
const bare = (db: { withoutPlugins(): unknown }): Tables => db.withoutPlugins() as Tables;

async function copyInto(
  to: { readonly url: string },
  source: Tables,
  onProgress: (table: string, done: number, all: number) => void,
): Promise<number> {
  // Brings the database up to date, too.
  await (await openDatabase(to)).close();
  const target = new Kysely<AnyTable>({ dialect: postgresDialect(to.url, { access: 'any time' }) });
  try {
    return await target.transaction().execute(async (trx) => {
      for (const table of Object.keys(TABLES)) await refuseIfNotEmpty(trx, table);
      let rows = 0;
      for (const [table, counter] of Object.entries(TABLES)) {
        rows += await copyTable(source, trx, table, onProgress);
        if (counter !== null) await countOn(trx, table, counter);
      }
      return rows;
    });
  } finally {
    await target.destroy();
  }
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
    >`select rowid as "row number", * from ${sql.table(table)}
      where rowid > ${after} order by rowid limit ${ROWS_A_PAGE}`.execute(source);
    if (rows.length === 0) return done;
    await trx
      .insertInto(table)
      .values(rows.map(({ 'row number': _, ...row }) => row))
      .execute();
    after = Number(rows.at(-1)?.['row number']);
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

async function verifyAll(to: StorePlace & { readonly url: string }): Promise<number> {
  const db = databaseOn(postgresDialect(to.url, { access: 'read' }));
  try {
    const owners = await db.selectFrom('chain').select('owner').execute();
    for (const { owner } of owners) {
      const broken = await verify(db, owner);
      if (!broken) continue;
      throw new Error(
        `The record of ${owner} is broken at entry ${broken.sequence}, also in the folder: ${broken.problem} Everything was copied as it is.`,
      );
    }
    return owners.length;
  } finally {
    await db.destroy();
  }
}
