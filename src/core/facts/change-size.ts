import { lineChanges } from './diff.ts';
import type { FileChange } from './facts.ts';

/** Written by package managers: their lines say nothing about how much there is to read. */
const LOCKFILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'deno.lock',
  'cargo.lock',
  'gemfile.lock',
  'composer.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pipfile.lock',
  'go.sum',
  'gradle.lockfile',
  'packages.lock.json',
  'podfile.lock',
  'package.resolved',
  'mix.lock',
  'pubspec.lock',
  'flake.lock',
  '.terraform.lock.hcl',
]);

/** True for files that only a package manager writes. */
export const isLockfile = (path: string): boolean =>
  LOCKFILES.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());

/** Lines that a change adds to a file and takes from it. */
export interface Size {
  readonly additions: number;
  readonly deletions: number;
}

/**
 * How much of a file changed; nothing for lockfiles.
 * GitHub gives counts of nought for files that are too large for it: then the patch made from content counts.
 */
export function sizeOf(file: FileChange): Size {
  if (isLockfile(file.path)) return { additions: 0, deletions: 0 };
  if (file.additions + file.deletions > 0) return file;
  const { added, removed } = lineChanges(file);
  return { additions: added.length, deletions: removed.length };
}

/** Characters on the lines that change, which may be few and long; none for lockfiles. */
export function charactersOf(file: FileChange): number {
  if (isLockfile(file.path)) return 0;
  const { added, removed } = lineChanges(file);
  return [added, removed].reduce((sum, lines) => lines.reduce((all, { text }) => all + text.length, sum), 0);
}
