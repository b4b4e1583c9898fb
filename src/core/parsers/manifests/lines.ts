/** Each search reads the text once: past this many, what is searched for is said to stand where the search began. */
const MAX_SEARCHES = 500;

/** Finds lines in a text again whose parser tells none. */
export class Lines {
  readonly #lines: readonly string[];
  readonly #headers = new Map<string, number>();
  #searches = 0;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** 1-based line of the first line from `from` on that a test accepts; `from` itself if there is none. */
  find(accepts: (line: string) => boolean, from = 1): number {
    if (++this.#searches > MAX_SEARCHES) return from;
    const index = this.#lines.findIndex((line, i) => i >= from - 1 && accepts(line));
    return index < 0 ? from : index + 1;
  }

  /** 1-based line of a quoted key or string below the line of another one (`"name"` below `"dependencies"`). */
  quoted(name: string, below?: string): number {
    const start = below === undefined ? 1 : this.#headerOf(below);
    const written = JSON.stringify(name);
    return this.find((line) => line.includes(written), start);
  }

  #headerOf(name: string): number {
    const known = this.#headers.get(name);
    if (known !== undefined) return known;
    const line = this.quoted(name);
    this.#headers.set(name, line);
    return line;
  }
}

type Table = Readonly<Record<string, unknown>>;

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a table; none if it is not one. */
export const entriesOf = (value: unknown): [key: string, value: unknown][] =>
  isTable(value) ? Object.entries(value) : [];

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Goes down by keys; undefined where the way ends. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) here = isTable(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}

export const textAt = (value: unknown, ...keys: readonly string[]): string => {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
};
