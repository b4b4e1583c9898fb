import { readDocument } from '../../../src/core/policy/document.ts';

/** The problems as `line:column message`; none for what is read. */
const problems = (text: string): string[] =>
  readDocument(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
const nested = (depth: number, inner = '1'): string => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
const comment = (bytes: number): string => `#${'x'.repeat(bytes - 1)}`;

describe('limits are told exactly', () => {
  const size = '1:1 The file is larger than 64 KB. Shorten it, by wildcards for instance.';
  const values = '1:10001 The file has more than 5000 values. Shorten it.';
  const deep = (column: number): string => `1:${column} This is nested too deeply for a policy.`;
  test.each<[string, string, string[]]>([
    ['64 KB', comment(65_536), []],
    ['a byte more', comment(65_537), [size]],
    ['as many letters of two bytes', `#${'é'.repeat(40_000)}`, [size]],
    ['5000 values', `a: [${'1,'.repeat(4_998)}]`, []],
    ['a value more', `a: [${'1,'.repeat(4_999)}]`, [values]],
    ['many values more', `a: [${'1,'.repeat(6_000)}]`, [values]],
    ['32 levels', nested(32), []],
    ['a level more', nested(33), [deep(33)]],
    ['50 aliases', `a: &a 1\nb: [${'*a,'.repeat(50)}]`, []],
    [
      'many aliases more',
      `a: &a 1\nb: [${'*a,'.repeat(60)}]`,
      ['2:155 The file has more than 50 aliases. Write some of them out.'],
    ],
    [
      'an alias more',
      `a: &a 1\nb: [${'*a,'.repeat(51)}]`,
      ['2:155 The file has more than 50 aliases. Write some of them out.'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test.each<[number, string[]]>([
    [16, []],
    [17, ['1:22 This is nested too deeply for a policy.']],
  ])('levels count through aliases: 15 and %i', (depth, expected) => {
    expect(problems(`a: &a ${nested(15)}\nb: ${nested(depth, '*a')}`)).toEqual(expected);
  });
});

test('the last value that is taken is read', () => {
  const { document } = readDocument(`a: [${'1,'.repeat(4_998)}]`);
  expect(document?.value).toEqual({ a: Array.from({ length: 4_998 }, () => 1) });
});

test('at most twenty problems are told', () => {
  expect(problems(`a: 1\n${'a: 1\n'.repeat(19)}`)).toHaveLength(19);
  expect(problems(`a: 1\n${'a: 1\n'.repeat(20)}`)).toHaveLength(20);
  expect(problems(`a: 1\n${'a: 1\n'.repeat(30)}`)).toHaveLength(20);
  expect(problems('- *a\n'.repeat(30))).toHaveLength(20);
  expect(problems('- !t a\n'.repeat(30))).toHaveLength(20);
});

test.each<[string, string[]]>([
  ['null: 1', ['1:1 A key has to be plain text.']],
  ['? {a: 1}\n: 1', ['1:3 A key has to be plain text.']],
  ['a: "x', ['1:6 This is not valid YAML: Missing closing "quote.']],
  ['a: >x\n', ['1:5 This is not valid YAML: Block scalar header includes extra characters: >x.']],
])('%j', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test('numbers and words of YAML are keys as they are written', () => {
  expect(readDocument('1: a\ntrue: b\n1.5: c\n').document?.value).toEqual({ 1: 'a', true: 'b', 1.5: 'c' });
});

describe('places', () => {
  const { document } = readDocument('# first\na: &p [x]\nb: *p\nc:\n  -\n  - y\n');
  test('of an alias it is where it is used', () => {
    expect(document?.valueAt(['b'])).toEqual({ line: 3, column: 4 });
    expect(document?.valueAt(['b', 0])).toEqual({ line: 2, column: 8 });
  });

  test('of an item without a value it is where it would be', () => {
    expect(document?.at(['c', 0])).toEqual({ line: 5, column: 4 });
    expect(document?.valueAt(['c', 1])).toEqual({ line: 6, column: 5 });
  });

  test('of what is nowhere it is the beginning', () => {
    expect(document?.at(['nowhere'])).toEqual({ line: 1, column: 1 });
    expect(document?.valueAt(['nowhere', 'deeper'])).toEqual({ line: 1, column: 1 });
    expect(document?.valueAt([])).toEqual({ line: 1, column: 1 });
  });
});
