import type { FloorFacts, PullRequestFacts, TextFile } from '../../../src/core/facts/facts.ts';
import { DEFAULTS } from '../../../src/core/policy/defaults.ts';
import { effectivePolicy } from '../../../src/core/policy/effective.ts';
import type { EffectivePolicy } from '../../../src/core/policy/policy.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { KNOWN, RULES } from './support.ts';

const file = (text: string, sha = '1a2b3c4d'): TextFile => ({ path: '.agentguard.yml', text, sha });
const floorFile = (text: string, name = '.github'): FloorFacts => ({
  state: 'present',
  file: file(text, '5d6e7f80'),
  repository: { owner: 'acme', name },
});
const NONE: FloorFacts = { state: 'none' };
const UNSEEN: FloorFacts = { state: 'unseen', reason: 'Give the app access to acme/.github.' };

const effective = (text: string | null, floor: FloorFacts = NONE, name = 'shop'): EffectivePolicy => {
  const repository = { owner: 'acme', name } as PullRequestFacts['repository'];
  return effectivePolicy({ repository, floor, policyFile: text === null ? null : file(text) }, KNOWN);
};
const action = (policy: EffectivePolicy, id: string): string => ruleSetting(policy, id, RULES).action;
const messages = (policy: EffectivePolicy): string[] => policy.warnings.map(({ message }) => message);

test('nothing written: the defaults', () => {
  const policy = effective(null);
  expect(policy).toMatchObject(DEFAULTS);
  expect(policy).toMatchObject({ source: 'built-in defaults', strict: null, warnings: [] });
});

test.each([
  ['version: 1', NONE, '`.agentguard.yml` at 1a2b3c4'],
  [null, floorFile('version: 1'), 'built-in defaults, with the floor of acme/.github at 5d6e7f8'],
  [
    'version: 1',
    floorFile('version: 1'),
    '`.agentguard.yml` at 1a2b3c4, with the floor of acme/.github at 5d6e7f8',
  ],
  ['version: 1', UNSEEN, '`.agentguard.yml` at 1a2b3c4, with the strict defaults as the floor'],
  ['version: 2', NONE, 'strict defaults in the place of `.agentguard.yml` at 1a2b3c4, which is invalid'],
])('the source of %j under %j', (text, floor, source) => {
  expect(effective(text, floor).source).toBe(source);
});

describe('an invalid file', () => {
  const policy = effective('version: 1\nmode: observe\nreveiws: []\n');
  test('is never no policy: the strict defaults hold and say why', () => {
    expect(policy).toMatchObject({
      mode: 'enforce',
      agents: { allow: 'any', unattributed: 'agent' },
      reviews: [{ name: 'anything an agent wrote', approvals: 1, from: { permission: 'maintain' } }],
      override: { permission: 'admin' },
      strict:
        '`.agentguard.yml` at 1a2b3c4 is invalid (line 3: There is no key `reveiws`. Did you mean `reviews`?) so the strict defaults hold in its place.',
      warnings: [
        {
          message: 'There is no key `reveiws`. Did you mean `reviews`?',
          at: { path: '.agentguard.yml', line: 3, column: 1 },
        },
      ],
    });
  });
  test('no rule only warns', () => {
    expect(RULES.map(({ id }) => action(policy, id))).toEqual(['block', 'review', 'review']);
  });
  test('under a floor, both hold', () => {
    const both = effective(
      '}',
      floorFile('version: 1\nrules: { password: block }\noverride: { from: { teams: [a] } }'),
    );
    expect(action(both, 'password')).toBe('block');
    expect(action(both, 'large-change')).toBe('review');
    expect(both.override).toEqual({ teams: ['a'] });
    expect(both.reviews).toHaveLength(1);
    expect(both.warnings.map(({ at }) => at?.line)).toEqual([1]);
  });
});

describe('a floor that cannot be seen', () => {
  test('is the strict defaults, which a repository may tighten but not loosen', () => {
    const policy = effective(
      'version: 1\nmode: observe\nrules: { token: off, large-change: block }\nreviews: [{ name: a, from: { users: [olga] } }]',
      UNSEEN,
    );
    expect(policy.mode).toBe('enforce');
    expect(action(policy, 'token')).toBe('block');
    expect(action(policy, 'large-change')).toBe('block');
    expect(policy.reviews.map(({ name }) => name)).toEqual(['anything an agent wrote', 'a']);
    expect(policy.strict).toBe(
      "The organisation's floor cannot be seen, so the strict defaults hold. Give the app access to acme/.github.",
    );
    expect(messages(policy)).toEqual([
      policy.strict,
      '`mode: observe` is looser than `enforce`. The strict default holds.',
      '`rules.token: off` is looser than `block`. The strict default holds.',
    ]);
  });
  test('without a file too', () => {
    expect(effective(null, UNSEEN).reviews).toEqual([
      { name: 'anything an agent wrote', approvals: 1, from: { permission: 'maintain' } },
    ]);
  });
});

test('an invalid floor is the strict defaults, and its problems are told with its repository', () => {
  const policy = effective('version: 1\nmode: observe\n', floorFile('version: 1\nmode: x\n'));
  expect(policy.mode).toBe('enforce');
  expect(policy.strict).toContain('The floor of acme/.github is invalid (line 2: ');
  expect(policy.warnings[0]?.at).toEqual({ path: 'acme/.github/.agentguard.yml', line: 2, column: 7 });
});

test('an agent that the floor introduces is known to the repository', () => {
  const floor = floorFile('version: 1\nagents: { identities: [{ login: fixer, agent: acme-fixer }] }');
  expect(effective('version: 1\nagents: { deny: [acme-fixer] }', floor).agents.deny).toEqual(['acme-fixer']);
  expect(effective('version: 1\nagents: { deny: [acme-fixer] }').strict).toContain(
    'There is no agent `acme-fixer`.',
  );
});

test('in the repository of the floor, the floor is the policy itself', () => {
  const text = 'version: 1\nmode: observe\n';
  const policy = effective(text, floorFile('version: 1\nmode: enforce\n', '.GitHub'), '.github');
  expect(policy).toMatchObject({ mode: 'observe', source: '`.agentguard.yml` at 1a2b3c4', warnings: [] });
});

describe('the digest', () => {
  const base = effective('version: 1', floorFile('version: 1')).digest;
  test('names what the policy was made from', () => {
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(effective('version: 1', floorFile('version: 1')).digest).toBe(base);
  });
  test.each([
    ['another file', effective('version: 1\n', floorFile('version: 1'))],
    ['another floor', effective('version: 1', floorFile('version: 1\n'))],
    ['no floor', effective('version: 1')],
    ['a floor unseen', effective('version: 1', UNSEEN)],
    ['no file', effective(null, floorFile('version: 1'))],
  ])('changes with %s', (_what, policy) => {
    expect(policy.digest).not.toBe(base);
  });
  test('and not with the commit it was read at', () => {
    const repository = { owner: 'acme', name: 'shop' } as PullRequestFacts['repository'];
    const at = (sha: string): string =>
      effectivePolicy({ repository, floor: NONE, policyFile: file('version: 1', sha) }, KNOWN).digest;
    expect(at('aaaaaaa')).toBe(at('bbbbbbb'));
  });
});
