import { at, entriesOf, listOf, textAt } from '../manifests/lines.ts';
import { pypiName } from '../manifests/requirements.ts';
import { jsonKeyLines, parseJson } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

const GROUPS = ['default', 'develop'];

/** `Pipfile.lock`: hashes without file names, so each hash stands for an artifact of its own. */
export function readPipfileLock(text: string, other: string): ReturnType<LockReader> {
  const root = parseJson(text);
  if (!root) return null;
  const known = parseJson(other);
  const changed = GROUPS.flatMap((group) =>
    entriesOf(root[group]).filter(
      ([name, entry]) => JSON.stringify(entry) !== JSON.stringify(at(known, group, name)),
    ),
  );
  const lines = jsonKeyLines(
    text,
    changed.map(([name]) => name),
  );
  const entries = changed.map(([key, entry]): LockEntry => {
    const name = pypiName(key);
    const version = textAt(entry, 'version').replace(/^==/, '');
    const elsewhere = textAt(entry, 'git') || textAt(entry, 'file');
    const url = elsewhere === '' ? null : textAt(entry, 'git') ? `git+${elsewhere}` : elsewhere;
    const hashes = listOf(at(entry, 'hashes')).map(String);
    return {
      key: `${name}@${version}`,
      name,
      resolved: { name, version },
      artifacts:
        hashes.length === 0
          ? [{ file: '', url, hash: null }]
          : hashes.map((hash) => ({ file: hash, url, hash })),
      unhashed: version === '' || url !== null,
      installScript: null,
      line: lines.get(key) ?? 1,
    };
  });
  return { entries, roots: () => null, scripted: null };
}
