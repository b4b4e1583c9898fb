/** Who had a hand in the change answers for none of it. */
import { BASE, bot, commit, file, HEAD, OLDER, review, user } from '../../../support/facts.ts';
import { agentCommit, evaluation, person, verdict, type Situation, type Verdict } from './support.ts';

const DBA = 'reviews: [{ name: database, from: { teams: [dba] } }]';
const NAMELESS = { name: 'Somebody', email: 'somebody@nowhere.example', account: null };
const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com', account: user('web-flow') };

const approvedByOlga = (change: Situation['change']): Situation => ({
  policy: DBA,
  change,
  reviews: [review('olga', 'APPROVED')],
});
const olgaIsOut = (hands: string): Verdict => ({
  outcome: 'review_required',
  open: ['database'],
  counted: [],
  ignored: [`olga: had a hand in this change: ${hands}`],
});
/** The branch was updated from its base in the browser. */
const updatedByOlga: Situation['change'] = {
  commits: [
    { ...agentCommit, sha: OLDER },
    commit({ sha: HEAD, parents: [OLDER, BASE], author: person('olga'), committer: WEB_FLOW }),
  ],
  involvements: [
    {
      account: user('olga'),
      hand: 'pushed',
      source: 'activity log',
      pushes: [{ before: OLDER, after: HEAD }],
    },
  ],
};
const olgaCounts: Verdict = { outcome: 'allow', open: [], counted: ['olga'], ignored: [] };

test.each<[string, Situation, Verdict]>([
  [
    'who opened the pull request, also where somebody else wrote all of it',
    approvedByOlga({
      author: user('olga'),
      commits: [{ ...agentCommit, author: person('zoe'), committer: person('zoe') }],
    }),
    olgaIsOut('opened (pull request)'),
  ],
  [
    'who wrote one of the commits',
    approvedByOlga({ commits: [agentCommit, commit({ sha: OLDER, author: person('olga') })] }),
    olgaIsOut('authored (commit bbbbbbb)'),
  ],
  [
    "who committed another's work",
    approvedByOlga({ commits: [{ ...agentCommit, committer: person('olga') }] }),
    olgaIsOut('committed (commit aaaaaaa)'),
  ],
  [
    'who is named as co-author',
    approvedByOlga({
      commits: [
        commit({
          message: `${agentCommit.message}Co-Authored-By: Olga <olga@users.noreply.github.com>\n`,
        }),
      ],
    }),
    olgaIsOut('co-authored (commit aaaaaaa)'),
  ],
  [
    'who pushed, although no commit names them',
    approvedByOlga({ involvements: [{ account: user('olga'), hand: 'pushed', source: 'activity log' }] }),
    olgaIsOut('pushed (activity log)'),
  ],
  [
    'who pushed a commit that belongs to no account',
    approvedByOlga({
      commits: [agentCommit, commit({ sha: OLDER, author: NAMELESS, committer: NAMELESS })],
      involvements: [{ account: user('olga'), hand: 'pushed', source: 'delivery' }],
    }),
    olgaIsOut('pushed (delivery)'),
  ],
  [
    'who set the agent to work',
    approvedByOlga({
      author: bot('claude[bot]'),
      involvements: [{ account: user('olga'), hand: 'assigned the agent', source: 'issue #12' }],
    }),
    olgaIsOut('assigned the agent (issue #12)'),
  ],
  [
    "who wrote what came in through a merge's second parent",
    approvedByOlga({
      commits: [
        commit({ sha: OLDER, author: person('olga'), committer: person('olga') }),
        commit({ sha: 'd'.repeat(40) }),
        { ...agentCommit, parents: ['d'.repeat(40), OLDER] },
      ],
    }),
    olgaIsOut('authored (commit bbbbbbb), committed (commit bbbbbbb)'),
  ],
  [
    'who brought the branch up to date, and with it something else',
    { ...approvedByOlga(updatedByOlga), older: [file('src/a.ts', { headBlob: '2'.repeat(40) })] },
    olgaIsOut('pushed (activity log), authored (commit aaaaaaa)'),
  ],
  [
    'who brought the branch up to date, and pushed before that',
    {
      ...approvedByOlga({
        ...updatedByOlga,
        involvements: [
          {
            account: user('olga'),
            hand: 'pushed',
            source: 'activity log',
            pushes: [
              { before: OLDER, after: HEAD },
              { before: BASE, after: OLDER },
            ],
          },
        ],
      }),
      older: [file('src/a.ts')],
    },
    olgaIsOut('pushed (activity log)'),
  ],
  [
    'who brought the branch up to date from a head that nobody evaluated',
    approvedByOlga(updatedByOlga),
    olgaIsOut('pushed (activity log), authored (commit aaaaaaa)'),
  ],
  [
    'whose key signed a commit',
    approvedByOlga({ commits: [{ ...agentCommit, signature: { verified: true, signer: user('olga') } }] }),
    olgaIsOut('committed (signature of commit aaaaaaa)'),
  ],
])('does not count: %s', async (_name, situation, expected) => {
  expect(await verdict(situation)).toEqual(expected);
});

test.each<[string, Situation, Verdict]>([
  [
    'who is named in the message as having reviewed or tested',
    approvedByOlga({
      commits: [
        commit({
          message: `${agentCommit.message}Reviewed-by: Olga <olga@users.noreply.github.com>\nTested-by: Olga <olga@users.noreply.github.com>\n`,
        }),
      ],
    }),
    olgaCounts,
  ],
  [
    'who was asked for a review, and commented before',
    {
      ...approvedByOlga({ requestedReviewers: ['olga'] }),
      reviews: [review('olga', 'COMMENTED'), review('olga', 'APPROVED')],
    },
    olgaCounts,
  ],
  [
    'who brought the branch up to date, and provably nothing else',
    { ...approvedByOlga(updatedByOlga), older: [file('src/a.ts')] },
    olgaCounts,
  ],
  [
    'GitHub itself, which commits what is merged in the browser',
    approvedByOlga({ commits: [{ ...agentCommit, committer: WEB_FLOW }] }),
    olgaCounts,
  ],
])('counts: %s', async (_name, situation, expected) => {
  expect(await verdict(situation)).toEqual(expected);
});

test('whom only the text of the change names is told apart from whom GitHub vouches for', async () => {
  const { decision } = await evaluation(
    approvedByOlga({
      author: user('bela'),
      commits: [{ ...agentCommit, committer: person('olga') }],
    }),
  );
  expect(decision.obligations.map(({ claimedOut, eligible }) => ({ claimedOut, eligible }))).toEqual([
    { claimedOut: ['olga'], eligible: [] },
  ]);
});

test('who had a hand in the change cannot hold it up either', async () => {
  const reviews = [review('olga', 'APPROVED'), review('nadia', 'CHANGES_REQUESTED')];
  expect(await verdict({ reviews })).toEqual(olgaCounts);
});
