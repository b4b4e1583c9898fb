import { attribute, attributeCommit } from '../../../src/core/agents/detect.ts';
import type { Attribution } from '../../../src/core/agents/agent.ts';
import type { Account, CommitFacts, CommitPerson, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { bot, commit, HEAD, pullRequest, user } from '../../support/facts.ts';

const person = (name: string, email: string, account: Account | null = null): CommitPerson => ({
  name,
  email,
  account,
});
const NADIA = person('Nadia', 'nadia@acme.example', user('nadia'));
const WEB = person('GitHub', 'noreply@github.com', user('web-flow'));
const DEVIN_MAIL = '158243242+devin-ai-integration[bot]@users.noreply.github.com';
const DEVIN: Account = { login: 'devin-ai-integration[bot]', type: 'Bot', id: 158243242 };

/** `agent role strength` of each agent, in order. */
const summary = (found: Attribution): string[] =>
  found.agents.map(({ agent, role, strength }) => `${agent} ${role} ${strength}`);
const ofCommit = (change: Partial<CommitFacts>): string[] => summary(attributeCommit(commit(change), []));
const ofPullRequest = (change: Partial<PullRequestFacts>): string[] =>
  summary(attribute(pullRequest(change), []));

describe('a commit', () => {
  test.each<[string, Partial<CommitFacts>, string[]]>([
    ['of a person', {}, []],
    [
      'written by an agent',
      { author: person('Claude', 'noreply@anthropic.com') },
      ['claude-code authored declared'],
    ],
    [
      "under a person's name with the agent's mailbox",
      { author: person('tiljrd', 'noreply@anthropic.com') },
      ['claude-code authored declared'],
    ],
    [
      'whose author GitHub finds to be the app: text all the same',
      { author: person('Devin AI', DEVIN_MAIL, DEVIN) },
      ['devin authored declared'],
    ],
    [
      'signed by the app that wrote it',
      { author: person('Devin AI', DEVIN_MAIL, DEVIN), signature: { verified: true, signer: DEVIN } },
      ['devin authored attested'],
    ],
    [
      'with a signature that could not be verified',
      { author: person('Devin AI', DEVIN_MAIL, DEVIN), signature: { verified: false, signer: DEVIN } },
      ['devin authored declared'],
    ],
    [
      'signed by the app, of a person',
      { signature: { verified: true, signer: DEVIN } },
      ['devin assisted attested'],
    ],
    [
      'only committed by an agent',
      { committer: person('Devin AI', DEVIN_MAIL) },
      ['devin assisted declared'],
    ],
    [
      'saved by aider for a person',
      { committer: person('Paul (aider)', 'paul@aider.chat') },
      ['aider assisted declared'],
    ],
    [
      'written and saved by aider',
      { author: person('Paul (aider)', 'p@x.example'), committer: person('Paul (aider)', 'p@x.example') },
      ['aider authored declared'],
    ],
    [
      'with an accepted suggestion',
      {
        message: 'Fix\n\nCo-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>\n',
        committer: WEB,
      },
      ['copilot-review assisted declared'],
    ],
    [
      'with suggestions of Autofix and Gemini',
      {
        message:
          'Fix\n\nCo-authored-by: Copilot Autofix powered by AI <175728472+Copilot@users.noreply.github.com>\n' +
          'Co-authored-by: gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@users.noreply.github.com>\n',
      },
      ['copilot-autofix assisted declared', 'gemini-code-assist assisted declared'],
    ],
    [
      'of which an agent is co-author',
      { message: `Fix\n\nCo-authored-by: Devin AI <${DEVIN_MAIL}>\n` },
      ['devin coauthored declared'],
    ],
    [
      'with a co-author that GitHub found',
      { coAuthors: [person('Devin AI', 'x@x.example', DEVIN)] },
      ['devin coauthored declared'],
    ],
    [
      'signed off by an agent',
      { message: 'Fix\n\nSigned-off-by: Codex <codex@openai.com>\n' },
      ['codex coauthored declared'],
    ],
    [
      'of an assistant by e-mail, of an author by name: the name says more',
      { author: person('Codex', '175728472+Copilot@users.noreply.github.com') },
      ['codex authored declared', 'copilot-review assisted declared'],
    ],
    [
      'with a trailer that says assisted, of a mailbox that says more',
      { message: 'Fix\n\nCo-authored-by: Copilot Autofix powered by AI <noreply@anthropic.com>\n' },
      ['claude-code coauthored declared', 'copilot-autofix assisted declared'],
    ],
    ['reviewed by an agent', { message: 'Fix\n\nReviewed-by: Codex <codex@openai.com>\n' }, []],
    [
      'with an agent’s own trailer',
      { message: 'Fix\n\nMade-with: Cursor\n' },
      ['cursor coauthored declared'],
    ],
    [
      'with a footer',
      { message: 'Fix\n\n🤖 Generated with [Claude Code](https://claude.ai/code)\n' },
      ['claude-code coauthored declared'],
    ],
    ['about a footer', { message: 'Strip "Generated with Claude Code" from messages\n' }, []],
    ['with a footer in a fence', { message: 'Docs\n\n```\n🤖 Generated with Claude Code\n```\n' }, []],
    [
      'of two agents: the author first',
      {
        author: person('google-labs-jules[bot]', '161369871+google-labs-jules[bot]@users.noreply.github.com'),
        message: 'Fix\n\nCo-authored-by: Cursor <cursoragent@cursor.com>\n',
      },
      ['jules authored declared', 'cursor coauthored declared'],
    ],
    ['of a person called Claude', { author: person('Claude', '81847+claude@users.noreply.github.com') }, []],
    ['of a person called Devin', { author: person('Devin Miller', 'devin@example.com') }, []],
    ["of a vendor's employee", { author: person('Jane', 'jane@anthropic.com') }, []],
    [
      'of release automation that shares a name',
      { author: person('gemini-cli[bot]', '218312386+gemini-cli[bot]@users.noreply.github.com') },
      [],
    ],
  ])('%s', (_what, change, wanted) => {
    expect(ofCommit(change)).toEqual(wanted);
  });

  test('a number that is not of its login is told, and never attested', () => {
    const email = '41898282+claude[bot]@users.noreply.github.com';
    const found = attributeCommit(commit({ author: person('claude[bot]', email) }), []);
    expect(found.agents).toEqual([
      {
        agent: 'claude-github-app',
        name: "Claude's GitHub app",
        role: 'authored',
        strength: 'declared',
        evidence: [
          {
            kind: 'email',
            value: `claude[bot] <${email}> (the number is not of this login)`,
            strength: 'declared',
            commit: HEAD,
          },
        ],
        commits: [HEAD],
      },
    ]);
  });

  test('number and login of two agents name both, and say so', () => {
    const email = '175728472+devin-ai-integration[bot]@users.noreply.github.com';
    const { agents } = attributeCommit(commit({ author: person('x', email) }), []);
    expect(agents.map(({ agent, role, evidence }) => [agent, role, evidence[0]?.value])).toEqual([
      ['devin', 'authored', `x <${email}> (the number is not of this login)`],
      ['copilot-review', 'assisted', `x <${email}> (the number is not of this login)`],
    ]);
  });

  test("a mailbox of an agent that a stranger registered is the agent's", () => {
    const author = person('Claude', 'noreply@anthropic.com', user('stranger'));
    expect(attributeCommit(commit({ author }), [])).toMatchObject({
      agents: [{ agent: 'claude-code', role: 'authored', strength: 'declared' }],
      bots: [],
      unattributed: [],
    });
  });

  test("an agent's number under another login is still its account", () => {
    expect(ofCommit({ author: person('x', '158243242+someone@users.noreply.github.com') })).toEqual([
      'devin authored declared',
    ]);
  });

  test('evidence is cut and cleaned of what could rearrange the page', () => {
    const short = attributeCommit(
      commit({ message: 'Fix\n\nCo-authored-by: \u202eA\u200b\u0007 B <noreply@anthropic.com>\n' }),
      [],
    );
    expect(short.agents[0]?.evidence[0]?.value).toBe('Co-authored-by: A B <noreply@anthropic.com>');
    const long = attributeCommit(commit({ author: person('😀'.repeat(300), 'codex@openai.com') }), []);
    expect(long.agents[0]?.evidence[0]?.value).toBe('😀'.repeat(200));
  });

  test('a thousand equal trailers are one piece of evidence', () => {
    const message = `Fix\n\n${'Co-authored-by: Claude <noreply@anthropic.com>\n'.repeat(5000)}`;
    const found = attributeCommit(commit({ message }), []);
    expect(found.agents.map((agent) => agent.evidence.length)).toEqual([1]);
  });
});

describe('a pull request', () => {
  test.each<[string, Partial<PullRequestFacts>, string[]]>([
    ['of a person', {}, []],
    ['opened by an agent', { author: DEVIN }, ['devin authored attested']],
    [
      'opened by an agent, its number not told',
      { author: bot('devin-ai-integration[bot]') },
      ['devin authored attested'],
    ],
    [
      'opened by Copilot',
      { author: { login: 'Copilot', type: 'Bot', id: 198982749 } },
      ['copilot-coding-agent authored attested'],
    ],
    [
      'opened by an app with another number',
      { author: { login: 'claude[bot]', type: 'Bot', id: 5 } },
      ['claude-github-app authored declared'],
    ],
    [
      "opened by a user account that is the agent's",
      { author: { login: 'kiro-agent', type: 'User', id: 244629292 } },
      ['kiro authored attested'],
    ],
    ['opened by a person called Claude', { author: { login: 'claude', type: 'User', id: 81847 } }, []],
    [
      'opened by a reviewer app: then it is the author',
      { author: bot('gemini-code-assist[bot]') },
      ['gemini-code-assist authored attested'],
    ],
    [
      'that an agent pushed to',
      { involvements: [{ account: DEVIN, hand: 'pushed', source: 'activity log' }] },
      ['devin coauthored attested'],
    ],
    [
      'where an agent was assigned by a person',
      { involvements: [{ account: user('olga'), hand: 'assigned the agent', source: 'issue #1' }] },
      [],
    ],
    [
      'with a footer in its body',
      { body: 'Adds x.\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)' },
      ['claude-code authored declared'],
    ],
    [
      'with a footer quoted in its body',
      { body: '> 🤖 Generated with [Claude Code](https://claude.com/claude-code)' },
      [],
    ],
    [
      'with a marker in its body',
      { body: '<!-- CURSOR_AGENT_PR_BODY_BEGIN -->\n## Problem' },
      ['cursor authored declared'],
    ],
    [
      'with a co-author in its body',
      { body: 'x\n\nCo-authored-by: Codex <codex@openai.com>' },
      ['codex coauthored declared'],
    ],
    [
      'on a branch of an agent',
      { headRef: 'codex/fix-pull-rebase-target' },
      ['codex assisted circumstantial'],
    ],
    ['with a label', { labels: ['bug', 'codex'] }, ['codex assisted circumstantial']],
    [
      'on a branch of an agent that only committed: the branch makes it no author',
      {
        headRef: 'cursor/fix-login-e5e9',
        commits: [commit({ committer: person('Cursor Agent', 'cursoragent@cursor.com') })],
      },
      ['cursor assisted declared'],
    ],
    [
      'attested first, then declared, then circumstantial',
      {
        author: DEVIN,
        headRef: 'codex/fix-pull-rebase-target',
        commits: [commit({ author: person('Claude', 'noreply@anthropic.com') })],
      },
      ['devin authored attested', 'claude-code authored declared', 'codex assisted circumstantial'],
    ],
  ])('%s', (_what, change, wanted) => {
    expect(ofPullRequest(change)).toEqual(wanted);
  });

  test("evidence and commits of all places come together under the agent's name", () => {
    const second = 'd'.repeat(40);
    const found = attribute(
      pullRequest({
        author: DEVIN,
        headRef: 'devin/1746217952-fix',
        commits: [commit({ author: person('Devin AI', DEVIN_MAIL) }), commit({ sha: second })],
      }),
      [],
    );
    expect(found).toEqual({
      agents: [
        {
          agent: 'devin',
          name: 'Devin',
          role: 'authored',
          strength: 'attested',
          evidence: [
            { kind: 'login', value: 'devin-ai-integration[bot]', strength: 'attested', commit: null },
            { kind: 'email', value: `Devin AI <${DEVIN_MAIL}>`, strength: 'declared', commit: HEAD },
            { kind: 'branch', value: 'devin/1746217952-fix', strength: 'circumstantial', commit: null },
          ],
          commits: [HEAD],
        },
      ],
      bots: [],
      unattributed: [],
    });
  });
});

describe('origin', () => {
  const CLAUDE =
    '🤖 Generated with [Claude Code](https://claude.ai/code)\n\nCo-authored-by: Claude <noreply@anthropic.com>\n';
  const CURSOR = 'Co-authored-by: Cursor <cursoragent@cursor.com>\n';
  const AGENT = person('Devin AI', DEVIN_MAIL, DEVIN);
  const THIS_REVERTS = `This reverts commit ${'1'.repeat(40)}.`;

  test.each<[string, Partial<CommitFacts>, string[]]>([
    [
      "an agent's commit that a person cherry-picked stays the agent's",
      { author: AGENT, message: `Fix\n\n(cherry picked from commit ${'1'.repeat(40)})\n` },
      ['devin authored declared'],
    ],
    [
      'what an agent co-authored stays so when it is cherry-picked',
      { message: `Fix\n\n${CURSOR}(cherry picked from commit ${'1'.repeat(40)})\n` },
      ['cursor coauthored declared'],
    ],
    [
      "a person's commit that an agent cherry-picked stays the person's",
      { committer: AGENT, message: `Fix\n\n(cherry picked from commit ${'1'.repeat(40)})\n` },
      ['devin assisted declared'],
    ],
    [
      "a person's revert of an agent's commit is the person's",
      { message: `Revert "Fix"\n\n${THIS_REVERTS}\n` },
      [],
    ],
    [
      'also where the editor kept the whole message as the title',
      { message: `Revert "Fix\n\n${CLAUDE.trim()}"\n\n${THIS_REVERTS}\n` },
      [],
    ],
    [
      'also where it quotes the message below',
      { message: `Revert "Fix"\n\n${THIS_REVERTS}\n\nOriginal commit message:\n\nFix\n\n${CLAUDE}` },
      [],
    ],
    ['as GitHub writes it', { message: 'Revert "Fix" (#8)\n\nReverts acme/shop#7\n', committer: WEB }, []],
    [
      "an agent's revert is the agent's",
      { message: `Revert "Fix"\n\n${THIS_REVERTS}\n\n${CLAUDE}` },
      ['claude-code coauthored declared'],
    ],
    [
      'an agent that reverts as author',
      { author: AGENT, message: `Revert "Fix"\n\n${THIS_REVERTS}\n` },
      ['devin authored declared'],
    ],
    [
      'a squash keeps the agents of every commit it swallowed',
      {
        committer: WEB,
        message: `Fix (#7)\n\n* one\n\n${CURSOR}\n* two\n\n${CLAUDE}\n---------\n\nCo-authored-by: Devin AI <${DEVIN_MAIL}>\n`,
      },
      ['claude-code coauthored declared', 'cursor coauthored declared', 'devin coauthored declared'],
    ],
    [
      'a squash made locally keeps the author of a commit',
      {
        message: `Squashed commit of the following:\n\ncommit ${'1'.repeat(40)}\nAuthor: Devin AI <${DEVIN_MAIL}>\nDate:   Tue\n\n    Fix\n`,
      },
      ['devin coauthored declared'],
    ],
  ])('%s', (_what, change, wanted) => {
    expect(ofCommit(change)).toEqual(wanted);
  });

  const [FIRST, SECOND, MERGE] = ['1', '2', '3'].map((digit) => digit.repeat(40));

  test.each<[string, Partial<PullRequestFacts>, [string, string[]][]]>([
    [
      "a person's pull request to which an agent added a commit: that commit",
      { commits: [commit({ sha: FIRST }), commit({ sha: SECOND, author: AGENT })] },
      [['devin authored declared', [SECOND ?? '']]],
    ],
    [
      'to which it pushed: attested, though no commit says so',
      {
        commits: [commit({ sha: FIRST })],
        involvements: [{ account: DEVIN, hand: 'pushed', source: 'activity log' }],
      },
      [['devin coauthored attested', []]],
    ],
    [
      'to which it pushed one commit of a person: that commit',
      {
        commits: [
          commit({ sha: FIRST, parents: [] }),
          commit({ sha: SECOND, parents: [FIRST ?? ''] }),
          commit({ sha: MERGE, parents: [SECOND ?? ''] }),
        ],
        involvements: [
          {
            account: DEVIN,
            hand: 'pushed',
            source: 'activity log',
            pushes: [{ before: FIRST ?? '', after: SECOND ?? '' }],
          },
        ],
      },
      [['devin coauthored attested', [SECOND ?? '']]],
    ],
    [
      'to which it pushed what was overwritten since: the whole',
      {
        commits: [commit({ sha: FIRST })],
        involvements: [
          {
            account: DEVIN,
            hand: 'pushed',
            source: 'activity log',
            pushes: [{ before: FIRST ?? '', after: 'f'.repeat(40) }],
          },
        ],
      },
      [['devin coauthored attested', []]],
    ],
    [
      'a commit behind a merge',
      {
        commits: [
          commit({ sha: FIRST }),
          commit({ sha: SECOND, message: `Fix\n\n${CLAUDE}` }),
          commit({
            sha: MERGE,
            parents: [FIRST ?? '', SECOND ?? ''],
            message: "Merge branch 'other'\n",
            committer: WEB,
          }),
        ],
      },
      [['claude-code coauthored declared', [SECOND ?? '']]],
    ],
    [
      "an agent's commits in a person's fork",
      {
        headRepository: { owner: 'nadia', name: 'shop' },
        headRef: 'fix',
        commits: [commit({ sha: FIRST, author: AGENT, committer: WEB })],
      },
      [['devin authored declared', [FIRST ?? '']]],
    ],
    [
      'a fork that is gone',
      { headRepository: null, author: null, commits: [commit({ sha: FIRST, author: AGENT })] },
      [['devin authored declared', [FIRST ?? '']]],
    ],
    [
      "a person's commits in an agent's pull request: opened, and no commit its own",
      { author: DEVIN, commits: [commit({ sha: FIRST })] },
      [['devin authored attested', []]],
    ],
  ])('%s', (_what, change, wanted) => {
    const { agents } = attribute(pullRequest(change), []);
    expect(
      agents.map(({ agent, role, strength, commits }) => [`${agent} ${role} ${strength}`, commits]),
    ).toEqual(wanted);
  });
});

describe("the organisation's own machine users", () => {
  const identities = [
    { login: 'Acme-Fixer', agent: 'acme-fixer' },
    { login: 'acme-claude', agent: 'claude-code' },
  ];
  test.each<[string, Partial<PullRequestFacts>, string[]]>([
    ['open pull requests', { author: user('acme-fixer') }, ['acme-fixer authored attested acme-fixer']],
    [
      'have the name of the agent they carry',
      { author: user('acme-claude') },
      ['claude-code authored attested Claude Code'],
    ],
    [
      'are known by their no-reply address',
      { commits: [commit({ author: person('F', '7+acme-fixer@users.noreply.github.com') })] },
      ['acme-fixer authored declared acme-fixer'],
    ],
    [
      'are known as co-authors',
      { body: 'x\n\nCo-authored-by: F <acme-fixer@users.noreply.github.com>' },
      ['acme-fixer coauthored declared acme-fixer'],
    ],
  ])('%s', (_what, change, wanted) => {
    const { agents } = attribute(pullRequest(change), identities);
    expect(agents.map((one) => `${one.agent} ${one.role} ${one.strength} ${one.name}`)).toEqual(wanted);
  });
});

describe('automation and commits of nobody', () => {
  test.each<[string, Partial<PullRequestFacts>, string[], string[]]>([
    ['dependabot', { author: bot('dependabot[bot]') }, ['dependabot'], []],
    ['any app', { author: bot('acme-release[bot]') }, ['acme-release'], []],
    ['an app without the suffix', { author: { login: 'acme-sync', type: 'Bot', id: 9 } }, ['acme-sync'], []],
    [
      'a mailbox of automation, which anyone can write',
      { commits: [commit({ author: person('GitHub Action', 'action@github.com') })] },
      ['github-actions'],
      [HEAD],
    ],
    [
      'an app whose address GitHub finds no account for',
      {
        commits: [
          commit({ author: person('renovate[bot]', '29139614+renovate[bot]@users.noreply.github.com') }),
        ],
      },
      ['renovate'],
      [HEAD],
    ],
    ['agents are no bots', { author: DEVIN }, [], []],
    [
      'an author of no account',
      { commits: [commit({ author: person('X', 'x@nowhere.example') })] },
      [],
      [HEAD],
    ],
    [
      'an author of no account, with an agent as co-author',
      {
        commits: [
          commit({
            author: person('X', 'x@nowhere.example'),
            message: 'Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>\n',
          }),
        ],
      },
      [],
      [],
    ],
    [
      'an author of no account whose change an agent only committed',
      {
        commits: [
          commit({
            author: person('X', 'x@nowhere.example'),
            committer: person('Codex', 'codex@openai.com'),
          }),
        ],
      },
      [],
      [HEAD],
    ],
    [
      'an author of no account whose change automation only committed',
      {
        commits: [
          commit({ author: person('X', 'x@nowhere.example'), committer: person('A', 'action@github.com') }),
        ],
      },
      ['github-actions'],
      [HEAD],
    ],
    [
      'an app that GitHub found',
      {
        commits: [
          commit({
            author: {
              ...person('renovate[bot]', '29139614+renovate[bot]@users.noreply.github.com'),
              account: { login: 'renovate[bot]', type: 'Bot', id: 29139614 },
            },
          }),
        ],
      },
      ['renovate'],
      [],
    ],
    ['an account of a person', { commits: [commit({ author: NADIA })] }, [], []],
  ])('%s', (_what, change, bots, unattributed) => {
    const found = attribute(pullRequest(change), []);
    expect({ bots: found.bots, unattributed: found.unattributed }).toEqual({ bots, unattributed });
  });
});

test('hostile text of a megabyte is read in linear time', () => {
  const began = performance.now();
  const lines = 'Generated with x\u202e Claude Code\n'.repeat(40_000);
  const trailers = `Fix\n\n${'Co-authored-by: \u202eA <noreply@anthropic.com>\n'.repeat(20_000)}`;
  expect(ofPullRequest({ body: lines, commits: [commit({ message: trailers })] })).toEqual([
    'claude-code coauthored declared',
  ]);
  expect(performance.now() - began).toBeLessThan(8000);
});
