import { Counter, Histogram, type Registry } from 'prom-client';
import { ACCEPTANCE_KINDS } from '../../core/decision/acceptance.ts';
import { answeredEntry, ENDINGS, mergeEntry } from '../../core/exposure/bodies.ts';
import { passageOf } from '../../core/exposure/passage.ts';
import { FOLLOWED, followPull, pullOf, type Pulls } from '../../core/statistics/answering/pulls.ts';
import { answerSeen } from '../../core/statistics/answering/seen.ts';
import { subjectOf } from '../../core/statistics/entries.ts';
import type { RecordEntry, Store } from '../../ports.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** From a minute to two weeks. */
const SECONDS = [60, 300, 900, HOUR, 4 * HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY];

/** How something was merged. */
const WAYS = ['allowed', 'overridden', 'past_the_gate', 'undecided', 'observed', 'not_gated'] as const;
type Way = (typeof WAYS)[number];

/** Counts what a process adds to the record. Labels hold no name of anything. */
export function recordMetrics(
  registers: Registry[],
): (entry: RecordEntry, store: Pick<Store, 'record'>) => Promise<void> {
  const entries = new Counter({
    name: 'agentguard_record_entries_total',
    help: 'Entries that this process added to the record, by kind; waiver, not_agent, override and freeze are people’s words.',
    labelNames: ['kind'],
    registers,
  });
  const merges = new Counter({
    name: 'agentguard_merges_total',
    help: 'Merges that this process recorded, by how; not_gated: no agent’s, or onto a branch that does not bind.',
    labelNames: ['how'],
    registers,
  });
  const ended = new Counter({
    name: 'agentguard_exposures_ended_total',
    help: 'Exposures of which this process recorded the end, by how.',
    labelNames: ['how'],
    registers,
  });
  const firstLook = new Histogram({
    name: 'agentguard_first_look_seconds',
    help: 'From the first decision that gated an agent’s pull request to a person’s first review, waiver or override, as this process recorded it.',
    buckets: SECONDS,
    registers,
  });
  // Alerts compare with what was before, so that the first of a kind has to be a step from 0.
  for (const how of WAYS) merges.inc({ how }, 0);
  for (const how of ENDINGS) ended.inc({ how }, 0);
  for (const kind of [...ACCEPTANCE_KINDS, 'freeze', 'alert', 'push'] as const) entries.inc({ kind }, 0);

  return async (entry, store) => {
    const { kind, body } = entry;
    entries.inc({ kind });
    if (kind === 'merge') merges.inc({ how: wayOf(body) });
    if (kind === 'answered') {
      const how = answeredEntry(body)?.how;
      if (how) ended.inc({ how });
    }
    const took = await firstLookAfter(entry, store);
    if (took !== null) firstLook.observe(took);
  };
}

function wayOf(body: RecordEntry['body']): Way {
  const merge = mergeEntry(body);
  if (merge.agents.length === 0 || !merge.protected) return 'not_gated';
  if (merge.observed) return 'observed';
  const passage = passageOf(merge);
  if (passage === 'overridden') return 'overridden';
  if (passage === 'let through') return 'allowed';
  return merge.outcome === null ? 'undecided' : 'past_the_gate';
}

/** Seconds; null: this entry is not the one that shows a person's first look at an agent's pull request. */
async function firstLookAfter(entry: RecordEntry, store: Pick<Store, 'record'>): Promise<number | null> {
  const { owner, subject, kind, sequence } = entry;
  const about = subjectOf(subject);
  const isLook =
    kind === 'decision'
      ? answerSeen(entry.body).looked
      : kind === 'answered' || ACCEPTANCE_KINDS.some((each) => each === kind);
  if (about === null || !isLook) return null;
  const pulls: Pulls = new Map();
  for (const each of await store.record({ owner, subject, kinds: FOLLOWED })) {
    if (each.sequence >= sequence) break;
    followPull(pulls, each);
  }
  if (pullOf(pulls, about)?.lookedAt != null) return null;
  followPull(pulls, entry);
  const { gatedAt = null, lookedAt = null } = pullOf(pulls, about) ?? {};
  return gatedAt === null || lookedAt === null ? null : Math.max(0, (lookedAt - gatedAt) / 1000);
}

/**
 * The same store, of which every entry that is added is told, once. That telling fails changes nothing: numbers are not
 * worth a job.
 */
export const tellingOf = (
  store: Store,
  added: (entry: RecordEntry, store: Pick<Store, 'record'>) => Promise<void>,
): Store => ({
  ...store,
  async append(entry) {
    const appended = await store.append(entry);
    // One that was there already has its own, earlier time.
    if (appended.at === new Date(entry.at).toISOString()) await added(appended, store).catch(() => {});
    return appended;
  },
});
