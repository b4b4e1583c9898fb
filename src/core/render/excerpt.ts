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
/** How far around a line secrets are looked for: the longest keys have fewer lines. */
const SEEN_AROUND = 120;
const MAX_LINE = 160;
/** Larger diffs than this are not read for a page. */
const MAX_PATCH = 500_000;
const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

type Row = Pick<ShownLine, 'kind' | 'base' | 'head'> & { readonly text: string; readonly hunk: number };

/** What is needed of a place. */
export type Spot = Pick<Place, 'line' | 'side'>;

/**
 * The lines of a file's diff around each place, those that touch as one; places outside of the diff have none. null:
 * there is no diff, or it is too large for a page.
 * @param secrets places known to hold secrets, which are hidden whatever stands there
 */
export function excerpts(
  file: FileChange,
  spots: readonly Spot[],
  secrets: readonly Spot[],
): Excerpt[] | null {
  if (file.patch === null || file.patch === '' || file.patch.length > MAX_PATCH) return null;
  const rows = rowsOf(file.patch);
  const meant = new Set(
    spots.flatMap(({ line, side }) => {
      const at = line === null ? -1 : rows.findIndex((row) => row[side] === line);
      return at < 0 ? [] : [at];
    }),
  );
  const secret = secretRows(around(rows, meant, SEEN_AROUND), file.path, secrets);
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

/** The rows that are so many or fewer away from one of these. */
function around(rows: readonly Row[], meant: ReadonlySet<number>, reach: number): Row[] {
  const near = new Set<number>();
  for (const index of meant) for (let at = index - reach; at <= index + reach; at++) near.add(at);
  return rows.filter((_, index) => near.has(index));
}

function secretRows(rows: readonly Row[], path: string, secrets: readonly Spot[]): ReadonlySet<Row> {
  // A secret that the file as a whole is, such as a key store, has no line.
  if (secrets.some(({ line }) => line === null)) return new Set(rows);
  const hidden = (side: Side): ReadonlySet<number | null> => {
    const lines = rows.flatMap((row): DiffLine[] => {
      const line = row[side];
      return line === null ? [] : [{ line, text: row.text }];
    });
    const known = secrets.flatMap((spot) => (spot.side === side && spot.line !== null ? [spot.line] : []));
    return new Set([...secretLines(lines, path), ...known]);
  };
  const [base, head] = [hidden('base'), hidden('head')];
  return new Set(rows.filter((row) => base.has(row.base) || head.has(row.head)));
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
