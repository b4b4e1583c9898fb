import { combine } from '../../../src/core/policy/combine.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { policyFile, RULES } from './support.ts';

/** What of a file does not hold under a floor, as `line:column message`. */
const overruled = (floor: string, file: string): string[] =>
  combine({ name: 'The floor', says: policyFile(floor).says }, policyFile(file), RULES).warnings.map(
    ({ message, at }) => `${at?.line}:${at?.column} ${message}`,
  );

describe('where the floor and the file say the same, nothing is told', () => {
  test.each([
    'agents: { allow: any }',
    'agents: { allow: [devin, jules] }',
    'agents: { identities: [{ login: fixer, agent: acme-fixer }] }',
    'mode: observe',
    'limits: { changed_lines: 400, changed_files: 9, open_pull_requests_per_agent: 3 }',
    'waiver: { from: { teams: [a] } }',
    'override: { from: { teams: [a] } }',
    'recovery: { approvals: 2, from: { teams: [a] } }',
    'check: { per_base: true }',
    'alerts: { repository: off }',
    'rules: { token: { samples: [a, b] } }',
    'rules: { large-change: { action: review, lines: 9 } }',
  ])('%s', (text) => {
    expect(overruled(text, text)).toEqual([]);
  });
});

test.each([
  'agents: { allow: any }',
  'agents: { allow: [devin] }',
  'mode: observe',
  'check: { per_base: true }',
  'alerts: { repository: acme/alerts }',
  'waiver: { from: { teams: [a] } }',
])('where only one says something, nothing is told: %s', (text) => {
  expect(overruled(text, '')).toEqual([]);
  expect(overruled('', text)).toEqual([]);
});

test.each([
  [
    'agents: { allow: [devin] }',
    'agents:\n  allow: any',
    '3:3 `agents.allow: any` is looser than a list. The floor holds.',
  ],
  [
    'waiver: { from: { teams: [a] } }',
    'mode: enforce\nwaiver: { from: { teams: [b] } }',
    '3:1 `waiver` is set for the whole organisation. The floor holds.',
  ],
  [
    'override: { from: { teams: [a] } }',
    'mode: enforce\noverride: { from: { teams: [b] } }',
    '3:1 `override` is set for the whole organisation. The floor holds.',
  ],
  [
    'recovery: { from: { teams: [a] } }',
    'mode: enforce\nrecovery: { approvals: 3, from: { teams: [a] } }',
    '3:1 `recovery` is set for the whole organisation. The floor holds.',
  ],
  [
    'alerts: { repository: acme/alerts }',
    'mode: enforce\nalerts:\n  repository: off',
    '4:3 `alerts.repository` is set for the whole organisation. The floor holds.',
  ],
  [
    'check: { per_base: false }',
    'mode: enforce\ncheck:\n  per_base: true',
    '4:3 `check.per_base` is set for the whole organisation. The floor holds.',
  ],
])('%s over %j', (floor, file, expected) => {
  expect(overruled(floor, file)).toEqual([expected]);
});

describe('each place is told, and each once', () => {
  test('two keys on one line', () => {
    expect(
      overruled(
        'mode: enforce\nlimits: { changed_lines: 9, changed_files: 9 }',
        'limits: { changed_lines: 10, changed_files: 10 }',
      ),
    ).toEqual([
      '2:11 `limits.changed_lines: 10` is looser than `9`. The floor holds.',
      '2:30 `limits.changed_files: 10` is looser than `9`. The floor holds.',
    ]);
  });

  test('one agent twice, on two lines', () => {
    expect(
      overruled('agents: { allow: [devin] }', 'agents:\n  allow:\n    - jules\n    - devin\n    - jules'),
    ).toEqual([
      '4:7 `jules` is not among the agents allowed for all. The floor holds.',
      '6:7 `jules` is not among the agents allowed for all. The floor holds.',
    ]);
  });

  test('one family for several rules', () => {
    expect(overruled('rules: { secret-added: block }', 'rules:\n  secret-added: warn')).toEqual([
      '3:3 `rules.secret-added: warn` is looser than `block`. The floor holds.',
    ]);
  });
});

test('an option that is no number is the one of the floor, whatever comes first in the alphabet', () => {
  const options = (floor: string, file: string): unknown => {
    const says = (samples: string) => policyFile(`rules: { token: { samples: [${samples}] } }`);
    const { policy } = combine({ name: 'The floor', says: says(floor).says }, says(file), RULES);
    return ruleSetting(policy, 'token', RULES).options;
  };
  expect(options('b', 'a')).toEqual({ samples: ['b'] });
  expect(options('a', 'b')).toEqual({ samples: ['a'] });
});
