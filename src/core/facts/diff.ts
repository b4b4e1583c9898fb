import { structuredPatch } from 'diff';
import type { FileChange } from './facts.ts';

/** One line of a diff with its 1-based number on its own side. Text without the line ending. */
export interface DiffLine {
  readonly line: number;
  readonly text: string;
}

/** The lines a change adds and takes away, in file order. */
export interface LineChanges {
  readonly added: readonly DiffLine[];
  readonly removed: readonly DiffLine[];
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads unified diff hunks as GitHub and git write them. Lines outside hunks are ignored. */
export function parsePatch(patch: string): LineChanges {
  const added: DiffLine[] = [];
  const removed: DiffLine[] = [];
  let base = 0;
  let head = 0;
  for (const raw of patch.split('\n')) {
    const hunk = HUNK.exec(raw);
    if (hunk) {
      base = Number(hunk[1]);
      head = Number(hunk[2]);
      continue;
    }
    if (base === 0 && head === 0) continue;
    const text = raw.slice(1).replace(/\r$/, '');
    if (raw.startsWith('+')) added.push({ line: head++, text });
    else if (raw.startsWith('-')) removed.push({ line: base++, text });
    else if (raw.startsWith(' ') || raw === '') {
      base++;
      head++;
    }
  }
  return { added, removed };
}

const cache = new WeakMap<FileChange, LineChanges>();

/** The changed lines of a file from its patch; none if there is no patch. */
export function lineChanges(file: FileChange): LineChanges {
  let changes = cache.get(file);
  if (!changes) {
    changes = file.patch === null ? { added: [], removed: [] } : parsePatch(file.patch);
    cache.set(file, changes);
  }
  return changes;
}

/** More edits than this between two texts and the diff is given up: work stays bounded on hostile input. */
const MAX_EDITS = 20_000;

/**
 * Unified hunks between two texts, the way GitHub writes them in `patch`.
 * @returns null when the texts differ by more than 20,000 lines; an empty string when they are equal.
 */
export function makePatch(base: string, head: string): string | null {
  const result = structuredPatch('a', 'b', base, head, '', '', { context: 3, maxEditLength: MAX_EDITS });
  if (!result) return null;
  return result.hunks
    .map(
      (hunk) =>
        `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@\n${hunk.lines.join('\n')}`,
    )
    .join('\n');
}
