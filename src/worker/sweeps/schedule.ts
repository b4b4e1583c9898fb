import type { Clock, NewJob, Store } from '../../ports.ts';
import { PRIORITY } from '../priority.ts';

/**
 * What is looked for, and how often. Each is a job under a key of its own: whichever process claims it does it, and
 * there is no other leader.
 */
export const SCHEDULE = [
  // GitHub sends nothing again by itself: five minutes is how long an outage may cost a command or a review.
  { what: 'failed-deliveries', minutes: 5 },
  // Deliveries that GitHub never listed, and those of a time when the app was not there. 304 costs nothing.
  { what: 'open-pull-requests', minutes: 15 },
  // How long an entry of the record may be unsigned.
  { what: 'checkpoints', minutes: 15 },
  // Changes that move no pull request: who is in a team, what a branch requires, who may write.
  { what: 'teams-and-rules', minutes: 60 },
  // What came past the gate is raised within the hour, also when nobody told. 304 costs nothing.
  { what: 'merged', minutes: 60 },
  { what: 'branches', minutes: 60 },
  { what: 'prune', minutes: 24 * 60 },
] as const;

/** As often as what webhooks miss is looked for anyway, a restart evaluates nothing that did not change. */
const FULL_LOOK_MINUTES = 15;

const FULL_LOOK = 'full look';

export const sweepKey = (what: string, part?: string): string =>
  part === undefined ? `sweep:${what}` : `sweep:${what}:${part}`;

/** Reads a key made by `sweepKey`. Throws on anything else: a key comes from our own store only. */
export function parseSweepKey(key: string): { what: string; part: string | null } {
  const parts = /^sweep:([^:]+)(?::(.+))?$/.exec(key);
  if (!parts?.[1]) throw new Error(`not the key of a sweep: ${key}`);
  return { what: parts[1], part: parts[2] ?? null };
}

export const sweepJob = (what: string, part?: string, installationId: number = 0): NewJob => ({
  kind: 'sweep',
  key: sweepKey(what, part),
  installationId,
  priority: PRIORITY.sweep,
});

/** The next run of a sweep of the schedule; null: it comes only when it is asked for. */
export function nextRun(what: string, now: Date): NewJob | null {
  const row = SCHEDULE.find((each) => each.what === what);
  return row ? { ...sweepJob(what), runAt: later(now, row.minutes * 60) } : null;
}

const later = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

/**
 * Has every sweep run now, and everything evaluated anew if that was not done lately, or by another version of the
 * product. Asks GitHub nothing itself: the jobs do, and are tried again. Rejects when the store fails.
 */
export async function sweepsAtStart(world: {
  readonly store: Pick<Store, 'enqueue' | 'noted'>;
  readonly clock: Clock;
  readonly version: string;
}): Promise<void> {
  const due = SCHEDULE.map(({ what }) => sweepJob(what));
  if (await needsFullLook(world)) due.unshift(sweepJob('everything'));
  await world.store.enqueue(due);
}

async function needsFullLook({
  store,
  clock,
  version,
}: Parameters<typeof sweepsAtStart>[0]): Promise<boolean> {
  const [by, at] = (await store.noted(FULL_LOOK))?.split(' ') ?? [];
  const age = clock.now().getTime() - Date.parse(at ?? '');
  return by !== version || !(age < FULL_LOOK_MINUTES * 60_000);
}

/** Notes that everything was put into the queue to be evaluated by this version. */
export const noteFullLook = (store: Pick<Store, 'note'>, version: string, now: Date): Promise<void> =>
  store.note(FULL_LOOK, `${version} ${now.toISOString()}`);
