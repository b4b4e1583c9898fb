import type { LineChanges } from '../../facts/diff.ts';

/** More than so many changed lines are no correction of spelling. */
const MOST_LINES = 200;

/** Words on which the sense of an instruction hangs, and which one letter turns into another. */
const FORCE =
  /^(?:n't|not?|never|ever|none|nothing|only|always|all|any|must|mustn't|shall|should|shouldn't|may|can|can't|cannot|don't|do|does|doesn't|won't|will|without|with|unless|until|if|when|before|after|allow\w*|deny|denied|disallow\w*|enable\w*|disable\w*|ask|skip|safe|unsafe|on|off|true|false|yes)$/;

const HEADING = /^\s{0,3}#{1,6}\s/;

/** A line's words without marks of format, so that lists, emphasis and punctuation make no difference. */
const words = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}'_./:@$~-]*[\p{L}\p{N}]/gu) ?? [];

/** Whether one word is a misspelling of the other: one letter more, less, other, or two swapped. */
function isSpelling(a: string, b: string): boolean {
  if (FORCE.test(a) || FORCE.test(b) || !/^\p{L}{3,}$/u.test(a) || !/^\p{L}{3,}$/u.test(b)) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return left.length <= 1
    ? right.length <= 1
    : left === [...right].toReversed().join('') && left.length === 2;
}

/** Whether a change of instructions leaves what they say as it was: spelling, format, headings, order. */
export function isWordingOnly({ added, removed }: LineChanges): boolean {
  if (added.length + removed.length > MOST_LINES) return false;
  const body = (lines: LineChanges['added']): string[] =>
    lines.filter(({ text }) => !HEADING.test(text) && text.length < 2_000).flatMap(({ text }) => words(text));
  if ([...added, ...removed].some(({ text }) => text.length >= 2_000)) return false;
  const [before, after] = [body(removed), body(added)];
  return (
    before.length === after.length &&
    before.every((word, index) => word === after[index] || isSpelling(word, after[index] ?? ''))
  );
}
