/** What a column can hold, as far as sizes can be compared. */
interface ColumnType {
  readonly kind: 'text' | 'integer' | 'decimal' | 'float' | 'timestamp' | 'date';
  /** Characters, bytes or digits before the point; Infinity: no limit. */
  readonly size: number;
  /** Digits behind the point. */
  readonly scale: number;
}

const MEGABYTES = 16_777_215;
const TEXTS: Readonly<Record<string, number>> = {
  text: Infinity,
  longtext: Infinity,
  mediumtext: MEGABYTES,
  tinytext: 255,
  clob: Infinity,
  nclob: Infinity,
  ntext: Infinity,
  citext: Infinity,
};
const INTEGERS: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  int2: 2,
  smallinteger: 2,
  mediumint: 3,
  int: 4,
  int4: 4,
  integer: 4,
  bigint: 8,
  int8: 8,
  biginteger: 8,
};
const STRINGS = new Set(
  'varchar nvarchar varchar2 nvarchar2 char nchar character bpchar string unicode'.split(' '),
);
const DECIMALS = new Set(['decimal', 'numeric', 'number', 'dec']);
const FLOATS: Readonly<Record<string, number>> = { real: 4, float4: 4, float: 8, float8: 8, double: 8 };

const has = (table: object, key: string): boolean => Object.hasOwn(table, key);

/** Reads a type as SQL and the frameworks write it; null: not one whose size is known. */
export function columnType(written: string): ColumnType | null {
  const found =
    /^(?:\w{1,30}\.){0,2}([a-z]\w{0,30})(?:\s+(?:varying|precision|large object))?\s*(?:\(\s*(?:length\s*=\s*|precision\s*=\s*)?(\d{1,9}|max)?\s*(?:char|byte)?\s*(?:,\s*(?:scale\s*=\s*)?(\d{1,3})\s*)?[^)]{0,80}\))?/i.exec(
      written.trim(),
    );
  const name = found?.[1]?.toLowerCase() ?? '';
  const first = found?.[2] === undefined || found[2] === 'max' ? Infinity : Number(found[2]);
  const scale = Number(found?.[3] ?? 0);
  if (STRINGS.has(name)) return { kind: 'text', size: first, scale: 0 };
  if (has(TEXTS, name)) return { kind: 'text', size: TEXTS[name] ?? Infinity, scale: 0 };
  if (has(INTEGERS, name)) return { kind: 'integer', size: INTEGERS[name] ?? 4, scale: 0 };
  if (DECIMALS.has(name))
    return { kind: 'decimal', size: first - scale, scale: first === Infinity ? Infinity : scale };
  if (has(FLOATS, name)) return { kind: 'float', size: FLOATS[name] ?? 8, scale: Infinity };
  if (/^(?:timestamp|timestamptz|datetime|datetime2|datetimeoffset|smalldatetime)$/.test(name))
    return { kind: 'timestamp', size: 8, scale: first === Infinity ? 6 : first };
  return name === 'date' ? { kind: 'date', size: 4, scale: 0 } : null;
}

/** True where values that the one type holds are cut, rounded or refused by the other. */
export function narrows(before: string, after: string): boolean {
  const [from, to] = [columnType(before), columnType(after)];
  if (from === null || to === null) return false;
  if (from.kind === to.kind) return to.size < from.size || to.scale < from.scale;
  if (to.kind === 'integer') return from.kind === 'decimal' || from.kind === 'float';
  if (from.kind === 'text') return to.kind === 'date';
  return from.kind === 'timestamp' && to.kind === 'date';
}

/** Shorter texts than this are rarely what a column is widened to. */
const SHORT = 64;

/** What a type is likely to be narrower than, where nothing tells what it was: most types are. */
export function isNarrow(written: string): boolean {
  const type = columnType(written);
  if (type === null) return false;
  if (type.kind === 'text') return type.size < SHORT;
  if (type.kind === 'float') return type.size < 8;
  return type.kind === 'date' || (type.kind === 'integer' && type.size <= 4);
}
