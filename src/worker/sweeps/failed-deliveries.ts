import type { SentDelivery } from '../../ports/sweeps.ts';
import { installationKey } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import { sweepJob } from './schedule.ts';
import type { Sweep } from './sweep.ts';

const PLACE = 'deliveries';
/** GitHub keeps them no longer. */
const KEPT_DAYS = 3;
const MOST_ATTEMPTS = 5;
const MOST_A_RUN = 100;
/** When more wait than one run may ask for. */
const SECONDS_TO_NEXT = 5;
/** 50,000 deliveries: reading more takes longer than a job may. */
const MOST_PAGES = 500;
/** A delivery may be listed after ones that were sent later: it is when its answer came, or none did. */
const LATE_MS = 5 * 60_000;

/** Where the last run ended. */
interface Watermark {
  /** Everything sent before was stored, given up, or is not ours. */
  readonly since: string;
  /** GUIDs given up that were sent after. */
  readonly givenUp: readonly string[];
}

/** One webhook with all its attempts that are listed. */
export interface Lost {
  readonly guid: string;
  readonly installationId: number;
  readonly event: string;
  readonly action: string | null;
  /** The newest attempt. */
  readonly id: number;
  /** When it was sent first. */
  readonly at: string;
  readonly attempts: number;
}

/** Has GitHub send again what never arrived. GitHub does so by itself for no app. */
export async function failedDeliveries(sweep: Sweep): Promise<void> {
  const { store, clock, source, log, signal, what } = sweep;
  const value = await store.noted(PLACE);
  const oldest = new Date(clock.now().getTime() - KEPT_DAYS * 24 * 60 * 60_000).toISOString();
  const before: Watermark =
    value === null ? { since: oldest, givenUp: [] } : (JSON.parse(value) as Watermark);
  const sent = await sentSince(before.since, sweep);
  const failed = unanswered(sent);
  if (failed.length === 0) return note(sweep, before, sent, []);

  const known = await store.knownDeliveries(failed.map(({ guid }) => guid));
  const active = new Set((await source.list()).filter((each) => !each.suspended).map(({ id }) => id));
  const lost = failed.filter(({ guid, installationId }) => !known.has(guid) && active.has(installationId));
  const waiting = lost
    .filter(({ guid, attempts }) => attempts < MOST_ATTEMPTS && !before.givenUp.includes(guid))
    .toSorted((a, b) => a.attempts - b.attempts || Date.parse(a.at) - Date.parse(b.at));
  const hopeless = lost.filter(({ attempts }) => attempts >= MOST_ATTEMPTS);

  for (const each of waiting.slice(0, MOST_A_RUN)) {
    signal.throwIfAborted();
    if (!(await source.redeliver(each.id))) hopeless.push(each);
  }
  const givingUp = hopeless.filter(({ guid }) => !before.givenUp.includes(guid));
  await giveUp(givingUp, sweep);
  const gone = new Set(hopeless.map(({ guid }) => guid));
  const pending = waiting.filter(({ guid }) => !gone.has(guid));
  if (waiting.length > MOST_A_RUN) {
    const runAt = new Date(clock.now().getTime() + SECONDS_TO_NEXT * 1000).toISOString();
    await store.enqueue([{ ...sweepJob(what), runAt }]);
  }
  await note(sweep, { ...before, givenUp: [...before.givenUp, ...gone] }, sent, pending);
  log.info(
    {
      sweep: what,
      failed: failed.length,
      known: known.size,
      askedFor: Math.min(waiting.length, MOST_A_RUN),
      waiting: Math.max(waiting.length - MOST_A_RUN, 0),
      givenUp: givingUp.length,
    },
    'failed deliveries are sent again',
  );
}

async function sentSince(since: string, { source, signal, log, what }: Sweep): Promise<SentDelivery[]> {
  const sent: SentDelivery[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    signal.throwIfAborted();
    const { items, next } = await source.deliveries(cursor);
    sent.push(...items.filter(({ at }) => Date.parse(at) >= Date.parse(since)));
    const last = items.at(-1);
    if (next === null || !last || Date.parse(last.at) < Date.parse(since)) return sent;
    cursor = next;
  }
  log.warn({ sweep: what, deliveries: sent.length }, 'more deliveries than can be read; older ones are left');
  return sent;
}

/** The webhooks none of whose attempts was answered with success. Those of no installation concern nobody. */
export function unanswered(sent: readonly SentDelivery[]): Lost[] {
  const webhooks = new Map<string, SentDelivery[]>();
  for (const each of sent) webhooks.set(each.guid, [...(webhooks.get(each.guid) ?? []), each]);
  return [...webhooks.values()].flatMap((attempts) => {
    const [newest] = attempts;
    const first = attempts.at(-1);
    if (!newest || !first || newest.installationId === null) return [];
    if (attempts.some(({ status }) => status >= 200 && status < 300)) return [];
    const { guid, installationId, event, action, id } = newest;
    return [{ guid, installationId, event, action, id, at: first.at, attempts: attempts.length }];
  });
}

/** What it told is lost; what it was about is found by looking at the whole installation. */
async function giveUp(lost: readonly Lost[], { store, log }: Sweep): Promise<void> {
  for (const { guid, event, action, attempts, installationId } of lost) {
    log.error(
      { delivery: guid, event, action, attempts, installationId },
      'a delivery cannot be had; its installation is evaluated instead',
    );
  }
  await store.enqueue(
    [...new Set(lost.map(({ installationId }) => installationId))].map((id) => ({
      kind: 'installation',
      key: installationKey(id),
      installationId: id,
      priority: PRIORITY.sweep,
    })),
  );
}

/** Moves on to shortly before the newest that was seen, but never past what is still to come. */
async function note(
  { store }: Sweep,
  before: Watermark,
  sent: readonly SentDelivery[],
  pending: readonly Lost[],
): Promise<void> {
  const [newest] = sent;
  const settled = newest ? new Date(Date.parse(newest.at) - LATE_MS).toISOString() : before.since;
  const times = [settled, ...pending.map(({ at }) => at)];
  const since = times.reduce((a, b) => (Date.parse(a) < Date.parse(b) ? a : b));
  const listed = new Set(
    sent.filter(({ at }) => Date.parse(at) >= Date.parse(since)).map(({ guid }) => guid),
  );
  const givenUp = [...new Set(before.givenUp)].filter((guid) => listed.has(guid));
  await store.note(PLACE, JSON.stringify({ since, givenUp } satisfies Watermark));
}
