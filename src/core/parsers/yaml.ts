import {
  Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { Alias, Node } from 'yaml';
import { keptByText } from '../facts/kept.ts';
import { mayNestDeeply, yamlExcess } from './yaml-nesting.ts';

/** A YAML value with its place. Aliases are followed; keys are taken as text; duplicate keys are all kept. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

interface Placed {
  /** 1-based first and last line. Of a block scalar (`|`), the first is the line of its header. */
  readonly line: number;
  readonly endLine: number;
}
export interface YamlMap extends Placed {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}
export interface YamlEntry {
  readonly key: string;
  /** 1-based line of the key. */
  readonly line: number;
  readonly value: YamlNode;
}
export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}
export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  /** The value as text: what was written, without quotes and block indentation. */
  readonly text: string;
}

/** The documents of a file, or one sentence why it could not be read as YAML. */
export type YamlResult =
  | { readonly documents: readonly YamlNode[]; readonly problem: null }
  | { readonly documents: readonly []; readonly problem: string };

const MAX_LENGTH = 1_000_000;
const MAX_DEPTH = 64;
/** Counts what aliases repeat, so that a small file cannot unfold into a large tree. */
const MAX_NODES = 100_000;
/** What the parser takes apart in about half a second. */
const MAX_TOKENS = 160_000;
/** Both sides of the longest file. */
const KEPT = 2 * MAX_LENGTH;

class Refused extends Error {}

const refuse = (problem: string): YamlResult => ({ documents: [], problem });

/**
 * Reads all YAML documents of a text. The last texts are remembered, since several rules read the same ones.
 *
 * Never throws: bad syntax, more than 1,000,000 characters or 160,000 tokens, nesting deeper than 64, more than
 * 100,000 nodes with aliases followed, and anchors that contain themselves come back as a problem.
 */
export const parseYaml: (text: string) => YamlResult = keptByText(parse, KEPT);

function parse(text: string): YamlResult {
  if (text.length > MAX_LENGTH) return refuse(`It is longer than ${MAX_LENGTH} characters.`);
  // A token has at least one character.
  if (text.length > MAX_TOKENS || mayNestDeeply(text)) {
    const excess = yamlExcess(text, MAX_DEPTH, MAX_TOKENS);
    if (excess?.of === 'depth') return refuse(`It is nested deeper than ${MAX_DEPTH} levels.`);
    if (excess) return refuse(`It has more than ${MAX_TOKENS} parts.`);
  }
  const lines = new LineCounter();
  try {
    // Looking for duplicate keys, and drawing errors, would take time quadratic in their number.
    const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
    const documents: YamlNode[] = [];
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const error = document.errors[0];
      if (error) {
        const what = error.message.slice(0, 200).split('\n')[0];
        return refuse(`Line ${lines.linePos(error.pos[0]).line}: ${what}.`);
      }
      if (document.contents) documents.push(new Converter(document, lines).convert(document.contents));
    }
    return { documents, problem: null };
  } catch (error) {
    if (error instanceof Refused) return refuse(error.message);
    // The stack is finite, whatever the limits above let through.
    if (error instanceof RangeError) return refuse('It is nested too deeply.');
    return refuse('It is not YAML that can be read.');
  }
}

/** The value of a map's key (the last, if it is repeated); undefined if there is none or it is no map. */
export function yamlGet(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return yamlEntry(node, key)?.value;
}

/** Like `yamlGet`, with the key's line. */
export function yamlEntry(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

/** A scalar's text; undefined for anything else. */
export function yamlText(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** What each alias stands for: the last node before it with its anchor. One walk for all, where `resolve` takes one each. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        if (node.anchor) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
    },
  });
  return targets;
}

class Converter {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #active = new Set<Node>();
  #nodes = 0;
  #targets: ReadonlyMap<Alias, Node> | null = null;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  convert(node: Node | null, depth = 0, fallback: Placed = { line: 1, endLine: 1 }): YamlNode {
    if (++this.#nodes > MAX_NODES) throw new Refused(`It has more than ${MAX_NODES} values.`);
    if (depth > MAX_DEPTH) throw new Refused(`It is nested deeper than ${MAX_DEPTH} levels.`);
    if (!node) return { kind: 'scalar', value: null, text: '', ...fallback };
    const place = this.#place(node, fallback);
    if (isAlias(node)) {
      this.#targets ??= aliasTargets(this.#document);
      const target = this.#targets.get(node);
      if (!target) throw new Refused(`Line ${place.line}: the alias ${node.source} has no anchor.`);
      return { ...this.convert(target, depth + 1, place), ...place };
    }
    if (isScalar(node)) {
      const value = node.value as YamlScalar['value'];
      const written = typeof value === 'string' ? value : (node.source ?? String(value ?? ''));
      return { kind: 'scalar', value, text: written, ...place };
    }
    if (!isCollection(node) || this.#active.has(node)) {
      throw new Refused(`Line ${place.line}: an anchor contains itself.`);
    }
    this.#active.add(node);
    const converted = this.#collection(node, depth, place);
    this.#active.delete(node);
    return converted;
  }

  #collection(node: Node, depth: number, place: Placed): YamlNode {
    if (!isMap(node)) {
      const items = (node as unknown as { items: (Node | null)[] }).items;
      return { kind: 'list', items: items.map((item) => this.convert(item, depth + 1, place)), ...place };
    }
    const entries = node.items.map((pair): YamlEntry => {
      const key = this.convert(pair.key as Node | null, depth + 1, place);
      const at = { line: key.line, endLine: key.line };
      const value = this.convert(pair.value as Node | null, depth + 1, at);
      return { key: key.kind === 'scalar' ? key.text : '', line: key.line, value };
    });
    return { kind: 'map', entries, ...place };
  }

  #place(node: Node, fallback: Placed): Placed {
    if (!node.range) return fallback;
    const [start, end] = node.range;
    const line = this.#lines.linePos(start).line;
    // A block's range ends at the start of the line after it.
    return { line, endLine: Math.max(line, this.#lines.linePos(Math.max(start, end - 1)).line) };
  }
}
