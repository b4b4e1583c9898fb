import { plain } from '../../../core/render/markdown.ts';
import type { Counted } from '../seen.ts';

const WIDTH = 100;
/** So many of a list are named. */
export const NAMED = 3;

/** `Olga (12), Ravi (9)`; with `what`, `Claude Code (12 commits)`. */
export const listed = (counted: readonly Counted[], what?: string): string =>
  counted
    .map(({ name, count }, index) => `${words(name)} (${what && index === 0 ? number(count, what) : count})`)
    .join(', ');

/** A stranger's text as part of a comment: one line of it. */
export const words = (text: string): string => plain(text, 60);

/** `1 file`, `2 files`. */
export const number = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** With a capital and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** As a string of YAML. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Comment lines of bearable width. */
export function comment(indent: string, ...paragraphs: readonly string[]): string {
  return paragraphs
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line !== '' && indent.length + line.length + word.length + 3 > WIDTH) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line];
    })
    .map((line) => `${indent}# ${line}`)
    .join('\n');
}
