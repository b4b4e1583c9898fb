import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import type { SqlStatement } from '../../parsers/sql-statements.ts';
import type { Finding, Place, Rule } from '../rule.ts';
import { altered, isRead, rowSecured, statementsOf } from './_sql/files.ts';
import { grantsOf } from './_sql/grants.ts';
import type { SqlGrant } from './_sql/roles.ts';

const options = z.strictObject({});

const WORDS: Record<SqlGrant['kind'], readonly [what: string, instead: string]> = {
  grant: ['Grants access to', 'Grant it to the role that needs it, and only the privileges that it needs.'],
  'default privileges': [
    'Opens every table made from now on to',
    'Grant table by table, to the role that needs it.',
  ],
  'row security off': [
    'Switches row-level security off, so that every role with a grant sees all rows:',
    'Keep it on and write a policy for what is missing.',
  ],
  'open policy': [
    'Opens rows by a policy that is always true:',
    'Name whose rows they are in the condition, or the role in TO.',
  ],
  'powerful role': ['Gives a role', 'Grant the few privileges that are needed instead.'],
  'public bucket': [
    'Lets anyone read the files of a bucket:',
    'Keep it private and hand out signed addresses.',
  ],
  definer: [
    "Runs with its owner's rights and looks names up wherever the caller says:",
    "Add SET search_path = '' and write names with their schema.",
  ],
};

interface Opened extends SqlGrant {
  readonly place: Place;
}

const keyOf = (grant: SqlGrant): string => `${grant.kind} ${grant.severity} ${grant.detail}`;

/** What a file opens at head and did not at base. */
function opened(file: FileChange, head: readonly SqlStatement[]): Opened[] {
  const before = new Map<string, number>();
  const base = isRead(file.previousPath ?? file.path) ? statementsOf(file.base) : [];
  for (const grant of base.flatMap(grantsOf)) before.set(keyOf(grant), (before.get(keyOf(grant)) ?? 0) + 1);
  return head.flatMap(grantsOf).flatMap((grant) => {
    const left = before.get(keyOf(grant)) ?? 0;
    before.set(keyOf(grant), left - 1);
    return left > 0
      ? []
      : [{ ...grant, place: { path: file.path, line: grant.line, side: 'head' } as const }];
  });
}

function inspect(files: readonly FileChange[]): Finding[] {
  const read = files
    .filter((file) => isRead(file.path) && file.status !== 'removed')
    .map((file) => ({ file, head: statementsOf(file.head) }));
  const statements = read.flatMap(({ head }) => head);
  const secured = rowSecured(statements);
  const pinned = altered(statements, 'function', 'set', 'search_path');
  const groups = new Map<string, Opened[]>();
  for (const grant of read.flatMap(({ file, head }) => opened(file, head))) {
    if (grant.kind === 'grant' && secured.has(grant.table)) continue;
    if (grant.kind === 'definer' && pinned.has(grant.table)) continue;
    const key = `${grant.kind} ${grant.severity}`;
    const group = groups.get(key);
    if (group) group.push(grant);
    else groups.set(key, [grant]);
  }
  return [...groups.values()].map((group) => {
    const { kind, severity } = group[0] as Opened;
    const [what, instead] = WORDS[kind];
    const details = [...new Set(group.map(({ detail }) => detail.replace(/[^\w.,$ -]/g, '?').slice(0, 120)))];
    const more = details.length > 2 ? ` and ${details.length - 2} more` : '';
    return {
      rule: 'sql-access',
      family: 'access-widened',
      severity,
      message: `${what} ${details.slice(0, 2).join('; ')}${more}. ${instead}`,
      places: [...new Map(group.map(({ place }) => [`${place.path}:${place.line}`, place])).values()],
    };
  });
}

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** SQL that lets more people at the data. */
export const sqlAccess: Rule<z.infer<typeof options>> = {
  id: 'sql-access',
  family: 'access-widened',
  summary: 'SQL that opens data: grants to everyone, row-level security off, policies that are always true.',
  why: 'In a database with row-level security the grants and policies are the only thing between the public API and every row. Generated back ends have leaked whole user tables through a missing or always-true policy.',
  remediation:
    'Grant to the one role that needs it, keep row-level security on, and write policies that compare the row with who asks.',
  severity: 'high',
  action: 'review',
  options,
  needs(file) {
    return isRead(file.path) ? { content: 'both', parser: 'postgresql' } : { content: 'nothing' };
  },
  inspect(facts) {
    return inspect(facts.files);
  },
  flagged: [
    {
      name: 'grants to everyone, now and from now on',
      files: added(
        'migrations/1_open.sql',
        'GRANT SELECT ON customers TO PUBLIC;\nGRANT ALL ON ALL TABLES IN SCHEMA public TO anon;\nALTER DEFAULT PRIVILEGES IN SCHEMA public\n  GRANT SELECT ON TABLES TO anon;\n',
      ),
      places: at('migrations/1_open.sql', 1, 2, 3),
    },
    {
      name: 'row-level security switched off',
      files: added(
        'supabase/migrations/2_fix.sql',
        '-- unblock the dashboard\nALTER TABLE profiles DISABLE ROW LEVEL SECURITY;\n',
      ),
      places: at('supabase/migrations/2_fix.sql', 2),
    },
    {
      name: 'a policy that is always true',
      files: [
        {
          path: 'supabase/migrations/3_policy.sql',
          before: 'CREATE POLICY own ON notes FOR ALL USING (auth.uid() = owner);\n',
          after: 'CREATE POLICY own ON notes FOR ALL USING (auth.uid() = owner OR 1 = 1);\n',
        },
      ],
      places: at('supabase/migrations/3_policy.sql', 1),
    },
    {
      name: 'inside an anonymous block and as a template',
      files: [
        ...added(
          'migrations/4_do.sql',
          "DO $$\nBEGIN\n  EXECUTE 'ALTER TABLE t DISABLE ROW LEVEL SECURITY';\nEND $$;\n",
        ),
        ...added('migrations/5_template.sql', 'GRANT SELECT, UPDATE ON {{ schema }}.t TO PUBLIC;\n'),
      ],
      places: [...at('migrations/4_do.sql', 3), ...at('migrations/5_template.sql', 1)],
    },
    {
      name: 'roles that pass every check',
      files: added(
        'scripts/roles.sql',
        'ALTER ROLE app SUPERUSER;\nCREATE ROLE job BYPASSRLS;\nGRANT pg_read_all_data TO report;\n',
      ),
      places: at('scripts/roles.sql', 1, 2, 3),
    },
    {
      name: 'a bucket for everyone',
      files: added(
        'supabase/migrations/7_files.sql',
        "INSERT INTO storage.buckets (id, name, public) VALUES ('a', 'a', true);\nUPDATE storage.buckets SET public = true WHERE id = 'b';\n",
      ),
      places: at('supabase/migrations/7_files.sql', 1, 2),
    },
    {
      name: 'a definer function without a search path',
      files: added(
        'migrations/6_fn.sql',
        'CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT current_user $$;\n',
      ),
      places: at('migrations/6_fn.sql', 1),
    },
  ],
  clean: [
    {
      name: 'grants to named roles, and what is the default anyway',
      files: added(
        'migrations/1_roles.sql',
        'GRANT SELECT, INSERT ON orders TO shop_app;\nGRANT USAGE ON SCHEMA api TO anon;\nGRANT EXECUTE ON FUNCTION ping() TO PUBLIC;\nREVOKE ALL ON orders FROM PUBLIC;\n',
      ),
    },
    {
      name: 'a grant behind row-level security that the same change switches on',
      files: added(
        'supabase/migrations/2_table.sql',
        'CREATE TABLE notes (id int, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nGRANT ALL ON TABLE notes TO anon, authenticated;\nCREATE POLICY own ON notes USING (owner = auth.uid());\n',
      ),
    },
    {
      name: 'a private bucket',
      files: added(
        'supabase/migrations/7_files.sql',
        "INSERT INTO storage.buckets (id, name, public) VALUES ('a', 'a', false);\n",
      ),
    },
    {
      name: 'policies for a service role, and restrictive ones',
      files: added(
        'supabase/migrations/3_policy.sql',
        'CREATE POLICY svc ON notes TO service_role USING (true);\nCREATE POLICY r ON notes AS RESTRICTIVE USING (true);\n',
      ),
    },
    {
      name: 'a pinned definer function',
      files: added(
        'migrations/6_fn.sql',
        "CREATE FUNCTION a() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;\nCREATE FUNCTION b() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\nALTER FUNCTION b() SET search_path = '';\n",
      ),
    },
    {
      name: 'an open policy moves and is indented again',
      files: [
        {
          path: 'migrations/7_move.sql',
          before: 'CREATE POLICY p ON t USING (true);\nSELECT 1;\n',
          after: 'SELECT 1;\nCREATE POLICY p\n  ON t\n  USING (true);\n',
        },
      ],
    },
  ],
};
