import { languageOf } from '../../parsers/tests/languages.ts';
import { sqlTokens } from '../../parsers/sql-tokens.ts';
import { sqlEvents } from './_sql-events.ts';
import { tokenEvents } from './_sql-token-events.ts';
import type { SchemaEvent } from './_events.ts';
import { BUILDERS, CALLS } from './_framework-calls.ts';
import { type MigrationCode, migrationCode, type MigrationLanguage } from './_migration-code.ts';
import { narrowedTypes, settleTypeChanges } from './_type-changes.ts';

const FOLDERS: Partial<Record<MigrationLanguage, RegExp>> = {
  elixir: /(?:^|\/)\w*migrations\//,
  ruby: /(?:^|\/)(?:post_)?migrate\//,
  python: /(?:^|\/)(?:\w*migrations|versions|alembic)\//,
  js: /(?:^|\/)(?:[\w-]*migrations?[\w-]*)\//,
  php: /(?:^|\/)\w*migrations\//,
  csharp: /(?:^|\/)\w*migrations\//,
};
const NOT_RUN =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|fixtures?|testdata|examples?|samples?|docs?)\/|\.d\.ts$|\.[jt]sx$|[._](?:test|spec)\.\w+$|\.Designer\.cs$/i;
/** What a file must hold to be a migration and not a helper beside them. */
const MARK: Partial<Record<MigrationLanguage, RegExp>> = {
  elixir: /\bEcto\.Migration\b/,
  python: /\bmigrations\.Migration\b|\bdef\s+upgrade\b|\bop\./,
  csharp: /\bmigrationBuilder\b/,
};

/** The language of a migration that is code; null: the file is no such migration. */
export function migrationLanguage(path: string): MigrationLanguage | null {
  const language = /\.exs?$/.test(path) ? 'elixir' : languageOf(path);
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
  const inSql = settleTypeChanges(stringEvents(migration, lineAt), text);
  const isForward = (at: number): boolean => /\S/.test(migration.code.slice(at, at + 3));
  const narrowed = narrowedTypes(text, language, isForward, lineAt);
  return [...callEvents(migration, language, lineAt), ...inSql, ...narrowed]
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

function callEvents(
  { text, code }: MigrationCode,
  language: MigrationLanguage,
  lineAt: LineAt,
): SchemaEvent[] {
  const inCode = (at: number): boolean => /\S/.test(code.slice(at, at + 3));
  const builders = [...text.matchAll(BUILDERS[language] ?? /$^/g)].filter(({ index }) => inCode(index));
  return (CALLS[language] ?? []).flatMap(({ kind, pattern }) => {
    const source = pattern.source.startsWith('^') ? new RegExp(pattern.source, 'gm') : pattern;
    return [...text.matchAll(source)].flatMap((found): SchemaEvent[] => {
      const at = found.index + (/^\s*/.exec(found[0])?.[0].length ?? 0);
      if (!inCode(at)) return [];
      const { table, column, to } = found.groups ?? {};
      const builder = builders.findLast(({ index }) => index < found.index)?.groups?.table;
      const name = (
        table ??
        (kind === 'drop column' || kind === 'add column' ? builder : undefined) ??
        ''
      ).toLowerCase();
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

/** Prose and class names begin with the same words: "Update your data", `truncate font-bold`. */
const STATEMENT =
  /^\s*(?:drop\s|alter\s|do\s|create\s+(?:temp|table|unlogged)|delete\s+from\s|truncate\s+(?:table\s|(?:only\s+)?["`\w.[\]${}]{1,200}\s*(?:[;,]|$|cascade\b|restart\b|continue\b))|update\s[\s\S]{1,500}?\sset\s[^=]{1,200}=)/i;
/** More than this in one string is data. */
const MAX_SQL = 100_000;
/** More statements than this are read by their tokens alone: the parser takes about 0.1 ms for each. */
const MAX_PARSED = 2000;

/** SQL in the strings that a migration runs. */
function stringEvents({ strings }: MigrationCode, lineAt: LineAt): SchemaEvent[] {
  const statements = strings.filter(({ text }) => text.length <= MAX_SQL && STATEMENT.test(text));
  return statements.flatMap(({ text, at }, i) => {
    const first = lineAt(at);
    if (i >= MAX_PARSED) return tokenEvents(sqlTokens(text, { backslash: false }, first));
    return sqlEvents(text).map((event) => ({ ...event, line: event.line + first - 1 }));
  });
}
