import type { FileChange } from './facts.ts';

export const LINK = '120000';
export const SUBMODULE = '160000';
export const EXECUTABLE = '100755';

/** The last line of one side's only line: a link is its target without a line break. */
const LAST_LINE_OPEN = '\n\\ No newline at end of file';
const SINGLE_HEAD = /^@@ -\d+(?:,\d+)? \+1 @@/;
const SINGLE_BASE = /^@@ -1 \+\d+(?:,\d+)? @@/;

/**
 * Whether a file may be, or may have been, something else than text, as far as GitHub's list of files tells, which
 * has no modes: a link shows as one line without a line break, a submodule as the line that names its commit, and
 * where only the mode changed there is nothing to show. Each of them is to be asked for.
 */
export function mayBeSpecial(file: FileChange): boolean {
  const { patch, status } = file;
  if (status === 'type_changed' || patch === null || patch === '') return true;
  if (patch.includes('Subproject commit ')) return true;
  return patch.includes(LAST_LINE_OPEN) && (SINGLE_HEAD.test(patch) || SINGLE_BASE.test(patch));
}
