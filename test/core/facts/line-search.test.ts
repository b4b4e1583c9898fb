import type { DiffLine } from '../../../src/core/facts/diff.ts';
import { linesWith, someLineHas } from '../../../src/core/facts/line-search.ts';

const linesOf = (...texts: string[]): DiffLine[] => texts.map((text, i) => ({ text, line: i + 10 }));

describe('linesWith', () => {
  test.each<[name: string, texts: string[], pattern: RegExp, lines: number[]]>([
    ['no lines', [], /a/g, []],
    ['none that matches', ['b', '', 'c'], /a/g, []],
    ['the first, the last and empty ones between', ['a', '', '', 'ba'], /a/g, [10, 13]],
    ['each once, however often it matches', ['aaa', 'b', 'a a'], /a/g, [10, 12]],
    ['all', ['a', 'a', 'a'], /a/g, [10, 11, 12]],
    ['by where a match begins', ['x', 'key:', '  value', 'key: 1'], /key:\s+\w/g, [11, 13]],
    ['words at the ends of lines', ['ax', 'xa', 'a'], /\ba\b/g, [12]],
  ])('%s', (_name, texts, pattern, lines) => {
    expect(linesWith(linesOf(...texts), pattern).map(({ line }) => line)).toEqual(lines);
  });

  test('begins anew each time', () => {
    const [lines, pattern] = [linesOf('a', 'b', 'a'), /a/g];
    expect(linesWith(lines, pattern)).toEqual(linesWith(lines, pattern));
    expect(linesWith(linesOf('a'), pattern)).toHaveLength(1);
  });
});

test('someLineHas', () => {
  const lines = linesOf('one', 'two');
  expect([/w/, /e\nt/, /x/].map((pattern) => someLineHas(lines, pattern))).toEqual([true, true, false]);
});
