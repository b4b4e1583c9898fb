import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import { yamlExcess } from '../parsers/yaml-nesting.ts';

/** 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Keys and list positions from the root. */
export type Keys = readonly (string | number)[];

/** A YAML file as plain data that knows where everything stands. */
export interface PolicyDocument {
  readonly value: unknown;
  /** Where a key (or a list's item) is written; of one that is not written, where what would hold it is. */
  at(keys: Keys): Place;
  /** Where the value of a key is written. */
  valueAt(keys: Keys): Place;
}

export interface DocumentProblem extends Place {
  readonly message: string;
}

const MAX_BYTES = 65_536;
const MAX_DEPTH = 32;
const MAX_VALUES = 5_000;
const MAX_ALIASES = 50;
/** More problems than these are not told of one file. */
export const MAX_PROBLEMS = 20;

/** Any problem leaves no document: a policy is never read in part. Never throws. */
export type DocumentResult =
  | { readonly document: PolicyDocument; readonly problems: readonly [] }
  | { readonly document: null; readonly problems: readonly DocumentProblem[] };

const refuse = (message: string, place: Place = { line: 1, column: 1 }): DocumentResult => ({
  document: null,
  problems: [{ ...place, message }],
});

/** Reads one YAML document within limits of size, depth, values and aliases. */
export function readDocument(text: string): DocumentResult {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return refuse(`The file is larger than ${MAX_BYTES / 1024} KB. Shorten it, by wildcards for instance.`);
  }
  const deep = yamlExcess(text, MAX_DEPTH);
  if (deep) return refuse('This is nested too deeply for a policy.', deep);
  const document = parseDocument(text, {
    // Both take time quadratic in the size of a hostile file; duplicate keys are looked for below.
    uniqueKeys: false,
    prettyErrors: false,
    // At `silent`, a second document would be passed over without a word.
    logLevel: 'error',
  });
  const at = placesIn(text);
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) {
    const problems = wrong
      .slice(0, MAX_PROBLEMS)
      .map((error) => ({ ...at(error.pos[0]), message: sentence(error.code, error.message) }));
    return { document: null, problems };
  }
  return new Reader(document, at).read();
}

/** Where an offset is. The parser's own counter misses lines after an error. */
function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let [line, after] = [0, starts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((starts[middle] ?? Infinity) <= offset) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function sentence(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'This line is indented with a tab. YAML wants spaces.';
  if (code === 'MULTIPLE_DOCS')
    return 'A second document starts here. A policy is one document: take out `---`.';
  if (code === 'TAG_RESOLVE_FAILED')
    return 'A policy uses no YAML tags (`!something`). Put text that starts with `!` in quotes.';
  if (/reserved character @/.test(message))
    return 'Text that starts with `@` needs quotes; names are written without it.';
  return `This is not valid YAML: ${message.split('\n')[0]?.replace(/\.?$/, '.')}`;
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #place: (offset: number) => Place;
  readonly #problems: DocumentProblem[] = [];
  readonly #keys = new Map<string, Place>();
  readonly #values = new Map<string, Place>();
  #count = 0;
  #aliases = 0;

  constructor(document: Document.Parsed, place: (offset: number) => Place) {
    this.#document = document;
    this.#place = place;
  }

  read(): DocumentResult {
    const value = this.#convert(this.#document.contents, []);
    if (this.#problems.length > 0) return { document: null, problems: this.#problems };
    return { document: { value, at: finder(this.#keys), valueAt: finder(this.#values) }, problems: [] };
  }

  #convert(node: Node | null, keys: Keys): unknown {
    if (!node) return null;
    const place = this.#place(node.range?.[0] ?? 0);
    const id = JSON.stringify(keys);
    if (!this.#values.has(id)) this.#values.set(id, place);
    if (++this.#count > MAX_VALUES) {
      // Said once, whatever else is too much.
      if (this.#count === MAX_VALUES + 1)
        this.#refuse(`The file has more than ${MAX_VALUES} values. Shorten it.`, place);
      return null;
    }
    if (keys.length > MAX_DEPTH) return this.#refuse('This is nested too deeply for a policy.', place);
    if (isAlias(node)) {
      if (++this.#aliases > MAX_ALIASES) {
        if (this.#aliases === MAX_ALIASES + 1)
          this.#refuse(`The file has more than ${MAX_ALIASES} aliases. Write some of them out.`, place);
        return null;
      }
      const target = node.resolve(this.#document);
      return target
        ? this.#convert(target, keys)
        : this.#refuse(`There is no anchor \`&${node.source}\`.`, place);
    }
    if (isSeq<Node | null>(node)) {
      return node.items.map((item, index) => {
        this.#keys.set(
          JSON.stringify([...keys, index]),
          this.#place(item?.range?.[0] ?? node.range?.[0] ?? 0),
        );
        return this.#convert(item, [...keys, index]);
      });
    }
    if (!isMap<Node | null, Node | null>(node)) return isScalar(node) ? node.value : null;
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      const at = pair.key?.range ? this.#place(pair.key.range[0]) : place;
      if (!isScalar(pair.key) || !['string', 'number', 'boolean'].includes(typeof pair.key.value)) {
        this.#refuse('A key has to be plain text.', at);
        continue;
      }
      const key = String(pair.key.value);
      if (key === '__proto__' || key === '<<') this.#refuse(`\`${key}\` cannot be a key here.`, at);
      else if (entries.has(key)) this.#refuse(`\`${key}\` is here twice. Keep one of them.`, at);
      this.#keys.set(JSON.stringify([...keys, key]), at);
      entries.set(key, this.#convert(pair.value, [...keys, key]));
    }
    return Object.fromEntries(entries);
  }

  #refuse(message: string, place: Place): null {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ ...place, message });
    return null;
  }
}

/** The place of the longest beginning of a path that has one. */
const finder =
  (places: ReadonlyMap<string, Place>) =>
  (keys: Keys): Place => {
    for (let length = keys.length; length > 0; length--) {
      const place = places.get(JSON.stringify(keys.slice(0, length)));
      if (place) return place;
    }
    return { line: 1, column: 1 };
  };
