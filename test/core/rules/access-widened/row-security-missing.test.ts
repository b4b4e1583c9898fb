import { rowSecurityMissing } from '../../../../src/core/rules/access-widened/row-security-missing.ts';
import type { Finding } from '../../../../src/core/rules/rule.ts';
import { loadParsers } from '../../../../src/core/parsers/parsers.ts';
import { changeFacts } from '../../../support/change.ts';

beforeAll(() => loadParsers(['postgresql']));

const inspect = (...files: { path: string; before: string | null; after: string | null }[]): Finding[] =>
  rowSecurityMissing.inspect(changeFacts(files), {});
const added = (path: string, after: string) => ({ path, before: null, after });

test('many tables are one finding that names three of them', () => {
  const tables = ['a', 'b', 'c', 'd', 'e'].map((name) => `create table ${name} (id int);\n`).join('');
  const findings = inspect(added('supabase/migrations/1.sql', tables));
  expect(findings.map(({ places }) => places.map(({ line }) => line))).toEqual([[1, 2, 3, 4, 5]]);
  expect(findings[0]?.message).toContain('all rows of a, b, c and 2 more:');
});

test.each([
  ['a comment says so', '-- alter table a enable row level security;\ncreate table a (id int);\n', 2],
  ['it is forced and not enabled', 'create table a (id int);\nalter table a force row level security;\n', 1],
  [
    'it is switched on for another table',
    'create table a (id int);\nalter table b enable row level security;\n',
    1,
  ],
])('a table is open though %s', (_what, sql, line) => {
  expect(inspect(added('supabase/migrations/1.sql', sql)).flatMap(({ places }) => places)).toEqual([
    { path: 'supabase/migrations/1.sql', line, side: 'head' },
  ]);
});

test('a migration that is renamed makes no table', () => {
  const sql = 'create table a (id int);\n';
  expect(
    inspect(
      { path: 'supabase/migrations/1_a.sql', before: sql, after: null },
      added('supabase/migrations/2_a.sql', sql),
    ),
  ).toEqual([]);
});

test('a million characters are read in a bounded time', () => {
  const start = performance.now();
  inspect(
    added(
      'supabase/migrations/1.sql',
      `create table a (id int);\n${'execute enable row '.repeat(55_000)};\n`,
    ),
  );
  expect(performance.now() - start).toBeLessThan(4_000);
});
