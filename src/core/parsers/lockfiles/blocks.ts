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

/** Finds the lines of keys in a JSON text: all at once, since a search for each would read the text again. */
export function jsonKeyLines(text: string, keys: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  if (wanted.size === 0) return found;
  let line = 1;
  let next = text.indexOf('\n');
  for (const { index, 1: key = '' } of text.matchAll(/"([^"\\\n]{1,400})"\s{0,4}:\s{0,4}[[{]/g)) {
    if (!wanted.has(key) || found.has(key)) continue;
    for (; next >= 0 && next < index; next = text.indexOf('\n', next + 1)) line++;
    found.set(key, line);
  }
  return found;
}
