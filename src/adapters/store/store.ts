import { CamelCasePlugin, Kysely } from 'kysely';
import type { Store } from '../../ports.ts';
import * as commands from './commands.ts';
import * as deliveries from './deliveries.ts';
import * as digests from './digests.ts';
import * as jobs from './jobs.ts';
import { migrate } from './migrate.ts';
import * as publications from './publications.ts';
import * as pullRequests from './pull-requests.ts';
import * as record from './record.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

/**
 * Opens the embedded store: `agentguard.db` in a folder, which is made if need be.
 *
 * Rejects with a sentence when another process has it open, when it is from a newer version, or when the folder
 * cannot be used. What a call has resolved is on the disk.
 */
export async function openStore(options: { folder: string }): Promise<Store> {
  const engine = openSqlite(options.folder);
  const db = new Kysely<Schema>({ dialect: engine.dialect, plugins: [new CamelCasePlugin()] });
  const close = async (): Promise<void> => {
    await db.destroy();
    engine.release();
  };
  try {
    await migrate(db, engine);
    if (engine.exclusive) await db.transaction().execute((trx) => jobs.release(trx, null));
  } catch (error) {
    await close();
    throw error;
  }
  return storeOn(db, close);
}

/** The port over any database; each writing call is one transaction. */
function storeOn(db: Kysely<Schema>, close: () => Promise<void>): Store {
  const write = <T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> => db.transaction().execute(work);
  return {
    accept: (delivery, told) =>
      write(async (trx) => {
        await deliveries.saveDelivery(trx, delivery);
        await jobs.enqueue(trx, told.jobs);
        await deliveries.savePushes(trx, told.pushes ?? []);
        if (told.forget) await publications.forget(trx, told.forget);
        if (told.command) await commands.saveCommand(trx, told.command);
      }),
    enqueue: (newJobs) => write((trx) => jobs.enqueue(trx, newJobs)),
    claim: (worker, now, leaseSeconds) => write((trx) => jobs.claim(trx, worker, now, leaseSeconds)),
    renew: (job, now, leaseSeconds) => write((trx) => jobs.renew(trx, job, now, leaseSeconds)),
    complete: (job) => write((trx) => jobs.complete(trx, job)),
    retry: (job, at, error) => write((trx) => jobs.retry(trx, job, at, error)),
    park: (job, error) => write((trx) => jobs.park(trx, job, error)),
    waiting: (key) => jobs.waiting(db, key),
    releaseExpired: (now) => write((trx) => jobs.release(trx, now)),
    nextDue: () => jobs.nextDue(db),
    jobs: () => jobs.list(db),

    pushes: (id) => deliveries.pushes(db, id),
    commands: (id) => commands.commands(db, id),
    saveAnswered: (command) => write((trx) => commands.saveAnswered(trx, command)),
    savePullRequest: (state) => write((trx) => pullRequests.savePullRequest(trx, state)),
    requested: (id) => pullRequests.requested(db, id),
    saveRequested: (id, reviewers) => write((trx) => pullRequests.saveRequested(trx, id, reviewers)),
    openPullRequests: (repository) => pullRequests.openPullRequests(db, repository),
    digests: (id, shas) => digests.digests(db, id, shas),
    saveDigests: (id, sha, value) => write((trx) => digests.saveDigests(trx, id, sha, value)),

    append: (entry) => write((trx) => record.append(trx, entry)),
    record: (filter) => record.entries(db, filter),
    verify: (owner) => record.verify(db, owner),

    published: (repository, sha, name) => publications.published(db, repository, sha, name),
    savePublished: (publication) => write((trx) => publications.savePublished(trx, publication)),
    checkNames: (repository, sha) => publications.checkNames(db, repository, sha),
    passingHeads: (id) => publications.passingHeads(db, id),
    close,
  };
}
