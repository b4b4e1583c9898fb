import { acceptTogether } from '../../../src/adapters/store/accept.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { NewJob, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const delivery = (id: string) => ({ id, event: 'pull_request', action: 'synchronize', receivedAt: NOON });
const job = (key: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'pull_request',
  key,
  installationId: 1,
  priority: 2,
  ...more,
});

describeOnEachStore('deliveries that come at once', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  test('are all stored, and jobs of one key are one job', async () => {
    const ids = Array.from({ length: 500 }, (_, n) => `d${n}`);
    await Promise.all(
      ids.map((id, n) => store.accept(delivery(id), { jobs: [job(`a/b#${n % 7}`, { priority: n % 4 })] })),
    );
    expect((await store.knownDeliveries(ids)).size).toBe(500);
    expect((await store.jobs()).map(({ key, priority }) => [key, priority]).toSorted()).toEqual(
      Array.from({ length: 7 }, (_, n) => [`a/b#${n}`, 0]),
    );
  });

  test('merge as they do one after the other', async () => {
    const jobs = [
      job('A/b#1', { runAt: '2026-03-02T13:00:00Z', priority: 1, baseRef: 'main' }),
      job('a/b#1', { runAt: '2026-03-02T12:30:00Z', priority: 3 }),
      job('a/B#1', { runAt: '2026-03-02T14:00:00Z', priority: 2 }),
    ];
    const kept = async () => (await store.jobs()).map((each) => ({ ...each, id: 0 }));
    await Promise.all(jobs.map((each, n) => store.accept(delivery(`d${n}`), { jobs: [each] })));
    const together = await kept();
    const claimed = await store.claim('one', new Date('2026-03-03'), 60);
    if (claimed) await store.complete(claimed);
    for (const [n, each] of jobs.entries()) await store.accept(delivery(`d${n}`), { jobs: [each] });
    expect(await kept()).toEqual(together);
    expect(together).toMatchObject([{ key: 'a/B#1', priority: 1, runAt: '2026-03-02T12:30:00.000Z' }]);
  });

  test('fail alone: one that cannot be stored takes no other with it', async () => {
    const told = Array.from({ length: 20 }, (_, n) =>
      store.accept(delivery(`d${n}`), {
        jobs: [job(`a/b#${n}`, n === 7 ? { runAt: 'tomorrow' } : {})],
      }),
    );
    const results = await Promise.allSettled(told);
    expect(results.map(({ status }, n) => [n, status]).filter(([, status]) => status === 'rejected')).toEqual(
      [[7, 'rejected']],
    );
    expect(await store.jobs()).toHaveLength(19);
    expect((await store.knownDeliveries(['d6', 'd7', 'd8'])).size).toBe(2);
  });
});

test('deliveries that come during a commit share the next, and none is told before its own', async () => {
  const commits: (() => void)[] = [];
  const accept = acceptTogether(
    () => new Promise((resolve) => commits.push(resolve as () => void)) as Promise<never>,
  );
  const stored: string[] = [];
  const send = (id: string) => void accept(delivery(id), { jobs: [] }).then(() => stored.push(id));
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  send('a');
  await turn();
  send('b');
  send('c');
  await turn();
  expect([commits.length, stored]).toEqual([1, []]);
  commits[0]?.();
  await turn();
  expect([commits.length, stored]).toEqual([2, ['a']]);
  commits[1]?.();
  await turn();
  expect([commits.length, stored]).toEqual([2, ['a', 'b', 'c']]);
});
