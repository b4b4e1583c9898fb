import { openStore } from '../../../src/adapters/store/store.ts';
import type { Job, NewJob, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

let store: Store;

const AT_ONCE = '1970-01-01T00:00:00.000Z';
const NOON = new Date('2026-03-02T12:00:00.000Z');
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

function job(key: string, more: Partial<NewJob> = {}): NewJob {
  return { kind: 'pull_request', key, installationId: 42, priority: 2, ...more };
}

const delivery = (id: string) => ({
  id,
  event: 'pull_request',
  action: 'opened',
  receivedAt: NOON.toISOString(),
});

async function claim(now = NOON): Promise<Job> {
  const claimed = await store.claim('one', now, 60);
  if (!claimed) throw new Error('nothing to claim');
  return claimed;
}

const states = async () => (await store.jobs()).map(({ key, state }) => `${key} ${state}`);

describeOnEachStore('jobs', (at) => {
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  describe('claiming', () => {
    test('takes the smallest priority, then the oldest', async () => {
      await store.enqueue([
        job('a/sweep', { priority: 3 }),
        job('a/b#1'),
        job('a/b#2'),
        job('a/b@c', { priority: 0 }),
      ]);
      const order = [];
      for (let n = 0; n < 4; n++) order.push((await claim()).key);
      expect(order).toEqual(['a/b@c', 'a/b#1', 'a/b#2', 'a/sweep']);
      expect(await store.claim('one', NOON, 60)).toBeNull();
    });

    test('gives a job back as it was asked for', async () => {
      await store.enqueue([
        job('Acme/Shop@abc', {
          kind: 'merge_group',
          installationId: 9_007_199_254_740_991,
          priority: 0,
          runAt: '2026-03-02T11:00:00Z',
          baseRef: 'Main',
        }),
      ]);
      expect(await claim()).toEqual({
        id: 1,
        kind: 'merge_group',
        key: 'Acme/Shop@abc',
        installationId: 9_007_199_254_740_991,
        priority: 0,
        runAt: '2026-03-02T11:00:00.000Z',
        baseRef: 'Main',
        attempts: 1,
        delivery: null,
        since: expect.any(String),
      });
    });

    test('waits for the time of a job and says when it is', async () => {
      await store.enqueue([job('a/b#1', { runAt: after(10).toISOString() })]);
      expect(await store.claim('one', after(9), 60)).toBeNull();
      expect(await store.nextDue()).toEqual(after(10));
      expect((await claim(after(10))).key).toBe('a/b#1');
      expect(await store.nextDue()).toBeNull();
    });

    test('never gives a key to two workers, whatever its spelling', async () => {
      await store.enqueue([job('Acme/Shop#1')]);
      const first = await claim();
      await store.enqueue([job('acme/shop#1')]);
      expect(await store.claim('two', NOON, 60)).toBeNull();
      expect(await store.nextDue()).toBeNull();
      await store.complete(first);
      expect((await claim()).key).toBe('acme/shop#1');
    });

    test('many workers at once get each key once', async () => {
      const keys = Array.from({ length: 20 }, (_, n) => `a/b#${n}`);
      await store.enqueue(keys.map((key) => job(key)));
      const claims = Array.from({ length: 40 }, async (_, n) => {
        // Deliveries keep coming for keys that are being worked on.
        await store.accept(delivery(`d${n}`), { jobs: [job(keys[n % 20] ?? '')] });
        return store.claim(`worker ${n}`, NOON, 60);
      });
      const claimed = (await Promise.all(claims)).flatMap((found) => found?.key ?? []);
      expect(claimed.toSorted()).toEqual(keys.toSorted());
    });
  });

  describe('merging', () => {
    test.each<[string, Partial<NewJob>, Partial<NewJob>, { priority: number; runAt: string }]>([
      [
        'the smaller priority of the later',
        { priority: 2 },
        { priority: 1 },
        { priority: 1, runAt: AT_ONCE },
      ],
      [
        'the smaller priority of the earlier',
        { priority: 0 },
        { priority: 3 },
        { priority: 0, runAt: AT_ONCE },
      ],
      ['at once over later', { runAt: after(60).toISOString() }, {}, { priority: 2, runAt: AT_ONCE }],
      ['at once stays', {}, { runAt: after(60).toISOString() }, { priority: 2, runAt: AT_ONCE }],
      [
        'the earlier time, in whatever form',
        { runAt: after(60).toISOString() },
        { runAt: '2026-03-02T13:00:30+01:00' },
        { priority: 2, runAt: after(30).toISOString() },
      ],
    ])('%s', async (_, first, second, expected) => {
      await store.enqueue([job('a/b#1', first), job('a/b#1', second)]);
      expect(await store.jobs()).toEqual([
        expect.objectContaining({ key: 'a/b#1', state: 'waiting', ...expected }),
      ]);
    });

    test('keeps its place in the queue', async () => {
      await store.enqueue([job('a/b#1'), job('a/b#2'), job('a/b#1')]);
      expect((await claim()).key).toBe('a/b#1');
    });
  });

  describe('a delivery', () => {
    test('that comes while its job runs makes it go round again', async () => {
      await store.accept(delivery('one'), { jobs: [job('a/b#1')] });
      const running = await claim();
      expect(await store.waiting('a/b#1')).toBe(false);
      await store.accept(delivery('two'), { jobs: [job('a/b#1')] });
      expect(await store.waiting('A/B#1')).toBe(true);
      await store.complete(running);
      expect(await states()).toEqual(['a/b#1 waiting']);
    });

    test('that comes twice has its jobs done twice', async () => {
      await store.accept(delivery('one'), { jobs: [job('a/b#1')] });
      await store.complete(await claim());
      await store.accept(delivery('one'), { jobs: [job('a/b#1')] });
      expect(await states()).toEqual(['a/b#1 waiting']);
    });

    test('that cannot be stored whole is not stored at all', async () => {
      const bad = job('a/b#2', { runAt: 'tomorrow' });
      await expect(store.accept(delivery('one'), { jobs: [job('a/b#1'), bad] })).rejects.toThrow(
        'Invalid time',
      );
      expect(await states()).toEqual([]);
    });

    test('remembers who pushed, once', async () => {
      const id = { owner: 'Acme', name: 'Shop', number: 7 };
      const push = (login: string, sha: string, before: string | null = null) => ({
        pullRequest: id,
        login,
        accountType: 'User',
        accountId: 5,
        sha,
        before,
      });
      const pushes = [push('mallory', 'aaa'), push('olga', 'bbb', 'aaa')];
      await store.accept(delivery('one'), { jobs: [], pushes });
      await store.accept(delivery('one'), { jobs: [], pushes: pushes.slice(0, 1) });
      const lower = { owner: 'acme', name: 'shop', number: 7 };
      expect(await store.pushes(lower)).toEqual([
        { ...push('mallory', 'aaa'), pullRequest: lower },
        { ...push('olga', 'bbb', 'aaa'), pullRequest: lower },
      ]);
      expect(await store.pushes({ ...id, number: 8 })).toEqual([]);
    });

    test('a sweep that comes by later is not one', async () => {
      await store.enqueue([job('a/b#1', { runAt: after(60).toISOString() })]);
      expect(await store.waiting('a/b#1')).toBe(false);
    });
  });

  describe('a job that failed', () => {
    test('waits again with its attempts and what went wrong', async () => {
      await store.enqueue([job('a/b#1')]);
      await store.retry(await claim(), after(5), 'GitHub is down');
      expect(await store.claim('one', after(4), 60)).toBeNull();
      expect(await store.jobs()).toEqual([
        expect.objectContaining({ state: 'waiting', attempts: 1, error: 'GitHub is down' }),
      ]);
      expect((await claim(after(5))).attempts).toBe(2);
    });

    test.each<[string, string | undefined, number, string]>([
      ['for later keeps its own time and its attempts', after(3600).toISOString(), 1, after(5).toISOString()],
      ['for sooner has that time and all attempts', after(2).toISOString(), 0, after(2).toISOString()],
      ['for the same time has all attempts', after(5).toISOString(), 0, after(5).toISOString()],
      ['at once has all attempts', undefined, 0, AT_ONCE],
    ])('merged with what was asked %s', async (_, runAt, attempts, due) => {
      const asked = job('a/b#1', runAt === undefined ? {} : { runAt });
      const merged = [expect.objectContaining({ state: 'waiting', attempts, runAt: due })];
      await store.enqueue([job('a/b#1')]);
      const failed = await claim();
      await store.enqueue([asked]);
      await store.retry(failed, after(5), 'GitHub is down');
      expect(await store.jobs()).toEqual(merged);
      // In whatever order they come.
      await store.enqueue([asked]);
      expect(await store.jobs()).toEqual(merged);
    });

    test('merges with the delivery that came meanwhile: at once, and with all its attempts', async () => {
      await store.enqueue([job('a/b#1', { priority: 1 })]);
      const running = await claim();
      await store.enqueue([job('a/b#1', { priority: 2 })]);
      await store.retry(running, after(600), 'GitHub is down');
      expect(await store.jobs()).toEqual([
        expect.objectContaining({ state: 'waiting', attempts: 0, priority: 1, error: 'GitHub is down' }),
      ]);
      expect((await claim()).attempts).toBe(1);
    });

    test('is parked in sight until the same key is done', async () => {
      await store.enqueue([job('a/b#1')]);
      await store.park(await claim(), 'gave up');
      expect(await store.jobs()).toEqual([expect.objectContaining({ state: 'parked', error: 'gave up' })]);
      expect(await store.claim('one', NOON, 60)).toBeNull();
      expect(await store.nextDue()).toBeNull();

      await store.enqueue([job('a/b#1')]);
      await store.park(await claim(), 'gave up again');
      expect(await store.jobs()).toEqual([
        expect.objectContaining({ state: 'parked', error: 'gave up again' }),
      ]);

      await store.enqueue([job('a/b#1')]);
      await store.complete(await claim());
      expect(await store.jobs()).toEqual([]);
    });

    test('has its error cut to what a person reads', async () => {
      await store.enqueue([job('a/b#1')]);
      await store.retry(await claim(), after(5), `\0${'x'.repeat(5000)}`);
      expect((await store.jobs())[0]?.error).toBe('x'.repeat(1000));
    });
  });

  describe('a lease', () => {
    test('that is over gives the job to another, and the first can no longer change it', async () => {
      await store.enqueue([job('a/b#1')]);
      const lost = await claim();
      expect(await store.releaseExpired(after(60))).toBe(0);
      expect(await store.releaseExpired(after(61))).toBe(1);
      expect(await store.renew(lost, after(61), 60)).toBe(false);
      const taken = await claim(after(61));
      expect(taken.attempts).toBe(2);

      await store.complete(lost);
      await store.retry(lost, NOON, 'late');
      await store.park(lost, 'late');
      expect(await store.renew(lost, after(61), 60)).toBe(false);
      expect(await states()).toEqual(['a/b#1 active']);
      await store.complete(taken);
      expect(await states()).toEqual([]);
    });

    test('that is renewed holds', async () => {
      await store.enqueue([job('a/b#1')]);
      const running = await claim();
      expect(await store.renew(running, after(50), 60)).toBe(true);
      expect(await store.releaseExpired(after(100))).toBe(0);
      expect(await states()).toEqual(['a/b#1 active']);
    });

    test("is nobody's after a restart, or once it is over", async () => {
      await store.enqueue([job('a/b#1'), job('a/b#2')]);
      await claim();
      await store.close();
      store = await openStore(at.place());
      // Where several processes share the store, another one may be alive and at it.
      if (at.kind === 'PostgreSQL') await store.releaseExpired(after(61));
      expect(await states()).toEqual(['a/b#2 waiting', 'a/b#1 waiting']);
      expect((await store.jobs())[1]).toMatchObject({
        attempts: 1,
        error: 'The worker stopped before it was done.',
      });
    });
  });
});
