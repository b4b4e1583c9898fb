import * as fc from 'fast-check';
import { readDocument } from '../../../src/core/policy/document.ts';

const problem = (text: string): string => {
  const [first] = readDocument(text).problems;
  return first ? `${first.line}:${first.column} ${first.message}` : 'none';
};

test('gives plain data and where it stands', () => {
  const { document } = readDocument(
    'version: 1\nreviews:\n  - name: a # why\n    paths: [x/**, "y"]\n  - { name: b }\nempty:\n',
  );
  expect(document?.value).toEqual({
    version: 1,
    reviews: [{ name: 'a', paths: ['x/**', 'y'] }, { name: 'b' }],
    empty: null,
  });
  expect(document?.at(['version'])).toEqual({ line: 1, column: 1 });
  expect(document?.valueAt(['version'])).toEqual({ line: 1, column: 10 });
  expect(document?.at(['reviews', 0, 'paths'])).toEqual({ line: 4, column: 5 });
  expect(document?.at(['reviews', 0, 'paths', 1])).toEqual({ line: 4, column: 19 });
  expect(document?.at(['reviews', 1, 'from', 'teams'])).toEqual({ line: 5, column: 5 });
  expect(document?.at(['nowhere'])).toEqual({ line: 1, column: 1 });
});

test('counts lines on after an error', () => {
  const { problems } = readDocument('  mode: x\nversion: 1\n  tok\n  rules: warn\n  limits: off\n');
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, 1],
    [2, 8],
    [2, 10],
    [4, 8],
    [4, 10],
    [5, 9],
    [5, 11],
  ]);
});

test('follows aliases, to a point', () => {
  const { document } = readDocument('a: &p [x, y]\nb: *p\n');
  expect(document?.value).toEqual({ a: ['x', 'y'], b: ['x', 'y'] });
  expect(problem(`a: &a 1\nb:\n${'  - *a\n'.repeat(51)}`)).toBe(
    '53:5 The file has more than 50 aliases. Write some of them out.',
  );
});

test.each([
  ['mode: enforce\nmode: observe\n', '2:1 `mode` is here twice. Keep one of them.'],
  ['a:\n  b: 1\n  c: 2\n  b: 3\n', '4:3 `b` is here twice. Keep one of them.'],
  ['a:\n\tb: 1\n', '2:1 This line is indented with a tab. YAML wants spaces.'],
  ['a: 1\n---\nb: 2\n', '2:1 A second document starts here. A policy is one document: take out `---`.'],
  ['a: [1, 2\n', 'Flow sequence in block collection'],
  ['a: *b\n', '1:4 There is no anchor `&b`.'],
  ['users: [@olga]\n', '1:9 Text that starts with `@` needs quotes; names are written without it.'],
  [
    'paths: [!docs/**]\n',
    '1:9 A policy uses no YAML tags (`!something`). Put text that starts with `!` in quotes.',
  ],
  ['? [a]\n: 1\n', '1:3 A key has to be plain text.'],
  ['__proto__: 1\n', '1:1 `__proto__` cannot be a key here.'],
  ['a: &a 1\nb:\n  <<: *a\n', '3:3 `<<` cannot be a key here.'],
  ['a: &a [*a]\n', 'nested too deeply'],
])('%j', (text, expected) => {
  expect(problem(text)).toContain(expected);
  expect(readDocument(text).document).toBeNull();
});

const SIZE = 65_000;
const bomb = [
  'a0: &a0 [x]',
  ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
];
test.each([
  ['10 MB', 'a'.repeat(10_000_000), 'larger than 64 KB'],
  ['brackets', '['.repeat(SIZE), 'nested too deeply'],
  ['braces', '{'.repeat(SIZE), 'nested too deeply'],
  ['maps in flow', '{a: '.repeat(SIZE / 4), 'nested too deeply'],
  ['lists on one line', '- '.repeat(SIZE / 2), 'nested too deeply'],
  ['keys on one line', '? '.repeat(SIZE / 2), 'nested too deeply'],
  [
    'indentation',
    Array.from({ length: 350 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'nested too deeply',
  ],
  ['an alias bomb', bomb.join('\n'), 'more than 50 aliases'],
  ['many keys', Array.from({ length: 5001 }, (_, i) => `k${i}: 1`).join('\n'), 'more than 5000 values'],
  ['one key many times', 'k: 1\n'.repeat(12_000), 'is here twice'],
  ['quotes', '"'.repeat(SIZE), 'not valid YAML'],
  ['documents', '---\n'.repeat(SIZE / 4), 'A second document'],
  ['colons', 'a: b: c\n'.repeat(SIZE / 9), 'not valid YAML'],
])('%s end fast with a problem', (_what, text, expected) => {
  const start = performance.now();
  expect(problem(text)).toContain(expected);
  expect(readDocument(text).problems.length).toBeLessThanOrEqual(20);
  expect(performance.now() - start).toBeLessThan(8000);
});

test('never throws', () => {
  const piece = fc.constantFrom(
    ...'-?:[]{},&*!|>\'"%@`#~ \n\tab1',
    '---',
    '...',
    '<<',
    '&a',
    '*a',
    '!!map',
    '\ufeff',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 60 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (any) => {
      const { document, problems } = readDocument(any);
      expect(document === null).toBe(problems.length > 0);
    }),
    { numRuns: 1000 },
  );
});
