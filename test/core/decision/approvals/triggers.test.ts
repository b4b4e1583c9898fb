/** When a review is asked for: each condition where it holds, and where it does not. */
import { bot, commit, file, OLDER, pullRequest, user } from '../../../support/facts.ts';
import { agentCommit, evaluation, person, type Situation } from './support.ts';

/** Whether a review that is asked for under this condition is owed. */
async function isAsked(condition: string, change: Situation['change']): Promise<boolean> {
  const policy = `reviews:\n  - { name: conditional, ${condition}, from: { users: [ada] } }`;
  const { decision, policy: inForce } = await evaluation({ policy, change });
  expect(inForce.strict).toBeNull();
  expect(decision.gated.yes).toBe(true);
  expect(decision.gaps).toEqual([]);
  return decision.obligations.some(({ name }) => name === 'conditional');
}

const lines = (additions: number, deletions: number) => file('src/a.ts', { additions, deletions });
const shop = pullRequest().repository;
const signed = { verified: true, signer: user('nadia') };

test.each<[string, string, Situation['change'], Situation['change']]>([
  [
    'a file of those named',
    'paths: [db/**]',
    { files: [file('src/a.ts'), file('db/notes.txt')] },
    { files: [file('src/a.ts')] },
  ],
  [
    'a file of those named that is not excluded',
    'paths: [db/**, "!db/*.md"]',
    { files: [file('db/readme.md'), file('db/notes.txt')] },
    { files: [file('db/readme.md')] },
  ],
  [
    'a file that is moved away from there',
    'paths: [db/**]',
    { files: [file('old/notes.txt', { previousPath: 'db/notes.txt', status: 'renamed' })] },
    { files: [file('new/notes.txt', { previousPath: 'old/notes.txt', status: 'renamed' })] },
  ],
  [
    'a file that is taken away there',
    'paths: [db/**]',
    { files: [file('db/a.txt', { status: 'removed' })] },
    {},
  ],
  ['who opened it, by name', 'author: { users: [NADIA] }', {}, { author: user('zoe') }],
  ['who opened it, by team', 'author: { teams: [dba] }', { author: user('olga') }, {}],
  ['who opened it, by permission', 'author: { permission: maintain }', { author: user('bela') }, {}],
  ['who opened it, by organisation', 'author: { organization: true }', {}, { author: user('cleo') }],
  [
    'who wrote any of the commits',
    'contributors: { teams: [dba] }',
    { commits: [agentCommit, commit({ sha: OLDER, author: person('olga') })] },
    {},
  ],
  [
    'who committed any of them',
    'contributors: { users: [olga] }',
    { commits: [{ ...agentCommit, committer: person('olga') }] },
    {},
  ],
  [
    'who pushed to it',
    'contributors: { users: [olga] }',
    { involvements: [{ account: user('olga'), hand: 'pushed', source: 'activity log' }] },
    {},
  ],
  ['the base branch', 'base: [release/*]', { baseRef: 'release/2' }, {}],
  [
    'the branch where its stack ends',
    'base: [main]',
    { baseRef: 'part-1', binding: { ref: 'main', sha: 'c'.repeat(40), reason: 'end of the stack' } },
    { baseRef: 'other', binding: { ref: 'other', sha: 'c'.repeat(40), reason: 'own base' } },
  ],
  ['the head branch', 'head: [claude/**]', { headRef: 'claude/a/b' }, { headRef: 'not/claude/a' }],
  ['a fork', 'fork: true', { headRepository: { owner: 'zoe', name: 'shop' } }, {}],
  ['a fork that is gone', 'fork: true', { headRepository: null }, {}],
  ['no fork', 'fork: false', {}, { headRepository: { owner: 'zoe', name: 'shop' } }],
  [
    'a label in any case',
    'labels: [needs-security]',
    { labels: ['Needs-Security'] },
    { labels: ['security'] },
  ],
  ['one of several labels', 'labels: [a, b]', { labels: ['b'] }, {}],
  ['the title', 'title: ["*breaking*"]', { title: 'feat!: BREAKING change' }, { title: 'fix: typo' }],
  ['lines, at least', 'changed_lines: { min: 100 }', { files: [lines(60, 40)] }, { files: [lines(60, 39)] }],
  ['lines, at most', 'changed_lines: { max: 100 }', { files: [lines(60, 40)] }, { files: [lines(60, 41)] }],
  [
    'files, at least',
    'changed_files: { min: 2 }',
    { files: [file('a.ts'), file('b.ts')] },
    { files: [file('a.ts')] },
  ],
  [
    'files, at most',
    'changed_files: { max: 1 }',
    { files: [file('a.ts')] },
    { files: [file('a.ts'), file('b.ts')] },
  ],
  [
    'files, at most',
    'changed_files: { max: 1 }',
    { files: [file('a.ts')] },
    { files: [file('a.ts'), file('b.ts')] },
  ],
  ['commits that are all signed', 'signed: true', { commits: [{ ...agentCommit, signature: signed }] }, {}],
  [
    'a commit without a signature that GitHub verified',
    'signed: false',
    {
      commits: [
        { ...agentCommit, signature: signed },
        commit({ sha: OLDER, signature: { ...signed, verified: false } }),
      ],
    },
    { commits: [{ ...agentCommit, signature: signed }] },
  ],
  [
    'an agent that is named',
    'agents: [claude-code]',
    {},
    {
      commits: [{ ...agentCommit, message: 'Change\n\nCo-Authored-By: aider (gpt-4) <aider@aider.chat>\n' }],
    },
  ],
  ['an agent that is known by its own account', 'strength: attested', { author: bot('claude[bot]') }, {}],
  [
    'the name of the repository',
    'repository: { names: [sh*] }',
    {},
    { repository: { ...shop, name: 'blog' } },
  ],
  [
    'a topic of the repository',
    'repository: { topics: [payments] }',
    { repository: { ...shop, topics: ['web', 'payments'] } },
    { repository: { ...shop, topics: ['web'] } },
  ],
  [
    'a custom property of the repository',
    'repository: { properties: { tier: [gold, silver] } }',
    { repository: { ...shop, properties: { tier: ['silver'] } } },
    { repository: { ...shop, properties: { tier: ['lead'] } } },
  ],
  [
    'a finding of a rule or family',
    'rules: [mass-change]',
    { files: [file('src/a.ts', { additions: 5000 })] },
    {},
  ],
  [
    'a finding that is severe enough',
    'severity: medium',
    { files: [file('src/a.ts', { additions: 5000 })] },
    {},
  ],
  [
    'two conditions that both hold',
    'labels: [urgent], paths: [db/**]',
    { labels: ['urgent'], files: [file('db/notes.txt')] },
    { labels: ['urgent'] },
  ],
])('asks by %s', async (_name, condition, holds, fails) => {
  expect({ holds: await isAsked(condition, holds), fails: await isAsked(condition, fails) }).toEqual({
    holds: true,
    fails: false,
  });
});

describe('custom properties that GitHub does not tell', () => {
  const asking = `reviews:
  - { name: low, repository: { properties: { tier: [low] } }, from: { users: [tess] } }`;
  const open = async (situation: Situation): Promise<string[]> =>
    (await evaluation({ change: { files: [file('src/a.ts')] }, ...situation })).decision.obligations.map(
      ({ name }) => name,
    );

  test('ask, and take the place of no other review', async () => {
    expect(await open({ policy: asking, propertiesUntold: true })).toEqual([
      'low',
      'anything an agent wrote',
    ]);
    expect(await open({ policy: asking })).toEqual(['anything an agent wrote']);
  });
  test('leave no group of the floor', async () => {
    const floor = `groups:
  - name: regulated
    repositories: { properties: { data: [personal] } }
    policy: { reviews: [{ name: protection, from: { users: [ada] } }] }`;
    expect(await open({ floor, propertiesUntold: true })).toContain('protection');
    expect(await open({ floor })).not.toContain('protection');
  });
  test('are none where a person owns the repository', async () => {
    const own = { repository: { ...shop, ownerType: 'User' as const }, files: [file('src/a.ts')] };
    expect(await open({ policy: asking, propertiesUntold: true, change: own })).toEqual([
      'anything an agent wrote',
    ]);
  });
});
