import { readStore } from '../../../src/adapters/store/read.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { RecordEntry, RecordFilter, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

let store: Store;

const append = (subject: string, day: number, outcome: string, more: Partial<RecordEntry> = {}) =>
  store.append({
    owner: 'acme',
    at: `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    kind: 'decision',
    subject,
    body: { outcome, day },
    ...more,
  });

async function sequences(filter: Omit<RecordFilter, 'owner'> = {}): Promise<number[]> {
  const found: number[] = [];
  for await (const { sequence } of store.stream({ owner: 'Acme', ...filter })) found.push(sequence);
  return found;
}

describeOnEachStore('reading much of the record:', (at) => {
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  describe('a stream', () => {
    test.each<[string, Omit<RecordFilter, 'owner'>, number[]]>([
      ['everything, in its order', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['from a time', { from: '2026-03-02T12:00:00.000Z' }, [2, 3, 4, 5, 6]],
      ['up to a time', { to: '2026-03-02T12:00:00.000Z' }, [1, 7, 8, 9]],
      [
        'a time written otherwise',
        { from: '2026-03-02T13:00:00+01:00', to: '2026-03-03T00:00:00+01:00' },
        [2, 5],
      ],
      ['from a time that has not come', { from: '2030-01-01' }, []],
      ['one kind', { kinds: ['merge'] }, [4]],
      ['some kinds, in the order of all', { kinds: ['push', 'freeze', 'merge', 'push'] }, [4, 7, 8, 9]],
      ['some kinds after an entry', { kinds: ['push', 'freeze'], after: 7 }, [8, 9]],
      ['no kind', { kinds: [] }, []],
      [
        'a repository, however it is spelled',
        { repository: { owner: 'ACME', name: 'Shop' } },
        [1, 2, 4, 8, 9],
      ],
      ['a name in which signs stand for themselves', { repository: { owner: 'acme', name: 'sh_p' } }, [5]],
      ['after an entry', { after: 4 }, [5, 6, 7, 8, 9]],
      ['all at once', { after: 1, from: '2026-03-02', to: '2026-03-05', kinds: ['decision'] }, [2, 3, 5]],
    ])('%s', async (_, filter, expected) => {
      await append('acme/shop#1', 1, 'block');
      await append('Acme/Shop#2', 2, 'block');
      await append('acme/shop2#1', 3, 'block');
      await append('acme/shop#1', 5, '', { kind: 'merge' });
      // Chains are not always in the order of time.
      await append('acme/sh_p#1', 2, 'block');
      await append('acme/other#1', 6, 'block');
      // What is about a branch or all of a repository is about it, what is about the organisation is not.
      await append('acme', 1, '', { kind: 'freeze' });
      await append('Acme/Shop', 1, '', { kind: 'freeze' });
      await append('acme/shop@main', 1, '', { kind: 'push' });
      await append('acme/shop#1', 1, 'block', { owner: 'umbrella' });
      expect(await sequences(filter)).toEqual(expected);
      const reader = readStore(at.place());
      expect(await reader.count({ owner: 'Acme', ...filter }).finally(reader.close)).toBe(expected.length);
    });

    test('longer than a page, with what is appended meanwhile, without holding anybody up', async () => {
      for (let n = 1; n <= 250; n++) await append(`acme/shop#${n}`, 1, 'block');
      let turns = 0;
      const timer = setInterval(() => turns++, 0);
      const seen: number[] = [];
      for await (const { sequence } of store.stream({ owner: 'acme' })) {
        seen.push(sequence);
        if (sequence === 250) await append('acme/shop#251', 1, 'block');
      }
      clearInterval(timer);
      expect(seen).toEqual(Array.from({ length: seen.length }, (_, n) => n + 1));
      expect(seen.length).toBeGreaterThanOrEqual(250);
      expect(turns).toBeGreaterThan(0);
    });
  });

  test('kinds that take turns over many pages come in order', async () => {
    const kinds = ['merge', 'alert', 'answered'] as const;
    for (let n = 0; n < 450; n++)
      await append(`acme/shop#${n}`, 1, '', { kind: kinds[(n * n) % 3] ?? 'merge' });
    expect(await sequences({ kinds })).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
  });

  describe('where pull requests stand', () => {
    test.each<[string, readonly string[], string, number]>([
      ['decided once', ['block'], 'block', 1],
      ['waiting since the first refusal', ['block', 'review_required', 'indeterminate'], 'indeterminate', 1],
      ['allowed at last', ['block', 'allow'], 'allow', 2],
      ['waiting anew', ['block', 'allow', 'allow', 'review_required', 'block'], 'block', 4],
      ['allowed for long', ['allow', 'allow'], 'allow', 1],
    ])('%s', async (_, outcomes, outcome, since) => {
      for (const [n, each] of outcomes.entries()) await append('Acme/Shop#1', n + 1, each);
      await append('acme/shop#12', 20, 'allow');
      const found = await store.standings('ACME', ['acme/SHOP#1', 'acme/shop#1', 'acme/shop#3']);
      expect([...found.keys()]).toEqual(['acme/shop#1']);
      expect(found.get('acme/shop#1')).toMatchObject({
        decision: { subject: 'Acme/Shop#1', body: { outcome }, sequence: outcomes.length },
        since: `2026-03-0${since}T12:00:00.000Z`,
      });
    });

    test('as it was before an entry', async () => {
      for (const [n, each] of ['block', 'block', 'allow'].entries()) await append('acme/shop#1', n + 1, each);
      const before = async (entry: number) =>
        (await store.standings('acme', ['acme/shop#1'], { before: entry })).get('acme/shop#1');
      expect(await before(1)).toBeUndefined();
      expect(await before(3)).toMatchObject({
        decision: { sequence: 2 },
        since: '2026-03-01T12:00:00.000Z',
      });
    });

    test('many at once; merges and other words are no decisions', async () => {
      const subjects = Array.from({ length: 450 }, (_, n) => `acme/shop#${n}`);
      for (const subject of subjects) await append(subject, 1, 'block');
      await append('acme/shop#7', 2, '', { kind: 'merge', body: { '\u0000': '\u0000', outcome: 'allow' } });
      await append('acme/shop#8', 2, '', { body: { nothing: 'known \u0000' } });
      const found = await store.standings('acme', subjects);
      expect(found.size).toBe(450);
      expect(found.get('acme/shop#7')?.decision.kind).toBe('decision');
      expect(found.get('acme/shop#8')?.since).toBe('2026-03-01T12:00:00.000Z');
      expect(await store.standings('acme', [])).toEqual(new Map());
    });
  });

  test("agents' open pull requests of several repositories", async () => {
    const state = (name: string, number: number, open: boolean, agents: string[]) => ({
      id: { owner: 'acme', name, number },
      open,
      headSha: 'aaa',
      agents,
      updatedAt: null,
      bindingRef: 'main',
      teams: [],
    });
    const shop = state('shop', 2, true, ['claude-code']);
    const site = state('site', 1, true, ['devin', 'jules']);
    const others = [
      state('shop', 3, true, []),
      state('shop', 4, false, ['devin']),
      state('secret', 1, true, ['devin']),
    ];
    for (const each of [site, shop, ...others]) await store.savePullRequest(each);
    const repositories = ['Shop', 'site'].map((name) => ({ owner: 'Acme', name }));
    const found = await store.agentsOpenPullRequests(repositories);
    expect(found).toEqual([
      { ...shop, id: { owner: 'Acme', name: 'Shop', number: 2 } },
      { ...site, id: { owner: 'Acme', name: 'site', number: 1 } },
    ]);
    expect(await store.agentsOpenPullRequests([])).toEqual([]);
  });

  test('those of an owner, spelled as the record spelled them last', async () => {
    const state = (owner: string, name: string, number: number, agents = ['devin']) => ({
      id: { owner, name, number },
      open: true,
      headSha: 'aaa',
      agents,
      updatedAt: null,
      bindingRef: 'main',
      teams: [],
    });
    const told = [state('ac_me', 'shop', 2), state('ac_me', 'site', 1), state('ac_me', 'site', 3, [])];
    for (const each of [...told, state('acxme', 'shop', 1), state('ac_me-2', 'shop', 1)]) {
      await store.savePullRequest(each);
    }
    const record = (subject: string) =>
      store.append({
        owner: 'ac_me',
        at: '2026-03-01T12:00:00Z',
        kind: 'decision',
        subject,
        body: { of: subject },
      });
    for (const subject of ['ac_me/SHOP#2', 'Ac_me/Shop#2', 'ac_me/Shop#20']) await record(subject);
    expect((await store.agentsOpenPullRequestsOf('AC_ME')).map(({ id }) => id)).toEqual([
      { owner: 'Ac_me', name: 'Shop', number: 2 },
      { owner: 'ac_me', name: 'site', number: 1 },
    ]);
    expect(await store.agentsOpenPullRequestsOf('nobody')).toEqual([]);
  });
});
