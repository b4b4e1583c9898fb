import { keptByText } from '../../facts/kept.ts';

/** A piece of a lockfile that stands for one package. */
export interface Block {
  readonly text: string;
  /** 1-based line of its beginning. */
  readonly line: number;
}

interface Piece {
  readonly text: string;
  readonly start: number;
}

/** Cuts a text before each line that begins one of its packages. What stands before the first is left out. */
function cut(text: string, begins: RegExp): Piece[] {
  const starts = [...text.matchAll(new RegExp(begins.source, 'gm'))].map(({ index }) => index);
  return starts.map((start, i) => ({ text: text.slice(start, starts[i + 1] ?? text.length), start }));
}

/** Gives pieces, which stand in the order of the text, their lines. */
function withLines(text: string, pieces: readonly Piece[]): Block[] {
  let line = 1;
  let next = text.indexOf('\n');
  return pieces.map((piece) => {
    for (; next >= 0 && next < piece.start; next = text.indexOf('\n', next + 1)) line++;
    return { text: piece.text, line };
  });
}

/** The packages of a text. */
export const blocksOf = (text: string, begins: RegExp): Block[] => withLines(text, cut(text, begins));

/**
 * The blocks that the other text does not have word for word. Only what differs is looked at, so that a refresh of a few
 * packages costs little: where a text has the same block twice, the second may count as changed.
 */
export function changedBlocks(text: string, other: string, begins: RegExp): Block[] {
  const [start, end] = differing(text, other, begins);
  const known = new Set(
    cut(other.slice(start, other.length - end), begins).map((piece) => piece.text.trimEnd()),
  );
  const changed = cut(text.slice(start, text.length - end), begins)
    .filter((piece) => !known.has(piece.text.trimEnd()))
    .map((piece) => ({ text: piece.text, start: piece.start + start }));
  return withLines(text, changed);
}

/** How much two texts have in common at their beginning and at their end, in whole blocks. */
function differing(text: string, other: string, begins: RegExp): [start: number, end: number] {
  const shared = commonStart(text, other);
  let start = text.lastIndexOf('\n', shared - 1) + 1;
  // The line in which they begin to differ may be a beginning in one of them only.
  do start = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  while (start > 0 && !begins.test(lineAt(text, start)));
  let at = text.length - commonEnd(text, other, Math.min(text.length, other.length) - shared);
  do at = text.indexOf('\n', at) + 1;
  while (at > 0 && !begins.test(lineAt(text, at)));
  return [start, at > 0 ? text.length - at : 0];
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** Texts are compared in pieces of this length, and then letter by letter. */
const STEP = 4096;

function commonStart(text: string, other: string): number {
  const most = Math.min(text.length, other.length);
  let at = 0;
  while (at < most && text.slice(at, at + STEP) === other.slice(at, at + STEP)) at += STEP;
  while (at < most && text[at] === other[at]) at++;
  return Math.min(at, most);
}

function commonEnd(text: string, other: string, most: number): number {
  let length = 0;
  const piece = (of: string): string => of.slice(of.length - length - STEP, of.length - length);
  while (length + STEP <= most && piece(text) === piece(other)) length += STEP;
  while (length < most && text[text.length - 1 - length] === other[other.length - 1 - length]) length++;
  return length;
}

/** Both sides of the longest file that is read. */
const KEPT = 10 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/**
 * A JSON text as a table; null: it is none, or is nested like no lockfile. The last ones are remembered: each side is
 * read once for itself, once to compare the other with, and once more when the next commit changes it again.
 */
export const parseJson: (text: string) => Json | null = keptByText((text) => {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}, KEPT);

/** So many keys are looked for one by one, which is faster than to look at all keys of a text. */
const FEW_KEYS = 30;
const OPENS = /\s{0,4}:\s{0,4}[[{]/y;

/** Where keys with a table or a list below them first stand in a JSON text. */
function keyOffsets(text: string, wanted: ReadonlySet<string>): [key: string, offset: number][] {
  if (wanted.size > FEW_KEYS) {
    const found = new Map<string, number>();
    for (const { index, 1: key = '' } of text.matchAll(/"([^"\\\n]{1,400})"\s{0,4}:\s{0,4}[[{]/g)) {
      if (wanted.has(key) && !found.has(key)) found.set(key, index);
    }
    return [...found];
  }
  const found = [...wanted].flatMap((key): [string, number][] => {
    const written = `"${key}"`;
    for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + 1)) {
      OPENS.lastIndex = at + written.length;
      if (OPENS.test(text)) return [[key, at]];
    }
    return [];
  });
  return found.toSorted(([, one], [, other]) => one - other);
}

/** The 1-based lines of keys in a JSON text: all at once, since lines are counted from the beginning. */
export function jsonKeyLines(text: string, keys: readonly string[]): ReadonlyMap<string, number> {
  let line = 1;
  let next = text.indexOf('\n');
  const lines = keyOffsets(text, new Set(keys)).map(([key, offset]) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return [key, line] as const;
  });
  return new Map(lines);
}
