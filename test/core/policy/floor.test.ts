import type { FloorFacts, PullRequestFacts, RepositoryFacts } from '../../../src/core/facts/facts.ts';
import { effectivePolicy } from '../../../src/core/policy/effective.ts';
import { holdsFloor } from '../../../src/core/policy/floor.ts';
import { namesIn } from '../../../src/core/policy/names.ts';
import { parsePolicy } from '../../../src/core/policy/parse.ts';
import type { EffectivePolicy } from '../../../src/core/policy/policy.ts';
import { propertiesAsked } from '../../../src/core/policy/properties.ts';
import { reviewPolicyChange } from '../../../src/core/policy/review-change.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { fileChange } from '../../support/change.ts';
import { KNOWN, RULES } from './support.ts';

const PATH = '.agentguard.yml';
const written = (text: string) => ({ path: PATH, text: `version: 1\n${text}`, sha: '5d6e7f80' });
const present = (text: string, owner = 'acme', name = '.github'): FloorFacts => ({
  state: 'present',
  file: written(text),
  repository: { owner, name },
});
const UNSEEN: FloorFacts = { state: 'unseen', reason: 'Give the app access.' };
const NONE: FloorFacts = { state: 'none' };
const repository = (more: Partial<RepositoryFacts> = {}): RepositoryFacts =>
  ({ owner: 'acme', name: 'shop', topics: [], ...more }) as RepositoryFacts;
const effective = (
  floor: FloorFacts,
  file: string | null,
  more: Partial<RepositoryFacts> = {},
): EffectivePolicy =>
  effectivePolicy(
    { repository: repository(more), floor, policyFile: file === null ? null : written(file) },
    KNOWN,
  );
/** Groups of the shop and of all, with such policies. */
const groups = (...policies: string[]): FloorFacts => present(groupsText(...policies));
const groupsText = (...policies: string[]): string =>
  `groups:\n${policies
    .map(
      (policy, index) => `  - { name: g${index}, repositories: { names: [shop, "*"] }, policy: ${policy} }`,
    )
    .join('\n')}`;

test.each<[FloorFacts, string, boolean]>([
  [present(''), '.github', true],
  [present('', 'ACME', '.GitHub'), '.github', true],
  [present(''), 'shop', false],
  [present('', 'enterprise'), '.github', false],
  [present('', 'acme', 'policies'), 'policies', true],
  [present('', 'acme', 'policies'), '.github', false],
  [NONE, '.github', true],
  [NONE, '.GitHub', true],
  [NONE, 'shop', false],
  [UNSEEN, '.github', true],
])('%j: %s holds the floor: %j', (floor, name, expected) => {
  expect(holdsFloor({ floor, repository: repository({ name }) })).toBe(expected);
});

test('a floor that cannot be seen binds the repository it should be in as well', () => {
  const { strict, override } = effective(UNSEEN, 'override: { from: { users: [olga] } }', {
    name: '.github',
  });
  expect(strict).toBe(
    "The organisation's floor cannot be seen, so the strict defaults hold. Give the app access.",
  );
  expect(override).toEqual({ permission: 'admin' });
});

test('two reasons for the strict defaults are two sentences', () => {
  expect(effective(present('mode: x'), 'mode: y').strict).toBe(
    'The floor of acme/.github is invalid (line 2: `mode` has to be one of enforce, observe; it is `x`.) so the strict defaults hold in its place. `.agentguard.yml` at 5d6e7f8 is invalid (line 2: `mode` has to be one of enforce, observe; it is `y`.) so the strict defaults hold in its place.',
  );
});

test('all groups a repository is in are named', () => {
  expect(effective(groups('{ mode: enforce }', '{ mode: observe }'), null).source).toBe(
    'built-in defaults, with the floor of acme/.github (g0, g1) at 5d6e7f8',
  );
});

describe('the digest tells policies apart that come from the same texts', () => {
  const inGroup = (policy: string, topics: string[]): string =>
    effective(present(`groups:\n  - { name: g, repositories: { topics: [pci] }, policy: ${policy} }`), '', {
      topics,
    }).digest;
  test.each(['{ mode: enforce, applies_to: everyone }', '{ rules: { password: block } }'])('%s', (policy) => {
    expect(inGroup(policy, ['pci'])).not.toBe(inGroup(policy, []));
    expect(inGroup(policy, ['pci'])).toBe(inGroup(policy, ['pci']));
  });
});

describe('groups and who settles what', () => {
  const A = '{ from: { users: [a] } }';
  const B = '{ from: { users: [b] } }';
  test.each<[string, FloorFacts, Partial<EffectivePolicy>]>([
    [
      'one of two says it',
      groups(`{ waiver: ${A}, override: ${B} }`, '{ mode: enforce }'),
      { waiver: { users: ['a'] }, override: { users: ['b'] } },
    ],
    [
      'the other of two says it',
      groups('{ mode: enforce }', `{ waiver: ${A}, override: ${B} }`),
      { waiver: { users: ['a'] }, override: { users: ['b'] } },
    ],
    [
      'they differ',
      groups(`{ override: ${A} }`, `{ override: ${B} }`),
      { override: { permission: 'admin' } },
    ],
    [
      'they differ on who takes changes back',
      groups(`{ recovery: ${A} }`, `{ recovery: ${B} }`),
      { recovery: { approvals: 1, from: { permission: 'admin' } } },
    ],
    [
      'they differ on alerts',
      groups('{ alerts: { repository: off } }', '{ alerts: { repository: acme/alerts } }'),
      { alerts: 'here' },
    ],
    [
      'they agree on alerts',
      groups('{ alerts: { repository: acme/alerts } }', '{ alerts: { repository: acme/alerts } }'),
      { alerts: 'acme/alerts' },
    ],
    [
      'they differ on the check',
      groups('{ check: { per_base: true } }', '{ check: { per_base: false } }'),
      { check: { perBase: false, comment: false } },
    ],
    [
      'they agree on the check',
      groups('{ check: { per_base: true } }', '{ check: { per_base: true } }'),
      { check: { perBase: true, comment: false } },
    ],
    [
      'the floor says it',
      present(
        `override: ${A}\ncheck: { per_base: true }\n${groupsText(`{ override: ${B}, check: { per_base: false } }`)}`,
      ),
      { override: { users: ['a'] }, check: { perBase: true, comment: false } },
    ],
  ])('%s', (_what, floor, expected) => {
    expect(effective(floor, null)).toMatchObject(expected);
  });
});

describe('what a group does not speak of, it does not bind', () => {
  const floor = groups('{ rules: { token: block } }');
  test('keys', () => {
    const policy = effective(floor, 'mode: observe\nreviews: [{ name: a, from: { users: [olga] } }]');
    expect(policy).toMatchObject({ mode: 'observe', appliesTo: 'agents', warnings: [] });
    expect(policy.reviews.map(({ name }) => name)).toEqual(['a']);
  });

  test('rules', () => {
    const policy = effective(floor, 'rules: { password: off }');
    expect(ruleSetting(policy, 'password', RULES).action).toBe('off');
    expect(policy.warnings).toEqual([]);
  });

  test('a rule that both speak of is as the stricter says', () => {
    const both = present(`rules: { password: block }\n${groupsText('{ rules: { password: review } }')}`);
    expect(ruleSetting(effective(both, null), 'password', RULES).action).toBe('block');
  });
});

test('of a group only what is written is said, not what the schema fills in', () => {
  const { policy } = parsePolicy(
    written(groupsText('{ rules: { large-change: { lines: 5 } } }')),
    KNOWN,
    'floor',
  );
  expect(policy?.says.groups?.map(({ says }) => says.rules)).toEqual([
    new Map([['large-change', { action: undefined, options: { lines: 5 } }]]),
  ]);
});

describe('names of a policy', () => {
  const names = (after: string, floor = NONE): unknown =>
    namesIn(
      { repository: repository(), floor, files: [fileChange({ path: PATH, before: null, after })] },
      KNOWN,
    );
  const at = (line: number, column: number) => ({ path: PATH, line, column });
  test('who is asked, and who is only spoken of', () => {
    const text = `version: 1
reviews:
  - name: a
    author: { users: [ann] }
    from: { users: [bob] }
    except: { users: [cat] }
    contributors: { users: [dan] }
waiver: { from: { users: [eve] } }
`;
    expect(names(text)).toEqual({
      teams: [],
      users: [
        { login: 'ann', at: at(4, 23), asked: false },
        { login: 'dan', at: at(7, 29), asked: false },
        { login: 'bob', at: at(5, 21), asked: true },
        { login: 'cat', at: at(6, 23), asked: false },
        { login: 'eve', at: at(8, 27), asked: true },
      ],
    });
  });

  test('none of a policy that is invalid or no text', () => {
    expect(names('version: 1\nmode: x\noverride: { from: { users: [ann] } }\n')).toEqual({
      teams: [],
      users: [],
    });
    const facts: Pick<PullRequestFacts, 'repository' | 'floor' | 'files'> = {
      repository: repository(),
      floor: NONE,
      files: [fileChange({ path: 'a', before: 'a', after: 'b' })],
    };
    expect(namesIn(facts, KNOWN)).toEqual({ teams: [], users: [] });
  });
});

test.each<[string, boolean]>([
  ['reviews: [{ name: properties, from: { users: [a] } }]', false],
  ['reviews: [{ name: a, repository: { properties: { tier: [gold] } }, from: { users: [a] } }]', true],
  ['# properties\nmode: enforce', false],
  ['# properties\nmode: x', true],
  ['mode: x', false],
])('%s asks for custom properties: %j', (text, expected) => {
  expect(propertiesAsked({ floor: NONE, policyFile: written(text) }, KNOWN)).toBe(expected);
  expect(propertiesAsked({ floor: present(text), policyFile: null }, KNOWN)).toBe(expected);
});

test('a change that brings groups to a repository other than the floor is told so', () => {
  const after = `version: 1\n${groupsText('{ mode: enforce }')}`;
  const problems = reviewPolicyChange(
    {
      repository: repository(),
      floor: NONE,
      policyFile: null,
      files: [fileChange({ path: PATH, before: null, after })],
    },
    KNOWN,
  );
  expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    "2 `groups` belongs in the organisation's floor, the same file in its `.github` repository. Take it out here.",
  ]);
});
