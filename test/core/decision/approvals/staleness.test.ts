/** What an approval of an earlier head is still worth. */
import { BASE, commit, file, HEAD, OLDER, review, user } from '../../../support/facts.ts';
import { agentCommit, person, verdict, type Situation, type Verdict } from './support.ts';

const POLICY = `reviews:
  - { name: database, paths: [db/**], from: { teams: [dba] } }
  - { name: rest, paths: ["**", "!db/**"], from: { permission: write } }`;

const notes = file('db/notes.txt');
const code = file('src/a.ts');
const changed = { headBlob: '2'.repeat(40), patch: '@@ -1,0 +1,1 @@\n+y' };

/** olga approved the older head, and bela the present one. */
const reviews = [review('olga', 'APPROVED', OLDER), review('bela', 'APPROVED')];
const both = { outcome: 'allow', open: [], counted: ['olga', 'bela'], ignored: [] } as const;

test.each<[string, Situation, Verdict]>([
  [
    'nothing that it covers was changed by the push',
    { policy: POLICY, change: { files: [notes, code] }, older: [notes, file('src/a.ts', changed)], reviews },
    { ...both, ignored: ['olga: they approved bbbbbbb; since then changed: src/a.ts'] },
  ],
  [
    'the branch was brought up to date, and the change is the same',
    {
      policy: POLICY,
      change: {
        files: [notes, code],
        commits: [{ ...agentCommit, sha: OLDER }, commit({ sha: HEAD, parents: [OLDER, BASE] })],
      },
      older: [notes, code],
      reviews: [review('olga', 'APPROVED', OLDER)],
    },
    { ...both, counted: ['olga'] },
  ],
  [
    'it was rebased without another change: none of the commits is the one that was approved',
    {
      policy: POLICY,
      change: { files: [code], commits: [agentCommit] },
      older: [code],
      reviews: [review('olga', 'APPROVED', OLDER)],
    },
    { ...both, counted: ['olga'] },
  ],
  [
    'it was given again after the push',
    {
      policy: POLICY,
      change: { files: [notes] },
      older: [file('db/notes.txt', changed)],
      reviews: [review('olga', 'APPROVED', OLDER), review('olga', 'APPROVED')],
    },
    { ...both, counted: ['olga'] },
  ],
])('survives: %s', async (_name, situation, expected) => {
  expect(await verdict(situation)).toEqual(expected);
});

const lost = (name: string, ...ignored: string[]): Verdict => ({
  outcome: 'review_required',
  open: [name],
  counted: [],
  ignored,
});
const byOlga = [review('olga', 'APPROVED', OLDER)];

test.each<[string, Situation, Verdict]>([
  [
    'what it covers was changed by the push',
    {
      policy: POLICY,
      change: { files: [notes] },
      older: [file('db/notes.txt', changed)],
      reviews: byOlga,
    },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/notes.txt'),
  ],
  [
    'the update of the branch resolved a conflict in what it covers',
    {
      policy: POLICY,
      change: {
        files: [file('db/notes.txt', { patch: '@@ -1,1 +1,2 @@\n a\n+x' })],
        commits: [
          { ...agentCommit, sha: OLDER },
          commit({ sha: HEAD, parents: [OLDER, BASE], author: person('zoe') }),
        ],
      },
      older: [notes],
      reviews: byOlga,
    },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/notes.txt'),
  ],
  [
    'the push brought one more file of those it covers',
    { policy: POLICY, change: { files: [notes, file('db/more.txt')] }, older: [notes], reviews: byOlga },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/more.txt'),
  ],
  [
    'the push took a file out that it covered',
    { policy: POLICY, change: { files: [notes] }, older: [notes, file('db/more.txt')], reviews: byOlga },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/more.txt'),
  ],
  [
    'only the mode of a file was changed',
    {
      policy: POLICY,
      change: { files: [file('db/notes.txt', { headMode: '100755' })] },
      older: [file('db/notes.txt', { headMode: '100644' })],
      reviews: byOlga,
    },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/notes.txt'),
  ],
  [
    'a review of the whole change, after any push that changes something',
    { change: { files: [notes, code] }, older: [notes], reviews: byOlga },
    lost('anything an agent wrote', 'olga: they approved bbbbbbb; since then changed: src/a.ts'),
  ],
  [
    'the push was made by somebody who is trusted: who pushes makes no difference',
    {
      policy: POLICY,
      change: {
        files: [notes],
        involvements: [{ account: user('ada'), hand: 'pushed', source: 'activity log' }],
      },
      older: [file('db/notes.txt', changed)],
      reviews: byOlga,
    },
    lost('database', 'olga: they approved bbbbbbb; since then changed: db/notes.txt'),
  ],
  [
    'the head that was approved was never evaluated',
    { policy: POLICY, change: { files: [notes] }, reviews: byOlga },
    lost('database', 'olga: they approved bbbbbbb, which cannot be compared with the head'),
  ],
  [
    'the commit that was approved is gone',
    { policy: POLICY, change: { files: [notes] }, reviews: [review('olga', 'APPROVED', null)] },
    lost('database', 'olga: the commit they approved is gone'),
  ],
  [
    'the base branch was changed since, although the head is the one that was approved',
    {
      policy: POLICY,
      change: { files: [notes] },
      reviews: [{ ...review('olga', 'APPROVED'), otherBase: true }],
    },
    lost('database', 'olga: the base branch was changed after this review'),
  ],
])('is lost: %s', async (_name, situation, expected) => {
  expect(await verdict(situation)).toEqual(expected);
});
