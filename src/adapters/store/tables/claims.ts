import { type Kysely, sql } from 'kysely';
import type { Job } from '../../../ports.ts';
import type { Engine } from '../engines/engine.ts';
import type { JobRow, Schema } from '../schema.ts';
import { AT_ONCE } from './jobs.ts';
import { toJob } from './queue.ts';

/*
 * However many jobs wait, each step is a few seeks in an index: which installation is next, the most urgent of its
 * priorities that has something due, the first job of that.
 */

/** Every so many turns an installation's oldest job goes first, so that a stream of urgent ones starves none. */
const OLDEST_EVERY = 8;

/** Installations to try in turn; more than the first only where other processes are taking all that it has. */
const CANDIDATES = 8;

/** Most urgent first; see `NewJob.priority`. */
const LEVELS = sql`(select 0 as level union all select 1 union all select 2 union all select 3) as levels`;

const keyIsFree = sql`not exists (select 1 from job as other where other.key = job.key and other.state = 'active')`;

/** The jobs of an installation that can be claimed. */
const claimable = (installationId: number, at: string) =>
  sql`state = 'waiting' and installation_id = ${installationId} and run_at <= ${at} and ${keyIsFree}`;

interface Candidate {
  readonly id: number;
  readonly turns: number;
}

/**
 * Leases a due job whose key nobody works on: of the installation with the fewest jobs under way, and of those the one
 * that was served longest ago; there the smallest priority, then the oldest. null: nothing is due, or other processes
 * were quicker.
 */
export async function claim(
  db: Kysely<Schema>,
  engine: Pick<Engine, 'locksRows'>,
  worker: string,
  now: Date,
  leaseSeconds: number,
): Promise<Job | null> {
  const at = now.toISOString();
  for (const { id, turns } of await candidates(db, at)) {
    const oldestFirst = turns % OLDEST_EVERY === OLDEST_EVERY - 1;
    const jobId =
      (oldestFirst ? undefined : await mostUrgent(db, engine, id, at)) ?? (await oldest(db, engine, id, at));
    if (jobId === undefined) continue;
    const row = await db
      .updateTable('job')
      .set((eb) => ({
        state: 'active',
        worker,
        leaseUntil: later(now, leaseSeconds),
        attempts: eb('attempts', '+', 1),
      }))
      .where('id', '=', jobId)
      .where('state', '=', 'waiting')
      .returningAll()
      .executeTakeFirst();
    if (!row) continue;
    await db
      .updateTable('installation')
      .set((eb) => ({ servedAt: at, turns: eb('turns', '+', 1) }))
      .where('id', '=', id)
      .execute();
    return toJob(row);
  }
  return null;
}

/**
 * Installations that do not rest and have something to claim, in the order of their turns. The first job of each is
 * asked for instead of whether one exists: PostgreSQL answers that by reading them all.
 */
async function candidates(db: Kysely<Schema>, at: string): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    select id, turns from installation
    where (paused_until is null or paused_until <= ${at}) and (
      select id from job
      where state = 'waiting' and installation_id = installation.id and run_at <= ${at} and ${keyIsFree}
      order by run_at, id limit 1) is not null
    order by (select count(*) from job where state = 'active' and installation_id = installation.id),
      served_at, turns, id
    limit ${sql.lit(CANDIDATES)}`.execute(db);
  return rows;
}

async function mostUrgent(
  db: Kysely<Schema>,
  engine: Pick<Engine, 'locksRows'>,
  installationId: number,
  at: string,
): Promise<number | undefined> {
  const due = claimable(installationId, at);
  // In the order of the index, so that PostgreSQL takes no other, whatever it knows of the table.
  const first = sql`order by priority, run_at, id limit 1`;
  const { rows } = await sql<Pick<JobRow, 'id'>>`
    select id from job
    where ${due} and priority = (
      select level from ${LEVELS}
      where (select id from job where priority = level and ${due} ${first}) is not null
      order by level limit 1)
    ${first} ${unlessLocked(engine)}`.execute(db);
  return rows[0]?.id;
}

/** What could have been claimed for longest: the first of what was due at once, or of what had to wait for its time. */
async function oldest(
  db: Kysely<Schema>,
  engine: Pick<Engine, 'locksRows'>,
  installationId: number,
  at: string,
): Promise<number | undefined> {
  const due = claimable(installationId, at);
  const { rows } = await sql<Pick<JobRow, 'id'>>`
    select id from job
    where ${due} and (
      id = (select id from job where ${due} and run_at = ${AT_ONCE} order by id limit 1)
      or id = (select id from job where ${due} and run_at > ${AT_ONCE} order by run_at, id limit 1))
    order by case when since > run_at then since else run_at end, id limit 1 ${unlessLocked(engine)}`.execute(
    db,
  );
  return rows[0]?.id;
}

const unlessLocked = ({ locksRows }: Pick<Engine, 'locksRows'>) =>
  locksRows ? sql`for update skip locked` : sql``;

export async function renew(db: Kysely<Schema>, job: Job, now: Date, leaseSeconds: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ leaseUntil: later(now, leaseSeconds) })
    .where('id', '=', job.id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Lets an installation rest; a pause that ends later stays. */
export async function pause(db: Kysely<Schema>, installationId: number, until: Date): Promise<void> {
  const pausedUntil = until.toISOString();
  await db
    .insertInto('installation')
    .values({ id: installationId, pausedUntil, servedAt: '', turns: 0 })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ pausedUntil })
        .where((eb) =>
          eb.or([
            eb('installation.pausedUntil', 'is', null),
            eb('installation.pausedUntil', '<', pausedUntil),
          ]),
        ),
    )
    .execute();
}

/** When there is something to claim next; a job whose key is being worked on waits for that, not for a time. */
export async function nextDue(db: Kysely<Schema>): Promise<Date | null> {
  const { rows } = await sql<{ at: string | null }>`
    select min(case when paused_until > run_at then paused_until else run_at end) as at from (
      select paused_until, (
        select run_at from job
        where state = 'waiting' and installation_id = installation.id and ${keyIsFree}
        order by run_at limit 1) as run_at
      from installation) as each_first
    where run_at is not null`.execute(db);
  const at = rows[0]?.at;
  return at ? new Date(at) : null;
}

function later(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
