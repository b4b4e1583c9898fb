import { after, before, beginsEmoji, endsEmoji, eachRun, needsInvisible, unitsOf } from './_characters.ts';
import { hiddenPoints, MAX_MARKS, type Mark } from './_marks.ts';

/** One test of a patch: tags and the variation selectors beyond the first sixteen share a leading surrogate. */
export const MAY_CARRY = /[\ufe00-\ufe0f\udb40\u200b-\u200d\u2060-\u2064\ufeff]/;

/** The flags of England, Scotland and Wales: a black flag, five tags and the one that ends them. */
const FLAG =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu;
const TAGS = /[\u{E0000}-\u{E007F}]+/gu;
const SELECTORS = /[\ufe00-\ufe0f\u{E0100}-\u{E01EF}]+/gu;
const ZERO_WIDTH = unitsOf(/[\u200b-\u200d\u2060-\u2064\ufeff]/);

const isHidden = (point: number): boolean =>
  (point >= 0xe0000 && point <= 0xe01ef) ||
  (point >= 0xfe00 && point <= 0xfe0f) ||
  (point >= 0x200b && point <= 0x200d) ||
  (point >= 0x2060 && point <= 0x2064) ||
  point === 0xfeff;

/** Fewer bits than this say nothing worth hiding. */
const FEWEST_BITS = 8;
/** Selectors of plain text and of emoji after letters: a slip once or twice, a channel when they pile up. */
const FEWEST_STRAYS = 4;

/**
 * Characters that are used to write something which nobody sees and a program or a language model reads: tags,
 * variation selectors as bytes, zero-width characters as bits.
 */
export function payloads(line: string): Mark[] {
  const marks = line.includes('\udb40') ? tags(line) : [];
  return [...marks, ...selectors(line), ...bits(line)].slice(0, MAX_MARKS);
}

const markOf = (at: number, text: string): Mark => ({
  at,
  end: at + text.length,
  points: hiddenPoints(text, isHidden),
});

function tags(line: string): Mark[] {
  const withoutFlags = line.replace(FLAG, (flag) => ' '.repeat(flag.length));
  return [...withoutFlags.matchAll(TAGS)].slice(0, MAX_MARKS).map(({ 0: run, index }) => markOf(index, run));
}

function selectors(line: string): Mark[] {
  const marks: Mark[] = [];
  const strays: Mark[] = [];
  for (const { 0: run, index } of line.matchAll(SELECTORS)) {
    const base = before(line, index);
    // One for emoji or for text, perhaps typed twice.
    if (/^[\ufe0e\ufe0f]{1,3}$/.test(run)) {
      if (base === '' || /[\sA-Za-z]/.test(base)) strays.push(markOf(index, run));
    } else if (!isVariant(base, run)) marks.push(markOf(index, run));
    if (marks.length === MAX_MARKS || strays.length === FEWEST_STRAYS) break;
  }
  return strays.length >= FEWEST_STRAYS ? [...marks, ...strays] : marks;
}

/** A single selector after a character that Unicode knows variants of: ideographs, symbols, Mongolian and others. */
const isVariant = (base: string, run: string): boolean =>
  base !== '' &&
  (run.length === 1 ? !/[\sA-Za-z]/.test(base) : run.length === 2 && /\p{Script=Han}/u.test(base));

/** Many zero-width characters of at least two kinds, none of them beside a letter that needs them. */
function bits(line: string): Mark[] {
  let count = 0;
  let first = -1;
  let last = 0;
  const kinds = new Set<number>();
  eachRun(line, ZERO_WIDTH, (at, end) => {
    if (end - at <= 2 && isSpelling(line, at, end)) return true;
    count += end - at;
    for (let unit = at; unit < end; unit++) kinds.add(line.charCodeAt(unit));
    if (first < 0) first = at;
    last = end;
    return true;
  });
  return count >= FEWEST_BITS && kinds.size > 1 ? [markOf(first, line.slice(first, last))] : [];
}

/** Whether zero-width characters here are part of how a word or an emoji is written. */
export function isSpelling(line: string, at: number, end: number): boolean {
  const previous = before(line, at);
  const next = after(line, end);
  if (needsInvisible(previous) || needsInvisible(next)) return true;
  return end - at === 1 && line[at] === '\u200d' && endsEmoji(previous) && beginsEmoji(next);
}
