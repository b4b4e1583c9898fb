import { visibleLines } from './visible.ts';

/** One trailer of a commit message, unfolded. */
export interface Trailer {
  /** As written; the ways to write Co-authored-by are made one. */
  readonly key: string;
  readonly value: string;
  /** `Key: value`, for matching and showing. */
  readonly text: string;
}

/** A commit message (or a pull request's body) taken apart. */
export interface Message {
  readonly trailers: readonly Trailer[];
  /** The other lines outside fences, quotations, comments and code; trimmed, without blank ones. */
  readonly lines: readonly string[];
}

/** Longest line that is looked at; what comes after it cannot be a mark. */
const LINE_LIMIT = 1000;

const KEY_VALUE = /^([A-Za-z0-9][A-Za-z0-9-]{0,60})[ \t]{0,8}:(.*)$/;
/** Written by hand: without hyphens, without a colon. */
const CO_AUTHOR = /^co[- ]?author(?:ed)?[- ]by(?:[ \t]{0,8}:|[ \t])[ \t]{0,8}(\S.*)$/i;
/** A bar that a terminal's frame left before the line, or a few spaces that a script did. */
const FRAME = /^(?:[│┃|][ \t]{1,4}| {1,3}(?=[A-Za-z]{1,30}-[A-Za-z-]{1,40}:))/;
const DIVIDER = /^(?:-{3,}|\*{3,}|={3,}|_{3,})$/;
const LIST_OR_HEADING = /^(?:[*-] |#|\()/;
const REFERENCE = /^(?:close|fix|resolve|ref|see)(?:[sd]|es|ed)?:? #\d/i;
/** Shell quoting gone wrong: a line break written as the two characters backslash and n before a trailer. */
const LITERAL_BREAK = /\\n[A-Za-z]{1,30}-[A-Za-z-]{1,40}:/;
const GIT_GENERATED = /^(?:Signed-off-by: |\(cherry picked from commit )/;

/** How `git merge --squash` introduces each commit; its author stands on the next line. */
const SQUASHED_COMMIT = /^commit [0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** How far a quoted message is followed to its closing mark. */
const QUOTED_LINES = 100;

const isBlank = (line: string | null | undefined): boolean => line?.trim() === '';
const isFolded = (line: string | null | undefined): line is string =>
  typeof line === 'string' && /^[ \t]/.test(line) && line.trim() !== '';

function toTrailer(line: string): Trailer | null {
  if (line === '') return null;
  const coAuthor = CO_AUTHOR.exec(line);
  const pair = coAuthor ? null : KEY_VALUE.exec(line);
  const key = coAuthor ? 'Co-authored-by' : pair?.[1];
  const raw = coAuthor?.[1] ?? pair?.[2];
  // Git takes the scheme of a URL for a key; nothing is gained by that.
  if (key === undefined || raw === undefined || raw.startsWith('//')) return null;
  const value = raw.trim().replace(/[.,;]{1,3}$/, '');
  return { key, value, text: `${key}: ${value}` };
}

/** Where the quotation in `Revert "..."` ends: the index of the first line after it. */
function afterRevertTitle(lines: readonly (string | null)[]): number {
  const title = lines[0] ?? '';
  const opening = /^(?:Revert|Reapply) "/.exec(title)?.[0];
  if (opening === undefined) return 0;
  if (title.includes('"', opening.length)) return 1;
  // The whole message was quoted, not only its title.
  const end = lines.slice(0, QUOTED_LINES).findIndex((line, i) => i > 0 && line?.trimEnd().endsWith('"'));
  return end < 0 ? 1 : end + 1;
}

/** The start of the trailer block as git finds it: in the last paragraph, never in the title. */
function gitBlockStart(lines: readonly (string | null)[], end: number): number {
  const titleEnd = lines.findIndex((line) => isBlank(line));
  if (titleEnd < 0) return end;
  let trailers = 0;
  let others = 0;
  let folded = 0;
  let generated = false;
  for (let i = end - 1; i >= titleEnd; i--) {
    const line = lines[i];
    if (isBlank(line)) {
      others += folded;
      return (generated && trailers * 3 >= others) || (trailers > 0 && others === 0) ? i + 1 : end;
    }
    if (typeof line === 'string' && (GIT_GENERATED.test(line) || KEY_VALUE.test(line))) {
      generated ||= GIT_GENERATED.test(line);
      trailers += 1;
      folded = 0;
    } else if (isFolded(line)) {
      folded += 1;
    } else {
      others += 1 + folded;
      folded = 0;
    }
  }
  return end;
}

/** A line that is a block of its own: a divider, a list item, a heading, a reference to an issue. */
function isOwnBlock(line: string | null | undefined): boolean {
  if (line === null || line === undefined || isBlank(line)) return true;
  const text = line.trim();
  return DIVIDER.test(text) || LIST_OR_HEADING.test(text) || REFERENCE.test(text);
}

/** True where a trailer can begin: not in the middle of a sentence. The title is a sentence. */
function endsSentence(lines: readonly (string | null)[], index: number): boolean {
  const line = lines[index];
  return index <= 0 || isOwnBlock(line) || /[.!?]$/.test(line?.trimEnd() ?? '');
}

/**
 * Reads a commit message the way git does, and more leniently where git stops: squash merges carry a block of
 * trailers for each commit they swallowed, and people forget the blank line before one. Outside git's block
 * only a run of hyphenated keys that stands apart from prose is taken. Never fails; linear in the length.
 */
export function readMessage(message: string): Message {
  const visible: (string | null)[] = [];
  for (const line of visibleLines(message)) {
    const text = line?.replace(FRAME, '') ?? null;
    const parts = text !== null && LITERAL_BREAK.test(text) ? text.split(/(?:\\r)?\\n/) : [text];
    for (const part of parts) visible.push(part?.slice(0, LINE_LIMIT) ?? null);
  }
  const begin = afterRevertTitle(visible);
  let end = visible.length;
  while (end > begin && (isBlank(visible[end - 1]) || visible[end - 1]?.startsWith('#'))) end -= 1;
  const block = gitBlockStart(visible, end);

  const trailers: Trailer[] = [];
  const lines: string[] = [];
  let i = begin;
  while (i < visible.length) {
    const run = readRun(visible, i, i >= block && i < end ? end : visible.length);
    const trusted = i >= block && i < end;
    const squashed = SQUASHED_COMMIT.test(visible[i - 1] ?? '');
    const apart = run.items.length > 1 || isOwnBlock(visible[run.next]);
    const stands = run.next >= end || (apart && endsSentence(visible, i - 1));
    for (const { trailer, source } of run.items) {
      const known = squashed ? trailer?.key === 'Author' : stands && trailer?.key.includes('-');
      if (trailer && (trusted || known)) trailers.push(trailer);
      else if (source.trim() !== '') lines.push(source.trim());
    }
    i = run.next;
  }
  return { trailers, lines };
}

interface Run {
  readonly items: readonly { readonly trailer: Trailer | null; readonly source: string }[];
  readonly next: number;
}

/** The trailers that follow each other from here, each with its folded lines; or the single line that is none. */
function readRun(lines: readonly (string | null)[], from: number, to: number): Run {
  const items: { trailer: Trailer | null; source: string }[] = [];
  let i = from;
  while (i < to) {
    const line = lines[i];
    if (typeof line !== 'string' || toTrailer(line) === null) break;
    let source = line;
    i += 1;
    while (i < to && isFolded(lines[i]) && source.length < LINE_LIMIT) {
      source += ` ${lines[i]?.trim()}`;
      i += 1;
    }
    items.push({ trailer: toTrailer(source), source });
  }
  if (items.length > 0) return { items, next: i };
  return { items: [{ trailer: null, source: lines[from] ?? '' }], next: from + 1 };
}
