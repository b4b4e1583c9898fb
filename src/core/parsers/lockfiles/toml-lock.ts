import { at, entriesOf, listOf, textAt } from '../manifests/lines.ts';
import { parseToml } from '../manifests/pyproject.ts';
import { pypiName } from '../manifests/requirements.ts';
import { changedBlocks, type Block, blocksOf } from './blocks.ts';
import type { Artifact, LockEntry, LockReader } from './lockfile.ts';

const BEGINS = /^\[\[package\]\]|^\[(?!\[|package\b)/;

/** `Cargo.lock`: a list of `[[package]]`. */
export const readCargoLock: LockReader = (text, other) => read(text, other, true);

/** `uv.lock`, `poetry.lock`, `pdm.lock`: likewise, with a hash for each file. */
export const readPythonLock: LockReader = (text, other) => read(text, other, false);

function read(text: string, other: string, cargo: boolean): ReturnType<LockReader> {
  const [own, known] = [text, other].map((side) => side.replace(/\r/g, '')) as [string, string];
  const entries = changedBlocks(own, known, BEGINS)
    .filter((block) => block.text.startsWith('[[package]]'))
    .flatMap((block) => entryOf(block, cargo));
  return { entries, roots: () => rootsOf(own), scripted: null };
}

function entryOf({ text, line }: Block, cargo: boolean): LockEntry[] {
  const found = listOf(parseToml(text)?.package)[0];
  if (found === undefined) return [];
  const written = textAt(found, 'name');
  const name = cargo ? written : pypiName(written);
  const version = textAt(found, 'version');
  const source = sourceOf(found);
  return [
    {
      key: `${name}@${version}`,
      name,
      resolved: { name, version },
      artifacts: artifactsOf(found, source.url, cargo),
      unhashed: source.unhashed,
      installScript: null,
      line,
    },
  ];
}

/** Where the package is from: text in Cargo's, a table in uv's and Poetry's. */
function sourceOf(found: unknown): { url: string | null; unhashed: boolean } {
  const source = at(found, 'source');
  if (typeof source === 'string') {
    const url = source.replace(/^(?:registry|sparse|git)\+/, '').replace(/[?#].*$/s, '');
    const git = source.startsWith('git+');
    return { url: git ? `git+${url}` : url, unhashed: git };
  }
  const git = textAt(source, 'git') || (textAt(source, 'type') === 'git' ? textAt(source, 'url') : '');
  if (git !== '') return { url: `git+${git.replace(/[?#].*$/s, '')}`, unhashed: true };
  const registry = textAt(source, 'registry') || textAt(source, 'url');
  if (registry !== '' && !/^(?:directory|file)$/.test(textAt(source, 'type')))
    return { url: registry, unhashed: false };
  const kept = /^(?:directory|file)$/.test(textAt(source, 'type'));
  const local =
    kept || ['editable', 'virtual', 'directory', 'path'].some((key) => textAt(source, key) !== '');
  // Cargo says nothing of members of the workspace; Poetry and PDM nothing of what is from PyPI.
  return {
    url: null,
    unhashed:
      local ||
      (textAt(found, 'checksum') === '' &&
        listOf(at(found, 'files')).length + listOf(at(found, 'wheels')).length === 0),
  };
}

function artifactsOf(found: unknown, registry: string | null, cargo: boolean): Artifact[] {
  if (cargo) return [{ file: '', url: registry, hash: textAt(found, 'checksum') || null }];
  const files = [...listOf(at(found, 'files')), ...listOf(at(found, 'wheels')), at(found, 'sdist')];
  const artifacts = files.flatMap((file): Artifact[] => {
    const url = textAt(file, 'url') || null;
    const name = textAt(file, 'file') || (url?.split(/[?#]/)[0]?.split('/').at(-1) ?? '');
    return name === '' ? [] : [{ file: name, url, hash: textAt(file, 'hash') || null }];
  });
  return registry === null ? artifacts : [...artifacts, { file: 'source', url: registry, hash: 'none' }];
}

/** What the project's own packages ask for. */
function rootsOf(text: string): string[] | null {
  // Poetry and PDM record a digest alone.
  if (/^(?:content-hash|content_hash)\s*=/m.test(text)) return null;
  return blocksOf(text, BEGINS).flatMap((block) => {
    if (!block.text.startsWith('[[package]]')) return [];
    const local =
      /^source = \{ (?:editable|virtual|directory) = /m.test(block.text) ||
      !/^(?:source|checksum)\b/m.test(block.text);
    if (!local) return [];
    const parsed = parseToml(block.text);
    const found = listOf(parsed?.package)[0];
    const name = textAt(found, 'name');
    const asked = [
      ...listOf(at(found, 'dependencies')),
      ...entriesOf(at(found, 'dev-dependencies')).flatMap(([, list]) => listOf(list)),
    ];
    return asked.map(
      (dependency) =>
        `${name} ${typeof dependency === 'string' ? (dependency.split(' ')[0] ?? '') : textAt(dependency, 'name')}`,
    );
  });
}
