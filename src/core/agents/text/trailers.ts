import { trailerBlock } from './trailer-block.ts';
import type { TrailerBlock } from './trailer-block.ts';
import { isMarker, visibleLines } from './visible.ts';

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

const KEY_VALUE = /^([A-Za-z0-9-]+)[ \t]*:(.*)$/;
/** Written by hand: without hyphens, without a colon. */
const CO_AUTHOR = /^co[- ]?author(?:ed)?[- ]by(?:[ \t]{0,8}:|[ \t])[ \t]{0,8}(\S.*)$/i;
/** What stands before a line: the bar of a terminal's frame, a few spaces that a script left, a picture. */
const FRAME =
  /^(?:[│┃|][ \t]{1,4}| {1,3}(?=[A-Za-z]{1,30}-[A-Za-z-]{1,40}:)|\p{Extended_Pictographic}\uFE0F? (?=co-authored-by:))/iu;
const DIVIDER = /^(?:-{3,}|\*{3,}|={3,}|_{3,})$/;
const LIST_OR_HEADING = /^(?:[*-] |#|\()/;
const REFERENCE = /^(?:close|fix|resolve|ref|see)(?:[sd]|es|ed)?:? #\d/i;
const FOOTER = /^[\W_]{0,12}generated (?:with|by) /i;
/** What is left of a heredoc gone wrong: its mark, the bracket or the quote that would have closed it. */
const HEREDOC_END = /^(?:[A-Z_]{2,20}|\)?["']?|["']\)?)$/;
/** Shell quoting gone wrong: a line break written as the two characters backslash and n before a trailer. */
const LITERAL_BREAK = /\\n[A-Za-z]{1,30}-[A-Za-z-]{1,40}:/;
const BREAK = /(?:\\r)?\\n|\r/;
/**
 * A message that lost its line breaks: spaces, a bar, or what is left of an escape, before a co-author that ends the
 * line.
 */
const LOST_BREAK = /(?: {2}| \| |`)(?=Co-authored-by: [^<>]{1,100}<[^<>\s]{1,100}>$)/i;
const SPACES = /(?: \| |`)(?=Co-authored-by: )| {2,8}/i;
/** A key that is hardly a word of a sentence. */
const HYPHENATED = /^[A-Za-z0-9]+-[A-Za-z0-9-]*$/;
/** Where `git interpret-trailers` takes a patch to begin, and `git log` does not. */
const PATCH = /^---(?:[ \t\r]|$)/;
/** How a revert introduces the message of the commit it undoes. */
const ORIGINAL =
  /^original (?:commit message|commit|message|change|pr|pull request)(?:'s (?:message|description))?:?$/i;

/** How `git merge --squash` introduces each commit; its author stands on the next line. */
const SQUASHED_COMMIT = /^commit [0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** How far a quoted message is followed to its closing mark. */
const QUOTED_LINES = 100;

const isBlank = (line: string | null | undefined): boolean => line?.trim() === '';
/** A line that was too long for whoever wrapped it. */
const MAILBOX_ALONE = /^<[^<>\s]{1,200}@[^<>\s]{1,200}>$/;
const isFolded = (line: string | null | undefined): line is string =>
  typeof line === 'string' && line.trim() !== '' && (/^[ \t]/.test(line) || MAILBOX_ALONE.test(line));

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

/** What git reads as trailers, with and without taking `---` for the end of the message. */
function gitBlocks(message: string): TrailerBlock[] {
  const lines = message.split('\n');
  const patch = lines.findIndex((line) => PATCH.test(line));
  const blocks = [trailerBlock(lines), patch < 0 ? null : trailerBlock(lines.slice(0, patch))];
  return blocks.filter((block) => block !== null);
}

/**
 * A line that is a block of its own: a divider, a list item, a heading, a reference to an issue, a footer, a tool's
 * marker, what a shell left.
 */
function isOwnBlock(line: string | null | undefined): boolean {
  if (line === null || line === undefined || isBlank(line)) return true;
  const text = line.trim();
  return (
    [DIVIDER, LIST_OR_HEADING, REFERENCE, FOOTER, HEREDOC_END].some((pattern) => pattern.test(text)) ||
    isMarker(text)
  );
}

/** True where a trailer can begin: not in the middle of a sentence. The title is a sentence. */
function endsSentence(lines: readonly (string | null)[], index: number): boolean {
  const line = lines[index];
  return index <= 0 || isOwnBlock(line) || /[.!?]$/.test(line?.trimEnd() ?? '');
}

/** Lines as they are read, with where git has them: some of git's lines hold several. */
interface Lines {
  readonly texts: readonly (string | null)[];
  /** True where git reads trailers. */
  readonly trusted: readonly boolean[];
}

/** The lines that one was meant to be. */
function brokenAgain(line: string): string[] {
  if (line.includes('\r') || LITERAL_BREAK.test(line)) return line.split(BREAK);
  return line.includes('>') && LOST_BREAK.test(line) ? line.split(SPACES) : [line];
}

function linesOf(message: string): Lines {
  const blocks = gitBlocks(message);
  const texts: (string | null)[] = [];
  const trusted: boolean[] = [];
  for (const [index, line] of visibleLines(message).entries()) {
    const parts = line === null || line === '' ? [line] : brokenAgain(line.replace(FRAME, ''));
    for (const part of parts) {
      texts.push(part?.slice(0, LINE_LIMIT) ?? null);
      trusted.push(blocks.some(({ start, end }) => index >= start && index < end));
    }
  }
  return { texts, trusted };
}

/** The lines that are the message's own, from the first one after a quoted title up to a quoted message. */
function ownPart(texts: readonly (string | null)[]): { begin: number; end: number } {
  const begin = afterRevertTitle(texts);
  const isRevert = begin > 0 || /^reverts? /i.test(texts[0] ?? '');
  const original = isRevert
    ? texts.findIndex((line, i) => i >= begin && ORIGINAL.test(line?.trim() ?? ''))
    : -1;
  return { begin, end: original < 0 ? texts.length : original };
}

/**
 * Reads a commit message the way git does, and more leniently where git stops: squash merges carry a block of
 * trailers for each commit they swallowed, and people forget the blank line before one. Outside git's blocks
 * only a run of hyphenated keys that stands apart from prose is taken. What the message quotes is left out, also
 * where git would read it. Never fails; linear in the length.
 */
export function readMessage(message: string): Message {
  const { texts, trusted } = linesOf(message);
  const { begin, end: until } = ownPart(texts);
  let end = until;
  while (end > begin && (isBlank(texts[end - 1]) || texts[end - 1]?.startsWith('#'))) end -= 1;

  const trailers: Trailer[] = [];
  const lines: string[] = [];
  /** The last line that was not blank: where it announces what follows, that is an example. */
  let above = '';
  let i = begin;
  while (i < until) {
    if (texts[i] === null || isBlank(texts[i])) {
      i += 1;
      continue;
    }
    const run = readRun(texts, i, until, trusted);
    const squashed = SQUASHED_COMMIT.test(texts[i - 1] ?? '');
    const apart = run.items.length > 1 || isOwnBlock(texts[run.next]);
    const quoted = above.endsWith(':') && run.next < end;
    const stands = run.next >= end || (apart && !quoted && endsSentence(texts, i - 1));
    for (const { trailer, source } of run.items) {
      const known = squashed ? trailer?.key === 'Author' : stands && trailer && HYPHENATED.test(trailer.key);
      if (trailer && (trusted[i] === true || known)) trailers.push(trailer);
      else if (source.trim() !== '') lines.push(source.trim());
    }
    above = texts[run.next - 1]?.trimEnd() ?? '';
    i = run.next;
  }
  return { trailers, lines };
}

interface Run {
  readonly items: readonly { readonly trailer: Trailer | null; readonly source: string }[];
  readonly next: number;
}

/**
 * The trailers that follow each other from here, each with its folded lines, and all of them read by git or none;
 * or the single line that is none.
 */
function readRun(
  lines: readonly (string | null)[],
  from: number,
  to: number,
  trusted: readonly boolean[],
): Run {
  const items: { trailer: Trailer | null; source: string }[] = [];
  const here = (i: number): boolean => i < to && trusted[i] === trusted[from];
  let i = from;
  while (here(i)) {
    const line = lines[i];
    if (typeof line !== 'string' || toTrailer(line) === null) break;
    let source = line;
    i += 1;
    while (here(i) && isFolded(lines[i])) {
      if (source.length < LINE_LIMIT) source += ` ${lines[i]?.trim()}`;
      i += 1;
    }
    items.push({ trailer: toTrailer(source), source });
  }
  if (items.length > 0) return { items, next: i };
  return { items: [{ trailer: null, source: lines[from] ?? '' }], next: from + 1 };
}
