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

/** The blocks that the other text does not have word for word. */
export function changedBlocks(text: string, other: string, begins: RegExp): Block[] {
  const known = new Set(cut(other, begins).map((piece) => piece.text.trimEnd()));
  const changed = cut(text, begins).filter((piece) => !known.has(piece.text.trimEnd()));
  return withLines(text, changed);
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
