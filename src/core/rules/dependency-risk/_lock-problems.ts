import type { Artifact, LockEntry } from '../../parsers/lockfiles/lockfile.ts';
import type { Ecosystem } from '../../parsers/manifests/manifest.ts';
import { pypiName } from '../../parsers/manifests/requirements.ts';
import { addressOf } from './_registries.ts';

/** Hashes by algorithm, out of `sha512-...`, `sha256:...`, `h1:...`, `10c0/...`; several may stand in one text. */
function hashesOf(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const one of text.split(/[\s,]+/)) {
    const parts = /^([\w]{1,12})[-:=/](.+)$/.exec(one);
    // Cargo writes the bare digits.
    const [, algorithm = '', value = one] = parts ?? [];
    found.set(algorithm, (found.get(algorithm) ?? new Set()).add(value));
  }
  return found;
}

/** True where the same algorithm gives nothing that both have. */
export function hashesDiffer(a: string, b: string): boolean {
  const [before, after] = [hashesOf(a), hashesOf(b)];
  return [...after].some(([algorithm, values]) => {
    const known = before.get(algorithm);
    return known !== undefined && ![...values].some((value) => known.has(value));
  });
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Release numbers, without trailing noughts: `1.0` is `1.0.0`. */
const release = (version: string): string =>
  (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').replace(/(?:\.0+)+$/, '');

/** What an archive's address says it holds; null: it does not tell. */
function namedByUrl(ecosystem: Ecosystem, artifact: Artifact): { name: string; version: string } | null {
  const path = decoded(addressOf(artifact.url ?? '')?.path ?? '');
  if (ecosystem === 'npm') {
    const found = /((?:@[^/]+\/)?[^/@]+)\/-\/(?:@[^/]+\/)?([^/]+)\.tgz$/.exec(path);
    if (!found) return null;
    const [, name = '', file = ''] = found;
    const bare = name.split('/').at(-1) ?? name;
    // A file named after something else than its folder tells as much.
    return file.startsWith(`${bare}-`)
      ? { name, version: file.slice(bare.length + 1) }
      : { name: file, version: '' };
  }
  return null;
}

/** An archive's file name, for Python: `requests-2.31.0-py3-none-any.whl`. */
function fileContradicts(artifact: Artifact, { name, version }: LockEntry['resolved']): boolean {
  const file = artifact.file.toLowerCase();
  if (!/\.(?:whl|tar\.gz|zip|tar\.bz2)$/.test(file)) return false;
  const plain = pypiName(decoded(file));
  if (!plain.startsWith(`${pypiName(name)}-`)) return true;
  const numbers = decoded(file).slice(name.length + 1);
  const [own, wanted] = [release(numbers), release(version)];
  return own !== '' && wanted !== '' && own !== wanted && !version.includes('!');
}

/** True where what would be fetched is named like another package or another version than the entry. */
export function isMismatched(ecosystem: Ecosystem, entry: LockEntry): boolean {
  const { name, version } = entry.resolved;
  return entry.artifacts.some((artifact) => {
    if (ecosystem === 'pypi') return fileContradicts(artifact, entry.resolved);
    const named = namedByUrl(ecosystem, artifact);
    if (named === null) return false;
    if (named.name !== name.toLowerCase()) return true;
    return named.version !== '' && release(named.version) !== release(version) && /^\d/.test(version);
  });
}
