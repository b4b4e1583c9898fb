/** A piece of a lockfile that stands for one package. */
export interface Block {
  readonly text: string;
  /** 1-based line of its beginning. */
  readonly line: number;
}

/** Cuts a text before each line that begins one of its packages. What stands before the first is left out. */
export function blocksOf(text: string, begins: RegExp): Block[] {
  const starts = [...text.matchAll(new RegExp(begins.source, 'gm'))].map(({ index }) => index);
  let line = 1;
  let counted = 0;
  return starts.map((start, i) => {
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    return { text: text.slice(start, starts[i + 1] ?? text.length), line };
  });
}

/** The blocks that the other text does not have word for word. */
export function changedBlocks(text: string, other: string, begins: RegExp): Block[] {
  const known = new Set(blocksOf(other, begins).map((block) => block.text.trimEnd()));
  return blocksOf(text, begins).filter((block) => !known.has(block.text.trimEnd()));
}

/** A JSON text as a table; null: it is none, or is nested like no lockfile. */
export function parseJson(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Finds the lines of keys in a JSON text: all at once, since a search for each would read the text again. */
export function jsonKeyLines(text: string, keys: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  if (wanted.size === 0) return found;
  let line = 1;
  let counted = 0;
  for (const { index, 1: key = '' } of text.matchAll(/"([^"\\\n]{1,400})"\s{0,4}:\s{0,4}[[{]/g)) {
    if (!wanted.has(key) || found.has(key)) continue;
    for (; counted < index; counted++) if (text.charCodeAt(counted) === 10) line++;
    found.set(key, line);
  }
  return found;
}
