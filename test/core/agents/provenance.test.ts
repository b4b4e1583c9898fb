import { provenance } from '../../../src/core/agents/provenance.ts';
import type { Account, CommitPerson, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { bot, commit, pullRequest, user } from '../../support/facts.ts';

const person = (name: string, email: string, account: Account | null = null): CommitPerson => ({
  name,
  email,
  account,
});
const WEB = person('GitHub', 'noreply@github.com', user('web-flow'));

/** `login (type): hand, claimed hand?` of each person, in order. */
const roll = (change: Partial<PullRequestFacts>): string[] =>
  provenance(pullRequest(change), []).map(
    ({ account, hands }) =>
      `${account.login} (${account.type}): ${hands.map((one) => `${one.hand}${one.claimed ? '?' : ''}`).join(', ')}`,
  );

test.each<[string, Partial<PullRequestFacts>, string[]]>([
  ['a person alone', {}, ['nadia (User): opened, authored?, committed?']],
  [
    "GitHub's own account has no hand",
    { commits: [commit({ committer: WEB })] },
    ['nadia (User): opened, authored?'],
  ],
  ['a deleted account opened it', { author: null, commits: [] }, []],
  [
    'who pushed, assigned and mentioned',
    {
      author: bot('devin-ai-integration[bot]'),
      commits: [],
      involvements: [
        { account: user('olga'), hand: 'assigned the agent', source: 'issue #12' },
        { account: user('li'), hand: 'pushed', source: 'activity log' },
        { account: user('olga'), hand: 'mentioned the agent', source: 'issue #12' },
      ],
    },
    [
      'devin-ai-integration[bot] (Bot): opened',
      'olga (User): assigned the agent, mentioned the agent',
      'li (User): pushed',
    ],
  ],
  [
    'co-authors that GitHub found, whatever the case of their login',
    { author: null, commits: [commit({ coAuthors: [person('N', 'n@x.example', user('Nadia'))] })] },
    ['nadia (User): authored?, committed?, co-authored?'],
  ],
  [
    "the stranger who registered an agent's mailbox has no hand, whatever it signs",
    {
      author: bot('devin-ai-integration[bot]'),
      commits: [
        commit({
          author: person('Claude', 'noreply@anthropic.com', user('stranger')),
          committer: person('Codex', 'codex@openai.com', user('other')),
          coAuthors: [person('Claude', 'NoReply@anthropic.com', user('stranger'))],
          message: 'Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>\n',
        }),
      ],
    },
    ['devin-ai-integration[bot] (Bot): opened'],
  ],
  [
    'who opened, pushed or signed has a hand, whatever mailbox the commit names',
    {
      author: user('stranger'),
      involvements: [{ account: user('stranger'), hand: 'pushed', source: 'activity log' }],
      commits: [
        commit({
          author: person('Claude', 'noreply@anthropic.com', user('stranger')),
          committer: WEB,
          signature: { verified: true, signer: user('stranger') },
        }),
      ],
    },
    ['stranger (User): opened, pushed, committed'],
  ],
  [
    "an agent's own account that GitHub finds for its mailbox stays listed",
    {
      author: null,
      commits: [
        commit({
          author: person('Kiro', 'noreply@anthropic.com', {
            login: 'kiro-agent',
            type: 'User',
            id: 244629292,
          }),
          committer: WEB,
        }),
      ],
    },
    ['kiro-agent (User): authored?'],
  ],
  [
    'logins in no-reply addresses of author and committer',
    {
      author: null,
      commits: [
        commit({
          author: person('Olga', '42+olga@users.noreply.github.com'),
          committer: person('Li', 'li@users.noreply.ghe.acme.example'),
        }),
      ],
    },
    ['olga (User): authored?', 'li (User): committed?'],
  ],
  [
    'logins in the trailers of makers, not of reviewers',
    {
      author: null,
      commits: [
        commit({
          committer: WEB,
          message: [
            'Fix',
            '',
            'Co-authored-by: A <1+ann@users.noreply.github.com>',
            'On-behalf-of: B <bob@users.noreply.github.com>',
            'Signed-off-by: C <3+cy@users.noreply.github.com>',
            'Reviewed-by: D <4+dee@users.noreply.github.com>',
            'Co-authored-by: E <eve@acme.example>',
            'Co-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>',
            'Co-authored-by: F <5+fixer[bot]@users.noreply.github.com>',
          ].join('\n'),
        }),
      ],
    },
    [
      'nadia (User): authored?',
      'ann (User): co-authored?',
      'bob (User): co-authored?',
      'cy (User): co-authored?',
      'Copilot (Bot): co-authored?',
      'fixer[bot] (Bot): co-authored?',
    ],
  ],
  [
    'a verified signature is no mere claim',
    {
      author: null,
      commits: [commit({ committer: WEB, signature: { verified: true, signer: user('olga') } })],
    },
    ['nadia (User): authored?', 'olga (User): committed'],
  ],
  [
    "whom the agent's footer names",
    {
      author: bot('kiro-agent[bot]'),
      body: 'This pull request was created by @kiro-agent on behalf of @olga :ghost:',
      commits: [],
    },
    ['kiro-agent[bot] (Bot): opened', 'olga (User): assigned the agent?'],
  ],
  [
    'who asked Devin',
    {
      author: null,
      body: '**Link to Devin run**: https://app.devin.ai/sessions/0123456789abcdef0123456789abcdef\n**Requested by**: @olga',
      commits: [],
    },
    ['olga (User): assigned the agent?'],
  ],
  ["a person's own words name nobody", { author: null, body: 'Requested by @olga', commits: [] }, []],
])('%s', (_what, change, wanted) => {
  expect(roll(change)).toEqual(wanted);
});

test('what GitHub knows of an account replaces what an address told, and keeps every hand with its source', () => {
  const first = commit({
    sha: '1'.repeat(40),
    author: person('O', 'olga@users.noreply.github.com'),
    committer: WEB,
  });
  const olga: Account = { login: 'Olga', type: 'User', id: 42 };
  const second = commit({ sha: '2'.repeat(40), author: person('O', 'o@x.example', olga), committer: WEB });
  const third = commit({
    sha: '3'.repeat(40),
    coAuthors: [person('O', 'o@x.example', olga)],
    author: WEB,
    committer: WEB,
  });
  expect(provenance(pullRequest({ author: null, commits: [first, second, third] }), [])).toEqual([
    {
      account: olga,
      hands: [
        { hand: 'authored', claimed: true, source: 'commit 1111111' },
        { hand: 'co-authored', claimed: true, source: 'commit 3333333' },
      ],
    },
  ]);
});
