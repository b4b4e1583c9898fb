import { plan } from '../../../src/core/decision/plan.ts';
import { peopleAskedFor } from '../../../src/core/decision/people-asked.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { decided, decisionInput, secret, staff } from '../../support/decide.ts';
import {
  byAgent,
  byPeople,
  claude,
  commit,
  entry,
  file,
  people,
  policy,
  pullRequest,
  review,
  user,
} from '../../support/facts.ts';

const approved = pullRequest({ files: [file('src/a.ts')], reviews: [review('olga', 'APPROVED')] });
const longer = { ...approved, files: [file('src/a.ts', { additions: 1, deletions: 1 })] };

test.each<[string, Parameters<typeof decided>[0], string]>([
  ["a person's change", { attribution: byPeople }, 'allow'],
  ["an agent's change without reviews", {}, 'review_required'],
  ["an agent's change that was approved", { facts: approved }, 'allow'],
  [
    "an agent's change that its operator approved",
    { facts: { ...approved, reviews: [review('nadia', 'APPROVED')] } },
    'review_required',
  ],
  ['a blocking finding, although approved', { facts: approved, findings: [secret] }, 'block'],
  [
    'a rule that the policy switched off',
    {
      facts: approved,
      findings: [secret],
      policy: policy({ rules: new Map([['secret-added', { action: 'off' }]]) }),
    },
    'allow',
  ],
  [
    'a gap in the facts, although approved',
    { facts: { ...approved, gaps: [{ what: 'files', reason: 'Cut.' }] } },
    'indeterminate',
  ],
  [
    "a gap in a person's change",
    { attribution: byPeople, facts: { ...approved, gaps: [{ what: 'commits', reason: 'Cut.' }] } },
    'indeterminate',
  ],
  [
    'content that could not be read',
    { facts: approved, gaps: [{ what: 'a', reason: 'b' }] },
    'indeterminate',
  ],
  [
    'a gap among the people',
    { facts: approved, people: { ...staff, gaps: [{ what: 'collaborators', reason: 'b' }] } },
    'indeterminate',
  ],
  [
    'a team that does not exist',
    { facts: approved, policy: policy({ reviews: [entry({ from: { teams: ['ghosts'] } })] }) },
    'indeterminate',
  ],
  [
    'signs that are too weak',
    { attribution: { ...byAgent, agents: [{ ...claude, strength: 'circumstantial' }] } },
    'allow',
  ],
  [
    'an accepted suggestion',
    { attribution: { ...byAgent, agents: [{ ...claude, role: 'assisted' }] } },
    'allow',
  ],
  [
    "everyone's change where the policy says so",
    { attribution: byPeople, policy: policy({ appliesTo: 'everyone' }) },
    'review_required',
  ],
  [
    'a nameless commit where the policy takes it for an agent',
    {
      attribution: { ...byPeople, unattributed: ['a'] },
      policy: policy({ agents: { ...policy().agents, unattributed: 'agent' } }),
    },
    'review_required',
  ],
  ['a nameless commit otherwise', { attribution: { ...byPeople, unattributed: ['a'] } }, 'allow'],
  [
    'an agent that is denied, although approved',
    { facts: approved, policy: policy({ agents: { ...policy().agents, deny: ['claude-code'] } }) },
    'block',
  ],
  [
    'an agent that is not on the list, although approved',
    { facts: approved, policy: policy({ agents: { ...policy().agents, allow: ['devin'] } }) },
    'block',
  ],
  [
    'an agent that is on the list',
    { facts: approved, policy: policy({ agents: { ...policy().agents, allow: ['claude-code'] } }) },
    'allow',
  ],
  [
    'one pull request too many of this agent',
    {
      facts: approved,
      policy: policy({ limits: { ...policy().limits, openPullRequestsPerAgent: 2 } }),
      openByAgent: new Map([['claude-code', [3, 5]]]),
    },
    'block',
  ],
  [
    'the oldest within the limit',
    {
      facts: approved,
      policy: policy({ limits: { ...policy().limits, openPullRequestsPerAgent: 2 } }),
      openByAgent: new Map([['claude-code', [3, 9]]]),
    },
    'allow',
  ],
  [
    'more lines than an agent may change',
    { facts: longer, policy: policy({ limits: { ...policy().limits, changedLines: 1 } }) },
    'block',
  ],
  [
    'more lines than an agent may change, by a person',
    {
      facts: longer,
      attribution: byPeople,
      policy: policy({ limits: { ...policy().limits, changedLines: 1 } }),
    },
    'allow',
  ],
  [
    'as many files as an agent may change',
    { facts: approved, policy: policy({ limits: { ...policy().limits, changedFiles: 1 } }) },
    'allow',
  ],
  [
    "a policy made invalid by a person's change",
    {
      attribution: byPeople,
      policyProblems: [{ path: '.agentguard.yml', line: 3, column: 1, message: 'Unknown key.' }],
    },
    'block',
  ],
])('%s', (_name, change, outcome) => {
  expect(decided(change).outcome).toBe(outcome);
});

test("a person's change of the policy needs an admin who is not its author", () => {
  const facts = pullRequest({ files: [file('.agentguard.yml')], reviews: [review('olga', 'APPROVED')] });
  expect(decided({ attribution: byPeople, facts }).outcome).toBe('review_required');
  const answered = { ...facts, reviews: [review('ada', 'APPROVED')] };
  expect(decided({ attribution: byPeople, facts: answered }).outcome).toBe('allow');
});

describe('a repository of one person', () => {
  const alone = people({ nadia: 'admin' });
  const facts = pullRequest({ files: [file('.agentguard.yml')] });

  test('their own change of the policy is recorded instead of blocked', () => {
    const decision = decided({ attribution: byPeople, facts, people: alone });
    expect(decision.outcome).toBe('allow');
    expect(decision.warnings.map((warning) => warning.message)).toEqual([
      'Recorded, not blocked: .agentguard.yml changed, and nobody else could answer for it.',
    ]);
  });
  test('unless there may be others', () => {
    const decision = decided({ attribution: byPeople, facts, people: { ...alone, complete: false } });
    expect(decision.outcome).toBe('review_required');
  });
  test("but an agent's change of it stays blocked", () => {
    expect(decided({ facts, people: alone }).outcome).toBe('review_required');
  });
});

describe("a person's change of the policy is not recorded instead of blocked", () => {
  const facts = pullRequest({ files: [file('.agentguard.yml')] });
  const naming = (...logins: string[]): PullRequestFacts['commits'] => [
    commit({
      message: `Loosen it\n\n${logins.map((login) => `Co-authored-by: ${login} <${login}@users.noreply.github.com>`).join('\n')}\n`,
    }),
  ];

  test('because it names everyone who could answer as co-author', () => {
    const decision = decided({ attribution: byPeople, facts: { ...facts, commits: naming('ada', 'olga') } });
    expect(decision.outcome).toBe('review_required');
    expect(decision.obligations.map(({ asked, eligible }) => ({ asked, eligible }))).toEqual([
      { asked: 'an admin', eligible: [] },
    ]);
  });

  test.each([
    ['its author is the only code owner', '* @nadia'],
    ['its only code owner has no access any more', '* @gone'],
    ['its code owners are known by e-mail only', '* olga@acme.example'],
  ])('because %s: an admin answers', (_name, owners) => {
    const open = { attribution: byPeople, facts, codeowners: parseCodeowners(owners) };
    expect(decided(open).obligations.map(({ asked, eligible, met }) => ({ asked, eligible, met }))).toEqual([
      { asked: 'an admin', eligible: ['ada'], met: false },
    ]);
    const reviews = [review('ada', 'APPROVED')];
    expect(decided({ ...open, facts: { ...facts, reviews } }).outcome).toBe('allow');
  });

  test('because it names the code owners, who stay the ones that are asked', () => {
    const change = {
      attribution: byPeople,
      facts: { ...facts, commits: naming('olga'), reviews: [review('ada', 'APPROVED')] },
      codeowners: parseCodeowners('* @olga'),
    };
    expect(decided(change).outcome).toBe('review_required');
    expect(decided(change).obligations.map(({ asked }) => asked)).toEqual(['@olga']);
  });
});

test("an agent's change of a control file whose only owner is its operator is an admin's to answer for", () => {
  const facts = pullRequest({
    files: [file('.github/workflows/ci.yml')],
    reviews: [review('ada', 'APPROVED')],
  });
  expect(decided({ facts, codeowners: parseCodeowners('* @nadia') }).outcome).toBe('allow');
});

test('asks for the teams of the obligations and the permissions of the reviewers', () => {
  const facts = pullRequest({
    files: [file('db/1.sql')],
    reviews: [review('olga', 'APPROVED'), review('zoe', 'COMMENTED')],
  });
  const asking = decisionInput({
    facts,
    policy: policy({ reviews: [entry({ from: { teams: ['DBA', 'acme/security'] } })] }),
  });
  expect(peopleAskedFor(plan(asking), { ...asking, askers: [] })).toEqual({
    teams: ['acme/dba', 'acme/security'],
    logins: ['olga', 'zoe'],
    organization: false,
    roles: false,
  });
});

test('names CODEOWNERS lines that GitHub skips where owners are asked', () => {
  const text = '!nope @olga\n*.ts @olga\n';
  const facts = pullRequest({
    files: [file('a.ts')],
    codeownersFile: { path: 'CODEOWNERS', text, sha: 'c' },
    author: user('nadia'),
  });
  const decision = decided({
    facts,
    codeowners: parseCodeowners(text),
    policy: policy({ reviews: [entry({ from: { codeowners: true } })] }),
  });
  expect(decision.warnings.map(({ at }) => at)).toEqual([{ path: 'CODEOWNERS', line: 1, column: 1 }]);
});
