import { at, entriesOf, isTable, textAt } from '../manifests/lines.ts';
import { jsonKeyLines, parseJson } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

type Json = Readonly<Record<string, unknown>>;

/** Packages by where they are installed: version 1 nests them, 2 and 3 list paths. */
function packagesOf(root: Json): Map<string, Json> {
  const packages = new Map<string, Json>();
  if (isTable(root.packages)) {
    for (const [path, entry] of entriesOf(root.packages)) if (isTable(entry)) packages.set(path, entry);
    return packages;
  }
  const open: [parent: string, tree: unknown, depth: number][] = [['', root.dependencies, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [parent, tree, depth] = next;
    for (const [name, entry] of entriesOf(tree)) {
      if (!isTable(entry)) continue;
      const path = `${parent}${parent === '' ? '' : '/'}node_modules/${name}`;
      packages.set(path, entry);
      if (depth < 40) open.push([path, entry.dependencies, depth + 1]);
    }
  }
  return packages;
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const isInstalled = (path: string): boolean => path.includes('node_modules/');
/** Whether two entries are the same, in two texts. */
const same = (one: Json, other: Json): boolean =>
  ['version', 'resolved', 'integrity', 'name'].every((key) => textAt(one, key) === textAt(other, key)) &&
  (one.hasInstallScript === true) === (other.hasInstallScript === true);

/** `package-lock.json` of versions 1 to 3. */
export function readNpmLock(text: string, other: string): ReturnType<LockReader> {
  const root = parseJson(text);
  if (!root) return null;
  const packages = packagesOf(root);
  const known = packagesOf(parseJson(other) ?? {});
  const changed = [...packages].filter(([path, entry]) => {
    const before = known.get(path);
    return isInstalled(path) && (!before || !same(before, entry));
  });
  const listed = isTable(root.packages);
  const lines = jsonKeyLines(
    text,
    changed.map(([path]) => (listed ? path : nameOf(path))),
  );
  const entries = changed.map(([path, entry]): LockEntry => {
    const line = lines.get(listed ? path : nameOf(path)) ?? 1;
    return entryOf(path, entry, listed, line);
  });
  // A folder outside has a manifest and a lockfile of its own.
  const roots = (): string[] =>
    [...packages].flatMap(([path, entry]) =>
      isInstalled(path) || path.startsWith('../') ? [] : asked(path, entry),
    );
  if (!listed) return { entries, roots: () => null, scripted: null };
  const scripted = [...packages].flatMap(([path, entry]) =>
    entry.hasInstallScript === true ? nameOf(path) : [],
  );
  return { entries, roots, scripted: new Set(scripted) };
}

function entryOf(path: string, entry: Json, listed: boolean, line: number): LockEntry {
  const name = nameOf(path);
  const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)@(.+)$/.exec(textAt(entry, 'version'));
  const version = alias?.[2] ?? textAt(entry, 'version');
  const resolved =
    textAt(entry, 'resolved') || (/^(?:https?|git\S*|file|github):/.test(version) ? version : '');
  const remote = /^https?:\/\//.test(resolved);
  return {
    key: path,
    name,
    resolved: { name: alias?.[1] ?? (textAt(entry, 'name') || name), version },
    artifacts: [{ file: '', url: resolved || null, hash: textAt(entry, 'integrity') || null }],
    unhashed:
      entry.link === true ||
      entry.inBundle === true ||
      entry.bundled === true ||
      (resolved !== '' && !remote) ||
      version === '',
    installScript: listed ? entry.hasInstallScript === true : null,
    line,
  };
}

const asked = (path: string, entry: Json): string[] =>
  ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((section) =>
    entriesOf(at(entry, section)).map(([name]) => `${path} ${name}`),
  );
