import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Job } from '../../../ports.ts';
import type { Engine } from '../engines/engine.ts';
import type { Schema } from '../schema.ts';
import { toJob } from './queue.ts';

/** Every so many turns an installation's oldest job goes first, so that a stream of urgent ones starves none. */
const OLDEST_EVERY = 8;

const keyIsActive = (eb: ExpressionBuilder<Schema, 'job'>) =>
  eb.exists(
    eb
      .selectFrom('job as other')
      .select(sql.lit(1).as('one'))
      .whereRef('other.key', '=', 'job.key')
      .where('other.state', '=', 'active'),
  );

/**
 * Leases a due job whose key nobody works on: of the installation with the fewest jobs under way, and of those the one
 * that was served longest ago; there the smallest priority, then the oldest. null: nothing is due, or another process
 * was quicker.
 */
export async function claim(
  db: Kysely<Schema>,
  engine: Pick<Engine, 'locksRows'>,
  worker: string,
  now: Date,
  leaseSeconds: number,
): Promise<Job | null> {
  const at = now.toISOString();
  const next = await nextInstallation(db, at);
  if (!next) return null;
  const oldestFirst = next.turns % OLDEST_EVERY === OLDEST_EVERY - 1;
  const due = await db
    .selectFrom('job')
    .select('job.id')
    .where('job.state', '=', 'waiting')
    .where('job.installationId', '=', next.id)
    .where('job.runAt', '<=', at)
    .where((eb) => eb.not(keyIsActive(eb)))
    .$if(!oldestFirst, (query) => query.orderBy('job.priority'))
    .orderBy('job.id')
    .limit(1)
    .$if(engine.locksRows, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  if (!due) return null;
  const row = await db
    .updateTable('job')
    .set((eb) => ({
      state: 'active',
      worker,
      leaseUntil: later(now, leaseSeconds),
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', due.id)
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  await db
    .updateTable('installation')
    .set((eb) => ({ servedAt: at, turns: eb('turns', '+', 1) }))
    .where('id', '=', next.id)
    .execute();
  return toJob(row);
}

async function nextInstallation(
  db: Kysely<Schema>,
  at: string,
): Promise<{ id: number; turns: number } | undefined> {
  return db
    .selectFrom('installation')
    .select(['installation.id', 'installation.turns'])
    .where((eb) => eb.or([eb('pausedUntil', 'is', null), eb('pausedUntil', '<=', at)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('job')
          .select(sql.lit(1).as('one'))
          .whereRef('job.installationId', '=', 'installation.id')
          .where('job.state', '=', 'waiting')
          .where('job.runAt', '<=', at)
          .where((inner) => inner.not(keyIsActive(inner as ExpressionBuilder<Schema, 'job'>))),
      ),
    )
    .orderBy((eb) =>
      eb
        .selectFrom('job')
        .select((inner) => inner.fn.countAll<number>().as('active'))
        .whereRef('job.installationId', '=', 'installation.id')
        .where('job.state', '=', 'active'),
    )
    .orderBy('installation.servedAt')
    .orderBy('installation.turns')
    .orderBy('installation.id')
    .limit(1)
    .executeTakeFirst();
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

/** Lets an installation rest; a pause that ends later stays. */
export async function pause(db: Kysely<Schema>, installationId: number, until: Date): Promise<void> {
  const pausedUntil = until.toISOString();
  await db
    .updateTable('installation')
    .set({ pausedUntil })
    .where('id', '=', installationId)
    .where((eb) => eb.or([eb('pausedUntil', 'is', null), eb('pausedUntil', '<', pausedUntil)]))
    .execute();
}

/** When there is something to claim next; a job whose key is being worked on waits for that, not for a time. */
export async function nextDue(db: Kysely<Schema>): Promise<Date | null> {
  const row = await db
    .selectFrom('job')
    .innerJoin('installation', 'installation.id', 'job.installationId')
    .select(
      sql<string | null>`min(case when ${sql.ref('installation.pausedUntil')} > ${sql.ref('job.runAt')}
        then ${sql.ref('installation.pausedUntil')} else ${sql.ref('job.runAt')} end)`.as('at'),
    )
    .where('job.state', '=', 'waiting')
    .where((eb) => eb.not(keyIsActive(eb as ExpressionBuilder<Schema, 'job'>)))
    .executeTakeFirst();
  return row?.at ? new Date(row.at) : null;
}

function later(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
