import { createHash } from 'node:crypto';
import type { FileChange } from './facts.ts';

/** What a file's change was at one head: equal digests mean the very same change of that file. By path. */
export type FileDigests = Readonly<Record<string, string>>;

/**
 * Digests each file's blob together with its base-to-head patch, its status and former name.
 *
 * An approval may survive a push only where these are equal, so what is unknown must count as different: a file
 * whose blob is not known gets no digest, nor one whose patch is missing although its base side matters.
 */
export function fileDigests(files: readonly FileChange[]): FileDigests {
  const digests: Record<string, string> = {};
  for (const file of files) {
    if (file.headBlob === null && file.status !== 'removed') continue;
    if (file.patch === null && file.status !== 'added') continue;
    const what = [file.status, file.previousPath, file.headBlob, file.headMode ?? null, file.patch];
    digests[file.path] = createHash('sha256').update(JSON.stringify(what)).digest('hex');
  }
  return digests;
}
