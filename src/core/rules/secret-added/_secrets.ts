import { lineChanges, type DiffLine } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Need, Place } from '../rule.ts';

/** A credential in some lines of a file. The secret itself serves to tell equal ones; it must never be shown. */
export interface Secret {
  /** What it is, for people: "GitHub token". */
  readonly what: string;
  readonly secret: string;
  readonly line: number;
}

/** Finds the credentials in lines of one side of a file. */
export type Scanner = (lines: readonly DiffLine[], path: string) => Secret[];

const WINDOW = 16_384;
/** Longer than any credential, so that none is cut in two unseen. */
const OVERLAP = 2_048;

/** A line whole, or a very long one in pieces that overlap: patterns then never run over much text at once. */
export function windows(text: string): string[] {
  if (text.length <= WINDOW) return [text];
  const pieces: string[] = [];
  for (let start = 0; start + OVERLAP < text.length; start += WINDOW - OVERLAP) {
    pieces.push(text.slice(start, start + WINDOW));
  }
  return pieces;
}

/** Every secret rule reads what a change adds; what it takes away tells whether something was only moved. */
export const needsPatch = (file: FileChange): Need => ({
  content: file.status === 'removed' ? 'nothing' : 'patch',
});

/** Where credentials come in, by what they are. One that the change also takes away somewhere only moved. */
export function addedSecrets(files: readonly FileChange[], scan: Scanner): Map<string, Place[]> {
  const found = files.flatMap((file) =>
    scan(lineChanges(file).added, file.path).map((secret) => ({ ...secret, path: file.path })),
  );
  const places = new Map<string, Place[]>();
  if (found.length === 0) return places;
  const removed = new Set(
    files.flatMap((file) =>
      scan(lineChanges(file).removed, file.previousPath ?? file.path).map(({ secret }) => secret),
    ),
  );
  const seen = new Set<string>();
  for (const { what, secret, path, line } of found) {
    if (removed.has(secret)) continue;
    const list = places.get(what) ?? [];
    const place = `${what}\n${path}\n${line}`;
    if (!seen.has(place)) list.push({ path, line, side: 'head' });
    seen.add(place);
    places.set(what, list);
  }
  return places;
}

/** "src/a.ts:3 and 2 other places". */
export function describePlaces(places: readonly Place[]): string {
  const [first, ...others] = places;
  const where = first ? (first.line === null ? first.path : `${first.path}:${first.line}`) : 'the change';
  if (others.length === 0) return where;
  return `${where} and ${others.length} other ${others.length === 1 ? 'place' : 'places'}`;
}
