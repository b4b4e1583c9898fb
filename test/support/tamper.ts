import { join } from 'node:path';
import Database from 'libsql';
import { Client } from 'pg';
import type { StorePlace } from '../../src/adapters/store/engines/engine.ts';

/** Someone who can write to the database. */
export async function execute(place: StorePlace, statements: string): Promise<void> {
  if ('folder' in place) {
    const raw = new Database(join(place.folder, 'agentguard.db'), { timeout: 1000 });
    try {
      raw.exec(statements);
    } finally {
      raw.close();
    }
    return;
  }
  const raw = new Client({ connectionString: place.url });
  await raw.connect();
  await raw.query(statements).finally(() => raw.end());
}

const TABLES = ['record', 'checkpoint'];

/** Someone with a free hand there. */
export const tamper = (place: StorePlace, statements: string): Promise<void> =>
  execute(place, [...TABLES.map('folder' in place ? freeInSqlite : freeInPostgres), statements].join('; '));

const freeInSqlite = (table: string): string =>
  `drop trigger if exists ${table}_refuses_update; drop trigger if exists ${table}_refuses_delete`;
const freeInPostgres = (table: string): string => `alter table ${table} disable trigger user`;
