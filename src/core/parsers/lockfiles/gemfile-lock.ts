import type { Artifact, LockEntry, LockReader } from './lockfile.ts';

/** `Gemfile.lock`: gems below the source they come from, hashes in a section of their own. */
export function readGemfileLock(text: string, other: string): ReturnType<LockReader> {
  const known = new Set(read(other).entries.map(signature));
  const { entries, roots } = read(text);
  return {
    entries: entries.filter((entry) => !known.has(signature(entry))),
    roots: () => roots,
    scripted: null,
  };
}

const signature = (entry: LockEntry): string => JSON.stringify([entry.key, entry.artifacts]);

function read(text: string): { entries: LockEntry[]; roots: string[] } {
  const gems: LockEntry[] = [];
  const roots: string[] = [];
  const hashes = new Map<string, string>();
  let section = '';
  let remote = '';
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '').slice(0, 1000);
    if (/^[A-Z]/.test(line)) {
      section = line.trim();
      remote = '';
    }
    const from = /^ {2}remote: (\S+)/.exec(line);
    if (from) remote = from[1] ?? '';
    const gem = /^ {4}([\w.-]+) \(([^)]+)\)$/.exec(line);
    if (gem && /^(?:GEM|GIT|PATH|PLUGIN SOURCE)$/.test(section)) {
      const [, name = '', version = ''] = gem;
      const url = section === 'GIT' ? `git+${remote}` : remote;
      gems.push({
        key: `${name}@${version}`,
        name,
        resolved: { name, version },
        artifacts: [{ file: '', url: section === 'PATH' ? null : url || null, hash: null }],
        unhashed: section !== 'GEM',
        installScript: null,
        line: i + 1,
      });
    }
    const checksum = section === 'CHECKSUMS' ? /^ {2}([\w.-]+) \(([^)]+)\) (\S+)/.exec(line) : null;
    if (checksum) hashes.set(`${checksum[1]}@${checksum[2]}`, checksum[3] ?? '');
    if (section === 'DEPENDENCIES' && /^ {2}\S/.test(line)) roots.push(line.trim().replace(/[ !(].*$/, ''));
  }
  const entries = gems.map((gem) => {
    const [artifact] = gem.artifacts as [Artifact];
    return { ...gem, artifacts: [{ ...artifact, hash: hashes.get(gem.key) ?? null }] };
  });
  return { entries, roots };
}
