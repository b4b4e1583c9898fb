import type { LockEntry, LockReader } from './lockfile.ts';

/** `go.sum`: a module, a version and a hash on each line. */
export function readGoSum(text: string, other: string): ReturnType<LockReader> {
  const known = new Set(other.split('\n').map((line) => line.trim()));
  const entries = text.split('\n').flatMap((raw, i): LockEntry[] => {
    const line = raw.trim();
    if (line === '' || known.has(line)) return [];
    const [name = '', version = '', hash = ''] = line.slice(0, 1000).split(/\s+/);
    if (hash === '') return [];
    return [
      {
        key: `${name}@${version}`,
        name,
        resolved: { name, version },
        artifacts: [{ file: version.endsWith('/go.mod') ? 'go.mod' : '', url: null, hash }],
        unhashed: false,
        installScript: null,
        line: i + 1,
      },
    ];
  });
  return { entries, roots: () => null, scripted: null };
}
