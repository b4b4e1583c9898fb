import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openStore } from '../../../src/adapters/store/store.ts';
import { SourceError, type Job, type PullRequestState, type Store } from '../../../src/ports.ts';
import type { Listed, SentDelivery, SweepSource } from '../../../src/ports/sweeps.ts';
import { SCHEDULE, sweepsAtStart } from '../../../src/worker/sweeps/schedule.ts';
import { createSweeps } from '../../../src/worker/sweeps/sweep.ts';

const SHOP = { owner: 'acme', name: 'shop' };
const LISTED = { ...SHOP, pushedAt: '2026-11-22T10:00:00Z', defaultBranch: 'main', topics: [] };
const sent = (change: Partial<SentDelivery> = {}): SentDelivery => ({
  id: 1,
  guid: 'g1',
  at: '2026-11-22T11:00:00Z',
  status: 0,
  event: 'push',
  action: null,
  installationId: 42,
  ...change,
});
const pull = (number: number, change: Partial<PullRequestState> = {}): PullRequestState => ({
  id: { ...SHOP, number },
  open: true,
  headSha: 'a'.repeat(40),
  agents: [],
  updatedAt: '2026-11-22T11:00:00Z',
  bindingRef: 'main',
  teams: [],
  ...change,
});

let folder: string;
let store: Store;
let now: Date;
let lines: Record<string, unknown>[];
let redelivered: number[];
let github: Partial<SweepSource>;
const clock = { now: () => now };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-sweeps-'));
  store = await openStore({ folder });
  now = new Date('2026-11-22T12:00:00Z');
  lines = [];
  redelivered = [];
  github = {
    list: async () => [
      { id: 42, suspended: false },
      { id: 43, suspended: true },
    ],
    repositories: async () => [LISTED],
    redeliver: async (id) => redelivered.push(id) > 0,
  };
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Runs one sweep, and gives the jobs that it left for now by key with the seconds until each; its next run is not among them. */
async function run(key: string, installationId = 0): Promise<[string, number][]> {
  const before = new Set((await store.jobs()).map((job) => job.key));
  const sweeps = createSweeps({
    store,
    clock,
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
    source: github as SweepSource,
    version: '1.2.3',
  });
  await sweeps({ key, installationId } as Job, new AbortController().signal);
  const left = (await store.jobs()).filter((job) => !before.has(job.key) && job.key !== key);
  return left
    .map((job): [string, number] => [
      job.key,
      Math.max(0, (Date.parse(job.runAt ?? '') - now.getTime()) / 1000),
    ])
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}
const listing = (...items: SentDelivery[]): void => {
  github.deliveries = async () => ({ items, next: null });
};
const minutes = (count: number): void => {
  now = new Date(now.getTime() + count * 60_000);
};

describe('the schedule', () => {
  test.each(SCHEDULE.map(({ what, minutes: every }) => [what, every]))(
    '%s comes again in %d minutes although this run fails',
    async (what, every) => {
      const key = `sweep:${what}`;
      const down = async (): Promise<never> => Promise.reject(new SourceError('GitHub is down.'));
      github = { list: down, deliveries: down };
      store.prune = down;
      await expect(run(key)).rejects.toThrow('GitHub is down.');
      const [next, ...others] = await store.jobs();
      expect(next).toMatchObject({ key, state: 'waiting' });
      expect(Date.parse(next?.runAt ?? '') - now.getTime()).toBe(every * 60_000);
      expect(others).toEqual([]);
    },
  );

  test.each<[string, string | null, boolean]>([
    ['the first start', null, true],
    ['soon after the last', '1.2.3 2026-11-22T11:46:00.000Z', false],
    ['a quarter of an hour after the last', '1.2.3 2026-11-22T11:45:00.000Z', true],
    ['an upgrade', '1.2.2 2026-11-22T11:59:00.000Z', true],
    ['what nobody can read', 'x', true],
  ])('%s evaluates everything: %s %s', async (_, noted, everything) => {
    if (noted !== null) await store.note('full look', noted);
    await sweepsAtStart({ store, clock, version: '1.2.3' });
    const keys = (await store.jobs()).map(({ key }) => key);
    expect(keys.includes('sweep:everything')).toBe(everything);
    expect(keys.filter((key) => key !== 'sweep:everything').toSorted()).toEqual(
      SCHEDULE.map(({ what }) => `sweep:${what}`).toSorted(),
    );
  });

  test('everything: each installation that is not suspended, noted with the version', async () => {
    expect(await run('sweep:everything')).toEqual([['installation:42', 0]]);
    expect(await store.noted('full look')).toBe('1.2.3 2026-11-22T12:00:00.000Z');
  });

  test('a sweep of another version does nothing', async () => {
    expect(await run('sweep:moon')).toEqual([]);
    expect(lines).toMatchObject([{ job: 'sweep:moon' }]);
  });
});

describe('failed deliveries', () => {
  const again = async (): Promise<number[]> => {
    redelivered = [];
    await run('sweep:failed-deliveries');
    return redelivered;
  };

  test.each<[string, SentDelivery[], number[]]>([
    ['one that never arrived', [sent()], [1]],
    ['an answer of 500', [sent({ status: 500 })], [1]],
    ['one that arrived', [sent({ status: 202 })], []],
    ['one that arrived the second time', [sent({ id: 2, status: 202 }), sent()], []],
    ['twice in vain: the newest attempt is named', [sent({ id: 2 }), sent()], [2]],
    ['of a suspended installation', [sent({ installationId: 43 })], []],
    ['of an installation that is gone', [sent({ installationId: 44 })], []],
    ['of no installation', [sent({ installationId: null })], []],
    ['five times in vain', [5, 4, 3, 2, 1].map((id) => sent({ id })), []],
    ['from before GitHub keeps them', [sent({ at: '2026-11-19T11:59:59Z' })], []],
  ])('%s', async (_, items, expected) => {
    listing(...items);
    expect(await again()).toEqual(expected);
  });

  test('one that was stored, although GitHub got no answer', async () => {
    listing(sent());
    await store.accept(
      { id: 'g1', event: 'push', action: null, receivedAt: now.toISOString() },
      { jobs: [] },
    );
    expect(await again()).toEqual([]);
  });

  test('page by page back to where the last run ended, and not past what is still to come', async () => {
    const asked: (string | null)[] = [];
    const pages: Record<string, SentDelivery[]> = {
      first: [sent({ id: 3, guid: 'g3', status: 202, at: '2026-11-22T11:30:00Z' })],
      second: [sent({ id: 2, guid: 'g2', at: '2026-11-22T11:20:00Z' })],
      third: [sent({ status: 202 })],
    };
    const next: Record<string, string | null> = { first: 'second', second: 'third', third: null };
    github.deliveries = async (cursor) => {
      asked.push(cursor);
      const page = cursor ?? 'first';
      return { items: pages[page] ?? [], next: next[page] ?? null };
    };
    expect(await again()).toEqual([2]);
    expect(asked.splice(0)).toEqual([null, 'second', 'third']);
    // Still in vain: the run goes back as far as this one.
    pages['first']?.unshift(sent({ id: 4, guid: 'g2', at: '2026-11-22T12:00:00Z' }));
    minutes(5);
    expect(await again()).toEqual([4]);
    expect(asked.splice(0)).toEqual([null, 'second', 'third']);
    pages['first']?.unshift(sent({ id: 5, guid: 'g2', status: 202, at: '2026-11-22T12:05:00Z' }));
    minutes(5);
    expect(await again()).toEqual([]);
    asked.splice(0);
    minutes(5);
    expect(await again()).toEqual([]);
    expect(asked).toEqual([null]);
  });

  test('a hundred a run, those that were never tried again first; the others a minute later', async () => {
    const many = Array.from({ length: 105 }, (_, index) => sent({ id: 200 - index, guid: `m${index}` }));
    listing(sent({ id: 500, guid: 'm0' }), ...many);
    const asked = await again();
    expect(asked).toHaveLength(100);
    expect(asked).not.toContain(500);
    const [next] = (await store.jobs()).filter(({ key }) => key === 'sweep:failed-deliveries');
    expect(next?.runAt).toBe('2026-11-22T12:01:00.000Z');
  });

  test('given up once, aloud; its installation is evaluated', async () => {
    listing(
      ...[5, 4, 3, 2, 1].map((id) => sent({ id })),
      sent({ id: 9, guid: 'g9', at: '2026-11-22T10:00:00Z' }),
    );
    for (let times = 0; times < 3; times++) await again();
    expect((await store.jobs()).map(({ key }) => key)).toContain('installation:42');
    expect(lines.filter(({ level }) => level === 50)).toMatchObject([{ delivery: 'g1', attempts: 5 }]);
  });

  test('what GitHub has no longer is given up', async () => {
    listing(sent());
    github.redeliver = async () => false;
    await again();
    await again();
    expect(lines.filter(({ level }) => level === 50)).toMatchObject([{ delivery: 'g1', attempts: 1 }]);
  });
});

describe('open pull requests', () => {
  const KEY = 'sweep:open-pull-requests:acme/shop';
  const item = (number: number) => ({
    number,
    headSha: 'a'.repeat(40),
    updatedAt: '2026-11-22T11:00:00Z',
    mergedAt: null,
  });

  test('from the app to its installations to their repositories; pushes since are looked at', async () => {
    expect(await run('sweep:open-pull-requests')).toEqual([['sweep:open-pull-requests:42', 0]]);
    github.repositories = async () => [LISTED, { ...LISTED, name: 'web' }];
    await store.note('pushed to acme/web', '2026-11-22T10:00:00.000Z main');
    expect(await run('sweep:open-pull-requests:42', 42)).toEqual([
      ['sweep:control-files:acme/shop', 0],
      ['sweep:open-pull-requests:acme/shop', 0.25],
      ['sweep:open-pull-requests:acme/web', 0.5],
    ]);
  });

  test('one evaluation a second, and the ETags are sent the next time', async () => {
    const asked: (readonly string[])[] = [];
    github.openIfChanged = async (_installation, _repository, etags) => {
      asked.push(etags);
      return etags.length > 0 ? null : { etags: ['e1'], items: [item(1), item(2), item(3)] };
    };
    await store.savePullRequest(pull(2));
    expect(await run(KEY, 42)).toEqual([
      ['acme/shop#1', 0],
      ['acme/shop#3', 1],
    ]);
    expect(await run(KEY, 42)).toEqual([]);
    expect(asked).toEqual([[], ['e1']]);
  });

  test('what fails has its attempts and is left aside; after six hours it is tried once more', async () => {
    github.openIfChanged = async () => ({ etags: [], items: [item(1), item(2)] });
    const jobs = [1, 2].map((number) => ({
      kind: 'pull_request' as const,
      key: `acme/shop#${number}`,
      installationId: 42,
      priority: 1,
    }));
    now = new Date();
    await store.enqueue(jobs);
    const [first, second] = [await store.claim('w', now, 60), await store.claim('w', now, 60)];
    if (first) await store.retry(first, new Date(now.getTime() + 60_000), 'It failed.');
    if (second) await store.park(second, 'It failed too often.');
    const states = async () =>
      (await store.jobs()).map(({ state, attempts }) => [state, attempts]).toSorted();
    const before = await states();
    await run(KEY, 42);
    expect(await states()).toEqual(before);
    minutes(6 * 60 + 1);
    await run(KEY, 42);
    expect(await states()).toEqual([...before, ['waiting', 0]].toSorted());
  });
});

describe('control files', () => {
  const KEY = 'sweep:control-files:acme/shop';
  const blobs = (oid: string | null, pushedAt = '2026-11-22T10:00:00Z'): void => {
    github.controlFiles = async () => ({
      pushedAt,
      defaultBranch: 'main',
      blobs: new Map([['HEAD:.agentguard.yml', oid]]),
    });
  };

  test('a blob that changed evaluates the repository, and only then', async () => {
    await store.savePullRequest(pull(1));
    blobs('b1');
    expect(await run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
    expect(await store.noted('pushed to acme/shop')).toBe('2026-11-22T10:00:00.000Z main');
    const [job] = await store.jobs();
    const claimed = await store.claim('w', now, 60);
    expect(claimed?.id).toBe(job?.id);
    if (claimed) await store.complete(claimed);
    expect(await run(KEY, 42)).toEqual([]);
    blobs(null);
    expect(await run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
  });

  test('the branches that bind are asked for', async () => {
    await store.savePullRequest(pull(1));
    await store.savePullRequest(pull(2, { bindingRef: 'release/1' }));
    await store.savePullRequest(pull(3, { bindingRef: null }));
    let asked: readonly string[] = [];
    github.controlFiles = async (_installation, _repository, branches) => {
      asked = branches;
      return { pushedAt: null, defaultBranch: null, blobs: new Map() };
    };
    await run(KEY, 42);
    expect(asked).toEqual(['main', 'release/1']);
  });

  test('a push of the last minute is looked at again', async () => {
    blobs('b1', '2026-11-22T11:59:30Z');
    await run(KEY, 42);
    expect(await store.noted('pushed to acme/shop')).toBeNull();
  });

  test('the floor is everybody’s', async () => {
    blobs('b1');
    expect(await run('sweep:control-files:acme/.github', 42)).toEqual([['installation:42', 0]]);
  });
});

describe('teams and rules', () => {
  const list = (...items: string[]): Listed<string> => ({ etags: ['e'], items });
  beforeEach(async () => {
    await store.savePullRequest(pull(1, { teams: ['acme/dba'] }));
    await store.savePullRequest(pull(2, { bindingRef: 'release/1' }));
    github.rules = async () => list('r');
    github.collaborators = async () => list('nadia');
    github.properties = async () => list();
    github.members = async () => list('olga', 'bela');
    await run('sweep:teams-and-rules:acme/shop', 42);
    await run('sweep:team:acme/dba', 42);
    for (let job = await store.claim('w', now, 60); job; job = await store.claim('w', now, 60)) {
      await store.complete(job);
      minutes(1);
    }
  });

  test('only repositories with open pull requests, and each team once', async () => {
    github.repositories = async () => [LISTED, { ...LISTED, name: 'web' }];
    await store.note('topics of acme/shop', '{"etags":[],"digest":"other"}');
    const keys = (await run('sweep:teams-and-rules:42', 42)).map(([key]) => key);
    expect(keys).toEqual([
      'acme/shop#1',
      'acme/shop#2',
      'sweep:team:acme/dba',
      'sweep:teams-and-rules:acme/shop',
    ]);
  });

  test.each<[string, Partial<SweepSource>, string[]]>([
    ['nothing', {}, []],
    ['another ETag of the same rules', { rules: async () => ({ etags: ['f'], items: ['r'] }) }, []],
    [
      'the rules of one branch',
      { rules: async (_installation, _repository, branch) => (branch === 'main' ? list('s') : null) },
      ['acme/shop#1'],
    ],
    ['collaborators', { collaborators: async () => list('nadia', 'bela') }, ['acme/shop#1', 'acme/shop#2']],
    ['custom properties', { properties: async () => list('tier=1') }, ['acme/shop#1', 'acme/shop#2']],
  ])('%s', async (_, change, expected) => {
    github = { ...github, ...change };
    expect((await run('sweep:teams-and-rules:acme/shop', 42)).map(([key]) => key)).toEqual(expected);
  });

  test.each<[string, Listed<string> | null, string[]]>([
    ['as it was', null, []],
    ['the same people in another order', list('bela', 'olga'), []],
    ['somebody left', list('olga'), ['acme/shop#1']],
    ['it is gone', list(), ['acme/shop#1']],
  ])('a team: %s', async (_, members, expected) => {
    github.members = async () => members;
    expect((await run('sweep:team:acme/dba', 42)).map(([key]) => key)).toEqual(expected);
  });

  test('a team that a delivery named', async () => {
    expect(await run('sweep:team-moved:acme/dba', 42)).toEqual([['acme/shop#1', 0]]);
  });
});

describe('merged', () => {
  const KEY = 'sweep:merged:acme/shop';
  const closed = (number: number, mergedAt: string | null) => ({
    number,
    headSha: 'a',
    updatedAt: mergedAt ?? '2026-11-22T11:00:00Z',
    mergedAt,
  });

  test('at first only those taken for open; then whatever the record lacks', async () => {
    await store.savePullRequest(pull(1));
    let items = [closed(1, '2026-11-22T10:00:00Z'), closed(2, '2026-11-22T09:00:00Z')];
    const asked: [readonly string[], string | null][] = [];
    github.closedIfChanged = async (_installation, _repository, etags, since) => {
      asked.push([etags, since]);
      return { etags: ['e1'], items };
    };
    expect(await run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
    items = [
      closed(5, null),
      closed(4, '2026-11-22T11:00:00Z'),
      closed(3, '2026-11-22T10:30:00Z'),
      ...items.slice(1),
    ];
    await store.append({
      owner: 'acme',
      at: now.toISOString(),
      kind: 'merge',
      subject: 'acme/shop#3',
      body: { head: 'a' },
    });
    expect((await run(KEY, 42)).map(([key]) => key)).toEqual(['acme/shop#4']);
    expect(asked).toEqual([
      [[], null],
      [['e1'], '2026-11-22T10:00:00Z'],
    ]);
  });
});

test('prune forgets what is older than thirty days', async () => {
  let before: Date | undefined;
  store.prune = async (date) => {
    before = date;
    return 3;
  };
  await run('sweep:prune');
  expect(before?.toISOString()).toBe('2026-10-23T12:00:00.000Z');
  expect(lines.at(-1)).toMatchObject({ sweep: 'prune', rows: 3 });
});
