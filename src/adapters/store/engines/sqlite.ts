import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely';
import Database from 'libsql';
import type { Engine } from './engine.ts';
import { keepingStatements } from './statements.ts';

const FILE = 'agentguard.db';

/** How long to wait while another process writes. */
const BUSY_MS = 5000;

/** kysely holds back here for the sake of other drivers; SQLite does take a whole migration in one transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Takes the lock for writing first: one that reads first could find that another process has written since. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      // SQLite has rolled back by itself, as it does when the disk is full; why is what the caller has to hear.
      if (!/no transaction is active/.test(String(error))) throw error;
    }
  }
}

class EmbeddedDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(libsql: Database.Database) {
    const database = keepingStatements(libsql);
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** Opens the embedded database in a folder. Throws when another process has it open, or the folder cannot be used. */
export function openSqlite(folder: string): Engine {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  try {
    const database = openDatabase(join(folder, FILE));
    return {
      dialect: new EmbeddedDialect(database),
      identity: { type: 'integer', build: (column) => column.primaryKey().autoIncrement() },
      makeAppendOnly,
      letUpdate,
      tidy,
      exclusive: true,
      locksRows: false,
      time: async (db) => {
        await sql`select 1`.execute(db);
        return new Date();
      },
      isDuplicate: (error) => /UNIQUE constraint failed/.test(String(error)),
      // Only one writes at a time.
      isDeadlock: () => false,
      release: () => unlock(lock),
    };
  } catch (error) {
    unlock(lock);
    throw error;
  }
}

export const hasSqlite = (folder: string): boolean => existsSync(join(folder, FILE));

/**
 * Opens the database of a folder beside the process that works on it: for reading, or for a small write that the
 * other one need not wait for. Throws when there is none.
 */
export function openSqliteBeside(folder: string, access: 'read' | 'write'): Dialect {
  if (!hasSqlite(folder)) throw new Error(`There is no store of AgentGuard in ${folder}.`);
  const database = new Database(join(folder, FILE), { timeout: BUSY_MS });
  if (access === 'read') database.pragma('query_only = on');
  else database.pragma('synchronous = full');
  return new EmbeddedDialect(database);
}

function openDatabase(file: string): Database.Database {
  // Made here, so that nobody else can read it; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: BUSY_MS });
  database.pragma('journal_mode = wal');
  // In WAL mode only `full` has a commit on the disk before it is acknowledged.
  database.pragma('synchronous = full');
  database.pragma('foreign_keys = on');
  return database;
}

/**
 * Holds a lock of the operating system on a file beside the database, which a killed process cannot leave behind.
 * It is not on the database itself, so that backups and readers can look at it meanwhile.
 */
function lockFolder(folder: string): Database.Database {
  const lock = new Database(join(folder, 'agentguard.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(
      `Another AgentGuard is running on ${folder}. Stop it first, or give this one a folder of its own.`,
      { cause: error },
    );
  }
}

function unlock(lock: Database.Database): void {
  // close() alone waits for the garbage collector before it lets go.
  lock.exec('rollback');
  lock.close();
}

async function makeAppendOnly(db: Kysely<never>, table: string): Promise<void> {
  for (const change of ['update', 'delete']) await refuse(db, table, change);
}

async function refuse(db: Kysely<never>, table: string, change: string): Promise<void> {
  await sql`create trigger ${sql.id(`${table}_refuses_${change}`)} before ${sql.raw(change)} on ${sql.table(table)}
    begin select raise(abort, 'This table is append-only.'); end`.execute(db);
}

async function letUpdate<T>(db: Kysely<never>, table: string, work: () => Promise<T>): Promise<T> {
  await sql`drop trigger ${sql.id(`${table}_refuses_update`)}`.execute(db);
  const result = await work();
  await refuse(db, table, 'update');
  return result;
}

async function tidy(db: Kysely<never>): Promise<void> {
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
