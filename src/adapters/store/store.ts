import { CamelCasePlugin, Kysely } from 'kysely';
import type { Store } from '../../ports.ts';
import { acceptTogether } from './accept.ts';
import type { Engine, StorePlace } from './engines/engine.ts';
import { openPostgres, postgresDialect } from './engines/postgres.ts';
import { openSqlite } from './engines/sqlite.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { basis } from './tables/basis.ts';
import * as chain from './tables/chain.ts';
import * as checkpoints from './tables/checkpoints.ts';
import * as claims from './tables/claims.ts';
import * as commands from './tables/commands.ts';
import * as deliveries from './tables/deliveries.ts';
import * as digests from './tables/digests.ts';
import * as jobs from './tables/jobs.ts';
import * as notes from './tables/notes.ts';
import * as publications from './tables/publications.ts';
import { prune } from './tables/prune.ts';
import * as pullRequests from './tables/pull-requests.ts';
import * as queue from './tables/queue.ts';
import * as record from './tables/record.ts';
import { stream } from './tables/record-stream.ts';
import { standings } from './tables/standings.ts';

/**
 * Opens a store: `agentguard.db` in a folder, which is made if need be, or a PostgreSQL that any number of processes
 * share. Brings it up to date first.
 *
 * Rejects with a sentence when another process has the folder open, when the store is from a newer version, or when it
 * cannot be used. What a call has resolved is on the disk.
 */
export async function openStore(place: StorePlace): Promise<Store> {
  const { db, engine, close } = await openDatabase(place);
  return storeOn(db, engine, close);
}

/** A store's database, up to date and this process's own, or shared, as its engine says. */
export async function openDatabase(
  place: StorePlace,
): Promise<{ db: Kysely<Schema>; engine: Engine; close: () => Promise<void> }> {
  const engine = 'url' in place ? openPostgres(place.url) : openSqlite(place.folder);
  const db = databaseOn(engine.dialect);
  const close = async (): Promise<void> => {
    await db.destroy();
    engine.release();
  };
  try {
    await bringUpToDate(place, db, engine);
    if (engine.exclusive) await db.transaction().execute((trx) => jobs.release(trx, null));
  } catch (error) {
    await close();
    throw error;
  }
  return { db, engine, close };
}

async function bringUpToDate(place: StorePlace, db: Kysely<Schema>, engine: Engine): Promise<void> {
  if ('folder' in place) return migrate(db, engine);
  // A migration may take longer than any other statement should.
  const patient = databaseOn(postgresDialect(place.url, { access: 'any time' }));
  try {
    await reach(patient, engine);
    await migrate(patient, engine);
  } finally {
    await patient.destroy();
  }
}

/** What cannot be reached is not of another version. */
async function reach(db: Kysely<Schema>, engine: Engine): Promise<void> {
  try {
    await engine.time(db as unknown as Kysely<never>);
  } catch (cause) {
    const { message, code } = cause as { readonly message?: string; readonly code?: string };
    throw new Error(
      `The database cannot be reached: ${message || code || 'no reason given'}. Look at DATABASE_URL and at the database.`,
      { cause },
    );
  }
}

export const databaseOn = (dialect: Engine['dialect']): Kysely<Schema> =>
  new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });

/** How often a transaction is tried that another process came in the way of. */
const TRIES = 3;

/** The port over any database; each writing call is one transaction. */
export function storeOn(db: Kysely<Schema>, engine: Engine, close: () => Promise<void>): Store {
  const write = async <T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (!engine.isDeadlock(error) || tries === TRIES) throw error;
      }
    }
  };
  const claim: Store['claim'] = async (...asked) => {
    for (let tries = 1; ; tries++) {
      try {
        return await write((trx) => claims.claim(trx, engine, ...asked));
      } catch (error) {
        // The key became active between looking and leasing.
        if (!engine.isDuplicate(error)) throw error;
        if (tries === TRIES) return null;
      }
    }
  };
  return {
    accept: acceptTogether(write),
    enqueue: (newJobs) => {
      const asking = { delivery: null, since: new Date().toISOString() };
      const rows = newJobs.map((job) => jobs.waitingRow(job, asking));
      return write((trx) => jobs.putWaiting(trx, rows));
    },
    claim,
    renew: (job, now, leaseSeconds) => write((trx) => claims.renew(trx, job, now, leaseSeconds)),
    pause: (id, until) => write((trx) => claims.pause(trx, id, until)),
    complete: (job) => write((trx) => jobs.complete(trx, job)),
    retry: (job, at, error) => write((trx) => jobs.retry(trx, job, at, error)),
    putBack: (job, at) => write((trx) => jobs.putBack(trx, job, at)),
    park: (job, error) => write((trx) => jobs.park(trx, job, error)),
    waiting: (key) => jobs.waiting(db, key),
    releaseExpired: (now) => write((trx) => jobs.release(trx, now)),
    nextDue: () => claims.nextDue(db),
    jobs: () => queue.list(db),
    retryParked: (key) => write((trx) => jobs.retryParked(trx, key)),
    queue: (now) => queue.queue(db, now),
    ping: () => engine.time(db as unknown as Kysely<never>),
    knownDeliveries: (ids) => deliveries.knownDeliveries(db, ids),

    noted: (place) => notes.noted(db, place),
    note: (place, value) => write((trx) => notes.note(trx, place, value)),
    prune: (before) => write((trx) => prune(trx, before)),

    pushes: (id) => deliveries.pushes(db, id),
    commands: (id) => commands.commands(db, id),
    saveAnswered: (command) => write((trx) => commands.saveAnswered(trx, command)),
    savePullRequest: (state) => write((trx) => pullRequests.savePullRequest(trx, state)),
    requested: (id) => pullRequests.requested(db, id),
    saveRequested: (id, reviewers) => write((trx) => pullRequests.saveRequested(trx, id, reviewers)),
    openPullRequests: (repository) => pullRequests.openPullRequests(db, repository),
    agentsOpenPullRequests: (repositories) => pullRequests.agentsOpenPullRequests(db, repositories),
    agentsOpenPullRequestsOf: (owner) => pullRequests.agentsOpenPullRequestsOf(db, owner),
    digests: (id, shas) => digests.digests(db, id, shas),
    saveDigests: (id, sha, value) => write((trx) => digests.saveDigests(trx, id, sha, value)),

    append: (entry) => write((trx) => record.append(trx, engine, entry)),
    basis: (digest) => basis(db, digest),
    record: (filter) => record.entries(db, filter),
    stream: (filter) => stream(db, filter),
    standings: (owner, subjects, options) => standings(db, owner, subjects, options),
    verify: (owner) => record.verify(db, owner),
    owners: () => chain.owners(db),
    chainEnd: (owner) => chain.chainEnd(db, owner),
    readChain: (owner, take, options) => chain.readChain(db, owner, take, options),
    checkpoints: (owner) => checkpoints.checkpoints(db, owner),
    lastCheckpoint: (owner, key) => checkpoints.lastCheckpoint(db, owner, key),
    saveCheckpoint: (made) => write((trx) => checkpoints.saveCheckpoint(trx, made)),

    published: (repository, sha, name) => publications.published(db, repository, sha, name),
    savePublished: (publication) => write((trx) => publications.savePublished(trx, publication)),
    forget: (on) => write((trx) => publications.forget(trx, on)),
    checkNames: (repository, sha) => publications.checkNames(db, repository, sha),
    passingHeads: (id) => publications.passingHeads(db, id),
    close,
  };
}
