import type { FileContent, FloorFacts, RepositoryFacts } from '../../../src/core/facts/facts.ts';
import { namesIn } from '../../../src/core/policy/names.ts';
import { propertiesAsked } from '../../../src/core/policy/properties.ts';
import { file } from '../../support/facts.ts';

const NONE: FloorFacts = { state: 'none' };
const PATH = '.agentguard.yml';
const names = (
  head: FileContent | undefined,
  name = 'shop',
  floor: FloorFacts = NONE,
): { teams: string[]; users: string[] } => {
  const { teams, users } = namesIn({
    repository: { owner: 'acme', name, topics: [] as readonly string[] } as RepositoryFacts,
    files: [file(PATH, head ? { head } : {})],
    floor,
  });
  return {
    teams: teams.map(({ team, at }) => `${at.line}:${at.column} ${team}`),
    users: users.map(({ login, at }) => `${at.line}:${at.column} ${login}`),
  };
};
const text = (...lines: string[]): FileContent => ({
  state: 'text',
  text: `version: 1\n${lines.join('\n')}\n`,
});

const SAYS = [
  'reviews:',
  '  - name: a',
  '    author: { users: [ann], teams: [A] }',
  '    contributors: { users: [bob], teams: [b] }',
  '    from: { users: [Cat, dan], teams: [c, Other/d] }',
  '    except: { users: [eve], teams: [e] }',
  '  - name: b',
  '    any_of:',
  '      - from: { permission: write }',
  '      - all_of:',
  '          - { from: { users: [fay] }, except: { teams: [f] } }',
  'waiver: { from: { users: [gus], teams: [g] } }',
  'override: { from: { users: [hal], teams: [h] } }',
  'recovery: { from: { users: [ivy], teams: [i] } }',
];

test('names are found wherever a policy names somebody', () => {
  expect(names(text(...SAYS))).toEqual({
    teams: [
      '4:37 a',
      '5:43 b',
      '6:40 c',
      '6:43 other/d',
      '7:37 e',
      '12:57 f',
      '13:41 g',
      '14:43 h',
      '15:43 i',
    ],
    users: [
      '4:23 ann',
      '5:29 bob',
      '6:21 Cat',
      '6:26 dan',
      '7:23 eve',
      '12:31 fay',
      '13:27 gus',
      '14:29 hal',
      '15:29 ivy',
    ],
  });
});

test('in groups of a floor too, where groups may stand', () => {
  const groups = text(
    'groups:',
    '  - name: g',
    '    repositories: { names: [x] }',
    '    policy:',
    '      reviews: [{ name: a, from: { users: [ann], teams: [a] } }]',
    '      waiver: { from: { users: [bob] } }',
  );
  expect(names(groups, '.github')).toEqual({ teams: ['6:58 a'], users: ['6:44 ann', '7:33 bob'] });
  expect(names(groups)).toEqual({ teams: [], users: [] });
});

test('an agent that the floor introduces may be named', () => {
  const floor: FloorFacts = {
    state: 'present',
    file: {
      path: PATH,
      text: 'version: 1\nagents: { identities: [{ login: fixer, agent: acme-fixer }] }',
      sha: '5d6e7f8',
    },
    repository: { owner: 'acme', name: '.github' },
  };
  const policy = text('agents: { deny: [acme-fixer] }', 'waiver: { from: { users: [ann] } }');
  expect(names(policy, 'shop', floor).users).toEqual(['3:27 ann']);
  expect(names(policy).users).toEqual([]);
});

describe('custom properties are asked for', () => {
  const floor = (says: string): FloorFacts => ({
    state: 'present',
    file: { path: PATH, text: `version: 1\n${says}`, sha: '5d6e7f8' },
    repository: { owner: 'acme', name: '.github' },
  });
  const entry = (condition: string): string =>
    `reviews: [{ name: a, repository: ${condition}, from: { users: [ann] } }]`;
  const group = (condition: string, policy = '{}'): string =>
    `groups: [{ name: a, repositories: ${condition}, policy: ${policy} }]`;
  test.each<[string, FloorFacts, string | null, boolean]>([
    ['nowhere', NONE, null, false],
    ['with no floor seen', { state: 'unseen', reason: 'Install it.' }, 'mode: enforce', false],
    ['by an entry', NONE, entry('{ properties: { tier: [gold] } }'), true],
    ['not by an entry of other repositories', NONE, entry('{ topics: [properties] }'), false],
    ['not by a comment', NONE, 'mode: enforce # no properties', false],
    ["by the floor's entry", floor(entry('{ properties: { tier: [gold] } }')), null, true],
    ['by a group', floor(group('{ properties: { tier: [gold] } }')), 'mode: enforce', true],
    [
      'by an entry of a group',
      floor(group('{ names: [a] }', `{ ${entry('{ properties: { a: [b] } }')} }`)),
      null,
      true,
    ],
    ['not by a group of names', floor(group('{ names: [properties] }')), null, false],
    ['perhaps by what cannot be read alone', NONE, 'agents: { deny: [acme-fixer] } # properties', true],
  ])('%s', (_what, above, says, expected) => {
    const policyFile = says === null ? null : { path: PATH, text: `version: 1\n${says}`, sha: '1a2b3c4' };
    expect(propertiesAsked({ floor: above, policyFile })).toBe(expected);
  });
});
