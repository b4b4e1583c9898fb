import { Gauge, type Registry } from 'prom-client';
import { EXPOSURE_KINDS, followExposure, type Exposures } from '../../core/exposure/exposures.ts';
import type { Store } from '../../ports.ts';

/** How long what the record said is good for. */
const GOOD_FOR_MS = 15_000;

/**
 * What goes on past the gate, from the record of all owners: so it is the same on every replica. Since the record is only
 * ever added to, each reading reads what came since the one before.
 * @returns reads, at most so often, and sets the gauges; without the store nothing is known
 */
export function exposureGauges(
  registers: Registry[],
  store: Pick<Store, 'owners' | 'stream'>,
): (now: Date) => Promise<void> {
  const open = new Gauge({
    name: 'agentguard_exposures_open',
    help: 'Changes of agents on protected branches that nobody allowed, and overrides not followed up, that go on.',
    registers,
  });
  const oldest = new Gauge({
    name: 'agentguard_exposure_oldest_seconds',
    help: 'For how long the oldest exposure that goes on has gone on; 0: there is none.',
    registers,
  });
  const known = new Map<string, { readonly exposures: Exposures; last: number }>();
  let since: number[] | null = null;
  let asked = -Infinity;
  let reading: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const found: number[] = [];
    for (const owner of await store.owners()) {
      const of = known.get(owner) ?? { exposures: new Map(), last: 0 };
      known.set(owner, of);
      for await (const entry of store.stream({ owner, kinds: EXPOSURE_KINDS, after: of.last })) {
        followExposure(of.exposures, entry);
        of.last = entry.sequence;
      }
      for (const { until, since: began } of of.exposures.values())
        if (until === null) found.push(Date.parse(began));
    }
    since = found;
  }

  return async (now) => {
    if (performance.now() - asked >= GOOD_FOR_MS) {
      asked = performance.now();
      reading = read().catch(() => {
        since = null;
      });
    }
    await reading;
    open.set(since?.length ?? NaN);
    const began = since?.reduce((first, each) => Math.min(first, each), now.getTime()) ?? NaN;
    oldest.set(Math.max(0, (now.getTime() - began) / 1000));
  };
}
