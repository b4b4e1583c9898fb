import { type Language, languageOf } from '../../parsers/tests/languages.ts';
import { sqlEvents } from './_sql-events.ts';
import type { SchemaEvent } from './_events.ts';
import { BUILDERS, CALLS } from './_framework-calls.ts';
import { type MigrationCode, migrationCode } from './_migration-code.ts';

const FOLDERS: Partial<Record<Language, RegExp>> = {
  ruby: /(?:^|\/)(?:post_)?migrate\//,
  python: /(?:^|\/)(?:\w*migrations|versions|alembic)\//,
  js: /(?:^|\/)(?:[\w-]*migrations?[\w-]*)\//,
  php: /(?:^|\/)\w*migrations\//,
  csharp: /(?:^|\/)\w*migrations\//,
};
const NOT_RUN =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|fixtures?|testdata|examples?|samples?|docs?)\/|\.d\.ts$|[._](?:test|spec)\.\w+$|\.Designer\.cs$/i;
/** What a file must hold to be a migration and not a helper beside them. */
const MARK: Partial<Record<Language, RegExp>> = {
  python: /\bmigrations\.Migration\b|\bdef\s+upgrade\b|\bop\./,
  csharp: /\bmigrationBuilder\b/,
};

/** The language of a migration that is code; null: the file is no such migration. */
export function migrationLanguage(path: string): Language | null {
  const language = languageOf(path);
  if (language === null || NOT_RUN.test(path)) return null;
  return FOLDERS[language]?.test(path.toLowerCase()) ? language : null;
}

/** What a migration written with a framework does on the way forward. Needs the `postgresql` parser. */
export function frameworkEvents(text: string, path: string): SchemaEvent[] {
  const language = migrationLanguage(path);
  if (language === null || MARK[language]?.test(text) === false) return [];
  const migration = migrationCode(text, language);
  const lineAt = lineFinder(text);
  // Calls name the schema in another argument, SQL before the table: what they share is the table's own name.
  return [...callEvents(migration, language, lineAt), ...stringEvents(migration, lineAt)]
    .map((event) => ({ ...event, name: event.name.split('.').at(-1) ?? '' }))
    .toSorted((a, b) => a.line - b.line);
}

/** Tells the 1-based line of an index. */
type LineAt = (at: number) => number;

function lineFinder(text: string): LineAt {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (at) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function callEvents({ text, code }: MigrationCode, language: Language, lineAt: LineAt): SchemaEvent[] {
  const inCode = (at: number): boolean => /\S/.test(code.slice(at, at + 3));
  const builders = [...text.matchAll(BUILDERS[language] ?? /$^/g)].filter(({ index }) => inCode(index));
  return (CALLS[language] ?? []).flatMap(({ kind, pattern }) => {
    const source = pattern.source.startsWith('^') ? new RegExp(pattern.source, 'gm') : pattern;
    return [...text.matchAll(source)].flatMap((found): SchemaEvent[] => {
      const at = found.index + (/^\s*/.exec(found[0])?.[0].length ?? 0);
      if (!inCode(at)) return [];
      const { table, column, to } = found.groups ?? {};
      const builder = builders.findLast(({ index }) => index < found.index)?.groups?.table;
      const name = (table ?? (kind === 'drop column' ? builder : undefined) ?? '').toLowerCase();
      return [
        {
          kind,
          name,
          line: lineAt(at),
          ...(to === undefined ? {} : { to: to.toLowerCase() }),
          ...(column === undefined ? {} : { columns: [column.toLowerCase()] }),
        },
      ];
    });
  });
}

const STATEMENT = /^\s*(?:drop|truncate|delete|alter|update|create\s+(?:temp|table|unlogged)|do\s)/i;
/** More than this in one string is data. */
const MAX_SQL = 100_000;
/** A call's earlier arguments are not looked through further back than this. */
const MAX_CALL = 4000;

/** SQL in the strings that a migration runs. */
function stringEvents({ code, strings }: MigrationCode, lineAt: LineAt): SchemaEvent[] {
  return strings.flatMap(({ text: sql, at }) => {
    if (!STATEMENT.test(sql) || sql.length > MAX_SQL) return [];
    // Django gives the way back as RunSQL's second argument.
    if (isSecondArgument(code, at)) return [];
    const first = lineAt(at);
    return sqlEvents(sql).map((event) => ({ ...event, line: event.line + first - 1 }));
  });
}

function isSecondArgument(code: string, at: number): boolean {
  const call = code.lastIndexOf('RunSQL(', at);
  if (call < 0 || at - call > MAX_CALL) return false;
  let depth = 0;
  for (let i = call + 'RunSQL'.length; i < at; i++) {
    const char = code[i] as string;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === ',' && depth === 1) return !/\bsql\s*=\s*(?:\w{0,2})["']*$/.test(code.slice(i, at));
    if (depth === 0) return false;
  }
  return false;
}
