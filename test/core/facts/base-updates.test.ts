import { mergesIn, withoutBaseUpdates } from '../../../src/core/facts/base-updates.ts';
import type { FileDigests } from '../../../src/core/facts/digests.ts';
import type { Involvement } from '../../../src/core/facts/facts.ts';
import { BASE, HEAD, OLDER, commit, pullRequest, user } from '../../support/facts.ts';

const TIP = 'd'.repeat(40);
const change = commit({ sha: OLDER, parents: [BASE] });
const update = commit({ sha: HEAD, parents: [OLDER, TIP] });
const pushed = (before: string | null, after: string): Involvement => ({
  account: user('olga'),
  hand: 'pushed',
  source: 'activity log',
  pushes: [{ before, after }],
});

const left = (
  digests: Record<string, FileDigests>,
  { commits = [change, update], involvements = [pushed(OLDER, HEAD)] } = {},
): unknown => {
  const facts = withoutBaseUpdates(pullRequest({ commits, involvements }), new Map(Object.entries(digests)));
  return [facts.commits.map(({ sha }) => sha), facts.involvements.map(({ account }) => account.login)];
};

const same = { [OLDER]: { 'a.ts': 'x' }, [HEAD]: { 'a.ts': 'x' } };
const everything = [[OLDER, HEAD], ['olga']];

test.each<[string, unknown, unknown]>([
  ['a merge that leaves every file as it was is nobody’s', left(same), [[OLDER], []]],
  ['one that changes a file', left({ ...same, [HEAD]: { 'a.ts': 'y' } }), everything],
  ['one that adds a file', left({ ...same, [HEAD]: { 'a.ts': 'x', 'b.ts': 'y' } }), everything],
  ['one that takes a file out', left({ ...same, [OLDER]: { 'a.ts': 'x', 'b.ts': 'y' } }), everything],
  [
    'one whose change is not known',
    left({ [OLDER]: { 'a.ts': null }, [HEAD]: { 'a.ts': null } }),
    everything,
  ],
  ['one of nothing known', left({ [OLDER]: {}, [HEAD]: {} }), everything],
  ['one onto a head that was never evaluated', left({ [HEAD]: { 'a.ts': 'x' } }), everything],
  ['one that was never evaluated itself', left({ [OLDER]: { 'a.ts': 'x' } }), everything],
  [
    'a plain commit that changes nothing',
    left(same, { commits: [change, commit({ sha: HEAD, parents: [OLDER] })] }),
    everything,
  ],
  [
    'a merge of three',
    left(same, { commits: [change, commit({ sha: HEAD, parents: [OLDER, TIP, BASE] })] }),
    everything,
  ],
  [
    'pushed together with something else',
    left(same, { involvements: [pushed(BASE, HEAD)] }),
    [[OLDER], ['olga']],
  ],
  ['pushed onto nobody knows what', left(same, { involvements: [pushed(null, HEAD)] }), [[OLDER], ['olga']]],
  [
    'by one who pushed something else, too',
    left(same, { involvements: [pushed(BASE, OLDER), pushed(OLDER, HEAD)] }),
    [[OLDER], ['olga']],
  ],
  [
    'by one who set the agent to work, too',
    left(same, {
      involvements: [
        pushed(OLDER, HEAD),
        { account: user('nadia'), hand: 'assigned the agent', source: 'issue #1' },
      ],
    }),
    [[OLDER], ['nadia']],
  ],
  [
    'by one of whom it is only known that they pushed',
    left(same, { involvements: [{ account: user('olga'), hand: 'pushed', source: 'activity log' }] }),
    [[OLDER], ['olga']],
  ],
])('%s', (_name, found, expected) => {
  expect(found).toEqual(expected);
});

test('one push of several that all only update', () => {
  const newest = 'e'.repeat(40);
  const again = commit({ sha: newest, parents: [HEAD, BASE] });
  const both: Involvement = {
    account: user('olga'),
    hand: 'pushed',
    source: 'activity log',
    pushes: [
      { before: HEAD, after: newest },
      { before: OLDER, after: HEAD },
    ],
  };
  const digests = { ...same, [newest]: { 'a.ts': 'x' } };
  expect(left(digests, { commits: [change, update, again], involvements: [both] })).toEqual([[OLDER], []]);
});

test('names the merges and what they were made on', () => {
  expect(mergesIn({ commits: [change, update] })).toEqual([{ sha: HEAD, onto: OLDER }]);
});
