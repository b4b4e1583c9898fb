import { parseJsonc } from '../jsonc.ts';
import { at, entriesOf, isTable, listOf } from '../manifests/lines.ts';
import { changedBlocks, jsonKeyLines } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

/** `bun.lock`, JSON with trailing commas: each package is a list. */
export function readBunLock(text: string, other: string): ReturnType<LockReader> {
  const read = differing(text, other) ?? whole(text, other);
  if (read === null) return null;
  const changed = entriesOf(read.packages).filter(([key, entry]) => !same(entry, at(read.known, key)));
  const lines = jsonKeyLines(
    text,
    changed.map(([key]) => key),
  );
  const roots = (): string[] =>
    entriesOf(read.workspaces).flatMap(([path, workspace]) =>
      ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((section) =>
        entriesOf(at(workspace, section)).map(([name]) => `${path} ${name}`),
      ),
    );
  return {
    entries: changed.map(([key, entry]) => entryOf(key, listOf(entry), lines.get(key) ?? 1)),
    roots,
    scripted: null,
  };
}

interface Read {
  readonly workspaces: unknown;
  /** By what they are known by: of this side, and of the other. What is the same may be left out of both. */
  readonly packages: unknown;
  readonly known: unknown;
}

function whole(text: string, other: string): Read | null {
  const root = parseJsonc(text).value;
  if (!isTable(root)) return null;
  const { workspaces, packages } = root;
  return { workspaces, packages, known: at(parseJsonc(other).value, 'packages') };
}

const BEGIN = '\n  "packages": {\n';
const END = /\n {2}\},?\n\},?\s*$/;
const ENTRY = /^ {4}"/;

/** What differs, of texts that are laid out as bun does it, where to parse all would be a waste. */
function differing(text: string, other: string): Read | null {
  const [own, others] = [laidOut(text), laidOut(other)];
  if (!own || !others) return null;
  const parse = (one: string, two: string): unknown =>
    parseJsonc(
      `{${changedBlocks(one, two, ENTRY)
        .map((block) => block.text)
        .join('')}}`,
    ).value;
  const [packages, known] = [parse(own.packages, others.packages), parse(others.packages, own.packages)];
  return isTable(packages) && isTable(known) ? { workspaces: own.workspaces, packages, known } : null;
}

/** A text whose packages come last, each on a line that begins with its key; null: it is laid out otherwise. */
function laidOut(text: string): { readonly workspaces: unknown; readonly packages: string } | null {
  const begin = text.indexOf(BEGIN);
  const end = END.exec(text.slice(-100));
  if (begin === -1 || !end) return null;
  const packages = text.slice(begin + BEGIN.length, Math.max(0, text.length - 100) + end.index + 1);
  // A key of the table around them would be another section.
  if (!ENTRY.test(packages) || packages.includes('\n  "')) return null;
  const before = parseJsonc(`${text.slice(0, begin)}\n}`).value;
  if (!isTable(before) || Object.hasOwn(before, 'packages')) return null;
  return { workspaces: before.workspaces, packages };
}

/** Whether two values read from JSON are the same; the order of keys counts. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, i) => same(item, other[i]))
    );
  }
  if (!isTable(one) || !isTable(other)) return one === other;
  const [entries, others] = [Object.entries(one), Object.entries(other)];
  return (
    entries.length === others.length &&
    entries.every(([key, value], i) => key === others[i]?.[0] && same(value, others[i]?.[1]))
  );
}

function entryOf(key: string, entry: readonly unknown[], line: number): LockEntry {
  const found = /^((?:@[^@/]+\/)?[^@/]+)@(.*)$/s.exec(String(entry[0]));
  const [, name = key, version = ''] = found ?? [];
  const published = /^\d/.test(version);
  const url = typeof entry[1] === 'string' && entry[1] !== '' ? entry[1] : null;
  const hash = entry.findLast((item) => typeof item === 'string' && /^sha\d+-/.test(item));
  return {
    key,
    name: /(?:^|\/)((?:@[^/]+\/)?[^/]+)$/.exec(key)?.[1] ?? name,
    resolved: { name, version },
    artifacts: [
      {
        file: '',
        url: published ? url : version.startsWith('workspace:') ? null : version,
        hash: typeof hash === 'string' ? hash : null,
      },
    ],
    unhashed: !published,
    installScript: null,
    line,
  };
}
