import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { FileChange, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { ContentRequest } from '../../../src/ports.ts';
import { BASE_TIP, blob, HEAD } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub, Sent } from './support/github.ts';

const MERGE_BASE = '5'.repeat(40);
const COMPARE = `GET /repos/acme/shop/compare/${BASE_TIP}...${HEAD}`;
const rawBlob = (oid: string): string => `GET /repos/acme/shop/git/blobs/${oid}`;
const raw = (body: string) => ({
  body,
  headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
});

let github: FakeGitHub;
let tree: Record<string, object | null>;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  tree = {};
  github.on(COMPARE, { body: { merge_base_commit: { sha: MERGE_BASE } } });
  github.query('blobs', (sent) => ({ body: { data: { repository: lookUp(sent) } } }));
});

/** What `tree` holds for each place that a query asks for. */
function lookUp({ body }: Sent): Record<string, unknown> {
  const { owner: _owner, name: _name, ...places } = body['variables'] as Record<string, string>;
  return Object.fromEntries(Object.entries(places).map(([key, place]) => [key, tree[place] ?? null]));
}

const file = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  previousPath: null,
  status: 'modified',
  additions: 1,
  deletions: 1,
  headBlob: 'd'.repeat(40),
  patch: '@@ -1 +1 @@\n-a\n+b',
  ...more,
});
const both = (...files: FileChange[]): ContentRequest[] =>
  files.map((each) => ({ file: each, sides: 'both' }));
const read = async (requests: ContentRequest[]): Promise<readonly FileChange[]> => {
  const facts = {
    repository: { owner: 'acme', name: 'shop' },
    number: 1,
    headSha: HEAD,
    binding: { ref: 'main', sha: BASE_TIP, reason: 'own base' },
    commits: [] as PullRequestFacts['commits'],
    gaps: [] as PullRequestFacts['gaps'],
  } as PullRequestFacts;
  const clock = { now: () => new Date() };
  return gitHubSource({ clients: github.clients, installationId: INSTALLATION, clock }).contents(
    facts,
    requests,
  );
};
const text = (value: string) => ({ state: 'text', text: value });
const ABSENT = { state: 'absent' };

describe('which sides are read, and where', () => {
  test.each<[string, FileChange, ContentRequest['sides'], string[], unknown, unknown]>([
    ['modified', file('x'), 'both', [`${HEAD}:x`, `${MERGE_BASE}:x`], text('base of x'), text('head of x')],
    ['modified, head alone', file('x'), 'head', [`${HEAD}:x`], undefined, text('head of x')],
    [
      'renamed',
      file('y', { status: 'renamed', previousPath: 'x' }),
      'both',
      [`${HEAD}:y`, `${MERGE_BASE}:x`],
      text('base of x'),
      text('head of y'),
    ],
    ['added', file('x', { status: 'added' }), 'both', [`${HEAD}:x`], ABSENT, text('head of x')],
    [
      'removed',
      file('x', { status: 'removed', headBlob: null }),
      'both',
      [`${MERGE_BASE}:x`],
      text('base of x'),
      ABSENT,
    ],
  ])('%s', async (_, change, sides, places, base, head) => {
    tree = {
      [`${HEAD}:x`]: blob('head of x'),
      [`${HEAD}:y`]: blob('head of y'),
      [`${MERGE_BASE}:x`]: blob('base of x'),
    };
    const [result] = await read([{ file: change, sides }]);
    const { owner: _owner, name: _name, ...asked } = github.bodies('query blobs')[0] ?? {};
    expect(Object.values(asked)).toEqual(places);
    expect([result?.base, result?.head]).toEqual([base, head]);
    expect(result?.patch).toBe(change.patch);
  });

  test('nothing but heads: the merge base is not asked for', async () => {
    tree = { [`${HEAD}:x`]: blob('x') };
    await read([{ file: file('x'), sides: 'head' }, ...both(file('x', { status: 'added' }))]);
    expect(github.calls()).toEqual(['query blobs']);
  });

  test('fifty places a query, any name in them', async () => {
    const names = [
      'a b',
      'ü',
      'a"b\\c',
      'x:y',
      '$at0',
      '{{',
      ...Array.from({ length: 100 }, (_, index) => `${index}`),
    ];
    for (const name of names) tree[`${HEAD}:${name}`] = blob(`in ${name}`);
    const files = await read(names.map((name) => ({ file: file(name), sides: 'head' })));
    expect(files.map(({ head }) => head)).toEqual(names.map((name) => text(`in ${name}`)));
    expect(github.calls()).toEqual(['query blobs', 'query blobs', 'query blobs']);
  });
});

describe('what a blob may be', () => {
  const headOf = async (
    node: object | null,
    more: Partial<FileChange> = {},
  ): Promise<FileChange | undefined> => {
    tree = { [`${HEAD}:x`]: node };
    const [result] = await read([{ file: file('x', more), sides: 'head' }]);
    return result;
  };
  const oid = 'c'.repeat(40);
  const large = (byteSize: number) => blob('cut', { isTruncated: true, byteSize });

  test.each<[string, object, unknown]>([
    ['binary', blob('', { isBinary: true, text: null }), { state: 'binary' }],
    ['text with NUL', blob('a\0b'), { state: 'binary' }],
    ['empty', blob(''), text('')],
    [
      'a folder',
      { __typename: 'Tree', oid },
      { state: 'unread', reason: 'Could not read it: it is a tree and not a file.' },
    ],
    [
      'too large',
      large(5_300_000),
      {
        state: 'unread',
        reason:
          'Could not read it: it is too large (5300000 bytes, at most 5242880 are read). Split it, or leave it out of this pull request.',
      },
    ],
  ])('%s', async (_, node, head) => {
    expect((await headOf(node))?.head).toEqual(head);
  });

  test('cut short by GraphQL: read whole', async () => {
    github.on(rawBlob(oid), raw('all of it'));
    expect((await headOf(large(900_000)))?.head).toEqual(text('all of it'));
    expect(github.sent.at(-1)?.url).toBe(`/repos/acme/shop/git/blobs/${oid}`);
  });

  test('cut short, and bytes without a character set', async () => {
    github.on(rawBlob(oid), { body: 'bytes', headers: { 'content-type': 'application/octet-stream' } });
    expect((await headOf(large(900_000)))?.head).toEqual(text('bytes'));
  });

  test('cut short, and not to be had whole', async () => {
    github.on(rawBlob(oid), { status: 500, body: {} });
    expect((await headOf(large(900_000)))?.head).toEqual({
      state: 'unread',
      reason:
        "Could not read blob ccccccc: GitHub answered 500. It is tried again; see GitHub's status page if this stays.",
    });
  });

  test('nothing at its path: the blob itself is read', async () => {
    github.on(rawBlob('d'.repeat(40)), raw('odd name'));
    expect((await headOf(null))?.head).toEqual(text('odd name'));
  });

  test('nothing at its path, and no blob known', async () => {
    expect((await headOf(null, { headBlob: null }))?.head).toEqual({
      state: 'unread',
      reason: `Could not read it: GitHub found nothing at ${HEAD}:x.`,
    });
  });

  test('a submodule is the line that git shows for it', async () => {
    const [before, after] = ['1'.repeat(40), 'd'.repeat(40)];
    const patch = `@@ -1 +1 @@\n-Subproject commit ${before}\n+Subproject commit ${after}`;
    const [result] = await read(both(file('vendor/lib', { patch })));
    expect(result).toMatchObject({
      headMode: '160000',
      base: text(`Subproject commit ${before}\n`),
      head: text(`Subproject commit ${after}\n`),
    });
  });

  test('a file that only looks like a submodule is read', async () => {
    const patch = `@@ -0,0 +1 @@\n+Subproject commit ${'9'.repeat(40)}`;
    github.on(rawBlob('d'.repeat(40)), raw('the real text'));
    const result = await headOf(null, { patch });
    expect([result?.headMode, result?.head]).toEqual([undefined, text('the real text')]);
  });

  test('fifty megabytes together and no more', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `${index}`);
    github.on(rawBlob(oid), raw('x'.repeat(4 * 1024 * 1024)));
    for (const name of names) tree[`${HEAD}:${name}`] = large(4 * 1024 * 1024);
    const files = await read(names.map((name) => ({ file: file(name), sides: 'head' })));
    const states = files.map(({ head }) => head?.state);
    expect(states).toEqual([...Array(12).fill('text'), 'unread', 'unread']);
  });

  test('one blob at very many paths: what is not read is not asked for either', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `${index}`);
    const same = blob('x'.repeat(500_000));
    for (const name of names) tree[`${HEAD}:${name}`] = same;
    const files = await read(names.map((name) => ({ file: file(name), sides: 'head' })));
    expect(files.filter(({ head }) => head?.state === 'text')).toHaveLength(95);
    expect(github.sent.filter(({ url }) => url.endsWith('/graphql'))).toHaveLength(2);
  });
});

describe('failures', () => {
  const broken = (place: string) => (sent: Sent) =>
    Object.values(sent.body['variables'] as object).includes(place)
      ? { status: 502 }
      : { body: { data: { repository: lookUp(sent) } } };

  test('a file at which the query breaks does not take the others along', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) tree[`${HEAD}:${name}`] = blob(name);
    github.query('blobs', broken(`${HEAD}:c`));
    const files = await read(names.map((name) => ({ file: file(name), sides: 'head' })));
    expect(files.map(({ head }) => head?.state)).toEqual(['text', 'text', 'unread', 'text', 'text']);
  });

  test('part of an answer is no answer', async () => {
    github.query('blobs', {
      body: {
        data: { repository: { at0: null } },
        errors: [{ message: 'Something went wrong', path: ['repository', 'at0'] }],
      },
    });
    const [result] = await read([{ file: file('x'), sides: 'head' }]);
    expect(result?.head).toEqual({
      state: 'unread',
      reason:
        'Could not read files of acme/shop#1: GitHub answered with an error (Something went wrong at repository.at0). It is tried again.',
    });
  });

  test('over the limit: no more questions', async () => {
    github.query('blobs', {
      status: 403,
      body: { message: 'secondary rate limit' },
      headers: { 'retry-after': '5' },
    });
    const files = await read([1, 2, 3].map((each) => ({ file: file(`${each}`), sides: 'head' })));
    expect(files.map(({ head }) => head?.state)).toEqual(['unread', 'unread', 'unread']);
    expect(github.calls()).toEqual(['query blobs']);
  });

  test('without a merge base there is no base side', async () => {
    github.on(COMPARE, { status: 404, body: { message: 'Not Found' } });
    tree = { [`${HEAD}:x`]: blob('x') };
    const [result] = await read(both(file('x', { patch: null })));
    expect(result).toMatchObject({
      head: text('x'),
      base: {
        state: 'unread',
        reason: expect.stringMatching(/^Could not find the merge base of acme\/shop#1: /) as string,
      },
      patch: null,
    });
  });
});
