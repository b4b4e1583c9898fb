import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Job, NewJob } from '../../../ports.ts';
import type { JobRow, NewJobRow, Schema } from '../schema.ts';
import { storable } from '../storable.ts';

/*
 * A job row goes from waiting to active, and then away (done), aside (parked), or a new row waits in its place.
 * So an id names one claim: a worker that lost its lease finds its id gone and changes nothing.
 */

/** Earlier than any clock: due at once. */
export const AT_ONCE = new Date(0).toISOString();

/** What went wrong is for people to read, not a place to keep a response in. */
const MAX_ERROR = 1000;

/** Databases bound the variables of a statement. */
const ROWS_A_STATEMENT = 500;

/** What asks for jobs: a delivery's GUID if it was one, and when. */
export interface Asking {
  readonly delivery: string | null;
  /** ISO 8601 in UTC. */
  readonly since: string;
}

/** A job as it waits for its turn. */
export function waitingRow(job: NewJob, { delivery, since }: Asking): NewJobRow {
  return {
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
    error: null,
    worker: null,
    leaseUntil: null,
    delivery,
    since,
  };
}

/**
 * Adds waiting rows, each merged into the one that waits under its key: the smaller priority and the earlier time win.
 * So a job for later never puts off one that is due before.
 */
export async function putWaiting(db: Kysely<Schema>, rows: readonly NewJobRow[]): Promise<void> {
  const byKey = new Map<string, NewJobRow>();
  for (const row of rows) {
    const there = byKey.get(row.key);
    byKey.set(row.key, there ? merged(there, row) : row);
  }
  if (byKey.size === 0) return;
  await knowInstallations(db, new Set([...byKey.values()].map(({ installationId }) => installationId)));
  // In one order for all: two transactions that lock the same rows in different orders wait for each other.
  const sorted = [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  for (let start = 0; start < sorted.length; start += ROWS_A_STATEMENT) {
    await db
      .insertInto('job')
      .values(sorted.slice(start, start + ROWS_A_STATEMENT))
      .onConflict((conflict) =>
        conflict.columns(['key', 'state']).doUpdateSet((eb) => ({
          spelling: eb.ref('excluded.spelling'),
          kind: eb.ref('excluded.kind'),
          installationId: eb.ref('excluded.installationId'),
          baseRef: eb.ref('excluded.baseRef'),
          priority: ifEarlier<number>('priority', 'priority'),
          runAt: ifEarlier<string>('runAt', 'runAt'),
          attempts: attemptsOfEarlier(eb),
          error: eb.fn.coalesce('excluded.error', 'job.error'),
          delivery: eb.fn.coalesce('excluded.delivery', 'job.delivery'),
          since: ifEarlier<string>('runAt', 'since'),
        })),
      )
      .execute();
  }
}

async function knowInstallations(db: Kysely<Schema>, ids: ReadonlySet<number>): Promise<void> {
  await db
    .insertInto('installation')
    .values(
      [...ids].toSorted((a, b) => a - b).map((id) => ({ id, pausedUntil: null, servedAt: '', turns: 0 })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

type Column = 'priority' | 'runAt' | 'since';

/** A column of what was asked if that is smaller in another column, else of what is there: so in every database. */
function ifEarlier<T extends number | string>(by: Column, column: Column) {
  return sql<T>`case when ${sql.ref(`excluded.${by}`)} < ${sql.ref(`job.${by}`)}
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`job.${column}`)} end`;
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
    .when(sql<boolean>`${asked.attempts} < ${there.attempts}`)
    .then(asked.attempts)
    .else(there.attempts)
    .end();
}

/** The same in memory, for two of one key in one statement; the second was asked for later. */
function merged(there: NewJobRow, asked: NewJobRow): NewJobRow {
  const isEarlier = asked.runAt < there.runAt;
  const attempts = isEarlier
    ? asked.attempts
    : asked.runAt > there.runAt
      ? there.attempts
      : Math.min(asked.attempts, there.attempts);
  return {
    ...asked,
    priority: Math.min(asked.priority, there.priority),
    runAt: isEarlier ? asked.runAt : there.runAt,
    since: isEarlier ? asked.since : there.since,
    attempts,
    error: asked.error ?? there.error ?? null,
    delivery: asked.delivery ?? there.delivery ?? null,
  };
}

/** Takes a job away; also what was set aside of the same key, which has now been done. */
export async function complete(db: Kysely<Schema>, job: Job): Promise<void> {
  if (await takeActive(db, job.id)) await removeParked(db, job.key);
}

/** Puts a job back for later, merged into one that came meanwhile. */
export async function retry(db: Kysely<Schema>, job: Job, at: Date, error: string): Promise<void> {
  const row = await takeActive(db, job.id);
  if (row) await putWaiting(db, [waitingAgain(row, { runAt: at.toISOString(), error: shorten(error) })]);
}

/** Puts a job back as if it had not been claimed. */
export async function putBack(db: Kysely<Schema>, job: Job, at: Date): Promise<void> {
  const row = await takeActive(db, job.id);
  if (!row) return;
  await putWaiting(db, [waitingAgain(row, { runAt: at.toISOString(), attempts: row.attempts - 1 })]);
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

/** Lets parked jobs wait again, with all their attempts: that of one key, or all. Resolves with how many. */
export async function retryParked(db: Kysely<Schema>, key: string | null): Promise<number> {
  const rows = await db
    .deleteFrom('job')
    .where('state', '=', 'parked')
    .$if(key !== null, (query) => query.where('key', '=', (key ?? '').toLowerCase()))
    .returningAll()
    .execute();
  await putWaiting(
    db,
    rows.map((row) => waitingAgain(row, { runAt: AT_ONCE, attempts: 0 })),
  );
  return rows.length;
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
  const again = { runAt: AT_ONCE, error: 'The worker stopped before it was done.' };
  await putWaiting(
    db,
    rows.map((row) => waitingAgain(row, again)),
  );
  return rows.length;
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

function waitingAgain(row: JobRow, change: Partial<NewJobRow>): NewJobRow {
  const { id: _, ...rest } = row;
  return { ...rest, state: 'waiting', worker: null, leaseUntil: null, ...change };
}

function shorten(error: string): string {
  return storable(error).slice(0, MAX_ERROR);
}
