import type { FileChange, FileContent } from '../../facts/facts.ts';
import {
  type Dependency,
  type Ecosystem,
  isManifest,
  type Manifest,
  readManifest,
} from '../../parsers/manifests/manifest.ts';

/** A manifest before and after; null: not there on that side, or not readable as one. */
export interface ManifestChange {
  readonly path: string;
  readonly basePath: string;
  readonly base: Manifest | null;
  readonly head: Manifest | null;
}

/** Material of tests and copies of others' code: nothing is installed from there. */
const NOT_INSTALLED =
  /(?:^|\/)(?:node_modules|vendor|third[-_]party|fixtures?|__fixtures__|test-?data|test-?resources|__tests__|__mocks__)\//i;

/** True for manifests that somebody installs from. */
export const isOwnManifest = (path: string): boolean => isManifest(path) && !NOT_INSTALLED.test(path);

/** True for files below folders that nothing is installed from. */
export const isNotInstalled = (path: string): boolean => NOT_INSTALLED.test(path);

export const textOf = (content: FileContent | undefined): string | null =>
  content?.state === 'text' ? content.text : null;

const cache = new WeakMap<FileChange, ManifestChange>();

/** Both sides of the manifests in a change. Every rule of the family reads them, so they are kept with the file. */
export function manifestChanges(files: readonly FileChange[]): ManifestChange[] {
  return files.flatMap((file) => {
    const basePath = file.previousPath ?? file.path;
    if (!isOwnManifest(file.path) && !isOwnManifest(basePath)) return [];
    let change = cache.get(file);
    if (!change) {
      const side = (path: string, content: FileContent | undefined): Manifest | null => {
        const text = textOf(content);
        return text === null || !isOwnManifest(path) ? null : readManifest(path, text);
      };
      change = {
        path: file.path,
        basePath,
        base: side(basePath, file.base),
        head: side(file.path, file.head),
      };
      cache.set(file, change);
    }
    return [change];
  });
}

export interface NewDependency {
  readonly ecosystem: Ecosystem;
  readonly dependency: Dependency;
  readonly path: string;
}

/**
 * Packages that no manifest of the change asked for before. What is overridden, or is a member of the same workspace,
 * is not among them.
 */
export function newDependencies(files: readonly FileChange[]): NewDependency[] {
  const changes = manifestChanges(files);
  const known = new Set<string>();
  for (const { base, head } of changes) {
    for (const { name } of base?.dependencies ?? []) known.add(`${base?.ecosystem} ${name}`);
    for (const side of [base, head]) if (side?.name) known.add(`${side.ecosystem} ${side.name}`);
  }
  return changes.flatMap(({ path, head }) =>
    (head?.dependencies ?? []).flatMap((dependency) => {
      if (!head || dependency.role === 'override' || dependency.local) return [];
      if (known.has(`${head.ecosystem} ${dependency.name}`)) return [];
      return [{ ecosystem: head.ecosystem, dependency, path }];
    }),
  );
}
