import { type Kysely, sql } from 'kysely';
import type { Job, JobKind, ListedJob, QueueState } from '../../../ports.ts';
import type { JobRow, Schema } from '../schema.ts';

/** Every job there is, the most urgent first. */
export async function list(db: Kysely<Schema>): Promise<ListedJob[]> {
  const rows = await db.selectFrom('job').selectAll().orderBy('priority').orderBy('id').execute();
  return rows.map((row) => ({ ...toJob(row), state: row.state, error: row.error }));
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind satisfies JobKind,
    key: row.spelling,
    installationId: row.installationId,
    priority: row.priority,
    runAt: row.runAt,
    ...(row.baseRef === null ? {} : { baseRef: row.baseRef }),
    attempts: row.attempts,
    delivery: row.delivery,
    since: row.since,
  };
}

/** How many jobs there are in each state, and since when the one waits that is due and waits longest. */
export async function queue(db: Kysely<Schema>, now: Date): Promise<QueueState> {
  const counted = await db
    .selectFrom('job')
    .select(['state', 'kind', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy(['state', 'kind'])
    .execute();
  const count = (state: JobRow['state']): number =>
    counted.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
  // A job for later waits from then on.
  const { rows } = await sql<{ at: string | null }>`
    select min(case when since > run_at then since else run_at end) as at from job
    where state = 'waiting' and run_at <= ${now.toISOString()}`.execute(db);
  const at = rows[0]?.at;
  return {
    waiting: Object.fromEntries(
      counted.filter(({ state }) => state === 'waiting').map((row) => [row.kind, row.count]),
    ),
    active: count('active'),
    parked: count('parked'),
    oldestDue: at ? new Date(at) : null,
  };
}
