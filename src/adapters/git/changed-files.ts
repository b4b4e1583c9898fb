import type { FileChange, FileStatus } from '../../core/facts/facts.ts';
import { GitError } from './process.ts';
import type { TreeDiff } from './tree-diff.ts';

/** A changed file with both blobs, by which its content is read. */
export interface ChangedFile extends FileChange {
  readonly baseBlob: string | null;
}

const STATUS: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  C: 'copied',
  T: 'type_changed',
};

/** Longest patch of one file: what two sides of a file of the largest size can differ in. */
const MAX_PATCH_BYTES = 10 * 1024 * 1024;

/**
 * Reads what `git diff-tree --raw -z`, with or without `--patch`, printed for two trees.
 * @throws {GitError} if it is not what git prints: a change that is understood in part is not understood.
 */
export function changedFiles({ output, cut }: TreeDiff): ChangedFile[] {
  const { entries, end } = readRaw(output);
  if (cut && end >= output.length) throw new GitError('the list of changed files is too long to be read');
  const sections = patchSections(output, end);
  const expected = entries.reduce((sum, entry) => sum + sectionsOf(entry), 0);
  const withPatches = output.length > end;
  if (withPatches && !cut && sections.length !== expected) {
    throw new GitError(`git listed ${expected} changes of files and showed ${sections.length}`);
  }
  // Where the output was cut, the last section may be half a patch.
  const whole = cut ? sections.slice(0, -1) : sections;
  let next = 0;
  return entries.map((entry) => {
    const own = whole.slice(next, next + sectionsOf(entry));
    next += sectionsOf(entry);
    return toFile(entry, withPatches && own.length === sectionsOf(entry) ? own : null, output);
  });
}

interface RawEntry {
  readonly baseMode: string;
  readonly headMode: string;
  readonly baseBlob: string;
  readonly headBlob: string;
  readonly letter: string;
  readonly path: string;
  readonly previousPath: string | null;
}

const COLON = 0x3a;
const LINE_BREAK = 0x0a;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ENTRY = /^:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([A-Z])\d*$/;

/** `:<mode> <mode> <blob> <blob> <status>` and one or two paths, each ended by NUL. */
function readRaw(output: Buffer): { entries: RawEntry[]; end: number } {
  const entries: RawEntry[] = [];
  let at = output.indexOf(LINE_BREAK) + 1;
  if (at === 0) throw new GitError('git named no trees');
  const field = (): string => {
    const end = output.indexOf(0, at);
    if (end < 0) throw new GitError('the list of changed files is too long to be read');
    const text = output.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
  while (output[at] === COLON) {
    const [, baseMode = '', headMode = '', baseBlob = '', headBlob = '', letter = ''] =
      ENTRY.exec(field()) ?? [];
    if (letter === '') throw new GitError('git listed a change in an unknown form');
    const first = field();
    const moved = letter === 'R' || letter === 'C';
    const path = moved ? field() : first;
    const previousPath = moved ? first : null;
    entries.push({ baseMode, headMode, baseBlob, headBlob, letter, path, previousPath });
  }
  return { entries, end: at };
}

/** A file that becomes a link or a submodule is shown as taken away and added. */
const sectionsOf = ({ letter }: RawEntry): number => (letter === 'T' ? 2 : 1);

interface Section {
  readonly start: number;
  readonly end: number;
}

const SECTION = Buffer.from('\ndiff --git ');
const HUNK = Buffer.from('\n@@ -');

/** Lines of content never start with a `d`, and paths are quoted where they hold a line break. */
function patchSections(output: Buffer, from: number): Section[] {
  const starts: number[] = [];
  // The separator takes the place of the line break before the first one.
  let at = output.indexOf('diff --git ', from);
  while (at >= 0) {
    starts.push(at);
    const next = output.indexOf(SECTION, at);
    at = next < 0 ? -1 : next + 1;
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? output.length }));
}

/** From the first `@@`, without the last line break; null: there are no hunks. */
function hunks({ start, end }: Section, output: Buffer): string | null {
  const at = output.indexOf(HUNK, start);
  if (at < 0 || at >= end) return null;
  return output.toString('utf8', at + 1, output[end - 1] === LINE_BREAK ? end - 1 : end);
}

function toFile(entry: RawEntry, sections: readonly Section[] | null, output: Buffer): ChangedFile {
  const { baseMode, headMode, baseBlob, headBlob, letter, path, previousPath } = entry;
  const size = sections?.reduce((sum, { start, end }) => sum + end - start, 0) ?? 0;
  const parts =
    size > MAX_PATCH_BYTES
      ? []
      : (sections ?? []).map((each) => hunks(each, output)).filter((each) => each !== null);
  // Moved or made executable only: nothing differs, which need not be read to be known.
  const unchanged = baseBlob === headBlob && letter !== 'T' ? '' : null;
  const patch = parts.length > 0 ? parts.join('\n') : unchanged;
  return {
    path,
    previousPath,
    status: STATUS[letter] ?? 'modified',
    ...countLines(patch),
    headBlob: isNone(headMode) ? null : headBlob,
    baseBlob: isNone(baseMode) ? null : baseBlob,
    baseMode: isNone(baseMode) ? null : baseMode,
    headMode: isNone(headMode) ? null : headMode,
    patch,
  };
}

const isNone = (mode: string): boolean => mode === '000000';

function countLines(patch: string | null): Pick<FileChange, 'additions' | 'deletions'> {
  let additions = 0;
  let deletions = 0;
  let at = patch === null || patch === '' ? -1 : 0;
  while (at >= 0) {
    const first = patch?.charCodeAt(at);
    if (first === PLUS) additions++;
    else if (first === MINUS) deletions++;
    const next = patch?.indexOf('\n', at) ?? -1;
    at = next < 0 ? -1 : next + 1;
  }
  return { additions, deletions };
}
