import type { FloorFacts, PullRequestFacts, RepositoryFacts } from '../../../src/core/facts/facts.ts';
import { effectivePolicy } from '../../../src/core/policy/effective.ts';
import type { EffectivePolicy } from '../../../src/core/policy/policy.ts';
import { reviewPolicyChange } from '../../../src/core/policy/review-change.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { fileChange } from '../../support/change.ts';
import { KNOWN, RULES } from './support.ts';

const PATH = '.agentguard.yml';

interface Case {
  readonly floor?: string;
  readonly file?: string;
  readonly repository?: Partial<RepositoryFacts>;
}

const facts = ({
  floor,
  file,
  repository,
}: Case): Pick<PullRequestFacts, 'repository' | 'floor' | 'policyFile'> => ({
  repository: { owner: 'acme', name: 'shop', topics: [], ...repository } as RepositoryFacts,
  floor:
    floor === undefined
      ? { state: 'none' }
      : {
          state: 'present',
          file: { path: PATH, text: `version: 1\n${floor}`, sha: '5d6e7f80' },
          repository: { owner: 'acme', name: '.github' },
        },
  policyFile: file === undefined ? null : { path: PATH, text: `version: 1\n${file}`, sha: '1a2b3c4d' },
});
const effective = (given: Case): EffectivePolicy => {
  const policy = effectivePolicy(facts(given), KNOWN);
  expect(policy.strict).toBeNull();
  return policy;
};
const warnings = (policy: EffectivePolicy): string[] =>
  policy.warnings.map(({ message, at }) => `${at?.path}:${at?.line}:${at?.column} ${message}`);
/** A floor with one group of the shop. */
const group = (policy: string, rest = ''): string =>
  `${rest}groups:\n  - name: shops\n    repositories: { names: [shop] }\n    policy: ${policy}`;

describe('a group is of the repositories that fit all it says', () => {
  test.each<[string, Partial<RepositoryFacts>, boolean]>([
    ['{ names: [shop] }', {}, true],
    ['{ names: [SHOP] }', {}, true],
    ['{ names: [sho*, "!shopping"] }', {}, true],
    ['{ names: [sho*, "!shop"] }', {}, false],
    ['{ names: [pay-*] }', {}, false],
    ['{ names: [pay-*] }', { name: 'pay-api' }, true],
    ['{ topics: [payments, pci] }', { topics: ['pci'] }, true],
    ['{ topics: [payments] }', { topics: ['pci'] }, false],
    ['{ topics: [payments] }', {}, false],
    ['{ names: [shop], topics: [payments] }', {}, false],
    ['{ properties: { tier: [gold, silver] } }', { properties: { tier: ['silver'] } }, true],
    ['{ properties: { Tier: [Gold] } }', { properties: { tier: ['gold'] } }, true],
    ['{ properties: { tier: [gold] } }', { properties: { tier: ['bronze', 'gold'] } }, true],
    ['{ properties: { tier: [gold] } }', { properties: { tier: ['bronze'] } }, false],
    ['{ properties: { tier: [gold], pci: ["true"] } }', { properties: { tier: ['gold'] } }, false],
    ['{ properties: { constructor: [gold] } }', { properties: {} }, false],
    ['{ properties: { tier: [gold] } }', {}, true],
    ['{ properties: { tier: [gold] }, topics: [payments] }', {}, false],
  ])('%s, %j: %j', (repositories, repository, expected) => {
    const floor = `groups:\n  - name: a\n    repositories: ${repositories}\n    policy: { applies_to: everyone }`;
    const policy = effective({ floor, repository });
    expect(policy.appliesTo).toBe(expected ? 'everyone' : 'agents');
    expect(policy.source).toBe(
      `built-in defaults, with the floor of acme/.github${expected ? ' (a)' : ''} at 5d6e7f8`,
    );
  });
});

test('a group tightens the floor, and both bind the repository', () => {
  const policy = effective({
    floor: `mode: observe
agents: { allow: [devin, claude-code] }
reviews: [{ name: a, from: { users: [olga] } }]
limits: { changed_files: 9 }
groups:
  - name: shops
    repositories: { names: [shop] }
    policy:
      mode: enforce
      agents: { allow: [devin, jules] }
      rules: { token: block }
      reviews: [{ name: b, from: { users: [pat] } }]
      limits: { changed_files: 5 }`,
    file: `mode: observe
rules: { token: off }
limits: { changed_files: 7 }
reviews: [{ name: c, from: { users: [ann] } }]`,
  });
  expect(policy.mode).toBe('enforce');
  expect(policy.agents.allow).toEqual(['devin']);
  expect(policy.reviews.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(policy.limits.changedFiles).toBe(5);
  expect(ruleSetting(policy, 'token', RULES).action).toBe('block');
  expect(warnings(policy)).toEqual([
    'acme/.github/.agentguard.yml:11:32 In the group `shops`, `jules` is not among the agents allowed for all. The floor of acme/.github holds.',
    '.agentguard.yml:2:1 `mode: observe` is looser than `enforce`. The floor of acme/.github holds.',
    '.agentguard.yml:3:10 `rules.token: off` is looser than `block`. The floor of acme/.github holds.',
    '.agentguard.yml:4:11 `limits.changed_files: 7` is looser than `5`. The floor of acme/.github holds.',
  ]);
});

describe('what the floor does not speak of, a group loosens as little', () => {
  test.each<[string, string, (policy: EffectivePolicy) => unknown, unknown]>([
    ['{ mode: observe }', '', ({ mode }) => mode, 'enforce'],
    ['{ mode: observe }', 'mode: observe', ({ mode }) => mode, 'enforce'],
    ['{ applies_to: agents }', 'applies_to: everyone', ({ appliesTo }) => appliesTo, 'everyone'],
    ['{ rules: { token: warn } }', '', (policy) => ruleSetting(policy, 'token', RULES).action, 'block'],
    [
      '{ rules: { secret-added: off } }',
      '',
      (policy) => ruleSetting(policy, 'password', RULES).action,
      'review',
    ],
    [
      '{ rules: { large-change: { lines: 9000, files: 10 } } }',
      '',
      (policy) => ruleSetting(policy, 'large-change', RULES).options,
      { lines: 1500, files: 10 },
    ],
    [
      '{ reviews: [{ name: b, from: { users: [pat] } }] }',
      '',
      ({ reviews }) => reviews.map(({ name }) => name),
      ['anything an agent wrote', 'b'],
    ],
    ['{ override: { from: { users: [pat] } } }', '', ({ override }) => override, { users: ['pat'] }],
    [
      '{ override: { from: { users: [pat] } } }',
      'override: { from: { users: [olga] } }',
      ({ override }) => override,
      { users: ['pat'] },
    ],
  ])('group %s, file %j', (policy, file, value, expected) => {
    expect(value(effective({ floor: group(policy), file }))).toEqual(expected);
  });
});

test('who may waive and override is as the floor says, else as all groups say, else admins', () => {
  const two = (first: string, second: string, rest = ''): string =>
    `${rest}groups:\n${[first, second]
      .map(
        (from, index) =>
          `  - { name: g${index}, repositories: { names: ['*'] }, policy: { waiver: { from: ${from} } } }`,
      )
      .join('\n')}`;
  const waiver = (floor: string): unknown => effective({ floor }).waiver;
  expect(waiver(two('{ users: [a] }', '{ users: [a] }'))).toEqual({ users: ['a'] });
  expect(waiver(two('{ users: [a] }', '{ users: [b] }'))).toEqual({ permission: 'admin' });
  expect(waiver(two('{ users: [a] }', '{ users: [b] }', 'waiver: { from: { users: [c] } }\n'))).toEqual({
    users: ['c'],
  });
});

test('an agent that a group introduces is known in its repositories only', () => {
  const floor = group('{ agents: { identities: [{ login: fixer, agent: acme-fixer }] } }');
  const file = 'agents: { deny: [acme-fixer] }';
  expect(effective({ floor, file }).agents.deny).toEqual(['acme-fixer']);
  expect(effectivePolicy(facts({ floor, file, repository: { name: 'other' } }), KNOWN).strict).toContain(
    'There is no agent `acme-fixer`.',
  );
});

test('in a repository, groups are an error that says where they belong', () => {
  const policy = effectivePolicy(facts({ file: group('{ mode: enforce }') }), KNOWN);
  expect(warnings(policy)).toEqual([
    ".agentguard.yml:2:1 `groups` belongs in the organisation's floor, the same file in its `.github` repository. Take it out here.",
  ]);
  expect(policy.reviews[0]).toMatchObject({ from: { permission: 'maintain' } });
});

describe('in the repository of the floor', () => {
  const NAMES = { name: '.github' };
  test('groups that hold it tighten the floor for it, and all are looked at', () => {
    const file = `mode: enforce
groups:
  - { name: meta, repositories: { names: [.github] }, policy: { applies_to: everyone } }
  - { name: shops, repositories: { names: [shop] }, policy: { mode: observe, limits: { changed_files: 1 } } }`;
    const policy = effective({ file, repository: NAMES });
    expect(policy).toMatchObject({ appliesTo: 'everyone', limits: { changedFiles: null } });
    expect(warnings(policy)).toEqual([
      '.agentguard.yml:5:63 In the group `shops`, `mode: observe` is looser than `enforce`. The floor holds.',
    ]);
  });

  const review = (before: string, after: string, floor: FloorFacts = { state: 'none' }): string[] =>
    reviewPolicyChange(
      {
        ...facts({ repository: NAMES }),
        floor,
        files: [fileChange({ path: PATH, before: `version: 1\n${before}`, after: `version: 1\n${after}` })],
        policyFile: { path: PATH, text: `version: 1\n${before}`, sha: '1a2b3c4d' },
      },
      KNOWN,
    ).map(({ line, column, message }) => `${line}:${column} ${message}`);
  const LOOSE =
    '5:15 In the group `shops`, `mode: observe` is looser than `enforce`. The floor holds. Leave it out, or make it at least as strict.';

  test('a change that brings a looser group is told so', () => {
    expect(review('mode: enforce', group('{ mode: observe }'))).toEqual([LOOSE]);
    expect(
      review('mode: enforce', group('{ mode: observe }'), {
        state: 'present',
        file: { path: PATH, text: 'version: 1\n', sha: '5d6e7f80' },
        repository: { owner: 'acme', name: '.github' },
      }),
    ).toEqual([LOOSE]);
  });
  test('and not again', () => {
    expect(review(group('{ mode: observe }'), `${group('{ mode: observe }')}\nmode: enforce`)).toEqual([]);
  });
  test('a change that brings an invalid group is told so, whichever repositories it is of', () => {
    expect(review('mode: enforce', group('{ mode: x }'))).toEqual([
      '5:21 `groups[0].policy.mode` has to be one of enforce, observe; it is `x`.',
    ]);
  });
});
