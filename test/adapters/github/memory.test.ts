import { changeKey, createMemory, objectKey } from '../../../src/adapters/github/memory.ts';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import { forkPoint } from '../../../src/adapters/github/snapshot/fork-point.ts';
import type { FileChange, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { FactsSource } from '../../../src/ports.ts';
import { ANN, BASE_TIP, blob, BOB, HEAD, page } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});

const clock = { now: () => new Date('2026-05-04T09:00:00Z') };
/** A job of its own. */
const job = (): FactsSource => gitHubSource({ clients: github.clients, installationId: INSTALLATION, clock });

const repository = { owner: 'acme', name: 'shop', ownerType: 'Organization' };
const factsAt = (headSha: string): PullRequestFacts =>
  ({
    repository,
    number: 1,
    headSha,
    binding: { ref: 'main', sha: BASE_TIP, reason: 'own base' },
    commits: [{ sha: headSha, parents: [BASE_TIP] }],
    gaps: [],
  }) as unknown as PullRequestFacts;

describe('the room', () => {
  const KB = 1024;
  const text = (kilobytes: number) => ({ text: 'x'.repeat((kilobytes * KB) / 2) });

  test('is bounded, and what was used last stays', () => {
    const { notes } = createMemory();
    for (let index = 0; index < 100; index++) {
      notes.set(`${index}`, text(100));
      notes.get('0');
    }
    const kept = Array.from({ length: 100 }, (_, index) => notes.get(`${index}`)).filter(Boolean);
    expect(kept.length).toBe(30);
    expect([notes.get('0'), notes.get('1'), notes.get('99')].map(Boolean)).toEqual([true, false, true]);
  });

  test('is not for one thing alone', () => {
    const { notes } = createMemory();
    notes.set('small', text(1));
    notes.set('large', text(2000));
    expect([notes.get('small'), notes.get('large')].map(Boolean)).toEqual([true, false]);
  });

  test('is apart for each repository', () => {
    expect(objectKey({ owner: 'acme', name: 'shop' }, 'a')).not.toBe(
      objectKey({ owner: 'other', name: 'shop' }, 'a'),
    );
    expect(changeKey({ owner: 'acme', name: 'shop' }, 'a', 'b')).toBe(
      changeKey({ owner: 'Acme', name: 'Shop' }, 'a', 'b'),
    );
  });
});

describe('contents', () => {
  const file = (path: string, headBlob: string): FileChange => ({
    path,
    previousPath: null,
    status: 'modified',
    additions: 1,
    deletions: 1,
    headBlob,
    patch: '@@ -1 +1 @@\n-a\n+b',
  });
  const [A, B] = ['c'.repeat(40), 'd'.repeat(40)];
  const texts = async (head: string, ...files: FileChange[]) => {
    const requests = files.map((each) => ({ file: each, sides: 'both' as const }));
    const read = await job().contents(factsAt(head), requests);
    return read.map(({ head: at, base }) =>
      [at, base].map((side) => (side?.state === 'text' ? side.text : (side?.state ?? null))),
    );
  };
  const answers = (...nodes: (object | null)[]) => ({
    body: { data: { repository: Object.fromEntries(nodes.map((node, index) => [`at${index}`, node])) } },
  });
  const places = (): string[][] =>
    github
      .bodies('query blobs')
      .map(({ owner: _owner, name: _name, ...at }) => Object.values(at) as string[]);

  test('of the same blob, and of the same side of the base, are read once', async () => {
    github.query('blobs', answers(blob('new', { oid: A }), blob('old', { oid: B })));
    expect(await texts(HEAD, file('a.ts', A))).toEqual([['new', 'old']]);
    expect(await texts('9'.repeat(40), file('a.ts', A))).toEqual([['new', 'old']]);
    expect(places()).toEqual([[`${HEAD}:a.ts`, `${BASE_TIP}:a.ts`]]);
  });

  test('of another blob are read, and only those', async () => {
    github.query(
      'blobs',
      answers(blob('new', { oid: A }), blob('old', { oid: B })),
      answers(blob('newer', { oid: 'e'.repeat(40) })),
    );
    await texts(HEAD, file('a.ts', A));
    const next = '9'.repeat(40);
    expect(await texts(next, file('a.ts', 'e'.repeat(40)))).toEqual([['newer', 'old']]);
    expect(places()).toEqual([[`${HEAD}:a.ts`, `${BASE_TIP}:a.ts`], [`${next}:a.ts`]]);
  });

  test('that could not be read, or were not there, are asked for again', async () => {
    github.query('blobs', { status: 502 }, { status: 502 }, { status: 502 }, answers(null, null));
    github.on(`GET /repos/acme/shop/git/blobs/${A}`, { status: 500, body: {} });
    expect(await texts(HEAD, file('a.ts', A))).toEqual([['unread', 'unread']]);
    const asked = github.bodies('query blobs').length;
    expect(await texts(HEAD, file('a.ts', A))).toEqual([['unread', 'unread']]);
    expect(github.bodies('query blobs').length).toBeGreaterThan(asked);
  });

  test('that GraphQL cuts short are read whole once', async () => {
    const raw = `GET /repos/acme/shop/git/blobs/${A}`;
    github.query('blobs', answers(blob('ne', { oid: A, isTruncated: true }), blob('old', { oid: B })));
    github.on(raw, {
      body: 'new and long',
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
    });
    for (let times = 0; times < 2; times++) {
      expect(await texts(HEAD, file('a.ts', A))).toEqual([['new and long', 'old']]);
    }
    expect(github.calls()).toEqual(['query blobs', raw]);
  });
});

describe('people', () => {
  const collaborators = (...logins: string[]) => ({
    body: {
      data: {
        repository: {
          collaborators: {
            pageInfo: { hasNextPage: false },
            edges: logins.map((login) => ({ permission: 'WRITE', node: { ...BOB, login } })),
          },
        },
      },
    },
  });
  const team = (...members: object[]) => ({
    body: { data: { organization: { team: { members: page(members) } } } },
  });
  const request = { teams: ['acme/dba'], logins: ['bob'], organization: true, access: true };
  const names = () => github.calls().map((call) => call.replace(/\?.*/, ''));

  beforeEach(() => {
    github.query('collaborators', collaborators('bob'));
    github.query('team', team(ANN));
    github.on('GET /orgs/acme/memberships/bob', { body: { state: 'active', role: 'member' } });
    github.on('GET /orgs/acme/teams/dba/repos/acme/shop', { status: 204 });
  });

  test('are asked about once in a job, and anew in the next', async () => {
    const facts = factsAt(HEAD);
    const source = job();
    const first = await source.people(facts, request);
    expect(await source.people(facts, request)).toEqual(first);
    const once = names();
    expect(once.toSorted()).toEqual([
      'GET /orgs/acme/memberships/bob',
      'GET /orgs/acme/teams/dba/repos/acme/shop',
      'query collaborators',
      'query team',
    ]);
    github.query('team', team());
    expect((await job().people(facts, request)).teams.get('acme/dba')).toEqual([]);
    expect(names()).toHaveLength(2 * once.length);
  });

  test('whom more is asked about: only the rest', async () => {
    const facts = factsAt(HEAD);
    const source = job();
    await source.people(facts, { teams: ['acme/dba'], logins: [] });
    github.query('team', team(BOB));
    await source.people(facts, { teams: ['acme/dba', 'acme/web'], logins: [] });
    expect(github.bodies('query team').map(({ slug }) => slug)).toEqual(['dba', 'web']);
    expect(github.bodies('query collaborators')).toHaveLength(1);
  });

  test('who could not be read is asked about again', async () => {
    const facts = factsAt(HEAD);
    const source = job();
    const broken = { body: { data: { organization: null }, errors: [{ message: 'Something went wrong' }] } };
    github.query('team', broken, team(ANN));
    expect((await source.people(facts, request)).gaps.map(({ what }) => what)).toEqual(['team acme/dba']);
    expect((await source.people(facts, request)).gaps).toEqual([]);
  });
});

test.each<[string, [string, string[]][], string | null]>([
  ['one commit', [['h', ['b']]], 'b'],
  [
    'a line',
    [
      ['1', ['b']],
      ['h', ['1']],
    ],
    'b',
  ],
  [
    'a merge of the base',
    [
      ['1', ['b']],
      ['h', ['1', 'm']],
    ],
    null,
  ],
  ['the first commit of all', [['h', []]], null],
  ['another head', [['1', ['b']]], null],
  ['nothing', [], null],
])('where %s begins', (_, commits, wanted) => {
  expect(
    forkPoint(
      commits.map(([sha, parents]) => ({ sha, parents })),
      'h',
    ),
  ).toBe(wanted);
});
