import type { PullRequestState } from '../../../src/ports.ts';
import type { ListedPullRequest } from '../../../src/ports/sweeps.ts';
import { movedNumbers } from '../../../src/worker/sweeps/open-pull-requests.ts';

const NOON = '2026-11-22T12:00:00Z';
const listed = (change: Partial<ListedPullRequest> = {}): ListedPullRequest => ({
  number: 7,
  headSha: 'a',
  updatedAt: NOON,
  mergedAt: null,
  ...change,
});
const state = (change: Partial<PullRequestState> = {}): PullRequestState => ({
  id: { owner: 'acme', name: 'shop', number: 7 },
  open: true,
  headSha: 'a',
  agents: [],
  updatedAt: NOON,
  bindingRef: 'main',
  teams: [],
  ...change,
});

test.each<[string, ListedPullRequest[], PullRequestState[], number[]]>([
  ['as it was evaluated', [listed()], [state()], []],
  ['evaluated after it changed', [listed()], [state({ updatedAt: '2026-11-22T12:00:01Z' })], []],
  ['the same time, written otherwise', [listed()], [state({ updatedAt: '2026-11-22T12:00:00.000Z' })], []],
  ['never evaluated', [listed()], [], [7]],
  ['another head', [listed({ headSha: 'b' })], [state()], [7]],
  ['changed since', [listed({ updatedAt: '2026-11-22T12:00:01Z' })], [state()], [7]],
  ['evaluated by a version that kept no time', [listed()], [state({ updatedAt: null })], [7]],
  ['no longer open', [], [state()], [7]],
  [
    'one of each',
    [listed(), listed({ number: 8 }), listed({ number: 9 })],
    [
      state(),
      state({ id: { owner: 'acme', name: 'shop', number: 6 } }),
      state({ id: { owner: 'acme', name: 'shop', number: 9 } }),
    ],
    [8, 6],
  ],
])('%s', (_, now, known, moved) => {
  expect(movedNumbers(now, known)).toEqual(moved);
});
