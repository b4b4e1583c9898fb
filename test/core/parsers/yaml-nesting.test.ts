import { yamlExcess } from '../../../src/core/parsers/yaml-nesting.ts';

const indented = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n');

test.each<[string, string, ReturnType<typeof yamlExcess>]>([
  ['an ordinary file', 'on: push\njobs:\n  a: { steps: [{ run: "x [ y" }] }\n', null],
  ['as deep as may be', `a: ${'['.repeat(8)}${']'.repeat(8)}\n`, null],
  ['one deeper', `a: ${'['.repeat(9)}${']'.repeat(9)}\n`, { of: 'depth', line: 1, column: 12 }],
  ['many side by side', `a: [${'[],'.repeat(5000)}]\n`, null],
  ['brackets over lines', '{\n'.repeat(9), { of: 'depth', line: 9, column: 1 }],
  ['keys between brackets', '{a: '.repeat(9), { of: 'depth', line: 1, column: 33 }],
  ['brackets in text', `a: "${'['.repeat(99)}"\nb: |\n  ${'{'.repeat(99)}\n# ${'['.repeat(99)}\n`, null],
  ['brackets after text of two lines', `[a\n  b, ${'['.repeat(8)}`, { of: 'depth', line: 2, column: 13 }],
  ['text indented far', `a: |\n  x\n${' '.repeat(300)}- y\n`, null],
  ['a deep block', indented(190), null],
  ['a deeper block', indented(230), { of: 'depth', line: 202, column: 202 }],
  ['dashes on one line', '- '.repeat(120), { of: 'depth', line: 1, column: 202 }],
])('%s', (_what, text, expected) => {
  expect(yamlExcess(text, 8)).toEqual(expected);
});

test.each(['[', '{', '{a: ', '[a, ', '- ', '? ', '{\n', '"', '- - ', ': '])(
  'a megabyte of %j is quick',
  (piece) => {
    const start = performance.now();
    yamlExcess(piece.repeat(1_000_000 / piece.length), 64);
    expect(performance.now() - start).toBeLessThan(4000);
  },
);
