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

interface Counted extends Pick<JobRow, 'state' | 'kind'> {
  readonly count: number;
  readonly due: string | null;
}

/** How many jobs there are in each state, and since when the one waits that is due and waits longest. */
export async function queue(db: Kysely<Schema>, now: Date): Promise<QueueState> {
  const at = now.toISOString();
  // In one reading. A job for later waits from then on.
  const { rows } = await sql<Counted>`
    select state, kind, count(*) as count, min(case when state = 'waiting' and run_at <= ${at}
      then case when since > run_at then since else run_at end end) as due
    from job group by state, kind`.execute(db);
  const count = (state: JobRow['state']): number =>
    rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
  const [oldest] = rows.flatMap(({ due }) => due ?? []).toSorted();
  return {
    waiting: Object.fromEntries(
      rows.filter(({ state }) => state === 'waiting').map((row) => [row.kind, row.count]),
    ),
    active: count('active'),
    parked: count('parked'),
    oldestDue: oldest === undefined ? null : new Date(oldest),
  };
}
