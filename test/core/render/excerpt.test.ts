import { excerpts, type Spot } from '../../../src/core/render/excerpt.ts';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { file } from '../../support/facts.ts';

const PATCH = [
  '@@ -1,6 +1,7 @@',
  ' one',
  ' two',
  '-three',
  '+drei',
  '+vier',
  ' five',
  ' six',
  '@@ -20,2 +21,3 @@',
  ' twenty',
  '+new',
  ' end',
].join('\n');

const shown = (spots: readonly Spot[], patch = PATCH, secrets: readonly Spot[] = []): string[] => {
  const found = excerpts(file('src/a.ts', { patch }), spots, secrets);
  return (found ?? []).map((lines) =>
    lines
      .map(({ kind, base, head, text, meant }) => {
        const sign = { added: '+', removed: '-', context: ' ' }[kind];
        return `${base ?? '·'} ${head ?? '·'} ${sign}${meant ? '>' : ''}${text ?? 'HIDDEN'}`;
      })
      .join(' | '),
  );
};

test.each<[string, readonly Spot[], readonly string[]]>([
  [
    'a line of the head, with two lines on either side',
    [{ line: 3, side: 'head' }],
    ['2 2  two | 3 · -three | · 3 +>drei | · 4 +vier | 4 5  five'],
  ],
  [
    'a line that is taken away',
    [{ line: 3, side: 'base' }],
    ['1 1  one | 2 2  two | 3 · ->three | · 3 +drei | · 4 +vier'],
  ],
  [
    'places that touch are one excerpt',
    [
      { line: 3, side: 'head' },
      { line: 4, side: 'head' },
    ],
    ['2 2  two | 3 · -three | · 3 +>drei | · 4 +>vier | 4 5  five | 5 6  six'],
  ],
  [
    'another hunk is another excerpt',
    [
      { line: 6, side: 'head' },
      { line: 22, side: 'head' },
    ],
    ['· 4 +vier | 4 5  five | 5 6  >six', '20 21  twenty | · 22 +>new | 21 23  end'],
  ],
  ['a line outside of the diff', [{ line: 12, side: 'head' }], []],
  ['a file as a whole', [{ line: null, side: 'head' }], []],
])('%s', (_, spots, expected) => {
  expect(shown(spots)).toEqual(expected);
});

const added = (...lines: readonly string[]): string =>
  [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
const AT: Spot = { line: 1, side: 'head' };
const TOKEN = `ghp_${sample(36)}`;
const KEY = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const END = ['-----END', 'PRIVATE KEY-----'].join(' ');

test.each<[string, readonly string[], string]>([
  ['a token on the line itself', [`const key = '${TOKEN}';`, 'x'], '· 1 +>HIDDEN | · 2 +x'],
  ['a token next to it', ['x', `key: ${TOKEN}`, 'y'], '· 1 +>x | · 2 +HIDDEN | · 3 +y'],
  [
    'a password in an address',
    ['x', `url = "postgres://app:${sample(16)}@db.acme.example/shop"`],
    '· 1 +>x | · 2 +HIDDEN',
  ],
  [
    'all lines of a key, also where only its middle is near',
    [KEY, sample(64), END],
    '· 1 +>HIDDEN | · 2 +HIDDEN | · 3 +HIDDEN',
  ],
  ['a value that looks drawn', ['x', `token=${sample(32)}`], '· 1 +>x | · 2 +HIDDEN'],
  [
    'a commit that an action is pinned to is none',
    ['x', `uses: actions/checkout@${'0123456789abcdef0123456789abcdef01234567'}`],
    '· 1 +>x | · 2 +uses: actions/checkout@0123456789abcdef0123456789abcdef01234567',
  ],
])('no secret is shown: %s', (_, lines, expected) => {
  expect(shown([AT], added(...lines))).toEqual([expected]);
});

test('a secret that is taken away, or was there before, is not shown either', () => {
  const patch = ['@@ -1,3 +1,3 @@', ` a = '${TOKEN}'`, `-b = '${TOKEN}'`, '+b = env.B', ' c'].join('\n');
  expect(shown([{ line: 2, side: 'head' }], patch)).toEqual([
    '1 1  HIDDEN | 2 · -HIDDEN | · 2 +>b = env.B | 3 3  c',
  ]);
});

test('where a rule found a secret nothing is shown, whatever stands there', () => {
  expect(shown([AT], added('looks harmless', 'next'), [{ line: 1, side: 'head' }])).toEqual([
    '· 1 +>HIDDEN | · 2 +next',
  ]);
  expect(shown([AT], added('a key store', 'as a whole'), [{ line: null, side: 'head' }])).toEqual([
    '· 1 +>HIDDEN | · 2 +HIDDEN',
  ]);
});

test('what is invisible is named, and long lines are cut', () => {
  expect(shown([AT], added(`if (admin\u202e) {`, `${'x '.repeat(200)}`))).toEqual([
    `· 1 +>if (admin‹U+202E›) { | · 2 +${'x '.repeat(80)}…`,
  ]);
});

test.each([
  ['there is none', null],
  ['there is nothing in it', ''],
  ['it is too large', `@@ -0,0 +1,1 @@\n+${'x'.repeat(500_001)}`],
])('no diff: %s', (_, patch) => {
  expect(excerpts(file('a', { patch }), [AT], [])).toBeNull();
});
