import { openStore } from '../../../src/adapters/store/store.ts';
import type { Job, NewJob, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

const NOON = new Date('2026-03-02T12:00:00.000Z');
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

const job = (key: string, installationId: number, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'pull_request',
  key,
  installationId,
  priority: 2,
  ...more,
});

const many = (count: number, prefix: string, installationId: number, more: Partial<NewJob> = {}) =>
  Array.from({ length: count }, (_, n) =>
    job(`${prefix}#${String(n).padStart(2, '0')}`, installationId, more),
  );

describeOnEachStore('taking turns', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  const claim = async (now = NOON): Promise<Job | null> => store.claim('one', now, 60);
  const claimKeys = async (count: number): Promise<(string | undefined)[]> => {
    const keys = [];
    for (let n = 0; n < count; n++) keys.push((await claim(after(n)))?.key);
    return keys;
  };

  test('the installation with the fewest jobs under way goes first, whatever it waits with', async () => {
    await store.enqueue([
      ...many(5, 'noisy/a', 1, { priority: 0 }),
      ...many(2, 'quiet/b', 2, { priority: 3 }),
      job('other/c#1', 3),
    ]);
    expect(await claimKeys(8)).toEqual([
      'noisy/a#00',
      'quiet/b#00',
      'other/c#1',
      'noisy/a#01',
      'quiet/b#01',
      'noisy/a#02',
      'noisy/a#03',
      'noisy/a#04',
    ]);
  });

  test('of those with as many under way the one that was served longest ago', async () => {
    await store.enqueue([...many(3, 'x/a', 1), ...many(3, 'x/b', 2)]);
    const order = [];
    for (let n = 0; n < 6; n++) {
      const claimed = await claim(after(n));
      order.push(claimed?.installationId);
      if (claimed) await store.complete(claimed);
    }
    expect(order).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test('what belongs to no installation takes its turn, too', async () => {
    await store.enqueue([...many(2, 'x/a', 7), { ...job('sweep:failed', 0), kind: 'sweep' }]);
    expect(await claimKeys(3)).toEqual(['sweep:failed', 'x/a#00', 'x/a#01']);
  });

  test('one that rests is left out until then, and what is next says so', async () => {
    await store.enqueue([job('x/a#1', 1), job('x/b#1', 2, { priority: 3 })]);
    await store.pause(1, after(60));
    await store.pause(1, after(30));
    await store.pause(3, after(60));
    await store.enqueue([job('x/c#1', 3, { priority: 0 })]);
    expect((await claim())?.key).toBe('x/b#1');
    expect(await claim()).toBeNull();
    expect(await store.nextDue()).toEqual(after(60));
    expect(await claim(after(59))).toBeNull();
    expect((await claim(after(60)))?.key).toBe('x/a#1');
    expect((await claim(after(60)))?.key).toBe('x/c#1');
  });

  test('every eighth time the oldest goes first, so that a stream of urgent ones starves nothing', async () => {
    await store.enqueue([job('x/sweep', 1, { priority: 3 })]);
    await store.enqueue([job('x/paced', 1, { priority: 3, runAt: after(-3600).toISOString() })]);
    await store.enqueue(many(20, 'x/a', 1, { priority: 1 }));
    const keys = await claimKeys(16);
    // Since when they are asked for is the system's time, later than that of the paced one.
    expect([keys[7], keys[15]].toSorted()).toEqual(['x/paced', 'x/sweep']);
    expect(keys.filter((key) => key?.startsWith('x/a'))).toHaveLength(14);
  });

  test('of a priority that has nothing due yet the next one is served', async () => {
    await store.enqueue(many(30, 'x/later', 1, { priority: 0, runAt: after(600).toISOString() }));
    await store.enqueue([job('x/now', 1, { priority: 3 })]);
    expect((await claim())?.key).toBe('x/now');
    expect(await claim()).toBeNull();
    expect((await claim(after(600)))?.key).toBe('x/later#00');
  });

  test('an installation whose every key is being worked on holds up no other', async () => {
    await store.enqueue([job('x/a#1', 1)]);
    await claim();
    await store.enqueue([job('x/a#1', 1, { priority: 0 }), job('x/b#1', 2, { priority: 3 })]);
    expect((await claim())?.key).toBe('x/b#1');
    expect(await claim()).toBeNull();
  });
});

describeOnEachStore('a job', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  const accept = (id: string, receivedAt: string, jobs: readonly NewJob[]) =>
    store.accept({ id, event: 'pull_request', action: 'synchronize', receivedAt }, { jobs });

  test('tells which delivery asked last, and since when it is asked for', async () => {
    await accept('first', after(-20).toISOString(), [job('x/a#1', 1)]);
    await accept('second', after(-10).toISOString(), [job('x/a#1', 1)]);
    await store.enqueue([job('x/a#1', 1)]);
    expect(await store.claim('one', NOON, 60)).toMatchObject({
      delivery: 'second',
      since: after(-20).toISOString(),
    });
  });

  test('that is put back has not been tried', async () => {
    await accept('first', after(-20).toISOString(), [job('x/a#1', 1)]);
    const claimed = await store.claim('one', NOON, 60);
    if (!claimed) throw new Error('nothing to claim');
    await store.putBack(claimed, after(60));
    expect(await store.claim('one', after(59), 60)).toBeNull();
    expect(await store.claim('one', after(60), 60)).toMatchObject({ attempts: 1, delivery: 'first' });
    await store.putBack(claimed, after(60));
    expect(await store.jobs()).toMatchObject([{ state: 'active' }]);
  });

  test('that is put back is done as soon as it is asked for anew', async () => {
    await accept('first', after(-20).toISOString(), [job('x/a#1', 1)]);
    const claimed = await store.claim('one', NOON, 60);
    if (!claimed) throw new Error('nothing to claim');
    await accept('second', NOON.toISOString(), [job('x/a#1', 1)]);
    await store.putBack(claimed, after(60));
    expect(await store.waiting('x/a#1')).toBe(true);
    expect(await store.claim('one', NOON, 60)).toMatchObject({ attempts: 1 });
  });

  test('that was parked can be done again, alone or with all', async () => {
    await store.enqueue([job('X/a#1', 1), job('x/a#2', 1), job('x/a#3', 1)]);
    for (let n = 0; n < 3; n++) {
      const claimed = await store.claim('one', NOON, 60);
      if (claimed) await store.park(claimed, 'gave up');
    }
    expect(await store.retryParked('x/a#9')).toBe(0);
    expect(await store.retryParked('x/A#1')).toBe(1);
    expect((await store.claim('one', NOON, 60))?.attempts).toBe(1);
    expect(await store.retryParked(null)).toBe(2);
    expect((await store.jobs()).map(({ key, state, attempts }) => [key, state, attempts])).toEqual(
      expect.arrayContaining([
        ['x/a#2', 'waiting', 0],
        ['x/a#3', 'waiting', 0],
      ]),
    );
  });

  test('is counted by state and kind, with the time that the oldest is due for', async () => {
    expect(await store.queue(NOON)).toEqual({ waiting: {}, active: 0, parked: 0, oldestDue: null });
    await accept('first', after(-20).toISOString(), [job('x/a#1', 1), job('x/a#2', 1), job('x/a#3', 1)]);
    await accept('second', after(-10).toISOString(), [
      { ...job('sweep:teams', 0), kind: 'sweep', runAt: after(3600).toISOString() },
    ]);
    const claimed = await store.claim('one', NOON, 60);
    if (claimed) await store.park(claimed, 'gave up');
    // The sweep waits for its time; the installation's next one is taken.
    await store.claim('one', NOON, 60);
    expect(await store.queue(NOON)).toEqual({
      waiting: { pull_request: 1, sweep: 1 },
      active: 1,
      parked: 1,
      oldestDue: after(-20),
    });
  });
});

describeOnEachStore('the rest of a store', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  test('tells its time', async () => {
    expect(Math.abs((await store.ping()).getTime() - Date.now())).toBeLessThan(60_000);
  });

  test('knows which deliveries it has, of however many', async () => {
    const told = { event: 'push', action: null, receivedAt: NOON.toISOString() };
    await store.accept({ id: 'a', ...told }, { jobs: [] });
    await store.accept({ id: 'b', ...told }, { jobs: [] });
    const asked = ['b', ...Array.from({ length: 2500 }, (_, n) => `unknown ${n}`), 'a'];
    expect([...(await store.knownDeliveries(asked))].toSorted()).toEqual(['a', 'b']);
    expect(await store.knownDeliveries([])).toEqual(new Set());
  });

  test('keeps the last note of a place', async () => {
    expect(await store.noted('etag:x')).toBeNull();
    await store.note('etag:x', 'one');
    await store.note('etag:x', 'two');
    await store.note('etag:y', '');
    expect([await store.noted('etag:x'), await store.noted('etag:y')]).toEqual(['two', '']);
  });

  test('takes a NUL in what people wrote', async () => {
    const pullRequest = { owner: 'acme', name: 'shop', number: 1 };
    const author = { login: 'olga', type: 'User' as const, id: 1 };
    const command = {
      pullRequest,
      id: 'comment:1',
      commentId: 1,
      author,
      text: 'a\0b',
      at: NOON.toISOString(),
    };
    await store.accept(
      { id: 'n\0', event: 'issue_comment', action: 'created', receivedAt: NOON.toISOString() },
      { jobs: [job('x/a#1', 1)], command },
    );
    const [kept] = await store.commands(pullRequest);
    expect(kept?.text).toBe('ab');
    await store.append({
      owner: 'acme',
      at: NOON.toISOString(),
      kind: 'decision',
      subject: 'x',
      body: { t: 'a\0' },
    });
    expect(await store.verify('acme')).toBeNull();
    expect((await store.record({ owner: 'acme' }))[0]?.body).toEqual({ t: 'a\0' });
  });

  test('forgets old deliveries and what closed pull requests left, not who pushed', async () => {
    const old = { owner: 'acme', name: 'shop', number: 1 };
    const open = { ...old, number: 2 };
    const push = { login: 'olga', accountType: 'User', accountId: 1, sha: 'aaa', before: null };
    for (const [id, receivedAt] of [
      ['old', after(-60)],
      ['new', after(60)],
    ] as const) {
      await store.accept(
        { id, event: 'pull_request', action: 'opened', receivedAt: receivedAt.toISOString() },
        { jobs: [], pushes: [{ pullRequest: old, ...push }] },
      );
    }
    for (const [id, isOpen] of [
      [old, false],
      [open, true],
    ] as const) {
      await store.saveDigests(id, 'aaa', { 'a.sql': 'x' });
      await store.savePullRequest({
        id,
        open: isOpen,
        headSha: 'aaa',
        agents: [],
        updatedAt: after(-60).toISOString(),
        bindingRef: null,
        teams: [],
      });
    }
    expect(await store.prune(NOON)).toBe(2);
    expect(await store.knownDeliveries(['old', 'new'])).toEqual(new Set(['new']));
    expect((await store.digests(old, ['aaa'])).size).toBe(0);
    expect((await store.digests(open, ['aaa'])).size).toBe(1);
    expect(await store.pushes(old)).toHaveLength(1);
  });
});
