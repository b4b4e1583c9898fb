import { jest } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, record } from 'fast-check';
import { acceptTogether } from '../../../src/adapters/store/accept.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { ListedJob, NewJob, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

const NEVER = new Date('2200-01-01T00:00:00Z');

const job = record<NewJob>(
  {
    kind: constantFrom('pull_request', 'merge_group', 'repository'),
    key: constantFrom('shop#1', 'Shop#1', 'SHOP#1', 'shop#2', 'shop', 'Shop'),
    installationId: constantFrom(1, 2),
    priority: constantFrom(0, 1, 2, 3),
    runAt: constantFrom('2026-03-02T12:00:00Z', '2026-03-02T13:00:00Z', '2026-03-02T13:30:00+01:00'),
    baseRef: constantFrom('main', 'Main'),
  },
  { requiredKeys: ['kind', 'key', 'installationId', 'priority'] },
);
const scenario = record({
  /** Jobs that failed before and wait to be done again. */
  failed: array(job, { maxLength: 3 }),
  deliveries: array(array(job, { maxLength: 3 }), { minLength: 1, maxLength: 12 }),
});

describeOnEachStore('deliveries', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  const accept = (owner: string, n: number, jobs: readonly NewJob[]): Promise<void> =>
    store.accept(
      {
        id: `${owner} ${n}`,
        event: 'push',
        action: null,
        receivedAt: new Date(Date.UTC(2026, 2, 2, 12, 0, n)).toISOString(),
      },
      { jobs: jobs.map((each) => ({ ...each, key: `${owner}/${each.key}` })) },
    );

  async function fail(owner: string, failed: readonly NewJob[]): Promise<void> {
    const claimed = [];
    // Each is claimed while nothing else waits, so that it does not matter whose turn it is.
    for (const each of failed) {
      await accept(owner, 50, [each]);
      claimed.push(await store.claim('one', NEVER, 60));
    }
    for (const each of claimed) {
      if (each) await store.retry(each, new Date('2026-03-02T12:30:00Z'), 'GitHub is down');
    }
  }

  /** What waits in the end, without what names the run; everything is done then. */
  async function outcome(owner: string): Promise<unknown[]> {
    const listed = await store.jobs();
    for (let next; (next = await store.claim('one', NEVER, 60)) !== null;) await store.complete(next);
    return listed
      .toSorted((a, b) => (a.key.toLowerCase() < b.key.toLowerCase() ? -1 : 1))
      .map(({ key, delivery, ...rest }: ListedJob) => ({
        ...rest,
        id: 0,
        key: key.slice(owner.length),
        delivery: delivery?.slice(owner.length),
      }));
  }

  test('that come together leave what they leave one after another', async () => {
    let runs = 0;
    const property = asyncProperty(scenario, async ({ failed, deliveries }) => {
      const owner = `together${++runs}`;
      await fail(owner, failed);
      await Promise.all(deliveries.map((jobs, n) => accept(owner, n, jobs)));
      const together = await outcome(owner);
      const other = `oneByOne${runs}`;
      await fail(other, failed);
      for (const [n, jobs] of deliveries.entries()) await accept(other, n, jobs);
      expect(together).toEqual(await outcome(other));
    });
    await assert(property, { numRuns: at.kind === 'SQLite' ? 40 : 15 });
  }, 120_000);
});

test('where nothing can be stored, no delivery waits for all the others to fail', async () => {
  let now = 0;
  let tries = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  try {
    const accept = acceptTogether(async () => {
      tries++;
      now += 3000;
      throw new Error('connect timeout');
    });
    const told = Array.from({ length: 50 }, (_, n) =>
      accept({ id: `d${n}`, event: 'push', action: null, receivedAt: NEVER.toISOString() }, { jobs: [] }),
    );
    const results = await Promise.allSettled(told);
    expect(results.map(({ status }) => status)).toEqual(told.map(() => 'rejected'));
    // All at once, and the first of them alone.
    expect(tries).toBe(2);
  } finally {
    clock.mockRestore();
  }
});
