import { parsePolicy } from '../../../src/core/policy/parse.ts';
import { KNOWN } from './support.ts';

/** Each problem as `line:column message`. */
const problems = (text: string): string[] =>
  parsePolicy({ path: '.agentguard.yml', text: `version: 1\n${text}` }, KNOWN).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
/** An entry named `a`; its other lines start at line 4. */
const entry = (...lines: string[]): string =>
  ['reviews:', '  - name: a', ...lines.map((line) => `    ${line}`)].join('\n');
const FROM = 'from: { permission: write }';
/** A group whose policy starts at line 5 beside, and at line 6 below `policy:`. */
const group = (...lines: string[]): string =>
  [
    'groups:',
    '  - name: g',
    '    repositories: { names: [x] }',
    '    policy:',
    ...lines.map((l) => `      ${l}`),
  ].join('\n');
const REVIEW = `reviews: [{ name: a, ${FROM} }]`;

describe('agents', () => {
  test.each<[string, string[]]>([
    ['agents: { allow: [devin], deny: [jules] }', []],
    [
      'agents: { allow: [devin, jules], deny: [jules] }',
      ['2:26 `jules` is both allowed and denied. Take it out of one list.'],
    ],
    ['agents: { allow: any, deny: [jules] }', []],
    [
      `agents: { deny: [jules] }\n${group('agents: { allow: [jules] }')}`,
      ['7:25 `jules` is both allowed and denied. Take it out of one list.'],
    ],
    [`agents: { allow: [jules] }\n${group('agents: { deny: [jules] }')}`, []],
    [
      'agents: { identities: [{ login: fixer, agent: fixer }, { login: Fixer, agent: other }] }',
      ['2:65 `Fixer` is taken for `fixer` already. Decide for one.'],
    ],
    ['agents: { identities: [{ login: fixer, agent: fixer }, { login: Fixer, agent: fixer }] }', []],
    [
      `agents: { identities: [{ login: fixer, agent: fixer }] }\n${group('agents: { identities: [{ login: fixer, agent: other }] }')}`,
      ['7:39 `fixer` is taken for `fixer` already. Decide for one.'],
    ],
    [group('agents: { identities: [{ login: fixer, agent: fixer }], deny: [fixer] }'), []],
    [
      `agents: { deny: [fixer] }\n${group('agents: { identities: [{ login: fixer, agent: fixer }] }')}`,
      ['2:18 There is no agent `fixer`. Name an agent of your own under `agents.identities` first.'],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('a review that could never be asked for', () => {
  const NO_MIN = 'has a `min` above its `max`. Exchange or correct them.';
  test.each<[string, string[]]>([
    [entry('agents: [devon]', FROM), ['4:14 There is no agent `devon`. Did you mean `devin`?']],
    [
      `agents: { deny: [devin] }\n${entry('agents: [jules, devin]', FROM)}`,
      ['5:21 `devin` is blocked by this very file, so it asks for nothing. Decide for one.'],
    ],
    [
      `agents: { allow: [jules] }\n${entry('agents: [jules, devin]', FROM)}`,
      ['5:21 `devin` is blocked by this very file, so it asks for nothing. Decide for one.'],
    ],
    [`agents: { allow: any }\n${entry('agents: [jules, devin]', FROM)}`, []],
    [
      `agents: { deny: [devin] }\n${group(`reviews: [{ name: a, agents: [devin], ${FROM} }]`)}`,
      ['7:37 `devin` is blocked by this very file, so it asks for nothing. Decide for one.'],
    ],
    [`${entry('agents: [devin]', FROM)}\n${group('agents: { deny: [devin] }')}`, []],
    [
      `rules: { token: off }\n${entry('rules: [token]', FROM)}`,
      ['5:13 `token` is off in this very file, so it asks for nothing. Decide for one.'],
    ],
    [`rules: { token: off }\n${entry('rules: [secret-added]', FROM)}`, []],
    [
      `rules: { token: off, password: { action: off } }\n${entry('rules: [large-change, secret-added]', FROM)}`,
      ['5:27 `secret-added` is off in this very file, so it asks for nothing. Decide for one.'],
    ],
    [
      `rules: { secret-added: off }\n${entry('rules: [password]', FROM)}`,
      ['5:13 `password` is off in this very file, so it asks for nothing. Decide for one.'],
    ],
    [`rules: { secret-added: off, password: warn }\n${entry('rules: [password]', FROM)}`, []],
    [`rules: { large-change: { lines: 5 } }\n${entry('rules: [large-change]', FROM)}`, []],
    [entry('rules: [hidden-text]', FROM), []],
    [
      `rules: { token: off }\n${group(`reviews: [{ name: a, rules: [token], ${FROM} }]`)}`,
      ['7:36 `token` is off in this very file, so it asks for nothing. Decide for one.'],
    ],
    [
      `rules: { token: off }\n${group('rules: { token: warn }', `reviews: [{ name: a, rules: [token], ${FROM} }]`)}`,
      [],
    ],
    [entry('changed_lines: { min: 9, max: 8 }', FROM), [`4:20 \`reviews[0].changed_lines\` ${NO_MIN}`]],
    [entry('changed_files: { min: 9, max: 8 }', FROM), [`4:20 \`reviews[0].changed_files\` ${NO_MIN}`]],
    [entry('changed_lines: { min: 9, max: 9 }', 'changed_files: { min: 1 }', FROM), []],
    [
      entry('paths: [src/**, "!src/**"]', FROM),
      ['4:12 `reviews[0].paths` takes out all that it names. Correct a pattern.'],
    ],
    [
      entry('head: [a, b, "!**"]', FROM),
      ['4:11 `reviews[0].head` takes out all that it names. Correct a pattern.'],
    ],
    [entry('base: ["**", "!main"]', FROM), []],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('a review that could never be given', () => {
  const few = (where: string, wanted: number, left: number): string =>
    `\`${where}.approvals\` asks for ${wanted} approvals from ${left}; name more people or ask for fewer.`;
  const all = (where: string, key: string): string =>
    `\`${where}.except.${key}\` takes out all ${key} that are asked. Leave somebody.`;
  test.each<[string, string[]]>([
    [entry('approvals: 2', 'from: { users: [ann, Ann] }'), [`4:16 ${few('reviews[0]', 2, 1)}`]],
    [
      entry('approvals: 2', 'from: { users: [ann, bob] }', 'except: { users: [BOB] }'),
      [`4:16 ${few('reviews[0]', 2, 1)}`],
    ],
    [entry('approvals: 2', 'from: { users: [ann, bob] }', 'except: { users: [cat], teams: [dba] }'), []],
    [entry('approvals: 2', 'from: { users: [ann], teams: [dba] }'), []],
    [entry('approvals: 2', 'from: { users: [ann], organization: true }'), []],
    [entry('approvals: 2', 'from: { users: [ann], codeowners: true }'), []],
    [entry('from: { users: [ann] }', 'except: { users: [ann] }'), [`5:22 ${all('reviews[0]', 'users')}`]],
    [
      entry('from: { users: [ann], teams: [dba] }', 'except: { users: [ann] }'),
      [`5:22 ${all('reviews[0]', 'users')}`],
    ],
    [
      entry('from: { teams: [dba, a] }', 'except: { teams: [A, DBA] }'),
      [`5:22 ${all('reviews[0]', 'teams')}`],
    ],
    [entry('from: { teams: [dba, a] }', 'except: { teams: [a] }'), []],
    [
      entry(
        'any_of:',
        '  - from: { users: [ann] }',
        '  - all_of:',
        '      - { approvals: 2, from: { users: [bob] } }',
      ),
      [`7:26 ${few('reviews[0].any_of[1].all_of[0]', 2, 1)}`],
    ],
    [
      group('reviews:', '  - { name: a, approvals: 3, from: { users: [ann, bob] } }'),
      [`7:33 ${few('groups[0].policy.reviews[0]', 3, 2)}`],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('names', () => {
  const twice = (at: string, name: string): string =>
    `${at} There is another review \`${name}\` in this file. Give one another name.`;
  const other = REVIEW.replace('write', 'admin');
  test.each<[string, string[]]>([
    [`reviews: [{ name: a, ${FROM} }, { name: b, ${FROM} }]`, []],
    [`reviews: [{ name: a, ${FROM} }, { name: " A ", ${FROM} }]`, [twice('2:61', 'A')]],
    [`${REVIEW}\n${group(REVIEW)}`, []],
    [`${REVIEW}\n${group(other)}`, [twice('7:25', 'a')]],
    [
      `${group('mode: enforce')}\n  - { name: G, repositories: { names: [y] }, policy: {} }`,
      ['7:13 There is another group `G`. Give one another name.'],
    ],
    [
      `${group('mode: enforce')}\n  - { name: " G ", repositories: { names: [y] }, policy: {} }`,
      ['7:13 There is another group `G`. Give one another name.'],
    ],
    [
      `${REVIEW}\n${group(other)}\n  - { name: h, repositories: { names: [y] }, policy: { ${other} } }`,
      [twice('7:25', 'a'), twice('8:74', 'a')],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});
