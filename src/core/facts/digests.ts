import { createHash } from 'node:crypto';
import type { FileChange } from './facts.ts';
import { mayBeSpecial } from './modes.ts';

/**
 * What each file's change was at one head, by path: equal digests mean the very same change of that file.
 * null: the file is part of the change, but what happens to it is not known well enough to compare.
 */
export type FileDigests = Readonly<Record<string, string | null>>;

/**
 * Digests each file's blob together with its base-to-head patch, its status and former name.
 *
 * An approval may survive a push only where these are equal, so what is unknown must count as different: a file
 * whose blob is not known is null, and so is one whose patch is missing although its base side matters, or one that may
 * be a link or a submodule while nobody knows. What one branch holds already is no change towards it, so digests
 * towards two branches are never equal.
 * @param base the branch that the files were compared with
 */
export function fileDigests(files: readonly FileChange[], base: string): FileDigests {
  const digests = new Map<string, string | null>();
  // A moved file is known by its former name as well: taken out of the change, it is missed there.
  for (const file of files.filter(({ status }) => status === 'renamed')) {
    if (file.previousPath !== null) digests.set(file.previousPath, digestOf(file, base));
  }
  for (const file of files) digests.set(file.path, digestOf(file, base));
  // Not assigned one by one: a file called `__proto__` would be lost.
  return Object.fromEntries(digests);
}

function digestOf(file: FileChange, base: string): string | null {
  if (file.headBlob === null && file.status !== 'removed') return null;
  if (file.patch === null && file.status !== 'added') return null;
  // A file that becomes a link keeps its blob and its patch.
  if (file.headMode === undefined && file.status !== 'removed' && mayBeSpecial(file)) return null;
  const what = [file.status, file.previousPath, file.headBlob, file.headMode ?? null, file.patch];
  return towards(base) + sha256(JSON.stringify(what));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What every digest towards a branch begins with. */
const towards = (base: string): string => sha256(base).slice(0, 16);

/** Whether digests that were kept are towards this branch. */
export const areTowards = (base: string, digests: FileDigests): boolean =>
  Object.values(digests).every((digest) => digest === null || digest.startsWith(towards(base)));

/** True where both are known to be the very same change. */
export function sameChange(a: FileDigests, b: FileDigests): boolean {
  const paths = Object.keys(a);
  return (
    paths.length > 0 &&
    paths.length === Object.keys(b).length &&
    paths.every((path) => typeof a[path] === 'string' && a[path] === b[path])
  );
}
