import { EXPOSURE_KINDS, followExposure, type Exposures } from '../../core/exposure/exposures.ts';
import {
  beginPull,
  FOLLOWED,
  followPull,
  forgetPullsBefore,
  pullOf,
  type Pulls,
} from '../../core/statistics/answering/pulls.ts';
import { subjectOf } from '../../core/statistics/entries.ts';
import { follow, forgetBefore, startFrom, trailOf, type Trails } from '../../core/statistics/trails.ts';
import { lastWeeks } from '../../core/statistics/weeks.ts';
import type { RecordedWord } from '../../core/decision/freezes.ts';
import type { Clock, RecordEntry, Store } from '../../ports.ts';

/** So many pull requests are kept, about two kilobytes each; owners looked at least recently go first. */
const MOST_KEPT = 50_000;

/** Entries are taken in so many at a time. */
const TOGETHER = 200;

const KINDS = [...new Set([...FOLLOWED, ...EXPOSURE_KINDS, 'freeze' as const])];

/** What the record tells. */
export interface Told {
  readonly trails: Trails;
  readonly pulls: Pulls;
  readonly exposures: Exposures;
  /** Freezes last a month at most. */
  readonly words: Map<string, RecordedWord[]>;
}

interface Known extends Told {
  /** The last entry that was followed; null: none yet. */
  last: number | null;
  reading: Promise<void> | null;
}

/**
 * What the record tells of an owner's pull requests in the last weeks. Since it is only ever added to, nothing is read
 * twice: the first look reads those weeks, a page at a time, each later one what came since. It is of all repositories,
 * kept apart: whoever shows any of it takes those that the viewer may see.
 */
export function createHistory({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'stream' | 'standings'>;
  readonly clock: Clock;
}): {
  /** Rejects when the store does not answer. */
  of(owner: string): Promise<Told>;
} {
  const owners = new Map<string, Known>();

  function known(owner: string): Known {
    const found = owners.get(owner) ?? {
      trails: new Map(),
      pulls: new Map(),
      exposures: new Map(),
      words: new Map(),
      last: null,
      reading: null,
    };
    owners.delete(owner);
    owners.set(owner, found);
    return found;
  }

  function forgetOthers(owner: string): void {
    let kept = 0;
    for (const [each, { pulls }] of [...owners].toReversed()) {
      for (const numbers of pulls.values()) kept += numbers.size;
      if (kept > MOST_KEPT && each !== owner) owners.delete(each);
    }
  }

  async function readOn(owner: string, into: Known): Promise<void> {
    const [from = 0] = lastWeeks(clock.now().getTime());
    const first = new Date(from).toISOString();
    const since = into.last === null ? { from: first } : { after: into.last };
    if (into.last === null) await readOpenExposures(owner, first, into);
    let batch: RecordEntry[] = [];
    const take = async (): Promise<void> => {
      await followAll(store, owner, into, batch);
      into.last = batch.at(-1)?.sequence ?? into.last;
      batch = [];
    };
    for await (const entry of store.stream({ owner, kinds: KINDS, ...since })) {
      batch.push(entry);
      if (batch.length >= TOGETHER) await take();
    }
    await take();
    forgetBefore(into.trails, from);
    forgetPullsBefore(into.pulls, from);
  }

  /** What was raised before these weeks may go on still. Such entries are few, and merges are not among them. */
  async function readOpenExposures(owner: string, to: string, { exposures }: Known): Promise<void> {
    const kinds = EXPOSURE_KINDS.filter((kind) => kind !== 'merge');
    for await (const entry of store.stream({ owner, kinds, to })) followExposure(exposures, entry);
  }

  return {
    async of(name) {
      const owner = name.toLowerCase();
      const found = known(owner);
      // Those who look at the same time wait for the same reading.
      found.reading ??= readOn(owner, found).finally(() => {
        found.reading = null;
      });
      await found.reading;
      forgetOthers(owner);
      return found;
    },
  };
}

/** Pull requests that are met for the first time begin where they stood before. */
async function followAll(
  store: Pick<Store, 'standings'>,
  owner: string,
  { trails, pulls, exposures, words }: Told,
  batch: readonly RecordEntry[],
): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const unmet = batch.filter(({ subject }) => {
    const about = subjectOf(subject);
    return about !== null && (!trailOf(trails, about) || !pullOf(pulls, about));
  });
  const before = await store.standings(
    owner,
    unmet.map(({ subject }) => subject),
    { before: first.sequence },
  );
  for (const standing of before.values()) {
    const about = subjectOf(standing.decision.subject);
    if (about !== null && !trailOf(trails, about)) startFrom(trails, standing);
    beginPull(pulls, standing);
  }
  for (const entry of batch) {
    follow(trails, entry);
    followPull(pulls, entry);
    followExposure(exposures, entry);
    if (entry.kind === 'freeze') followWord(words, entry);
  }
}

function followWord(words: Told['words'], { subject, at, body }: RecordEntry): void {
  const place = subject.toLowerCase();
  words.set(place, [...(words.get(place) ?? []), { at, body }]);
}
