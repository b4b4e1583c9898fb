import { plain } from '../../core/render/markdown.ts';

/** What a stranger may have written, as one line; spaces at its ends stay, where the next part begins. */
export function shown(text: string, max = 200): string {
  const line = plain(text, max);
  if (line === '') return /\s/.test(text) ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${line}${/\s$/.test(text) ? ' ' : ''}`;
}

/** "1 place", "3 places". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
