import { lineChanges } from '../../facts/diff.ts';
import type { DiffLine } from '../../facts/diff.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { keptByText } from '../../facts/kept.ts';
import { Code } from './code.ts';
import { syntaxOf } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/** Something that is looked for in code. */
export interface Pattern {
  /** Tells kinds apart; what is taken away and added again under one name only moved. */
  readonly what: string;
  readonly in: readonly Syntax[];
  /** Global; every repetition bounded, so that time grows with the text alone. */
  readonly find: RegExp;
  /** `code` (the default): the match begins in code. `string`: or inside a string. */
  readonly where?: 'code' | 'string';
  /** Looks in the text without comments and what strings hold, so that neither stands in between. */
  readonly masked?: true;
  /** Whether a match is meant, seen in what is around it. */
  readonly accept?: (match: RegExpExecArray, code: Code) => boolean;
}

/** What a rule looks for, and in which files. */
export interface Search {
  /** Without one of these words in the patch there is nothing to find. Not global. */
  readonly keywords: RegExp;
  readonly patterns: readonly Pattern[];
  /** Files that are not looked at. */
  readonly skips: (path: string) => boolean;
}

/** A match in a file's head, on a line that the change adds. */
export interface Spot {
  readonly what: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What has to be loaded of a file for `addedSpots`: both sides if its patch has one of the words. */
export function searchNeeds(file: FileChange, search: Search): 'nothing' | 'patch' | 'both' {
  if (search.skips(file.path) || syntaxOf(file.path) === null) return 'nothing';
  if (file.patch === null) return 'patch';
  return mayMatch(search)(file.patch) ? 'both' : 'nothing';
}

const lookups = new WeakMap<Search, (patch: string) => boolean>();

/** Whether a patch has one of the words. It is asked before the sides of a file are loaded, and after. */
function mayMatch(search: Search): (patch: string) => boolean {
  let lookup = lookups.get(search);
  if (!lookup) {
    lookup = keptByText((patch) => search.keywords.test(patch), 2_000_000);
    lookups.set(search, lookup);
  }
  return lookup;
}

/** Matches on added lines that no match on a removed line of the change answers for, one for one. */
export function addedSpots(files: readonly FileChange[], search: Search): Spot[] {
  const added: Spot[] = [];
  const removed = new Map<string, number>();
  for (const file of files) {
    if (searchNeeds(file, search) === 'nothing') continue;
    const changes = lineChanges(file);
    added.push(...spotsOn(file.path, file.head, changes.added, search));
    if (file.status === 'copied') continue;
    for (const spot of spotsOn(file.previousPath ?? file.path, file.base, changes.removed, search)) {
      removed.set(keyOf(spot), (removed.get(keyOf(spot)) ?? 0) + 1);
    }
  }
  const found = added.filter((spot) => {
    const left = removed.get(keyOf(spot)) ?? 0;
    removed.set(keyOf(spot), left - 1);
    return left <= 0;
  });
  const places = new Map(found.map((spot) => [`${spot.what}\n${spot.path}\n${spot.line}`, spot]));
  return [...places.values()];
}

const keyOf = ({ what, text }: Spot): string => `${what}\n${text.replace(/[\s"'`()[\]{}]+/g, '')}`;

function spotsOn(
  path: string,
  content: FileContent | undefined,
  lines: readonly DiffLine[],
  search: Search,
): Spot[] {
  if (content?.state !== 'text' || lines.length === 0) return [];
  const code = codeOf(path, content);
  if (code === null) return [];
  const changed = new Set(lines.map(({ line }) => line));
  const pieces = windowsOf(lines).flatMap((window) => piecesOf(code, window));
  return search.patterns.flatMap((pattern) =>
    matchesOf(code, pattern, pieces).flatMap((match): Spot[] => {
      const first = code.lineOf(match.index);
      const last = code.lineOf(match.index + Math.max(0, match[0].trimEnd().length - 1));
      for (let line = first; line <= last; line++) {
        if (changed.has(line)) return [{ what: pattern.what, path, line, text: match[0] }];
      }
      return [];
    }),
  );
}

/** Lines before and after a changed one that a match may begin or end on. */
const AROUND = 8;

/** Ranges of 1-based lines, the first and the one after the last, around those that changed. */
function windowsOf(lines: readonly DiffLine[]): (readonly [number, number])[] {
  const windows: [number, number][] = [];
  for (const { line } of lines) {
    const last = windows.at(-1);
    if (last && line - AROUND <= last[1]) last[1] = line + AROUND + 1;
    else windows.push([Math.max(1, line - AROUND), line + AROUND + 1]);
  }
  return windows;
}

const known = new WeakMap<FileContent, Code>();

/** The text of one side as code, read once; null for a kind of file that is not understood. */
export function codeOf(path: string, content: FileContent | undefined): Code | null {
  const syntax = syntaxOf(path);
  if (syntax === null || content?.state !== 'text') return null;
  let code = known.get(content);
  if (!code) {
    code = new Code(path, content.text, syntax);
    known.set(content, code);
  }
  return code;
}

function matchesOf(
  code: Code,
  pattern: Pattern,
  pieces: readonly (readonly [number, number])[],
): RegExpExecArray[] {
  if (!pattern.in.includes(code.syntax)) return [];
  const text = pattern.masked ? code.code : code.text;
  return pieces.flatMap(([from, to]) =>
    [...text.slice(from, to).matchAll(pattern.find)].filter((match) => {
      match.index += from;
      const at = match.index;
      const inPlace = code.isCode(at) || (pattern.where === 'string' && code.isInString(at));
      return inPlace && (pattern.accept?.(match, code) ?? true);
    }),
  );
}

/** Of a longer line only the beginning is read: nobody writes such code, and patterns must not run over it. */
const MAX_LINE = 4000;

/** A window as one piece, or line by line if it has a very long one. */
function piecesOf(code: Code, [first, end]: readonly [number, number]): [number, number][] {
  const [from, to] = [code.startOf(first), code.startOf(end)];
  if (to - from <= MAX_LINE) return [[from, to]];
  const lines = Array.from({ length: end - first }, (_, i): [number, number] => [
    code.startOf(first + i),
    code.startOf(first + i + 1),
  ]).filter(([start, stop]) => start < stop);
  if (lines.every(([start, stop]) => stop - start <= MAX_LINE)) return [[from, to]];
  return lines.map(([start, stop]) => [start, Math.min(stop, start + MAX_LINE)]);
}
