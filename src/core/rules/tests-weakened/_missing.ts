import type { Assertion } from '../../parsers/tests/assertions.ts';
import type { TestCase } from '../../parsers/tests/tests.ts';

/** Assertions of the first test that are not in the second, each as often as it is missing. */
export function missing(from: TestCase, to: TestCase): Assertion[] {
  if (from.text === to.text) return [];
  const left = new Map<string, number>();
  for (const { text } of to.assertions) left.set(text, (left.get(text) ?? 0) + 1);
  return from.assertions.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
