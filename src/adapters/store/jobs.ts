import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Job, JobKind, NewJob } from '../../ports.ts';
import type { JobRow, JobState, NewJobRow, Schema } from './schema.ts';

/*
 * A job row goes from waiting to active, and then away (done), aside (parked), or a new row waits in its place.
 * So an id names one claim: a worker that lost its lease finds its id gone and changes nothing.
 */

/** Earlier than any clock: due at once. */
const AT_ONCE = new Date(0).toISOString();

/** What went wrong is for people to read, not a place to keep a response in. */
const MAX_ERROR = 1000;

/**
 * Adds jobs, each merged into the one that waits under its key: the smaller priority and the earlier time win. So a
 * job for later never puts off one that is due before.
 */
export async function enqueue(db: Kysely<Schema>, jobs: readonly NewJob[]): Promise<void> {
  for (const job of jobs) {
    await putWaiting(db, {
      key: job.key.toLowerCase(),
      spelling: job.key,
      state: 'waiting',
      kind: job.kind,
      installationId: job.installationId,
      baseRef: job.baseRef ?? null,
      priority: job.priority,
      runAt: job.runAt === undefined ? AT_ONCE : new Date(job.runAt).toISOString(),
      // A job that is asked for anew has all its attempts again.
      attempts: 0,
    });
  }
}

async function putWaiting(db: Kysely<Schema>, row: NewJobRow): Promise<void> {
  await db
    .insertInto('job')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['key', 'state']).doUpdateSet((eb) => ({
        spelling: eb.ref('excluded.spelling'),
        kind: eb.ref('excluded.kind'),
        installationId: eb.ref('excluded.installationId'),
        baseRef: eb.ref('excluded.baseRef'),
        priority: smaller<number>(eb, 'priority'),
        runAt: smaller<string>(eb, 'runAt'),
        attempts: attemptsOfEarlier(eb),
        error: eb.fn.coalesce('excluded.error', 'job.error'),
      })),
    )
    .execute();
}

/** SQLite calls this `min`, others `least`: written out, it is the same everywhere. */
function smaller<T extends number | string>(eb: ExpressionBuilder<Schema, 'job'>, column: string) {
  const asked = sql.ref<T>(`excluded.${column}`);
  const there = sql.ref<T>(`job.${column}`);
  return eb
    .case()
    .when(sql<boolean>`${asked} < ${there}`)
    .then(asked)
    .else(there)
    .end();
}

/**
 * What was asked for anew has all its attempts again; what is put back for soon keeps those it had, although somebody
 * has asked for the same at a later time.
 */
function attemptsOfEarlier(eb: ExpressionBuilder<Schema, 'job'>) {
  const asked = { runAt: sql.ref<string>('excluded.runAt'), attempts: sql.ref<number>('excluded.attempts') };
  const there = { runAt: sql.ref<string>('job.runAt'), attempts: sql.ref<number>('job.attempts') };
  return eb
    .case()
    .when(sql<boolean>`${asked.runAt} < ${there.runAt}`)
    .then(asked.attempts)
    .when(sql<boolean>`${asked.runAt} > ${there.runAt}`)
    .then(there.attempts)
    .else(smaller<number>(eb, 'attempts'))
    .end();
}

const keyIsActive = (eb: ExpressionBuilder<Schema, 'job'>) =>
  eb.exists(
    eb
      .selectFrom('job as other')
      .select(sql.lit(1).as('one'))
      .whereRef('other.key', '=', 'job.key')
      .where('other.state', '=', 'active'),
  );

/** Leases the due job with the smallest priority, then the oldest, of those whose key nobody works on. */
export async function claim(
  db: Kysely<Schema>,
  worker: string,
  now: Date,
  leaseSeconds: number,
): Promise<Job | null> {
  const row = await db
    .updateTable('job')
    .set((eb) => ({
      state: 'active',
      worker,
      leaseUntil: later(now, leaseSeconds),
      attempts: eb('attempts', '+', 1),
    }))
    .where('state', '=', 'waiting')
    .where('id', '=', (eb) =>
      eb
        .selectFrom('job')
        .select('job.id')
        .where('job.state', '=', 'waiting')
        .where('job.runAt', '<=', now.toISOString())
        .where((inner) => inner.not(keyIsActive(inner)))
        .orderBy('job.priority')
        .orderBy('job.id')
        .limit(1),
    )
    .returningAll()
    .executeTakeFirst();
  return row ? toJob(row) : null;
}

export async function renew(db: Kysely<Schema>, job: Job, now: Date, leaseSeconds: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ leaseUntil: later(now, leaseSeconds) })
    .where('id', '=', job.id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes a job away; also what was set aside of the same key, which has now been done. */
export async function complete(db: Kysely<Schema>, job: Job): Promise<void> {
  if (await takeActive(db, job.id)) await removeParked(db, job.key);
}

/** Puts a job back for later, merged into one that came meanwhile. */
export async function retry(db: Kysely<Schema>, job: Job, at: Date, error: string): Promise<void> {
  const row = await takeActive(db, job.id);
  if (row) await putWaiting(db, waitingAgain(row, at.toISOString(), shorten(error)));
}

export async function park(db: Kysely<Schema>, job: Job, error: string): Promise<void> {
  const row = await takeActive(db, job.id);
  if (!row) return;
  await removeParked(db, job.key);
  await db
    .insertInto('job')
    .values({ ...row, state: 'parked', error: shorten(error), worker: null, leaseUntil: null })
    .execute();
}

/** True: a delivery asks for it again, at once. A sweep that comes by later does not count. */
export async function waiting(db: Kysely<Schema>, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('job')
    .select('id')
    .where('key', '=', key.toLowerCase())
    .where('state', '=', 'waiting')
    .where('runAt', '=', AT_ONCE)
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts active jobs back, those whose lease is over by `now`; null: all of them. */
export async function release(db: Kysely<Schema>, now: Date | null): Promise<number> {
  let query = db.deleteFrom('job').where('state', '=', 'active');
  if (now) query = query.where('leaseUntil', '<', now.toISOString());
  const rows = await query.returningAll().execute();
  for (const row of rows) {
    await putWaiting(db, waitingAgain(row, AT_ONCE, 'The worker stopped before it was done.'));
  }
  return rows.length;
}

/** When there is something to claim next; a job whose key is being worked on waits for that, not for a time. */
export async function nextDue(db: Kysely<Schema>): Promise<Date | null> {
  const row = await db
    .selectFrom('job')
    .select((eb) => eb.fn.min('job.runAt').as('runAt'))
    .where('job.state', '=', 'waiting')
    .where((eb) => eb.not(keyIsActive(eb)))
    .executeTakeFirst();
  return row?.runAt ? new Date(row.runAt) : null;
}

export async function list(db: Kysely<Schema>): Promise<(Job & { state: JobState; error: string | null })[]> {
  const rows = await db.selectFrom('job').selectAll().orderBy('priority').orderBy('id').execute();
  return rows.map((row) => ({ ...toJob(row), state: row.state, error: row.error }));
}

async function takeActive(db: Kysely<Schema>, id: number): Promise<JobRow | undefined> {
  return db
    .deleteFrom('job')
    .where('id', '=', id)
    .where('state', '=', 'active')
    .returningAll()
    .executeTakeFirst();
}

async function removeParked(db: Kysely<Schema>, key: string): Promise<void> {
  await db.deleteFrom('job').where('key', '=', key.toLowerCase()).where('state', '=', 'parked').execute();
}

function waitingAgain(row: JobRow, runAt: string, error: string): NewJobRow {
  const { id: _, ...rest } = row;
  return { ...rest, state: 'waiting', runAt, error, worker: null, leaseUntil: null };
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind satisfies JobKind,
    key: row.spelling,
    installationId: row.installationId,
    priority: row.priority,
    runAt: row.runAt,
    ...(row.baseRef === null ? {} : { baseRef: row.baseRef }),
    attempts: row.attempts,
  };
}

function later(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}

function shorten(error: string): string {
  return error.replaceAll('\0', '').slice(0, MAX_ERROR);
}
