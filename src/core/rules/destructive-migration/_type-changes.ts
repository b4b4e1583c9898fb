import type { MigrationLanguage } from './_migration-code.ts';
import { isNarrow, narrows } from './_column-types.ts';
import type { SchemaEvent } from './_events.ts';

/** A call that gives a column another type. */
interface TypeChange {
  readonly at: number;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** What the call itself says the type was. */
  readonly from: string | null;
}

const QUOTE = String.raw`[:"'${'`'}]+`;
const NAME = String.raw`${QUOTE}([\w.]{1,80})["'${'`'}]?`;

/** Heads of the calls; what follows up to their end is read by `detail`. */
const HEADS: Partial<Record<MigrationLanguage, RegExp>> = {
  ruby: new RegExp(
    String.raw`\bchange_column[ (]+${NAME}\s*,\s*${NAME}\s*,\s*:(\w{1,40})([^\n]{0,200})`,
    'g',
  ),
  python: new RegExp(
    String.raw`\b(?:op|batch_op)\.alter_column\(([^]{1,1000}?)\n?[ \t]*\)[ \t]*(?=\n|$)`,
    'g',
  ),
  js: new RegExp(
    String.raw`\.(\w{1,40})\(\s*${NAME}(?:,\s*(\d{1,6}))?[^;\n]{0,160}\.alter\(|\.changeColumn\(\s*${NAME}\s*,\s*${NAME}\s*,[^]{0,200}?\btype:\s*(?:\w+\.){0,2}([\w]{1,40}(?:\(\s*\d{0,6}\s*\))?)`,
    'g',
  ),
  php: new RegExp(String.raw`->(\w{1,40})\(\s*${NAME}(?:,\s*(\d{1,6}))?[^;\n]{0,200}->change\(`, 'g'),
  csharp: new RegExp(String.raw`\bmigrationBuilder\.AlterColumn<[\w.?\[\]]{1,60}>\(([^;]{1,1500})\);`, 'g'),
};

const argument = (text: string, name: string, value = String.raw`"([^"\n]{1,80})"`): string | undefined =>
  new RegExp(String.raw`\b${name}\s*[:=]\s*${value}`).exec(text)?.[1];

const sized = (type: string, size: string | undefined): string =>
  size === undefined ? type : `${type}(${size})`;

/** Frameworks' names for integers of the usual size begin with what signs them. */
const plain = (type: string): string => type.replace(/^unsigned/i, '').toLowerCase();

function detail(
  language: MigrationLanguage,
  found: RegExpExecArray | RegExpMatchArray,
): Omit<TypeChange, 'at'> | null {
  const [, one = '', two = '', three = '', four = ''] = found;
  if (language === 'ruby') {
    const option = (name: string): string | undefined =>
      new RegExp(`\\b${name}:\\s*(\\d{1,6})`).exec(four)?.[1];
    const [precision, scale] = [option('precision'), option('scale')];
    const size = scale === undefined ? precision : `${precision ?? 65},${scale}`;
    return { table: one, column: two, type: sized(three, option('limit') ?? size), from: null };
  }
  if (language === 'python') {
    const type = argument(one, 'type_', String.raw`([\w.]{1,60}(?:\([^)\n]{0,60}\))?)`);
    const names = [...one.matchAll(/^\s*["'](\w{1,80})["']|,\s*["'](\w{1,80})["']/g)].map(
      (name) => name[1] ?? name[2] ?? '',
    );
    const from = argument(one, 'existing_type', String.raw`([\w.]{1,60}(?:\([^)\n]{0,60}\))?)`) ?? null;
    if (type === undefined) return null;
    return {
      table: names.length > 1 ? (names[0] ?? '') : '',
      column: names.at(names.length > 1 ? 1 : 0) ?? '',
      type,
      from,
    };
  }
  if (language === 'csharp') {
    const type = argument(one, 'type');
    const from = argument(one, 'oldType') ?? null;
    return type === undefined
      ? null
      : { table: argument(one, 'table') ?? '', column: argument(one, 'name') ?? '', type, from };
  }
  if (language === 'js' && one === '')
    return { table: four, column: found[5] ?? '', type: found[6] ?? '', from: null };
  return { table: '', column: two, type: sized(plain(one), three || undefined), from: null };
}

/** No migration changes more. */
const MAX_CHANGES = 200;

/** The types that a migration narrows: told by the call itself, by the way back, or by the type alone. */
export function narrowedTypes(
  text: string,
  language: MigrationLanguage,
  isForward: (at: number) => boolean,
  lineAt: (at: number) => number,
): SchemaEvent[] {
  const head = HEADS[language];
  if (!head) return [];
  const changes = [...text.matchAll(head)].slice(0, MAX_CHANGES).flatMap((found): TypeChange[] => {
    const read = detail(language, found);
    return read === null ? [] : [{ ...read, at: found.index }];
  });
  return changes.flatMap((change): SchemaEvent[] => {
    if (!isForward(change.at)) return [];
    const back = changes.filter((other) => other.column === change.column && !isForward(other.at));
    const before = change.from === null ? back.map(({ type }) => type) : [change.from];
    const loses =
      before.length > 0 ? before.some((from) => narrows(from, change.type)) : isNarrow(change.type);
    if (!loses) return [];
    return [
      {
        kind: 'narrow column',
        name: change.table.toLowerCase(),
        columns: [change.column.toLowerCase()],
        line: lineAt(change.at),
      },
    ];
  });
}

/** How many type changes of a script are compared with what else it says of the column. */
const MAX_COMPARED = 50;

/** Settles which type changes of SQL lose something, by what else the whole script says of the column's type. */
export function settleTypeChanges(events: readonly SchemaEvent[], script: string): SchemaEvent[] {
  let compared = 0;
  return events.flatMap((event): SchemaEvent[] => {
    if (event.kind !== 'change type') return [event];
    const type = event.type ?? '';
    const column = event.columns?.[0] ?? '';
    const others = ++compared > MAX_COMPARED ? [] : typesOf(column, script).filter((other) => other !== type);
    const loses = others.length > 0 ? others.some((other) => narrows(other, type)) : isNarrow(type);
    return loses ? [{ kind: 'narrow column', name: event.name, columns: [column], line: event.line }] : [];
  });
}

/** The types that a script gives a column, wherever it names it. */
function typesOf(column: string, script: string): string[] {
  const name = column.replace(/[^\w]/g, '\\$&');
  const pattern = new RegExp(
    String.raw`(?<![\w.])["'${'`'}[]?${name}["'${'`'}\]]?\s+(?:set\s+data\s+)?(?:type\s+)?([a-z]\w{1,30}(?:\s+varying|\s+precision)?(?:\s*\(\s*\w{1,9}(?:\s*,\s*\d{1,3})?\s*\))?)`,
    'gi',
  );
  return [...script.matchAll(pattern)].slice(0, 20).map(([, type = '']) =>
    type
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/ ?\( ?/, '('),
  );
}
