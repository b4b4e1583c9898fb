import { CamelCasePlugin, Kysely } from 'kysely';
import type { Store } from '../../ports.ts';
import * as commands from './commands.ts';
import * as deliveries from './deliveries.ts';
import * as digests from './digests.ts';
import * as pullRequests from './pull-requests.ts';
import * as record from './record.ts';
import type { Schema } from './schema.ts';
import { openSqliteForReading } from './sqlite.ts';

/** What can be read of a store beside the process that works on it. */
export type StoreReader = Pick<
  Store,
  'pushes' | 'commands' | 'digests' | 'openPullRequests' | 'record' | 'verify' | 'close'
>;

/**
 * Opens the embedded store in a folder for reading, also while the server works on it.
 * Throws a sentence when there is no store.
 */
export function readStore(folder: string): StoreReader {
  const dialect = openSqliteForReading(folder);
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  return {
    pushes: (id) => deliveries.pushes(db, id),
    commands: (id) => commands.commands(db, id),
    digests: (id, shas) => digests.digests(db, id, shas),
    openPullRequests: (repository) => pullRequests.openPullRequests(db, repository),
    record: (filter) => record.entries(db, filter),
    verify: (owner) => record.verify(db, owner),
    close: () => db.destroy(),
  };
}
