import { lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Place } from '../rule.ts';

/** Where a minifier's output is expected: built, vendored and published files. */
const BUILT =
  /(?:^|\/)(?:dist|build|out|output|vendor|vendors|vendored|third[-_]party|node_modules|public|static|assets|wwwroot|bower_components|site-packages|\.yarn|\.next|pkg|generated|__generated__)\/|[.\-_](?:min|bundle|umd|iife|prod|packed)\.|\.pnp\.|\.map$/i;
const SOURCE =
  /\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|py|rb|php|phtml|java|kt|go|rs|c|h|cc|cpp|cs|swift|lua|pl|sh|bash|ps1|groovy|gradle)$/i;

export const isSource = (path: string): boolean => SOURCE.test(path);
export const isBuilt = (path: string): boolean => BUILT.test(path);

/** People's own longest lines are shorter by far. */
const LONG = 1000;
/** Of a line so much is looked at. */
const LOOKED_AT = 20_000;
/** What must be left of it once texts in quotes are taken out. */
const MOSTLY_CODE = 500;

/** Texts in quotes. One that does not end, or is longer, is taken out in pieces: no attempt ever starts over. */
const QUOTED = /"(?:[^"\\]|\\.){0,4000}"?|'(?:[^'\\]|\\.){0,4000}'?|`(?:[^`\\]|\\.){0,4000}`?/gs;

/** Whether a line is a program without line breaks, as minifiers and obfuscators write it, rather than long data. */
export function isMinified(line: string): boolean {
  if (line.length < LONG) return false;
  const code = line
    .replace(/[ \t]{2,}/g, ' ')
    .slice(0, LOOKED_AT)
    .replace(QUOTED, '""');
  if (code.length < MOSTLY_CODE) return false;
  const count = (pattern: RegExp): number => code.match(pattern)?.length ?? 0;
  // Prose has words and spaces, lists of numbers have no brackets and names, style sheets hardly any round brackets.
  return (
    count(/\s/g) < code.length * 0.12 &&
    count(/[(){};]/g) > code.length * 0.03 &&
    count(/[()]/g) > code.length * 0.015 &&
    count(/[A-Za-z_$]/g) > code.length * 0.3
  );
}

/** Minified lines that the change adds, not those that only moved, in the source files that are wanted. */
export function newMinified(files: readonly FileChange[], wanted: (path: string) => boolean): Place[] {
  const sources = files.filter(({ path, patch }) => isSource(path) && patch !== null && patch.length > LONG);
  const removed = sources.flatMap((file) => lineChanges(file).removed);
  const gone = new Set(removed.filter(({ text }) => text.length >= LONG).map(({ text }) => text.trim()));
  return sources
    .filter(({ path }) => wanted(path))
    .flatMap((file) =>
      lineChanges(file)
        .added.filter(({ text }) => isMinified(text) && !gone.has(text.trim()))
        .map(({ line }): Place => ({ path: file.path, line, side: 'head' })),
    );
}

/** A line as a minifier writes it, for examples. */
export const SAMPLE = 'function a(b){return b?c(b):d};'.repeat(40);
