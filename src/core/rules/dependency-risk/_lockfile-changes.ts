import type { FileChange } from '../../facts/facts.ts';
import { type Lockfile, lockfileEcosystem, readLockfile } from '../../parsers/lockfiles/lockfile.ts';
import { isNotInstalled, textOf } from './_manifest-changes.ts';

/** A lockfile before and after, of each side only what the other one does not have. */
export interface LockfileChange {
  readonly path: string;
  readonly baseText: string;
  readonly headText: string;
  /** null: not there on that side, or not readable. */
  readonly base: Lockfile | null;
  readonly head: Lockfile | null;
}

/** True for lockfiles that somebody installs from. */
export const isOwnLockfile = (path: string): boolean =>
  lockfileEcosystem(path) !== null && !isNotInstalled(path);

const cache = new WeakMap<FileChange, LockfileChange>();

/** Both sides of the lockfiles in a change, kept with the file for the next rule. */
export function lockfileChanges(files: readonly FileChange[]): LockfileChange[] {
  return files.flatMap((file) => {
    if (!isOwnLockfile(file.path)) return [];
    let change = cache.get(file);
    if (!change) {
      const [base, head] = [textOf(file.base), textOf(file.head)];
      change = {
        path: file.path,
        baseText: base ?? '',
        headText: head ?? '',
        base: base === null ? null : readLockfile(file.path, base, head ?? ''),
        head: head === null ? null : readLockfile(file.path, head, base ?? ''),
      };
      cache.set(file, change);
    }
    return [change];
  });
}
