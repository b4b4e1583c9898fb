import { structuredPatch } from 'diff';
import type { FileChange, FileContent } from './facts.ts';
import { keptByText } from './kept.ts';

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
/** What is asked of a file before its sides are loaded is asked again of another object with the same patch. */
const ofPatch = keptByText(parsePatch, 2_000_000);

/** The changed lines of a file from its patch; none if there is no patch. */
export function lineChanges(file: FileChange): LineChanges {
  let changes = cache.get(file);
  if (!changes) {
    changes = file.patch === null ? { added: [], removed: [] } : ofPatch(file.patch);
    cache.set(file, changes);
  }
  return changes;
}

/** Beyond this many edits a minimal diff costs seconds (it grows with their square), so a plain one is written. */
const MAX_EDITS = 600;
const CONTEXT = 3;

/**
 * Unified hunks between two texts, the way GitHub writes them in `patch`; an empty string when they are equal.
 * Texts that differ very much become one hunk that replaces everything between their common start and end, so
 * that no line is missed and the work stays linear.
 */
export function makePatch(base: string, head: string): string {
  if (base === head) return '';
  const result = structuredPatch('a', 'b', base, head, '', '', {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
  });
  if (!result) return replacingPatch(base, head);
  return result.hunks
    .map(
      ({ oldStart, oldLines, newStart, newLines, lines }) =>
        `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${lines.join('\n')}`,
    )
    .join('\n');
}

/** The file with a patch made from both sides where its source gave none. Takes seconds for megabytes. */
export function withPatch(file: FileChange): FileChange {
  if (file.patch !== null) return file;
  const [base, head] = [textOf(file.base), textOf(file.head)];
  if (base === null || head === null) return file;
  const patched = { ...file, patch: makePatch(base, head) };
  if (file.additions + file.deletions > 0) return patched;
  const { added, removed } = lineChanges(patched);
  return { ...patched, additions: added.length, deletions: removed.length };
}

/** null: it is no text, or was not read. A side that is not there is empty. */
function textOf(content: FileContent | undefined): string | null {
  if (content?.state === 'absent') return '';
  return content?.state === 'text' ? content.text : null;
}

/** As git writes it: of no lines, the line before them is named; a single line has no count. `first` is 1-based. */
function range(first: number, count: number): string {
  if (count === 1) return `${first}`;
  return `${count === 0 ? first - 1 : first},${count}`;
}

function replacingPatch(base: string, head: string): string {
  const [before, after] = [linesOf(base), linesOf(head)];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = Math.max(0, start - CONTEXT);
  const until = Math.min(end, CONTEXT);
  const context = (lines: readonly string[], first: number, last: number): string[] =>
    lines.slice(first, last).map((line) => ` ${line}`);
  const rows = [
    ...context(before, from, start),
    ...before.slice(start, before.length - end).map((line) => `-${line}`),
    ...after.slice(start, after.length - end).map((line) => `+${line}`),
    ...context(before, before.length - end, before.length - end + until),
  ];
  const counted = (lines: readonly string[]): string => range(from + 1, lines.length - end + until - from);
  return `@@ -${counted(before)} +${counted(after)} @@\n${rows.join('\n')}`;
}

/** The last line may lack its line ending; it is a line all the same. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
