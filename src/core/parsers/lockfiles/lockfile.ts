import type { Ecosystem } from '../manifests/manifest.ts';
import { readBunLock } from './bun.ts';
import { readComposerLock } from './composer-lock.ts';
import { readGemfileLock } from './gemfile-lock.ts';
import { readGoSum } from './go-sum.ts';
import { readNpmLock } from './npm-lock.ts';
import { readPipfileLock } from './pipfile-lock.ts';
import { readPnpmLock } from './pnpm-lock.ts';
import { readCargoLock, readPythonLock } from './toml-lock.ts';
import { readYarnLock } from './yarn-lock.ts';

/** A file that a package manager would fetch, and what it must hash to. */
export interface Artifact {
  /** What tells it from other artifacts of the same version: a wheel's file name; empty where there is only one. */
  readonly file: string;
  /** null: from the registry that the package manager is set up with. */
  readonly url: string | null;
  /** As written, with its algorithm; null: none is recorded. */
  readonly hash: string | null;
}

/** One locked package. */
export interface LockEntry {
  /** What others in the lockfile or the installation know it by: `node_modules/a/node_modules/b`, `a@^1`. */
  readonly key: string;
  /** The name that is asked for. */
  readonly name: string;
  /** The name and version that the entry says it resolves to. */
  readonly resolved: { readonly name: string; readonly version: string };
  readonly artifacts: readonly Artifact[];
  /** Fetched from where hashes are not recorded (git, a folder), or part of another package. */
  readonly unhashed: boolean;
  /** True: it runs commands on installation; null: the format does not tell. */
  readonly installScript: boolean | null;
  /** 1-based line where the entry begins. */
  readonly line: number;
}

/** The entries of a lockfile that differ from another text of the same file. */
export interface Lockfile {
  readonly ecosystem: Ecosystem;
  readonly entries: readonly LockEntry[];
  /** Names that the project itself asks for, each behind the part that asks, as the lockfile recorded them; null: the format does not tell. Read only when asked for. */
  readonly roots: () => readonly string[] | null;
  /** Names of all packages that run commands on installation, also of unchanged ones; null: the format does not tell. */
  readonly scripted: ReadonlySet<string> | null;
}

/** Reads what stands in `text` and not, letter for letter, in `other`; null: it cannot be read. */
export type LockReader = (text: string, other: string) => Omit<Lockfile, 'ecosystem'> | null;

const READERS: Readonly<Record<string, readonly [Ecosystem, LockReader]>> = {
  'package-lock.json': ['npm', readNpmLock],
  'npm-shrinkwrap.json': ['npm', readNpmLock],
  '.package-lock.json': ['npm', readNpmLock],
  'yarn.lock': ['npm', readYarnLock],
  'pnpm-lock.yaml': ['npm', readPnpmLock],
  'bun.lock': ['npm', readBunLock],
  'cargo.lock': ['cargo', readCargoLock],
  'uv.lock': ['pypi', readPythonLock],
  'poetry.lock': ['pypi', readPythonLock],
  'pdm.lock': ['pypi', readPythonLock],
  'pipfile.lock': ['pypi', readPipfileLock],
  'go.sum': ['go', readGoSum],
  'go.work.sum': ['go', readGoSum],
  'gemfile.lock': ['rubygems', readGemfileLock],
  'gems.locked': ['rubygems', readGemfileLock],
  'composer.lock': ['packagist', readComposerLock],
};

function readerOf(path: string): readonly [Ecosystem, LockReader] | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (Object.hasOwn(READERS, name) ? READERS[name] : undefined) ?? null;
}

/** The ecosystem of a lockfile by its path; null: it is none that can be read. */
export const lockfileEcosystem = (path: string): Ecosystem | null => readerOf(path)?.[0] ?? null;

/**
 * The entries of one side of a lockfile that its other side does not have letter for letter, so that a refresh of a
 * few packages costs little in a file of megabytes. null: no lockfile, or not readable as one. Never throws.
 */
export function readLockfile(path: string, text: string, other: string): Lockfile | null {
  const reader = readerOf(path);
  if (reader === null) return null;
  const read = reader[1](text, other);
  return read && { ecosystem: reader[0], ...read };
}
