import { createSweepStage, LISTED, pull, type SweepStage } from './stage.ts';

let stage: SweepStage;
beforeEach(async () => {
  stage = await createSweepStage();
});
afterEach(() => stage.close());

describe('open pull requests', () => {
  const KEY = 'sweep:open-pull-requests:acme/shop';
  const item = (number: number) => ({
    number,
    headSha: 'a'.repeat(40),
    updatedAt: '2026-11-22T11:00:00Z',
    mergedAt: null,
  });

  test('from the app to its installations to their repositories; pushes since are looked at', async () => {
    expect(await stage.run('sweep:open-pull-requests')).toEqual([['sweep:open-pull-requests:42', 0]]);
    stage.github.repositories = async () => [LISTED, { ...LISTED, name: 'web' }];
    await stage.store.note('pushed to acme/web', '2026-11-22T10:00:00.000Z main');
    expect(await stage.run('sweep:open-pull-requests:42', 42)).toEqual([
      ['sweep:control-files:acme/shop', 0],
      ['sweep:open-pull-requests:acme/shop', 0.25],
      ['sweep:open-pull-requests:acme/web', 0.5],
    ]);
  });

  test('one evaluation a second, and the ETags are sent the next time', async () => {
    const asked: (readonly string[])[] = [];
    stage.github.openIfChanged = async (_installation, _repository, etags) => {
      asked.push(etags);
      return etags.length > 0 ? null : { etags: ['e1'], items: [item(1), item(2), item(3)] };
    };
    await stage.store.savePullRequest(pull(2));
    expect(await stage.run(KEY, 42)).toEqual([
      ['acme/shop#1', 0],
      ['acme/shop#3', 1],
    ]);
    expect(await stage.run(KEY, 42)).toEqual([]);
    expect(asked).toEqual([[], ['e1']]);
  });

  test('what fails has its attempts and is left aside; after six hours it is tried once more', async () => {
    stage.github.openIfChanged = async () => ({ etags: [], items: [item(1), item(2)] });
    const jobs = [1, 2].map((number) => ({
      kind: 'pull_request' as const,
      key: `acme/shop#${number}`,
      installationId: 42,
      priority: 1,
    }));
    stage.now = new Date();
    await stage.store.enqueue(jobs);
    const [first, second] = [
      await stage.store.claim('w', stage.now, 60),
      await stage.store.claim('w', stage.now, 60),
    ];
    if (first) await stage.store.retry(first, new Date(stage.now.getTime() + 60_000), 'It failed.');
    if (second) await stage.store.park(second, 'It failed too often.');
    const states = async () =>
      (await stage.store.jobs()).map(({ state, attempts }) => [state, attempts]).toSorted();
    const before = await states();
    await stage.run(KEY, 42);
    expect(await states()).toEqual(before);
    stage.minutes(6 * 60 + 1);
    await stage.run(KEY, 42);
    expect(await states()).toEqual([...before, ['waiting', 0]].toSorted());
  });
});

describe('control files', () => {
  const KEY = 'sweep:control-files:acme/shop';
  const blobs = (oid: string | null, pushedAt = '2026-11-22T10:00:00Z'): void => {
    stage.github.controlFiles = async () => ({
      pushedAt,
      defaultBranch: 'main',
      blobs: new Map([['HEAD:.agentguard.yml', oid]]),
    });
  };

  test('a blob that changed evaluates the repository, and only then', async () => {
    await stage.store.savePullRequest(pull(1));
    blobs('b1');
    expect(await stage.run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
    expect(await stage.store.noted('pushed to acme/shop')).toBe('2026-11-22T10:00:00.000Z main');
    const [job] = await stage.store.jobs();
    const claimed = await stage.store.claim('w', stage.now, 60);
    expect(claimed?.id).toBe(job?.id);
    if (claimed) await stage.store.complete(claimed);
    expect(await stage.run(KEY, 42)).toEqual([]);
    blobs(null);
    expect(await stage.run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
  });

  test('the branches that bind are asked for', async () => {
    await stage.store.savePullRequest(pull(1));
    await stage.store.savePullRequest(pull(2, { bindingRef: 'release/1' }));
    await stage.store.savePullRequest(pull(3, { bindingRef: null }));
    let asked: readonly string[] = [];
    stage.github.controlFiles = async (_installation, _repository, branches) => {
      asked = branches;
      return { pushedAt: null, defaultBranch: null, blobs: new Map() };
    };
    await stage.run(KEY, 42);
    expect(asked).toEqual(['main', 'release/1']);
  });

  test('a push of the last minute is looked at again', async () => {
    blobs('b1', '2026-11-22T11:59:30Z');
    await stage.run(KEY, 42);
    expect(await stage.store.noted('pushed to acme/shop')).toBeNull();
  });

  test('the floor is everybody’s', async () => {
    blobs('b1');
    expect(await stage.run('sweep:control-files:acme/.github', 42)).toEqual([['installation:42', 0]]);
  });
});
