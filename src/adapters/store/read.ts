import type { RecordFilter, Store } from '../../ports.ts';
import type { StorePlace } from './engines/engine.ts';
import { postgresDialect } from './engines/postgres.ts';
import { openSqliteBeside } from './engines/sqlite.ts';
import { databaseOn } from './store.ts';
import { basis } from './tables/basis.ts';
import * as chain from './tables/chain.ts';
import * as checkpoints from './tables/checkpoints.ts';
import * as commands from './tables/commands.ts';
import * as deliveries from './tables/deliveries.ts';
import * as digests from './tables/digests.ts';
import * as pullRequests from './tables/pull-requests.ts';
import * as record from './tables/record.ts';
import { count, stream } from './tables/record-stream.ts';

/** What can be read of a store beside the process that works on it. */
export type StoreReader = Pick<
  Store,
  | 'pushes'
  | 'commands'
  | 'digests'
  | 'openPullRequests'
  | 'record'
  | 'basis'
  | 'stream'
  | 'verify'
  | 'owners'
  | 'chainEnd'
  | 'readChain'
  | 'checkpoints'
  | 'lastCheckpoint'
  | 'close'
> & {
  /** How many entries `stream` would give now. */
  count(filter: RecordFilter): Promise<number>;
};

/**
 * Opens a store for reading, also while servers work on it. Throws a sentence when there is none in a folder; a
 * database that cannot be reached makes the first call reject.
 */
export function readStore(place: StorePlace): StoreReader {
  const dialect =
    'url' in place ? postgresDialect(place.url, { access: 'read' }) : openSqliteBeside(place.folder, 'read');
  const db = databaseOn(dialect);
  return {
    pushes: (id) => deliveries.pushes(db, id),
    commands: (id) => commands.commands(db, id),
    digests: (id, shas) => digests.digests(db, id, shas),
    openPullRequests: (repository) => pullRequests.openPullRequests(db, repository),
    basis: (digest) => basis(db, digest),
    record: (filter) => record.entries(db, filter),
    stream: (filter) => stream(db, filter),
    count: (filter) => count(db, filter),
    verify: (owner) => record.verify(db, owner),
    owners: () => chain.owners(db),
    chainEnd: (owner) => chain.chainEnd(db, owner),
    readChain: (owner, take, options) => chain.readChain(db, owner, take, options),
    checkpoints: (owner) => checkpoints.checkpoints(db, owner),
    lastCheckpoint: (owner, key) => checkpoints.lastCheckpoint(db, owner, key),
    close: () => db.destroy(),
  };
}
