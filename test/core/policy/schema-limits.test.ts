import { policySchema } from '../../../src/core/policy/schema/policy.ts';
import { KNOWN, RULES } from './support.ts';

const schema = policySchema(RULES);
/** The keys that a policy is refused for; none: it is a policy. */
const refused = (says: object): string[] =>
  (schema.safeParse({ version: 1, ...says }).error?.issues ?? []).map(({ path }) => path.join('.'));
const list = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const letters = (count: number): string => 'a'.repeat(count);
const FROM = { users: ['ann'] };
const review = (more: object): object => ({ reviews: [{ name: 'a', from: FROM, ...more }] });
const repository = (condition: object): object => review({ repository: condition });
const freeze = (more: object): object => ({
  freeze: [{ agents: 'all', until: '2026-12-01', reason: 'Peak week', ...more }],
});
const group = (more: object): object => ({
  groups: [{ name: 'a', repositories: { names: ['a'] }, policy: {}, ...more }],
});

describe('the most that is taken', () => {
  test.each<[string, (size: number) => object, number, string]>([
    ['reviews', (size) => ({ reviews: list(size, { name: 'a', from: FROM }) }), 50, 'reviews'],
    ['a name', (size) => review({ name: letters(size) }), 80, 'reviews.0.name'],
    ['approvals', (size) => review({ approvals: size }), 10, 'reviews.0.approvals'],
    ['users', (size) => review({ from: { users: list(size, 'ann') } }), 100, 'reviews.0.from.users'],
    ['a login', (size) => review({ from: { users: [letters(size)] } }), 100, 'reviews.0.from.users.0'],
    ['a team', (size) => review({ from: { teams: [letters(size)] } }), 100, 'reviews.0.from.teams.0'],
    [
      'an organisation',
      (size) => review({ from: { teams: [`${letters(size)}/a`] } }),
      100,
      'reviews.0.from.teams.0',
    ],
    [
      'a team of another organisation',
      (size) => review({ from: { teams: [`a/${letters(size)}`] } }),
      100,
      'reviews.0.from.teams.0',
    ],
    ['a role', (size) => review({ from: { roles: [letters(size)] } }), 100, 'reviews.0.from.roles.0'],
    ['patterns', (size) => review({ paths: list(size, 'a') }), 100, 'reviews.0.paths'],
    ['a label', (size) => review({ labels: [letters(size)] }), 100, 'reviews.0.labels.0'],
    ['a title', (size) => review({ title: [letters(size)] }), 200, 'reviews.0.title.0'],
    [
      'lines',
      (size) => review({ changed_lines: { max: size } }),
      1_000_000_000,
      'reviews.0.changed_lines.max',
    ],
    ['a topic', (size) => repository({ topics: [letters(size)] }), 50, 'reviews.0.repository.topics.0'],
    [
      'a property',
      (size) => repository({ properties: { [letters(size)]: ['a'] } }),
      75,
      `reviews.0.repository.properties.${letters(76)}`,
    ],
    [
      'a value of a property',
      (size) => repository({ properties: { a: [letters(size)] } }),
      75,
      'reviews.0.repository.properties.a.0',
    ],
    ['an agent', (size) => ({ agents: { allow: [letters(size)] } }), 50, 'agents.allow.0'],
    ['agents denied', (size) => ({ agents: { deny: list(size, 'devin') } }), 100, 'agents.deny'],
    [
      'open pull requests',
      (size) => ({ limits: { open_pull_requests_per_agent: size } }),
      1000,
      'limits.open_pull_requests_per_agent',
    ],
    ['changed lines', (size) => ({ limits: { changed_lines: size } }), 1_000_000, 'limits.changed_lines'],
    ['changed files', (size) => ({ limits: { changed_files: size } }), 3000, 'limits.changed_files'],
    ['freezes', (size) => ({ freeze: list(size, freezeOf()) }), 20, 'freeze'],
    ['a reason', (size) => freeze({ reason: letters(size) }), 200, 'freeze.0.reason'],
    ['groups', (size) => ({ groups: list(size, groupOf()) }), 50, 'groups'],
    ['the name of a group', (size) => group({ name: letters(size) }), 80, 'groups.0.name'],
  ])('%s', (_what, says, most, where) => {
    expect(refused(says(most))).toEqual([]);
    expect(refused(says(most + 1))).toEqual([where]);
  });
});

const freezeOf = (): object => ({ agents: ['devin'], until: '2026-12-01', reason: 'Peak week' });
const groupOf = (): object => ({ name: 'a', repositories: { topics: ['a'] }, policy: { mode: 'observe' } });

describe('the least that is taken', () => {
  test.each<[string, (size: number) => object, number, string]>([
    ['reviews', (size) => ({ reviews: list(size, { name: 'a', from: FROM }) }), 1, 'reviews'],
    ['approvals', (size) => review({ approvals: size }), 1, 'reviews.0.approvals'],
    ['lines', (size) => review({ changed_lines: { min: size } }), 0, 'reviews.0.changed_lines.min'],
    [
      'open pull requests',
      (size) => ({ limits: { open_pull_requests_per_agent: size } }),
      1,
      'limits.open_pull_requests_per_agent',
    ],
    ['changed lines', (size) => ({ limits: { changed_lines: size } }), 1, 'limits.changed_lines'],
    ['changed files', (size) => ({ limits: { changed_files: size } }), 1, 'limits.changed_files'],
    ['freezes', (size) => ({ freeze: list(size, freezeOf()) }), 1, 'freeze'],
    ['groups', (size) => ({ groups: list(size, groupOf()) }), 1, 'groups'],
    ['identities', (size) => ({ agents: { identities: list(size, ID) } }), 1, 'agents.identities'],
  ])('%s', (_what, says, least, where) => {
    expect(refused(says(least))).toEqual([]);
    expect(refused(says(least - 1))).toEqual([where]);
  });
});

const ID = { login: 'fixer', agent: 'acme-fixer' };

describe('the forms of names', () => {
  const login = (users: string): object => review({ from: { users: [users] } });
  const team = (name: string): object => review({ from: { teams: [name] } });
  const agent = (id: string): object => ({ agents: { deny: [id] } });
  const topic = (name: string): object => repository({ topics: [name] });
  const property = (name: string): object => repository({ properties: { [name]: ['a'] } });
  const name = (text: string): object => review({ name: text });
  test.each<[(text: string) => object, string[], string[]]>([
    [
      login,
      ['a', 'A9', 'a-b_c', 'acme_short', 'dependabot[bot]'],
      ['', '-a', '_a', '@a', 'a b', 'a.b', 'a[bot]b', 'a[bo]', 'x@a', 'a/b'],
    ],
    [
      team,
      ['a', '_a', 'a.b-c_d', 'acme/a', 'acme-2/_a.b', 'ACME/Dba'],
      ['', '-a', '.a', '@a', 'a b', '/a', 'a/', 'a/b/c', '-a/b', 'a.b/c', 'a/-b', 'a/b c'],
    ],
    [agent, ['a', '9a', 'a-b-9'], ['', '-a', 'A', 'a_b', 'a b', ' a', 'aB']],
    [topic, ['a', '9a', 'a-b-9'], ['', '-a', 'A', 'a_b', 'a b', ' a', 'aB']],
    [property, ['a', 'A_b', 'a-b', '#a$', '9'], ['', 'a b', 'a.b', 'a/b', ' a']],
    [name, ['a', ' a ', 'é – 1!'], ['', ' ', 'a\nb', 'a\u202eb', '\ta', 'a\n']],
  ])('%p', (says, good, bad) => {
    expect(good.filter((text) => refused(says(text)).length > 0)).toEqual([]);
    expect(bad.filter((text) => refused(says(text)).length === 0)).toEqual([]);
  });
});

test.each<[string, boolean]>([
  ['2026-12-01', true],
  ['2026-12-01T12:30Z', true],
  ['2026-12-01T12:30:15Z', true],
  ['2026-12-01T12:30:15.1Z', true],
  ['2026-12-01T12:30:15.123-05:30', true],
  ['2026-12-01T12:30', false],
  ['2026-12-01T12:30:15.1234Z', false],
  ['2026-12-01T12Z', false],
  ['2026-12-01 12:30Z', false],
  ['2026-12-01Z', false],
  ['x2026-12-01', false],
  ['2026-12-01x', false],
  ['2026-1-01', false],
  ['226-12-01', false],
  ['2026-13-01', false],
  ['2026-02-30', false],
  ['2026-02-30T12:00Z', false],
  ['2026-12-01T25:00Z', false],
  ['2026-12-01T12:00+2:00', false],
  ['', false],
])('a freeze until %j: %j', (until, expected) => {
  expect(new Set(refused(freeze({ until })))).toEqual(new Set(expected ? [] : ['freeze.0.until']));
});

describe('words', () => {
  test.each<[string, readonly unknown[], (word: unknown) => object]>([
    ['mode', ['enforce', 'observe'], (mode) => ({ mode })],
    ['applies_to', ['agents', 'everyone'], (word) => ({ applies_to: word })],
    ['unattributed', ['human', 'agent'], (unattributed) => ({ agents: { unattributed } })],
    ['permission', ['write', 'maintain', 'admin'], (permission) => review({ from: { permission } })],
    ['request', ['teams', 'people', 'nobody'], (request) => review({ request })],
    ['severity', ['low', 'medium', 'high', 'critical'], (severity) => review({ severity })],
    ['rules', [...RULES.map(({ id }) => id), 'secret-added'], (rule) => review({ rules: [rule] })],
    ['agents', KNOWN.agents, (agent) => freeze({ agents: [agent] })],
    ['per_base', [true, false], (word) => ({ check: { per_base: word } })],
    ['comment', [true, false], (word) => ({ check: { comment: word } })],
    ['organization', [true], (organization) => review({ from: { organization } })],
    ['codeowners', [true], (codeowners) => review({ from: { codeowners } })],
    ['fork', [true, false], (fork) => review({ fork })],
    ['signed', [true, false], (signed) => review({ signed })],
  ])('%s', (_key, words, says) => {
    expect(words.filter((word) => refused(says(word)).length > 0)).toEqual([]);
    expect(refused(says('Other one'))).not.toEqual([]);
    expect(refused(says(null))).not.toEqual([]);
  });
});

test('a team that is none is told how to be written', () => {
  const { error } = schema.safeParse({ version: 1, ...review({ from: { teams: ['@a'] } }) });
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'is no team; write its slug without `@`, as in `dba` or `acme/dba`',
  ]);
});
