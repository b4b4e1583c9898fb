import type { DiffLine } from '../facts/diff.ts';
import type { FileChange } from '../facts/facts.ts';
import type { Place, Side } from '../rules/rule.ts';
import { secretLines } from '../rules/secret-added/_conceal.ts';

/** A line of a diff as it is shown. */
export interface ShownLine {
  readonly kind: 'added' | 'removed' | 'context';
  /** 1-based on either side; null: it is not there. */
  readonly base: number | null;
  readonly head: number | null;
  /** Fit to be shown: cut where it is long, invisible characters named. null: hidden, it may hold a secret. */
  readonly text: string | null;
  /** It is what the finding is about, and not what stands around it. */
  readonly meant: boolean;
}

/** Lines that follow one another. */
export type Excerpt = readonly ShownLine[];

const AROUND = 2;
const MAX_LINE = 160;
/** Larger diffs than this are not read for a page. */
const MAX_PATCH = 1_000_000;
const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

type Row = Pick<ShownLine, 'kind' | 'base' | 'head'> & { readonly text: string; readonly hunk: number };

/** What is needed of a place. */
export type Spot = Pick<Place, 'line' | 'side'>;

/** The rows of a file's diff with what may not be shown, for excerpts of several places. */
export interface ReadDiff {
  readonly rows: readonly Row[];
  readonly secret: ReadonlySet<Row>;
}

/**
 * Reads a file's diff for excerpts; null: there is none, or it is too large for a page.
 * @param secrets places known to hold secrets, which are hidden whatever stands there
 */
export function readDiff(file: FileChange, secrets: readonly Spot[]): ReadDiff | null {
  if (file.patch === null || file.patch === '' || file.patch.length > MAX_PATCH) return null;
  const rows = rowsOf(file.patch);
  const hidden = (side: Side): Set<number> => {
    const lines = rows.flatMap((row): DiffLine[] => {
      const line = row[side];
      return line === null ? [] : [{ line, text: row.text }];
    });
    const known = secrets.flatMap((spot) => (spot.side === side && spot.line !== null ? [spot.line] : []));
    return new Set([...secretLines(lines, file.path), ...known]);
  };
  const [base, head] = [hidden('base'), hidden('head')];
  // A secret that the file as a whole is, such as a key store, has no line.
  const all = secrets.some(({ line }) => line === null);
  const secret = rows.filter(
    (row) => all || (row.base !== null && base.has(row.base)) || (row.head !== null && head.has(row.head)),
  );
  return { rows, secret: new Set(secret) };
}

/** The lines of a diff around each place, those that touch as one; places outside of the diff have none. */
export function excerpts({ rows, secret }: ReadDiff, spots: readonly Spot[]): Excerpt[] {
  const meant = new Set(
    spots.flatMap(({ line, side }) => {
      const at = line === null ? -1 : rows.findIndex((row) => row[side] === line);
      return at < 0 ? [] : [at];
    }),
  );
  const found: ShownLine[][] = [];
  let last = -Infinity;
  for (const [index, row] of rows.entries()) {
    if (!isNear(index, row, meant, rows)) continue;
    const text = secret.has(row) ? null : shown(row.text);
    const line = { kind: row.kind, base: row.base, head: row.head, text, meant: meant.has(index) };
    const begun = found.at(-1);
    if (begun && last === index - 1 && rows[last]?.hunk === row.hunk) begun.push(line);
    else found.push([line]);
    last = index;
  }
  return found;
}

function isNear(index: number, row: Row, meant: ReadonlySet<number>, rows: readonly Row[]): boolean {
  for (let near = index - AROUND; near <= index + AROUND; near++) {
    if (meant.has(near) && rows[near]?.hunk === row.hunk) return true;
  }
  return false;
}

function rowsOf(patch: string): Row[] {
  const rows: Row[] = [];
  let [base, head, hunk] = [0, 0, 0];
  for (const raw of patch.split('\n')) {
    const begins = HUNK.exec(raw);
    if (begins) {
      [base, head] = [Number(begins[1]), Number(begins[2])];
      hunk++;
      continue;
    }
    if (hunk === 0) continue;
    const text = raw.slice(1).replace(/\r$/, '');
    if (raw.startsWith('+')) rows.push({ kind: 'added', base: null, head: head++, text, hunk });
    else if (raw.startsWith('-')) rows.push({ kind: 'removed', base: base++, head: null, text, hunk });
    else if (raw.startsWith(' ')) rows.push({ kind: 'context', base: base++, head: head++, text, hunk });
  }
  return rows;
}

// Controls, formatting and fillers: what deceives is shown by its number.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|[\u{e0100}-\u{e01ef}]/gu;

function shown(text: string): string {
  const characters = Array.from(text.replaceAll('\t', '  ').slice(0, 4 * MAX_LINE));
  const cut = characters.slice(0, MAX_LINE).join('');
  const named = cut.replace(
    INVISIBLE,
    (character) => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
  return characters.length > MAX_LINE || text.length > 4 * MAX_LINE ? `${named}…` : named;
}
