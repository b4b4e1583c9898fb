import { follow, forgetBefore, startFrom, trailOf, type Trails } from '../../core/statistics/trails.ts';
import { subjectOf } from '../../core/statistics/entries.ts';
import { lastWeeks } from '../../core/statistics/weeks.ts';
import type { Clock, RecordEntry, Store } from '../../ports.ts';

/** So many pull requests are kept, about a kilobyte and a half each; owners looked at least recently go first. */
const MOST_KEPT = 50_000;

/** Entries are taken in so many at a time. */
const TOGETHER = 200;

interface Known {
  trails: Trails;
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
  of(owner: string): Promise<Trails>;
} {
  const owners = new Map<string, Known>();

  function known(owner: string): Known {
    const found = owners.get(owner) ?? { trails: new Map(), last: null, reading: null };
    owners.delete(owner);
    owners.set(owner, found);
    return found;
  }

  function forgetOthers(owner: string): void {
    let kept = 0;
    for (const [each, { trails }] of [...owners].toReversed()) {
      for (const pulls of trails.values()) kept += pulls.size;
      if (kept > MOST_KEPT && each !== owner) owners.delete(each);
    }
  }

  async function readOn(owner: string, into: Known): Promise<void> {
    const [from = 0] = lastWeeks(clock.now().getTime());
    const since = into.last === null ? { from: new Date(from).toISOString() } : { after: into.last };
    let batch: RecordEntry[] = [];
    const take = async (): Promise<void> => {
      await followAll(store, owner, into.trails, batch);
      into.last = batch.at(-1)?.sequence ?? into.last;
      batch = [];
    };
    for await (const entry of store.stream({ owner, kinds: ['decision', 'merge', 'override'], ...since })) {
      batch.push(entry);
      if (batch.length >= TOGETHER) await take();
    }
    await take();
    forgetBefore(into.trails, from);
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
      return found.trails;
    },
  };
}

/** Pull requests that are met for the first time begin where they stood before. */
async function followAll(
  store: Pick<Store, 'standings'>,
  owner: string,
  trails: Trails,
  batch: readonly RecordEntry[],
): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const unmet = batch.filter(({ subject }) => {
    const about = subjectOf(subject);
    return about !== null && trailOf(trails, about) === undefined;
  });
  const before = await store.standings(
    owner,
    unmet.map(({ subject }) => subject),
    { before: first.sequence },
  );
  for (const standing of before.values()) startFrom(trails, standing);
  for (const entry of batch) follow(trails, entry);
}
