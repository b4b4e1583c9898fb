import { CamelCasePlugin, Kysely } from 'kysely';
import type { Store } from '../../ports.ts';
import * as record from './record.ts';
import type { Schema } from './schema.ts';
import { openSqliteForReading } from './sqlite.ts';

export interface RecordReader {
  entries: Store['record'];
  verify: Store['verify'];
  close(): Promise<void>;
}

/**
 * Opens the record of the embedded store in a folder for reading, also while the server works on it.
 * Throws a sentence when there is no store.
 */
export function readRecord(folder: string): RecordReader {
  const dialect = openSqliteForReading(folder);
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  return {
    entries: (filter) => record.entries(db, filter),
    verify: (owner) => record.verify(db, owner),
    close: () => db.destroy(),
  };
}
