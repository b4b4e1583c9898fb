import type { DiffLine } from './diff.ts';

const joined = new WeakMap<readonly DiffLine[], string>();

function textOf(lines: readonly DiffLine[]): string {
  let text = joined.get(lines);
  if (text === undefined) {
    text = lines.map((line) => line.text).join('\n');
    joined.set(lines, text);
  }
  return text;
}

/**
 * The lines in which a pattern begins to match. All are searched as one text, which takes a fraction of the time of
 * a search each; so a match may go on in the next line, and whoever cannot have that looks at the line again.
 *
 * @param pattern global, and about neither the beginning nor the end of a line
 */
export function linesWith(lines: readonly DiffLine[], pattern: RegExp): DiffLine[] {
  const text = textOf(lines);
  const found: DiffLine[] = [];
  let index = 0;
  let end = lines[0]?.text.length ?? 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    while (end < match.index) end += 1 + (lines[++index]?.text.length ?? Infinity);
    const line = lines[index];
    if (line) found.push(line);
    if (end >= text.length) break;
    pattern.lastIndex = end + 1;
  }
  return found;
}

/** Whether a pattern, which need not be global, matches in some lines, as `linesWith` searches them. */
export const someLineHas = (lines: readonly DiffLine[], pattern: RegExp): boolean =>
  pattern.test(textOf(lines));
