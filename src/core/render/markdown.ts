/**
 * Markdown for text that a stranger may have written. Everything from the change goes through `code`, so that
 * it can be no heading, table, link, HTML or mention, whatever it contains.
 */

// Controls, everything Unicode calls formatting (bidirectional, zero-width, tags), line separators, fillers and
// supplementary variation selectors: invisible, and used to deceive.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|[\u{e0100}-\u{e01ef}]/gu;

/**
 * One line of plain text: invisible characters become a space, the rest is cut to `max` characters, between words and
 * outside of what is in backticks where there is such a place in its second half.
 */
export function plain(text: string, max = 200): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  if (characters.length <= max) return line;
  const room = characters.slice(0, max - 1).join('');
  const words = characters[max - 1] === ' ' ? room : cutBack(room, room.lastIndexOf(' '));
  // An odd number of backticks: the last of them opens a span that would not be closed.
  const isOpen = words.split('`').length % 2 === 0;
  return `${isOpen ? cutBack(words, words.lastIndexOf('`')) : words}…`.replace(/[\s,;:(]+…$/, '…');
}

const cutBack = (text: string, at: number): string => (at >= text.length / 2 ? text.slice(0, at) : text);

/** A path, with its line perhaps, as a code span: where it is too long, its beginning is left out and not its name. */
export function codePath(path: string, max = 100): string {
  const line = plain(path, 10_000);
  if (Array.from(line).length <= max) return code(line, max);
  const parts = line.split('/');
  while (parts.length > 1 && Array.from(parts.join('/')).length > max - 2) parts.shift();
  return code(`…/${parts.join('/')}`, max);
}

/** A code span that holds any text, also inside a table. */
export function code(text: string, max = 200): string {
  // A backslash before a pipe would end the cell's escape, so pipes are written as their look-alike.
  const line = plain(text, max).replaceAll('|', '¦');
  if (line === '') return '` `';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * A sentence of ours, which may quote with `code spans` and may repeat a word of the change: whatever outside
 * of code spans could be read as markup or as a mention is escaped.
 */
export const sentence = (text: string, max = 600): string =>
  outsideCode(plain(text, max), (words) => [escaped(words)]);

/** The same with names of people and teams as code, so that they can be read and nobody is called. */
export const withNames = (text: string, max = 600): string =>
  outsideCode(plain(text, max), (words) =>
    words.split(NAME).map((part, index) => (index % 2 === 1 ? code(part) : escaped(part))),
  );

/** Somebody's reason as the end of a sentence: with a full stop if they wrote none. */
export const ended = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text : `${text.trimEnd()}.`);

/** `@olga`, `@acme/dba`, an e-mail; not what ends the sentence after it. */
const NAME = /([^\s,()]*@[^\s,()]*[^\s,().:;])/;

const outsideCode = (text: string, change: (words: string) => readonly string[]): string =>
  text
    .split(/(`[^`]+`)/)
    .flatMap((part, index) => (index % 2 === 1 ? [part.replaceAll('|', '¦')] : change(part)))
    .filter((part) => part !== '')
    // The fences of two code spans side by side would be taken for one, and what is in them would come out.
    .reduce((before, part) => before + (before.endsWith('`') && part.startsWith('`') ? ' ' : '') + part, '');

const escaped = (text: string): string =>
  text
    // An ampersand could begin an entity, which stands for any character.
    .replace(/[\\*_[\]<>~#|`]|&(?=[#\w])/g, (character) => `\\${character}`)
    .replace(/@(?=\w)/g, '@\u2060')
    // Addresses become links by themselves, whatever their scheme and case, and without one.
    .replaceAll('://', ':\u2060//')
    .replace(/(www)\./gi, '$1\u2060.');

/** A table; cells are markdown already. Nothing if there are no rows; those beyond `max` are counted below it. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  max = Number.POSITIVE_INFINITY,
): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = [line(head), line(head.map(() => '---')), ...rows.slice(0, max).map(line)].join('\n');
  return rows.length > max ? `${shown}\n\n… and ${rows.length - max} more.` : shown;
}

/** Some in a sentence: "a, b or c"; "a, b or 3 more". One more than `max` is no reason to leave it out. */
export function oneOf(items: readonly string[], max: number, word: 'or' | 'and' = 'or'): string {
  const more = items.length - max;
  const shown = more > 1 ? [...items.slice(0, max), `${more} more`] : items;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** The first few, and how many more there are: "a, b and 3 more". */
export function listed(items: readonly string[], max: number): string {
  if (items.length <= max) return items.join(', ');
  return `${items.slice(0, max).join(', ')} and ${items.length - max} more`;
}

/**
 * Whole blocks as long as they fit into `maxBytes` of UTF-8; says so when some are left out. One that is too large
 * leaves room for those after it.
 */
export function fit(blocks: readonly string[], maxBytes: number): string {
  const note = '_Shortened: there was more than GitHub can show here._';
  const size = (text: string): number => Buffer.byteLength(text, 'utf8');
  const kept: string[] = [];
  let used = size(note);
  let isShortened = false;
  for (const block of blocks.filter((text) => text !== '')) {
    const needed = size(block) + 2;
    if (used + needed > maxBytes) {
      isShortened = true;
      continue;
    }
    used += needed;
    kept.push(block);
  }
  return [...kept, ...(isShortened ? [note] : [])].join('\n\n');
}
