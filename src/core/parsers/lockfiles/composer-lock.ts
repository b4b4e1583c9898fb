import { at, isTable, listOf, textAt } from '../manifests/lines.ts';
import { parseJson } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

const packagesOf = (root: unknown): unknown[] => [
  ...listOf(at(root, 'packages')),
  ...listOf(at(root, 'packages-dev')),
];

const digest = (entry: unknown): string =>
  JSON.stringify([textAt(entry, 'name'), textAt(entry, 'version'), at(entry, 'source'), at(entry, 'dist')]);

/** `composer.lock`: packages with the repository and the archive they come from. */
export function readComposerLock(text: string, other: string): ReturnType<LockReader> {
  const root = parseJson(text);
  if (!root) return null;
  const known = new Set(packagesOf(parseJson(other)).map(digest));
  const changed = packagesOf(root).filter((entry) => isTable(entry) && !known.has(digest(entry)));
  const lines = linesOf(text);
  const entries = changed.map((entry): LockEntry => {
    const name = textAt(entry, 'name').toLowerCase();
    const version = textAt(entry, 'version');
    const sum = textAt(entry, 'dist', 'shasum');
    return {
      key: `${name}@${version}`,
      name,
      resolved: { name, version },
      artifacts: [
        { file: 'dist', url: textAt(entry, 'dist', 'url') || null, hash: sum === '' ? null : `sha1:${sum}` },
        { file: 'source', url: textAt(entry, 'source', 'url') || null, hash: null },
      ],
      unhashed: true,
      installScript: null,
      line: lines.get(name) ?? 1,
    };
  });
  return { entries, roots: () => null, scripted: null };
}

function linesOf(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [i, line] of text.split('\n').entries()) {
    const name = /^\s*"name": "([^"]{1,200}\/[^"]{1,200})"/.exec(line.slice(0, 500))?.[1]?.toLowerCase();
    if (name !== undefined && !found.has(name)) found.set(name, i + 1);
  }
  return found;
}
