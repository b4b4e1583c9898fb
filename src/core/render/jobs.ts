import { plain } from './markdown.ts';
import { minute } from './time.ts';

/** What is shown of a job. */
export interface ShownJob {
  readonly key: string;
  readonly state: 'waiting' | 'active' | 'parked';
  readonly attempts: number;
  /** ISO 8601 in UTC. */
  readonly since: string;
  /** Absent: at once. */
  readonly runAt?: string;
  readonly error: string | null;
}

const STATES = ['parked', 'active', 'waiting'] as const;

/** So many of a state are listed unless all are asked for. */
const LISTED = 20;

/** Jobs for the terminal: how many there are, what was set aside first, what went wrong with each. */
export function jobsText(jobs: readonly ShownJob[], now: string, all: boolean): string {
  if (jobs.length === 0) return 'Nothing waits, nothing is under way, nothing was set aside.\n';
  const lines = STATES.flatMap((state) => {
    const of = jobs.filter((job) => job.state === state);
    if (of.length === 0) return [];
    const shown = all ? of : of.slice(0, LISTED);
    const more = of.length - shown.length;
    return [
      `${of.length} ${state}`,
      ...shown.flatMap((job) => jobLines(job, now)),
      ...(more > 0 ? [`  and ${more} more; --all lists them`] : []),
      '',
    ];
  });
  const parked = jobs.some(({ state }) => state === 'parked');
  const next = parked ? '\nagentguard jobs retry [KEY] has what was set aside done again.\n' : '';
  return `${lines.join('\n')}${next}`;
}

function jobLines({ key, state, attempts, since, runAt, error }: ShownJob, now: string): string[] {
  const tried = attempts === 0 ? [] : [attempts === 1 ? 'tried once' : `tried ${attempts} times`];
  const due = state === 'waiting' && runAt !== undefined && runAt > now ? [`due ${minute(runAt)}`] : [];
  const about = [`since ${minute(since)}`, ...tried, ...due].join(', ');
  return [`  ${plain(key)}  ${about}`, ...(error === null ? [] : [`    ${plain(error)}`])];
}
