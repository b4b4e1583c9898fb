import { parsePolicy } from '../../../src/core/policy/parse.ts';

/** Each problem as `line:column message`. */
const problems = (text: string): string[] =>
  parsePolicy({ path: '.agentguard.yml', text }).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(',');
/** A policy with so many reviews that have such a list of 98 items. */
const reviews = (count: number, key: string, item: (index: number) => string): string =>
  `version: 1\nreviews:\n${Array.from(
    { length: count },
    (_, index) => `- { name: r${index}, from: { users: [a] }, ${key}: [${many(98, item)}] }`,
  ).join('\n')}\n`;

const TOO_DEEP = 'This is nested too deeply for a policy.';

describe('a file built to do harm is refused at once', () => {
  test.each<[string, string, string]>([
    [
      '10 MB',
      `version: 1\n# ${'x'.repeat(10_000_000)}`,
      '1:1 The file is larger than 64 KB. Shorten it, by wildcards for instance.',
    ],
    ['brackets', `version: 1\nreviews: ${'['.repeat(60_000)}`, `2:42 ${TOO_DEEP}`],
    ['dashes', `version: 1\nreviews:\n${'- '.repeat(30_000)}`, `3:202 ${TOO_DEEP}`],
    [
      'alternatives without an end',
      `version: 1\nreviews:\n- name: a\n  ${'any_of: [{ '.repeat(500)}`,
      `4:187 ${TOO_DEEP}`,
    ],
    ['an alias of itself', 'version: 1\nreviews: &a [*a]\n', `2:14 ${TOO_DEEP}`],
    [
      'aliases of aliases',
      `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
        .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
        .join('\n')}\n`,
      '3:8 The file has more than 50 aliases. Write some of them out.',
    ],
    [
      'aliases of much',
      `version: 1\nx: &a [${many(150, () => '1')}]\nreviews:\n${'- *a\n'.repeat(50)}`,
      '2:272 The file has more than 5000 values. Shorten it.',
    ],
    [
      'more reviews than anyone reads',
      `version: 1\nreviews:\n${'- {}\n'.repeat(4000)}`,
      '3:1 `reviews` is longer than 50. Shorten it.',
    ],
    [
      'a key without an end',
      `version: 1\n${'k'.repeat(60_000)}: 1`,
      '2:1 This is not valid YAML: The : indicator must be at most 1024 chars after the start of an implicit block mapping key.',
    ],
    [
      'a value without an end',
      `version: 1\nmode: ${'k'.repeat(60_000)}`,
      '2:7 `mode` has to be one of enforce, observe; it is `kkkkkkkkkkkk…`.',
    ],
    ['keys that are lists', 'version: 1\n? [a]\n: 1\n', '2:3 A key has to be plain text.'],
    ['the prototype', 'version: 1\n__proto__: { mode: observe }\n', '2:1 `__proto__` cannot be a key here.'],
  ])('%s', (_what, text, expected) => {
    const before = performance.now();
    expect(problems(text)).toEqual([expected]);
    expect(performance.now() - before).toBeLessThan(1500);
  });
});

describe('of many problems the first twenty are told', () => {
  test.each<[string, string, string]>([
    [
      'the same key',
      `version: 1\n${'mode: enforce\n'.repeat(2000)}`,
      '3:1 `mode` is here twice. Keep one of them.',
    ],
    [
      'unknown keys',
      `version: 1\nrules:\n${Array.from({ length: 1500 }, (_, index) => `  destructive-migrationz-${index}: x`).join('\n')}`,
      '3:3 There is no key `destructive-migrationz-0` in `rules`. Did you mean `destructive-migration`?',
    ],
    [
      'unknown rules',
      reviews(30, 'rules', (index) => `secret-aded-${index}`),
      '3:45 `reviews[0].rules[0]` cannot be `secret-aded-0`. Did you mean `secret-added`?',
    ],
    [
      'unknown agents',
      reviews(48, 'agents', (index) => `devn-${index}`),
      '3:46 There is no agent `devn-0`. Name an agent of your own under `agents.identities` first.',
    ],
    [
      'bad patterns',
      reviews(48, 'paths', () => '/a'),
      '3:45 The pattern "/a" starts with `/`; paths start at the root without it.',
    ],
    [
      'one name',
      reviews(40, 'labels', () => 'a').replace(/r\d+/g, 'r'),
      '4:11 There is another review `r` in this file. Give one another name.',
    ],
  ])('%s', (_what, text, first) => {
    const before = performance.now();
    const found = problems(text);
    expect(found).toHaveLength(20);
    expect(found[0]).toBe(first);
    expect(performance.now() - before).toBeLessThan(3000);
  });
});

describe('patterns built to be slow are read in time', () => {
  test.each<[string, string]>([
    ['braces', reviews(6, 'paths', (index) => `"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}${index}*/**/*"`)],
    ['wildcards', reviews(6, 'paths', (index) => `"${'*a'.repeat(39)}${index}"`)],
    ['folders', reviews(5, 'paths', (index) => `"${'**/a/'.repeat(20)}${index}"`)],
    ['titles', reviews(5, 'title', (index) => `"${'*a'.repeat(50)}${index}"`)],
  ])('%s', (_what, text) => {
    const before = performance.now();
    expect(problems(text)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('at every level', () => {
  /** Every map of a policy: where it is, with a hole, and what its keys are called to people. */
  const MAPS: readonly [string, string][] = [
    ['HOLE', ''],
    ['agents: { HOLE }', 'agents'],
    ['agents: { identities: [{ login: a, agent: a, HOLE }] }', 'agents.identities[0]'],
    ['reviews: [{ name: a, from: { users: [a] }, HOLE }]', 'reviews[0]'],
    ['reviews: [{ name: a, from: { users: [a], HOLE } }]', 'reviews[0].from'],
    ['reviews: [{ name: a, from: { users: [a] }, except: { users: [b], HOLE } }]', 'reviews[0].except'],
    ['reviews: [{ name: a, from: { users: [a] }, author: { users: [a], HOLE } }]', 'reviews[0].author'],
    [
      'reviews: [{ name: a, from: { users: [a] }, contributors: { users: [a], HOLE } }]',
      'reviews[0].contributors',
    ],
    [
      'reviews: [{ name: a, from: { users: [a] }, changed_lines: { min: 1, HOLE } }]',
      'reviews[0].changed_lines',
    ],
    [
      'reviews: [{ name: a, from: { users: [a] }, changed_files: { min: 1, HOLE } }]',
      'reviews[0].changed_files',
    ],
    [
      'reviews: [{ name: a, from: { users: [a] }, repository: { names: [a], HOLE } }]',
      'reviews[0].repository',
    ],
    ['reviews: [{ name: a, any_of: [{ from: { users: [a] }, HOLE }] }]', 'reviews[0].any_of[0]'],
    [
      'reviews: [{ name: a, all_of: [{ any_of: [{ from: { users: [a], HOLE } }] }] }]',
      'reviews[0].all_of[0].any_of[0].from',
    ],
    ['rules: { HOLE }', 'rules'],
    ['rules: { large-change: { HOLE } }', 'rules.large-change'],
    ['limits: { HOLE }', 'limits'],
    ['freeze: [{ agents: all, until: 2026-12-01, reason: a, HOLE }]', 'freeze[0]'],
    ['waiver: { from: { users: [a] }, HOLE }', 'waiver'],
    ['waiver: { from: { users: [a], HOLE } }', 'waiver.from'],
    ['override: { from: { users: [a] }, HOLE }', 'override'],
    ['override: { from: { users: [a], HOLE } }', 'override.from'],
    ['recovery: { from: { users: [a] }, HOLE }', 'recovery'],
    ['recovery: { from: { users: [a], HOLE } }', 'recovery.from'],
    ['check: { HOLE }', 'check'],
    ['groups: [{ name: a, repositories: { names: [a] }, policy: {}, HOLE }]', 'groups[0]'],
    ['groups: [{ name: a, repositories: { names: [a], HOLE }, policy: {} }]', 'groups[0].repositories'],
    ['groups: [{ name: a, repositories: { names: [a] }, policy: { HOLE } }]', 'groups[0].policy'],
    [
      'groups: [{ name: a, repositories: { names: [a] }, policy: { check: { HOLE } } }]',
      'groups[0].policy.check',
    ],
  ];

  test.each(MAPS)('an unknown key: %s', (text, where) => {
    const [found, ...others] = problems(`version: 1\n${text.replace('HOLE', 'zzzzzz: 1')}`);
    expect(others).toEqual([]);
    const message = `There is no key \`zzzzzz\`${where && ` in \`${where}\``}.`;
    expect(found?.slice(0, `2:${text.indexOf('HOLE') + 1} ${message}`.length)).toBe(
      `2:${text.indexOf('HOLE') + 1} ${message}`,
    );
  });

  const PERSON = 'reviews: [{ name: a, from: { users: [a] }, HOLE }]';
  const GROUP = 'groups: [{ name: a, repositories: { names: [a] }, policy: { HOLE } }]';
  test.each<[string, string, string]>([
    ['HOLE', 'agents: 1', '`agents` has to be keys with values; it is `1`.'],
    ['HOLE', 'reviews: { name: a }', '`reviews` has to be a list; it is keys with values.'],
    ['HOLE', 'rules: [off]', '`rules` has to be keys with values; it is a list.'],
    ['HOLE', 'limits: 5', '`limits` has to be keys with values; it is `5`.'],
    ['HOLE', 'freeze: all', '`freeze` has to be a list; it is `all`.'],
    ['HOLE', 'waiver: admin', '`waiver` has to be keys with values; it is `admin`.'],
    ['HOLE', 'override: [a]', '`override` has to be keys with values; it is a list.'],
    ['HOLE', 'check: true', '`check` has to be keys with values; it is `true`.'],
    ['HOLE', 'groups: { a: 1 }', '`groups` has to be a list; it is keys with values.'],
    [PERSON, 'paths: src', '`reviews[0].paths` has to be a list; it is `src`.'],
    [PERSON, 'paths: [1]', '`reviews[0].paths[0]` has to be text; it is `1`. Put it in quotes.'],
    [PERSON, 'agents: devin', '`reviews[0].agents` has to be a list; it is `devin`.'],
    [PERSON, 'author: olga', '`reviews[0].author` has to be keys with values; it is `olga`.'],
    [PERSON, 'except: [olga]', '`reviews[0].except` has to be keys with values; it is a list.'],
    [PERSON, 'repository: shop', '`reviews[0].repository` has to be keys with values; it is `shop`.'],
    [
      PERSON,
      'changed_files: { min: many }',
      '`reviews[0].changed_files.min` has to be a number; it is `many`.',
    ],
    [PERSON, 'approvals: two', '`reviews[0].approvals` has to be a number; it is `two`.'],
    [PERSON, 'title: [[a]]', '`reviews[0].title[0]` has to be text; it is a list.'],
    [GROUP, 'mode: 1', '`groups[0].policy.mode` has to be one of enforce, observe; it is `1`.'],
    [GROUP, 'reviews: a', '`groups[0].policy.reviews` has to be a list; it is `a`.'],
    [GROUP, 'rules: { token: 1 }', 'There is no key `token` in `groups[0].policy.rules`.'],
    [GROUP, 'version: 1', 'There is no key `version` in `groups[0].policy`.'],
    [GROUP, 'groups: []', 'There is no key `groups` in `groups[0].policy`.'],
  ])('a wrong value: %s, %s', (text, value, message) => {
    const found = problems(`version: 1\n${text.replace('HOLE', value)}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(` ${message}`);
    expect(found[0]).toMatch(/^2:\d+ /);
  });
});
