import { parseJsonc } from '../jsonc.ts';
import { at, entriesOf, isTable, listOf } from '../manifests/lines.ts';
import { jsonKeyLines } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

/** `bun.lock`, JSON with trailing commas: each package is a list. */
export function readBunLock(text: string, other: string): ReturnType<LockReader> {
  const root = parseJsonc(text).value;
  if (!isTable(root)) return null;
  const known = at(parseJsonc(other).value, 'packages');
  const changed = entriesOf(root.packages).filter(([key, entry]) => !same(entry, at(known, key)));
  const lines = jsonKeyLines(
    text,
    changed.map(([key]) => key),
  );
  const roots = (): string[] =>
    entriesOf(root.workspaces).flatMap(([path, workspace]) =>
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
