import { conditionStates, type Circumstances } from '../../../src/core/decision/obligations/conditions.ts';
import type { JudgedFinding } from '../../../src/core/decision/decision.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { Conditions } from '../../../src/core/policy/policy.ts';
import { claude, commit, file, people, pullRequest, user } from '../../support/facts.ts';

const finding = (change: Partial<JudgedFinding> = {}): JudgedFinding => ({
  rule: 'sql-destructive',
  family: 'destructive-migration',
  severity: 'high',
  action: 'review',
  message: 'Drops a table.',
  places: [{ path: 'db/1.sql', line: 1, side: 'head' }],
  key: null,
  waived: null,
  ...change,
});

const at = (facts: Partial<PullRequestFacts> = {}, change: Partial<Circumstances> = {}): Circumstances => ({
  facts: pullRequest({
    files: [file('db/1.sql', { additions: 7, deletions: 3 }), file('src/a.ts')],
    ...facts,
  }),
  findings: [finding()],
  agents: [claude, { ...claude, agent: 'devin', name: 'Devin', strength: 'circumstantial' }],
  contributors: [
    { account: user('olga'), hands: [{ hand: 'pushed', claimed: false, source: 'activity log' }] },
  ],
  people: people({ olga: 'write' }, { 'acme/dba': ['olga'] }),
  ...change,
});

const signed = commit({ signature: { verified: true, signer: null } });
const forged = commit({ sha: 'd'.repeat(40), signature: { verified: false, signer: null } });

test.each<[string, Conditions, Circumstances, [string, string, boolean, string[]]]>([
  ['paths that match', { paths: ['db/**'] }, at(), ['paths', 'db/**', true, ['db/1.sql']]],
  ['paths that do not', { paths: ['docs/**'] }, at(), ['paths', 'docs/**', false, ['none of 2 files']]],
  [
    'a path by its former name',
    { paths: ['db/**'] },
    at({ files: [file('x.sql', { previousPath: 'db/1.sql', status: 'renamed' })] }),
    ['paths', 'db/**', true, ['x.sql']],
  ],
  [
    'at least a severity',
    { severity: 'medium' },
    at(),
    ['severity', 'at least medium', true, ['sql-destructive (high)']],
  ],
  [
    'more than there is',
    { severity: 'critical' },
    at(),
    ['severity', 'at least critical', false, ['no such finding']],
  ],
  [
    'a family',
    { rules: ['destructive-migration'] },
    at(),
    ['rules', 'destructive-migration', true, ['sql-destructive']],
  ],
  ['another rule', { rules: ['sql-access'] }, at(), ['rules', 'sql-access', false, ['no such finding']]],
  [
    'an agent',
    { agents: ['claude-code'] },
    at(),
    ['agents', 'claude-code', true, ['claude-code (declared)']],
  ],
  [
    'an agent that only a weak sign names',
    { agents: ['devin'] },
    at(),
    ['agents', 'devin', false, ['claude-code (declared), devin (circumstantial)']],
  ],
  [
    'such an agent where weak signs are enough',
    { agents: ['devin'], strength: 'circumstantial' },
    at(),
    ['agents', 'devin, at least circumstantial', true, ['devin (circumstantial)']],
  ],
  [
    'any agent that GitHub vouches for',
    { strength: 'attested' },
    at({}, { agents: [] }),
    ['strength', 'at least attested', false, ['no agent']],
  ],
  ['the base', { base: ['main'] }, at(), ['base', 'main', true, ['main']]],
  [
    'the branch where a stack ends',
    { base: ['main'] },
    at({ baseRef: 'feature/1' }),
    ['base', 'main', true, ['main']],
  ],
  ['another base', { base: ['release/*'] }, at(), ['base', 'release/*', false, ['main']]],
  [
    'the head, in any case',
    { head: ['Agent/**'] },
    at({ headRef: 'agent/x/y' }),
    ['head', 'Agent/**', true, ['agent/x/y']],
  ],
  ['another head', { head: ['agent/**'] }, at(), ['head', 'agent/**', false, ['change']]],
  [
    'a fork',
    { fork: true },
    at({ headRepository: { owner: 'mallory', name: 'shop' } }),
    ['fork', 'from a fork', true, ['from mallory/shop']],
  ],
  [
    'a fork that is gone',
    { fork: true },
    at({ headRepository: null }),
    ['fork', 'from a fork', true, ['from a fork that was deleted']],
  ],
  ['no fork', { fork: true }, at(), ['fork', 'from a fork', false, ['not from a fork']]],
  ['no fork, as wanted', { fork: false }, at(), ['fork', 'not from a fork', true, ['not from a fork']]],
  ['a label', { labels: ['risk*'] }, at({ labels: ['docs', 'Risky'] }), ['labels', 'risk*', true, ['Risky']]],
  ['other labels', { labels: ['risk*'] }, at({ labels: ['docs'] }), ['labels', 'risk*', false, ['docs']]],
  ['no labels', { labels: ['risk*'] }, at(), ['labels', 'risk*', false, ['no label']]],
  ['a title', { title: ['*something'] }, at(), ['title', '*something', true, ['Change something']]],
  ['another title', { title: ['release *'] }, at(), ['title', 'release *', false, ['Change something']]],
  ['who opened it', { author: { users: ['Nadia'] } }, at(), ['author', '@Nadia', true, ['nadia']]],
  ['somebody else', { author: { users: ['olga'] } }, at(), ['author', '@olga', false, ['nadia']]],
  [
    'somebody whose account is gone, who may be anybody',
    { author: { users: ['olga'] } },
    at({ author: null }),
    ['author', '@olga', true, ['an account that was deleted']],
  ],
  [
    'anyone with a hand in it, by team',
    { contributors: { teams: ['dba'] } },
    at(),
    ['contributors', '@acme/dba', true, ['olga']],
  ],
  [
    'by permission',
    { contributors: { permission: 'write' } },
    at(),
    ['contributors', 'someone with write access', true, ['olga']],
  ],
  [
    'by too much permission',
    { contributors: { permission: 'admin' } },
    at(),
    ['contributors', 'an admin', false, ['olga']],
  ],
  [
    'by membership',
    { contributors: { organization: true } },
    at({}, { people: { ...people({}), members: new Set(['olga']) } }),
    ['contributors', 'a member of acme', true, ['olga']],
  ],
  [
    'a team that cannot be read, which may hold anybody',
    { contributors: { teams: ['ghosts'] } },
    at(),
    ['contributors', '@acme/ghosts', true, ['olga']],
  ],
  ['so many lines', { changedLines: { min: 11 } }, at(), ['changed_lines', 'at least 11', true, ['11']]],
  [
    'more lines than that',
    { changedLines: { max: 10 } },
    at(),
    ['changed_lines', 'at most 10', false, ['11']],
  ],
  ['a range of files', { changedFiles: { min: 1, max: 2 } }, at(), ['changed_files', '1 to 2', true, ['2']]],
  ['too few files', { changedFiles: { min: 3 } }, at(), ['changed_files', 'at least 3', false, ['2']]],
  ['a repository', { repository: { names: ['sh*'] } }, at(), ['repository', 'sh*', true, ['shop']]],
  [
    'another kind of repository',
    { repository: { names: ['pay*'], topics: ['pci'], properties: { data: ['personal', 'secret'] } } },
    at({ repository: { ...pullRequest().repository, properties: { data: ['public'] } } }),
    [
      'repository',
      'pay*, pci, data: personal or secret',
      false,
      ['it is called shop, it has no topics, data is public'],
    ],
  ],
  [
    'a property that was not read, which may be anything',
    { repository: { properties: { data: ['personal'] } } },
    at(),
    ['repository', 'data: personal', true, ['custom properties that were not read']],
  ],
  [
    'signatures on all',
    { signed: true },
    at({ commits: [signed] }),
    ['signed', 'every commit with a verified signature', true, ['every commit is signed']],
  ],
  [
    'one that does not verify',
    { signed: false },
    at({ commits: [signed, forged] }),
    ['signed', 'a commit without a verified signature', true, ['ddddddd is not']],
  ],
  [
    'no commit known',
    { signed: true },
    at({ commits: [] }),
    ['signed', 'every commit with a verified signature', false, []],
  ],
])('%s', (_name, conditions, circumstances, [key, wants, holds, found]) => {
  expect(conditionStates(conditions, circumstances)).toMatchObject([{ key, wants, holds, found }]);
});

test('paths beside findings mean where these are', () => {
  const conditions: Conditions = { paths: ['src/**'], severity: 'high' };
  expect(conditionStates(conditions, at()).map(({ key, holds }) => [key, holds])).toEqual([
    ['paths', false],
    ['severity', true],
  ]);
});

test('conditions on findings have to hold for one and the same', () => {
  const both = [
    finding(),
    finding({
      rule: 'provider-token',
      severity: 'low',
      places: [{ path: 'src/a.ts', line: 1, side: 'head' }],
    }),
  ];
  const held = (conditions: Conditions): boolean[] =>
    conditionStates(conditions, at({}, { findings: both })).map(({ holds }) => holds);
  expect(held({ paths: ['src/**'], severity: 'high' })).toEqual([false, true]);
  expect(held({ severity: 'high', rules: ['provider-token'] })).toEqual([false, true]);
  expect(held({ paths: ['db/**'], severity: 'high', rules: ['sql-destructive'] })).toEqual([
    true,
    true,
    true,
  ]);
});

test('names at most ten of what it found', () => {
  const files = Array.from({ length: 12 }, (_, index) => file(`db/${index}.sql`));
  expect(conditionStates({ paths: ['db/**'] }, at({ files }))[0]?.found).toHaveLength(10);
});

test('an entry without conditions has none', () => {
  expect(conditionStates({}, at())).toEqual([]);
});

test.each<[string, Conditions, Circumstances, boolean]>([
  ['an author who is gone', { author: { users: ['olga'] } }, at({ author: null }), true],
  ['an author whose team cannot be read', { author: { teams: ['ghosts'] } }, at(), true],
  ['contributors whose team cannot be read', { contributors: { teams: ['ghosts'] } }, at(), true],
  ['one of them is known', { contributors: { users: ['olga'], teams: ['ghosts'] } }, at(), false],
  ['properties that were not read', { repository: { properties: { data: ['personal'] } } }, at(), true],
  [
    'a name that does not fit, whatever they are',
    { repository: { names: ['x'], properties: { a: ['b'] } } },
    at(),
    false,
  ],
])('is it only held for lack of knowledge: %s', (_name, conditions, circumstances, unknown) => {
  expect(conditionStates(conditions, circumstances).map((state) => state.unknown ?? false)).toEqual([
    unknown,
  ]);
});
