import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { skipWords, sqlNameAt } from '../../parsers/sql-names.ts';
import type { SqlStatement } from '../../parsers/sql-statements.ts';
import type { Finding, Place, Rule } from '../rule.ts';
import { isRead, rowSecured, statementsOf } from './_sql/files.ts';

const MATTERS = /\bcreate\s+(?:unlogged\s+)?table\b|\brow\s+level\s+security\b/i;
/** Names are put together when it runs: which tables are meant cannot be read. */
const DYNAMIC = /\bexecute\b[^;]{0,300}\benable\s+row\s+level\s+security\b/i;
/** Every table of the default schema in a Supabase project can be reached by its public API. */
const SUPABASE = /(?:^|\/)supabase\//;

interface NewTable {
  readonly name: string;
  readonly line: number;
}

/** The tables of the default schema that a script makes to stay. */
function tablesOf(statements: readonly SqlStatement[]): NewTable[] {
  return statements.flatMap(({ tokens }) => {
    if (tokens[0]?.text !== 'create') return [];
    const at = skipWords(tokens, 1, 'unlogged');
    if (tokens[at]?.text !== 'table') return [];
    const named = sqlNameAt(tokens, skipWords(tokens, at + 1, 'if', 'not', 'exists'));
    // Another schema is not exposed by default, and a partition is reached through its parent.
    if (!named || named.name.includes('.') || tokens[named.next]?.text === 'partition') return [];
    return [{ name: named.name, line: tokens[0].line }];
  });
}

/** Tables that are gone again at the end. */
function droppedIn(statements: readonly SqlStatement[]): ReadonlySet<string> {
  const names = statements.flatMap(({ tokens }) => {
    const drops = tokens[0]?.text === 'drop' && tokens[1]?.text === 'table';
    return drops ? [sqlNameAt(tokens, skipWords(tokens, 2, 'if', 'exists'))?.name ?? ''] : [];
  });
  return new Set(names);
}

const textOf = (content: FileChange['head']): string => (content?.state === 'text' ? content.text : '');

function inspect(files: readonly FileChange[]): Finding[] {
  const read = files.filter(
    (file) => isRead(file.path) && file.status !== 'removed' && MATTERS.test(textOf(file.head)),
  );
  if (read.length === 0 || read.some((file) => DYNAMIC.test(textOf(file.head)))) return [];
  const scripts = read.map((file) => ({ file, head: statementsOf(file.head) }));
  const all = scripts.flatMap(({ head }) => head);
  const secured = rowSecured(all);
  const dropped = droppedIn(all);
  const bases = files.filter((file) => isRead(file.previousPath ?? file.path));
  const before = new Set(bases.flatMap((file) => tablesOf(statementsOf(file.base))).map(({ name }) => name));
  const open = scripts.flatMap(({ file, head }) =>
    secured.size > 0 || SUPABASE.test(file.path)
      ? tablesOf(head)
          .filter(({ name }) => !before.has(name) && !secured.has(name) && !dropped.has(name))
          .map(({ name, line }) => ({ name, place: { path: file.path, line, side: 'head' } satisfies Place }))
      : [],
  );
  if (open.length === 0) return [];
  const names = [...new Set(open.map(({ name }) => name.replace(/[^\w.$ -]/g, '?').slice(0, 60)))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return [
    {
      rule: 'row-security-missing',
      family: 'access-widened',
      severity: 'high',
      message: `Everybody with the public key could read and write all rows of ${names.slice(0, 3).join(', ')}${more}: there is no row-level security. Enable it in the same change, and write a policy that compares the row with who asks.`,
      places: open.map(({ place }) => place),
    },
  ];
}

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** New tables without row-level security where tables have it. */
export const rowSecurityMissing: Rule<Record<string, never>> = {
  id: 'row-security-missing',
  family: 'access-widened',
  summary: 'A new table has no row-level security, in a Supabase project or beside tables that have it.',
  why: 'A table that is made by SQL starts without row-level security. Where the browser asks the database itself, as with Supabase, the key that every visitor has then reads and writes all of it: of 1,645 applications made with one builder, 170 were open this way (CVE-2025-48757). Outside of Supabase it is missed only where the same change secures other tables.',
  remediation:
    'Add `ALTER TABLE … ENABLE ROW LEVEL SECURITY` and policies to the migration that makes the table, or put tables that only the server reads into a schema that is not exposed.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs(file) {
    return isRead(file.path) ? { content: 'both', parser: 'postgresql' } : { content: 'nothing' };
  },
  inspect: ({ files }) => inspect(files),
  flagged: [
    {
      name: 'a migration of a Supabase project',
      files: added(
        'supabase/migrations/2_payments.sql',
        'create table if not exists public.payments (id int, user_id uuid);\ncreate index on payments (user_id);\n',
      ),
      places: at('supabase/migrations/2_payments.sql', 1),
    },
    {
      name: 'one of two, where the other is secured',
      files: added(
        'db/migrations/3_chat.sql',
        'CREATE TABLE rooms (id int);\nALTER TABLE rooms ENABLE ROW LEVEL SECURITY;\nCREATE TABLE messages (id int, body text);\n',
      ),
      places: at('db/migrations/3_chat.sql', 3),
    },
  ],
  clean: [
    {
      name: 'secured in the same change, by this file or another',
      files: [
        ...added(
          'supabase/migrations/2_a.sql',
          'create table public.a (id int);\ncreate table b (id int);\n',
        ),
        ...added(
          'supabase/migrations/3_rls.sql',
          'alter table a enable row level security;\nalter table only public."b" enable row level security;\n',
        ),
      ],
    },
    {
      name: 'another schema, a temporary table, a partition, a table that goes again',
      files: added(
        'supabase/migrations/4_internal.sql',
        'create table private.keys (id int);\ncreate temporary table t (id int);\ncreate table a_2026 partition of a for values in (1);\ncreate table copy (id int);\ndrop table if exists copy;\n',
      ),
    },
    {
      name: 'names put together when it runs',
      files: added(
        'supabase/migrations/5_all.sql',
        "create table c (id int);\ndo $$ declare t text; begin for t in select tablename from pg_tables loop execute format('alter table %I enable row level security', t); end loop; end $$;\n",
      ),
    },
    {
      name: 'a database without such security',
      files: added(
        'db/migrations/6_fn.sql',
        "CREATE TABLE e (id int);\nALTER FUNCTION f() SET search_path = '';\n",
      ),
    },
    {
      name: 'a table that was there before',
      files: [
        {
          path: 'supabase/migrations/1_init.sql',
          before: 'create table d (id int);\n',
          after: '-- d\n\ncreate table d (id int, name text);\n',
        },
      ],
    },
  ],
};
