import type { FileChange } from '../../core/facts/facts.ts';

/** A folder as the fragment `entries` of queries.ts has it. */
export interface TreeNode {
  readonly entries?: readonly TreeEntry[] | null;
}

interface TreeEntry {
  readonly name: string;
  /** Git's mode as a number: 33188 is 100644. */
  readonly mode: number;
  readonly oid: string;
}

type Side = { readonly mode: string | null; readonly blob: string | null };
const NOT_THERE: Side = { mode: null, blob: null };

/** The folder that a path lies in, as an expression. */
export const folderAt = (commit: string, path: string): string =>
  `${commit}:${path.slice(0, Math.max(0, path.lastIndexOf('/')))}`;

/**
 * The file with its modes from the folders it lies in, or with why they cannot be told.
 * @param head null where the file is not there at head, `base` likewise; a string says why a folder was not read
 */
export function withModes(
  file: FileChange,
  head: TreeNode | string | null,
  base: TreeNode | string | null,
): FileChange {
  const after = head === null ? NOT_THERE : entryOf(head, file.path);
  const before = base === null ? NOT_THERE : entryOf(base, file.previousPath ?? file.path);
  for (const side of [after, before]) {
    if (typeof side === 'string') return { ...file, modesUnread: side };
  }
  const [at, from] = [after as Side, before as Side];
  return { ...file, headMode: at.mode, baseMode: from.mode, baseBlob: from.blob };
}

/** A folder may hold ten thousand files, all of them changed. */
const byName = new WeakMap<TreeNode, ReadonlyMap<string, TreeEntry>>();

function entryOf(folder: TreeNode | string, path: string): Side | string {
  if (typeof folder === 'string') return folder;
  const entries = byName.get(folder) ?? new Map(folder.entries?.map((each) => [each.name, each]));
  byName.set(folder, entries);
  const entry = entries.get(path.slice(path.lastIndexOf('/') + 1));
  if (!entry) {
    return 'GitHub does not list it in its folder, so that a link, a submodule or a program cannot be told. Give it a plain name, or ask for the check to be run again.';
  }
  return { mode: entry.mode.toString(8).padStart(6, '0'), blob: entry.oid };
}
