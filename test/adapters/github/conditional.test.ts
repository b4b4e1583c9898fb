import { sweepSource } from '../../../src/adapters/github/sweeps.ts';
import type { SweepSource } from '../../../src/ports/sweeps.ts';
import { next } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

const SHOP = { owner: 'acme', name: 'shop' };
const PULLS = 'GET /repos/acme/shop/pulls';
const COLLABORATORS = 'GET /repos/acme/shop/collaborators';
const SECOND = '/repos/acme/shop/pulls?state=open&per_page=100&page=2';
const UNCHANGED = { status: 304, body: '' };
const pull = (number: number) => ({
  number,
  updated_at: '2026-11-22T11:00:00Z',
  merged_at: null,
  head: { sha: 'a' },
});

let github: FakeGitHub;
let source: SweepSource;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  source = sweepSource(github.clients);
});
const numbers = async (etags: readonly string[]) => {
  const listed = await source.openIfChanged(INSTALLATION, SHOP, etags);
  return listed && [listed.etags, listed.items.map(({ number }) => number)];
};

describe('a list that may be as it was', () => {
  test('looked at for the first time, with every page', async () => {
    github.on(
      PULLS,
      { body: [pull(1)], headers: { ...next(SECOND), etag: '"e1"' } },
      { body: [pull(2)], headers: { etag: '"e2"' } },
    );
    expect(await numbers([])).toEqual([
      ['"e1"', '"e2"'],
      [1, 2],
    ]);
  });

  test('as it was, on every page', async () => {
    github.on(PULLS, UNCHANGED, UNCHANGED);
    expect(await numbers(['"e1"', '"e2"'])).toBeNull();
    expect(github.calls().map((call) => call.slice(-6))).toEqual(['page=1', 'page=2']);
  });

  test('changed on a later page: all of it is read', async () => {
    github.on(
      PULLS,
      UNCHANGED,
      { body: [pull(3)], headers: { etag: '"f2"' } },
      { body: [pull(1)], headers: { ...next(SECOND), etag: '"e1"' } },
      { body: [pull(3)], headers: { etag: '"f2"' } },
    );
    expect(await numbers(['"e1"', '"e2"'])).toEqual([
      ['"e1"', '"f2"'],
      [1, 3],
    ]);
  });

  test('a page without an ETag: the next look is a whole one', async () => {
    github.on(PULLS, { body: [pull(1)] });
    expect(await numbers(['"e1"'])).toEqual([[], [1]]);
  });
});

describe('what the app is not shown', () => {
  test.each([404, 403])('%d is a list of nobody', async (status) => {
    github.on(COLLABORATORS, { status, body: { message: 'Not Found' } });
    expect(await source.collaborators(INSTALLATION, SHOP, [])).toEqual({ etags: [], items: [] });
  });

  test.each<[string, number, Record<string, string>]>([
    ['too many requests', 403, { 'retry-after': '30' }],
    ['an outage', 503, { 'retry-after': '30' }],
  ])('but %s is a failure', async (_, status, headers) => {
    github.on(COLLABORATORS, { status, headers, body: { message: 'No' } });
    await expect(source.collaborators(INSTALLATION, SHOP, [])).rejects.toThrow(
      'Could not list the collaborators of acme/shop',
    );
  });

  test('nor is a repository that is gone an empty one', async () => {
    github.on(PULLS, { status: 404, body: { message: 'Not Found' } });
    await expect(numbers([])).rejects.toThrow('Could not list the pull requests of acme/shop');
  });
});
