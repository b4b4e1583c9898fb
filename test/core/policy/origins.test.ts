import type { FloorFacts } from '../../../src/core/facts/facts.ts';
import { isDefault, tracePolicy, type Origin } from '../../../src/core/policy/origins.ts';
import { BASE, pullRequest } from '../../support/facts.ts';

const FLOOR = { owner: 'acme', name: '.github' };
const floorOf = (text: string): FloorFacts => ({
  state: 'present',
  file: { path: '.agentguard.yml', text: `version: 1\n${text}`, sha: BASE },
  repository: FLOOR,
});

const traced = (file: string | null, floor: FloorFacts = { state: 'none' }) =>
  tracePolicy(
    pullRequest({
      policyFile: file === null ? null : { path: '.agentguard.yml', text: `version: 1\n${file}`, sha: BASE },
      floor,
    }),
  );

const said = ({ kind, name, at }: Origin): string =>
  [kind, ...(name === '' ? [] : [name]), ...(at ? [String(at.line)] : [])].join(' ');

/** Lines of one key: what holds, from where, and what does not hold. */
const lines = (key: string, ...policy: Parameters<typeof traced>): string[] => {
  const { lines: all, rules } = traced(...policy);
  return [...all, ...rules]
    .filter((line) => line.key === key)
    .map(({ value, origins, overruled }) =>
      [
        JSON.stringify(value),
        `from ${origins.map(said).join(' and ')}`,
        ...overruled.map(({ value: other, by }) => `not ${JSON.stringify(other)} of ${said(by)}`),
      ].join(', '),
    );
};

const STRICT: FloorFacts = { state: 'unseen', reason: 'The installation does not cover it.' };

test.each<[string, string, Parameters<typeof traced>, readonly string[]]>([
  ['nobody says it', 'mode', [null], ['"enforce", from default']],
  ['the file says it', 'mode', ['mode: observe'], ['"observe", from file 2']],
  [
    'the floor overrules the file',
    'mode',
    ['mode: observe', floorOf('mode: enforce')],
    ['"enforce", from floor 2, not "observe" of file 2'],
  ],
  [
    'both say the same',
    'applies_to',
    ['applies_to: everyone', floorOf('applies_to: everyone')],
    ['"everyone", from floor 2 and file 2'],
  ],
  [
    'the file is tighter than the floor',
    'limits.changed_lines',
    ['limits: { changed_lines: 10 }', floorOf('limits: { changed_lines: 20 }')],
    ['10, from file 2, not 20 of floor 2'],
  ],
  [
    'a group of the floor',
    'limits.changed_files',
    [
      null,
      floorOf(
        'groups:\n  - name: shops\n    repositories: { names: [sh*] }\n    policy: { limits: { changed_files: 5 } }',
      ),
    ],
    ['5, from group shops 5'],
  ],
  [
    'a group of other repositories says nothing here',
    'limits.changed_files',
    [
      null,
      floorOf(
        'groups:\n  - name: labs\n    repositories: { names: [lab*] }\n    policy: { limits: { changed_files: 5 } }',
      ),
    ],
    ['null, from default'],
  ],
  [
    'what both put together',
    'agents.allow',
    ['agents: { allow: [claude-code, cursor] }', floorOf('agents: { allow: [cursor, devin] }')],
    ['["cursor"], from floor 2 and file 2'],
  ],
  [
    'each item of a list',
    'agents.deny',
    ['agents:\n  deny:\n    - devin\n    - cursor', floorOf('agents: { deny: [cursor] }')],
    ['"cursor", from floor 2 and file 5', '"devin", from file 4'],
  ],
  ['an empty list', 'freeze', [null], ['[], from default']],
  [
    'a rule by its family',
    'test-deleted',
    ['rules:\n  tests-weakened: off', floorOf('rules: { tests-weakened: review }')],
    ['"review", from floor 2, not "off" of file 3'],
  ],
  [
    'the floor cannot be seen',
    'override',
    ['override: { from: { permission: write } }', STRICT],
    ['{"permission":"admin"}, from strict default, not {"permission":"write"} of file 2'],
  ],
  [
    'both name who takes changes back',
    'recovery',
    [
      'recovery: { from: { users: [ann] } }',
      floorOf('recovery: { approvals: 2, from: { teams: [on-call] } }'),
    ],
    [
      '{"approvals":2,"from":{"teams":["on-call"]}}, from floor 2, not {"approvals":1,"from":{"users":["ann"]}} of file 2',
    ],
  ],
  ['the file is invalid', 'agents.unattributed', ['reviewz: []'], ['"agent", from strict default']],
])('%s: %s', (_, key, policy, expected) => {
  expect(lines(key, ...policy)).toEqual(expected);
});

test('places in the floor bear its repository', () => {
  const { lines: all } = traced(null, floorOf('mode: enforce'));
  expect(all[0]?.origins).toEqual([
    { kind: 'floor', name: '', at: { path: 'acme/.github/.agentguard.yml', line: 2, column: 1 } },
  ]);
});

test('without any file every line is a default', () => {
  const { lines: all, rules } = traced(null);
  expect([...all, ...rules].filter((line) => !isDefault(line))).toEqual([]);
});
