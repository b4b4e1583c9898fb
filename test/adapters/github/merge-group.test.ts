import { readMergeGroup, readMergeGroupsWith } from '../../../src/adapters/github/merge-group.ts';
import { page } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});

const entry = (position: number, oid: string | null, number: number | null) => ({
  position,
  headCommit: oid === null ? null : { oid },
  pullRequest: number === null ? null : { number },
});
const answer = (entries: object | null) => ({
  body: { data: { repository: { mergeQueue: entries && { entries } } } },
});
const read = async (sha: string) =>
  readMergeGroup(github.clients.installation(INSTALLATION), { owner: 'acme', name: 'shop' }, 'main', sha);

test.each<[string, string, (number | null)[] | null]>([
  ['the first', 'a', [1]],
  ['all up to it, in the order of the queue', 'c', [1, 2, 3]],
  ['none has it', 'x', null],
])('%s', async (_, sha, wanted) => {
  github.query(
    'mergeQueue',
    answer(page([entry(2, 'b', 2), entry(1, 'a', 1), entry(3, 'c', 3), entry(4, 'd', 4)])),
  );
  expect(await read(sha)).toEqual(wanted);
});

test('on the second page', async () => {
  github.query(
    'mergeQueue',
    answer(page([entry(1, 'a', 1)], { pageInfo: { hasNextPage: true, endCursor: 'on' } })),
    answer(page([entry(2, 'b', 2)])),
  );
  expect(await read('b')).toEqual([1, 2]);
  expect(github.bodies('query mergeQueue').map(({ after }) => after)).toEqual([null, 'on']);
});

test.each<[string, object]>([
  ['a branch without a queue', answer(null)],
  ['a pull request that cannot be seen', answer(page([entry(1, 'z', null), entry(2, 'a', 2)]))],
])('%s: nothing can be said', async (_, reply) => {
  github.query('mergeQueue', reply);
  expect(await read('a')).toBeNull();
});

test('an error rejects', async () => {
  github.query('mergeQueue', {
    body: {
      data: { repository: { mergeQueue: null } },
      errors: [
        {
          type: 'FORBIDDEN',
          message: 'Resource not accessible by integration',
          path: ['repository', 'mergeQueue'],
        },
      ],
    },
  });
  await expect(read('a')).rejects.toThrow(
    'Could not read the merge queue of acme/shop, branch main: a permission is missing (Resource not accessible by integration at repository.mergeQueue).',
  );
});

describe('the groups that hold a pull request', () => {
  const readWith = async (number: number) =>
    readMergeGroupsWith(
      github.clients.installation(INSTALLATION),
      { owner: 'acme', name: 'shop', number },
      'main',
    );
  const forbidden = {
    type: 'FORBIDDEN',
    message: 'Resource not accessible by integration',
    path: ['repository', 'mergeQueue'],
  };
  const withError = (error: object) => ({
    body: { data: { repository: { mergeQueue: null } }, errors: [error] },
  });

  test.each<[string, number, string[]]>([
    ['its own and those behind it', 2, ['b', 'c']],
    ['none when it is not queued', 9, []],
  ])('%s', async (_, number, wanted) => {
    github.query('mergeQueue', answer(page([entry(2, 'b', 2), entry(1, 'a', 1), entry(3, 'c', 3)])));
    expect(await readWith(number)).toEqual(wanted);
  });

  test.each<[string, object]>([
    ['a branch without a queue', answer(null)],
    ['an app that may not see queues', withError(forbidden)],
  ])('none for %s', async (_, reply) => {
    github.query('mergeQueue', reply);
    expect(await readWith(1)).toEqual([]);
  });

  test('another error rejects', async () => {
    github.query('mergeQueue', withError({ ...forbidden, type: 'INTERNAL' }));
    await expect(readWith(1)).rejects.toThrow('Could not read the merge queue of acme/shop, branch main');
  });
});
