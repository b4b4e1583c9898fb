import type { SqlToken } from './sql-tokens.ts';

/** A possibly qualified name and the index of the token after it. */
export interface SqlName {
  /** Lower case; the default schema (`public`, `dbo`) left out. */
  readonly name: string;
  readonly next: number;
}

/** Joins the parts of a qualified name as `SqlName.name` writes it. */
export function sqlName(parts: readonly (string | undefined)[]): string {
  const named = parts.filter((part) => part !== undefined && part !== '').map((part) => part?.toLowerCase());
  if (named.length > 1 && (named[0] === 'public' || named[0] === 'dbo')) named.shift();
  return named.join('.');
}

const isName = (token: SqlToken | undefined): token is SqlToken =>
  token?.kind === 'word' || token?.kind === 'name';

/** Reads a qualified name at an index; null: no name stands there. */
export function sqlNameAt(tokens: readonly SqlToken[], at: number): SqlName | null {
  const parts: string[] = [];
  let next = at;
  for (;;) {
    const token = tokens[next];
    if (!isName(token)) break;
    parts.push(token.text);
    next++;
    if (tokens[next]?.text !== '.') break;
    next++;
  }
  return parts.length === 0 ? null : { name: sqlName(parts), next };
}

/** The index after the given words, each of which may be missing. */
export function skipWords(tokens: readonly SqlToken[], at: number, ...words: readonly string[]): number {
  let next = at;
  for (const word of words) if (tokens[next]?.kind === 'word' && tokens[next]?.text === word) next++;
  return next;
}

/** True if these words stand at the index, in this order. */
export function wordsAt(tokens: readonly SqlToken[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, i) => tokens[at + i]?.kind === 'word' && tokens[at + i]?.text === word);
}
