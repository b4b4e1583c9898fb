import { combine, type Combined } from '../../../src/core/policy/combine.ts';
import { DEFAULTS } from '../../../src/core/policy/defaults.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { policyFile, RULES } from './support.ts';

const of = (floor: string, file: string | null): Combined =>
  combine(
    { name: 'The floor of acme/.github', says: policyFile(floor).says },
    file === null ? null : policyFile(file),
    RULES,
  );
const warnings = ({ warnings: found }: Combined): string[] =>
  found.map(({ message, at }) => `${at?.line}:${at?.column} ${message}`);
const action = ({ policy }: Combined, id: string): string => ruleSetting(policy, id, RULES).action;
const options = ({ policy }: Combined, id: string): unknown => ruleSetting(policy, id, RULES).options;

test('without floor and file the defaults hold', () => {
  expect(combine(null, null, RULES)).toEqual({ policy: DEFAULTS, warnings: [] });
});

test('without a floor the file says what it likes', () => {
  const { policy, warnings: none } = combine(
    null,
    policyFile('mode: observe\nrules: { token: off }\nreviews: [{ name: a, from: { users: [olga] } }]'),
    RULES,
  );
  expect(none).toEqual([]);
  expect(policy).toEqual({
    ...DEFAULTS,
    mode: 'observe',
    rules: new Map([['token', { action: 'off', options: {} }]]),
    reviews: [{ name: 'a', approvals: 1, from: { users: ['olga'] } }],
  });
});

describe('words', () => {
  test.each([
    [
      'mode: enforce',
      'mode: observe',
      'enforce',
      ['2:1 `mode: observe` is looser than `enforce`. The floor of acme/.github holds.'],
    ],
    ['mode: observe', 'mode: enforce', 'enforce', []],
    ['mode: observe', '', 'observe', []],
    ['', 'mode: observe', 'observe', []],
    ['', '', 'enforce', []],
  ])('%s + %s = %s', (floor, file, mode, expected) => {
    const combined = of(floor, file);
    expect(combined.policy.mode).toBe(mode);
    expect(warnings(combined)).toEqual(expected);
  });

  test('everyone is stricter than agents, and an agent than a human', () => {
    const combined = of(
      'applies_to: everyone\nagents: { unattributed: agent }',
      'applies_to: agents\nagents:\n  unattributed: human',
    );
    expect(combined.policy.appliesTo).toBe('everyone');
    expect(combined.policy.agents.unattributed).toBe('agent');
    expect(warnings(combined)).toEqual([
      '2:1 `applies_to: agents` is looser than `everyone`. The floor of acme/.github holds.',
      '4:3 `agents.unattributed: human` is looser than `agent`. The floor of acme/.github holds.',
    ]);
  });
});

describe('agents', () => {
  test.each<[string, string, unknown, number]>([
    ['any', 'any', 'any', 0],
    ['any', '[devin]', ['devin'], 0],
    ['[devin, jules]', 'any', ['devin', 'jules'], 1],
    ['[devin, jules]', '[jules]', ['jules'], 0],
    ['[devin, jules]', '[jules, claude-code]', ['jules'], 1],
    ['[devin]', '[jules]', [], 1],
  ])('allow %s + %s', (floor, file, allow, overruled) => {
    const combined = of(`agents: { allow: ${floor} }`, `agents: { allow: ${file} }`);
    expect(combined.policy.agents.allow).toEqual(allow);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test('a list of the floor holds where the file is silent', () => {
    expect(of('agents: { allow: [devin] }', '').policy.agents.allow).toEqual(['devin']);
    expect(of('agents: { allow: [devin] }', null).policy.agents.allow).toEqual(['devin']);
  });

  test('an agent that is not allowed for all is pointed at', () => {
    expect(warnings(of('agents: { allow: [devin] }', 'agents:\n  allow:\n    - devin\n    - jules'))).toEqual(
      ['5:7 `jules` is not among the agents allowed for all. The floor of acme/.github holds.'],
    );
  });

  test('denied agents and identities add up; the floor says whose account it is', () => {
    const combined = of(
      'agents: { deny: [devin], identities: [{ login: fixer, agent: acme-fixer }] }',
      'agents:\n  deny: [jules, devin]\n  identities:\n    - { login: Fixer, agent: other }\n    - { login: b, agent: other }',
    );
    expect(combined.policy.agents.deny).toEqual(['devin', 'jules']);
    expect(combined.policy.agents.identities).toEqual([
      { login: 'fixer', agent: 'acme-fixer' },
      { login: 'b', agent: 'other' },
    ]);
    expect(warnings(combined)).toEqual([
      '5:7 `Fixer` is taken for `acme-fixer`. The floor of acme/.github holds.',
    ]);
  });
});

describe('reviews', () => {
  const entry = (name: string): string => `reviews: [{ name: ${name}, from: { users: [olga] } }]`;
  test.each([
    ['', '', ['anything an agent wrote']],
    [entry('a'), '', ['a']],
    ['', entry('b'), ['b']],
    [entry('a'), entry('b'), ['a', 'b']],
    [entry('a'), entry('a'), ['a']],
  ])('%j + %j', (floor, file, names) => {
    expect(of(floor, file).policy.reviews.map(({ name }) => name)).toEqual(names);
  });
});

describe('rules', () => {
  test.each([
    ['{ token: block }', '{ token: warn }', 'token', 'block', 1],
    ['{ token: warn }', '{ token: block }', 'token', 'block', 0],
    ['{ token: warn }', '{}', 'token', 'warn', 0],
    ['{}', '{ token: off }', 'token', 'off', 0],
    ['{ secret-added: block }', '{ token: off }', 'token', 'block', 1],
    ['{ token: block }', '{ secret-added: off }', 'token', 'block', 1],
    ['{ token: block }', '{ secret-added: off }', 'password', 'off', 1],
    ['{ secret-added: block, token: warn }', '{ secret-added: review }', 'token', 'review', 1],
    ['{ large-change: { lines: 800 } }', '{ mass-change: off }', 'large-change', 'warn', 1],
    ['{ large-change: { lines: 800 } }', '{ mass-change: block }', 'large-change', 'block', 0],
  ])('%s + %s: %s is %s', (floor, file, id, expected, overruled) => {
    const combined = of(`rules: ${floor}`, `rules: ${file}`);
    expect(action(combined, id)).toBe(expected);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test.each<[string, string, unknown, number]>([
    ['{ lines: 800 }', '{ lines: 300 }', { lines: 300, files: 60 }, 0],
    ['{ lines: 800 }', '{ lines: 900 }', { lines: 800, files: 60 }, 1],
    ['{ lines: 800 }', '{ files: 10 }', { lines: 800, files: 10 }, 0],
    ['{ lines: 800 }', '{ files: 100 }', { lines: 800, files: 60 }, 1],
    ['review', '{ lines: 1000000 }', { lines: 1500, files: 60 }, 1],
    ['{ lines: 5000 }', '{ lines: 4000 }', { lines: 4000, files: 60 }, 0],
  ])('options %s + %s', (floor, file, expected, overruled) => {
    const combined = of(`rules: { large-change: ${floor} }`, `rules: { mass-change: ${file} }`);
    expect(options(combined, 'large-change')).toEqual(expected);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test('an option that is no limit is the one of the floor', () => {
    const combined = of('rules: { token: block }', 'rules:\n  token:\n    samples: ["x"]');
    expect(options(combined, 'token')).toEqual({ samples: [] });
    expect(warnings(combined)).toEqual([
      '4:5 `rules.token.samples` is not tighter than what is set for all. The floor of acme/.github holds.',
    ]);
  });

  test('a looser family is told of once', () => {
    expect(warnings(of('rules: { secret-added: block }', 'rules:\n  secret-added: off'))).toEqual([
      '3:3 `rules.secret-added: off` is looser than `block`. The floor of acme/.github holds.',
    ]);
  });
});

describe('the rest', () => {
  const limit = (number: number): string => `limits: { open_pull_requests_per_agent: ${number} }`;
  test.each([
    ['', '', null, 0],
    [limit(5), '', 5, 0],
    ['', limit(7), 7, 0],
    [limit(5), limit(3), 3, 0],
    [limit(5), limit(9), 5, 1],
  ])('%j + %j: at most %s open', (floor, file, expected, overruled) => {
    const combined = of(floor, file);
    expect(combined.policy.limits.openPullRequestsPerAgent).toBe(expected);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test('each limit is combined on its own', () => {
    const combined = of(
      'limits: { changed_lines: 400, changed_files: 10 }',
      'limits: { changed_lines: 500, changed_files: 5 }',
    );
    expect(combined.policy.limits).toEqual({
      openPullRequestsPerAgent: null,
      changedLines: 400,
      changedFiles: 5,
    });
    expect(combined.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('`limits.changed_lines: 500` is looser than `400`'),
    ]);
  });

  const override = (team: string): string => `override: { from: { teams: [${team}] } }`;
  test.each<[string, string, unknown, number]>([
    ['', '', { permission: 'admin' }, 0],
    ['', override('a'), { teams: ['a'] }, 0],
    [override('a'), '', { teams: ['a'] }, 0],
    [override('a'), override('a'), { teams: ['a'] }, 0],
    [override('a'), override('b'), { teams: ['a'] }, 1],
  ])('%j + %j: %j may override', (floor, file, expected, overruled) => {
    const combined = of(floor, file);
    expect(combined.policy.override).toEqual(expected);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test.each<[string, string, unknown, number]>([
    ['', '', { approvals: 1, from: { permission: 'write' } }, 0],
    ['', 'recovery: { from: { users: [a] } }', { approvals: 1, from: { users: ['a'] } }, 0],
    ['recovery: { approvals: 2, from: { teams: [a] } }', '', { approvals: 2, from: { teams: ['a'] } }, 0],
    [
      'recovery: { approvals: 2, from: { teams: [a] } }',
      'recovery: { from: { permission: write } }',
      { approvals: 2, from: { teams: ['a'] } },
      1,
    ],
  ])('%j + %j: %j takes changes back', (floor, file, expected, overruled) => {
    const combined = of(floor, file);
    expect(combined.policy.recovery).toEqual(expected);
    expect(combined.warnings).toHaveLength(overruled);
  });

  test('who may waive is settled by the floor', () => {
    const waiver = (login: string): string => `waiver: { from: { users: [${login}] } }`;
    expect(of('', '').policy.waiver).toEqual({ permission: 'maintain' });
    expect(of('', waiver('pat')).policy.waiver).toEqual({ users: ['pat'] });
    const both = of(waiver('olga'), waiver('pat'));
    expect(both.policy.waiver).toEqual({ users: ['olga'] });
    expect(warnings(both)).toEqual([
      '2:1 `waiver` is set for the whole organisation. The floor of acme/.github holds.',
    ]);
  });

  test('freezes add up, each once', () => {
    const freeze = (...days: string[]): string =>
      `freeze: [${days.map((day) => `{ agents: all, until: ${day}, reason: Sale }`).join(', ')}]`;
    const until = (combined: Combined): string[] =>
      combined.policy.freeze.map((stop) => stop.until.slice(0, 10));
    expect(until(of('', ''))).toEqual([]);
    expect(until(of(freeze('2026-12-01'), ''))).toEqual(['2026-12-01']);
    expect(until(of('', freeze('2026-12-01')))).toEqual(['2026-12-01']);
    expect(
      until(of(freeze('2026-12-01', '2026-12-02'), freeze('2026-12-03', '2026-12-01T00:00:00Z'))),
    ).toEqual(['2026-12-01', '2026-12-02', '2026-12-03']);
  });

  test('how the check is named is settled by the floor', () => {
    expect(of('', 'check: { per_base: true }').policy.check.perBase).toBe(true);
    expect(of('check: { per_base: false }', 'check: { per_base: true }').policy.check.perBase).toBe(false);
  });

  test.each<[string, string, boolean]>([
    ['', '', false],
    ['', 'check: { comment: true }', true],
    ['check: { comment: true }', '', true],
    ['check: { comment: false }', 'check: { comment: true }', false],
    ['check: { comment: true }', 'check: { comment: false }', true],
  ])('whether there is a comment is settled by the floor (%j, %j)', (floor, file, comment) => {
    expect(of(floor, file).policy.check.comment).toBe(comment);
  });
});
