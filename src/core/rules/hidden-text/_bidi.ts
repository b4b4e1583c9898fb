import { RIGHT_TO_LEFT } from './_characters.ts';
import { hiddenPoints, type Mark } from './_marks.ts';

/** Embeddings, overrides and isolates: they change the order in which what follows is shown. */
export const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const OVERRIDE = /[\u202d\u202e]/;
const isControl = (point: number): boolean =>
  (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);

/** More than a paragraph could need: no need to understand it. */
const MAX_CONTROLS = 200;
const MAX_LINE = 20_000;

/** Ends of strings, comments and statements: what reaches over one of them is not one piece of prose. */
const BOUNDARY = /["`;]|\/\/|\/\*|\*\/|(?<!\p{L})'|'(?!\p{L})/u;

/**
 * Whether a line's direction controls could show code in another order than it runs in: all but those that open
 * and close around right-to-left words within one string or comment.
 */
export function reorderedCode(line: string): Mark[] {
  if (line.length > MAX_LINE || OVERRIDE.test(line)) return span(line);
  const open: { at: number; isolate: boolean }[] = [];
  let count = 0;
  for (const { 0: control, index } of line.matchAll(CONTROLS)) {
    const closes = control === '\u202c' || control === '\u2069';
    if (++count > MAX_CONTROLS) return span(line);
    if (!closes) {
      open.push({ at: index, isolate: control >= '\u2066' });
      continue;
    }
    const opener = open.pop();
    const fits = opener !== undefined && opener.isolate === (control === '\u2069');
    const inside = fits ? line.slice(opener.at, index) : '';
    if (!RIGHT_TO_LEFT.test(inside) || BOUNDARY.test(inside)) return span(line);
  }
  return open.length === 0 ? [] : span(line);
}

/** In prose only an override does harm, and only where nothing is written from right to left. */
export function reorderedProse(line: string): Mark[] {
  return OVERRIDE.test(line) && !RIGHT_TO_LEFT.test(line) ? span(line) : [];
}

/** From the first control to the last: they work together. */
function span(line: string): Mark[] {
  const at = line.search(CONTROLS);
  let end = line.length;
  while (end > at && !isControl(line.charCodeAt(end - 1))) end--;
  return [{ at, end, points: hiddenPoints(line.slice(at, end), isControl) }];
}
