import { loadParsers } from '../../../../src/core/parsers/parsers.ts';
import { frameworkDestructive } from '../../../../src/core/rules/destructive-migration/framework-destructive.ts';
import { sqlDestructive } from '../../../../src/core/rules/destructive-migration/sql-destructive.ts';
import type { Example } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

beforeAll(() => loadParsers(['postgresql']));

const sql = (...files: Example['files'][number][]) => sqlDestructive.inspect(changeFacts(files), {});
const seen = (text: string, path = 'migrations/1_x.sql') =>
  sql({ path, before: null, after: text }).map(({ severity, places }) => [
    severity,
    ...places.map(({ line }) => line),
  ]);

describe('sql-destructive', () => {
  test('one finding for one kind of loss, with what is lost and every place', () => {
    const findings = sql({
      path: 'migrations/1_x.sql',
      before: null,
      after: 'DROP TABLE a;\nDROP TABLE "b""c", d;\nDROP TABLE e;\n',
    });
    expect(findings).toEqual([
      {
        rule: 'sql-destructive',
        family: 'destructive-migration',
        severity: 'high',
        message:
          'Drops the table with all its rows: a, b?c, d and 1 more. Stop using it first, keep a copy, and drop it in a later change of its own.',
        places: [1, 2, 3].map((line) => ({ path: 'migrations/1_x.sql', line, side: 'head' })),
      },
    ]);
  });

  test.each<[name: string, text: string, expected: unknown[]]>([
    ['schema', 'DROP SCHEMA a CASCADE;', [['critical', 1]]],
    ['database', 'DROP DATABASE a;', [['critical', 1]]],
    ['type with its columns', 'DROP TYPE a CASCADE;', [['high', 1]]],
    ['type that nothing uses', 'DROP TYPE a;', []],
    ['view, index, function', 'DROP VIEW a CASCADE;\nDROP INDEX b;\nDROP FUNCTION c();', []],
    ['every row, by a condition that is always true', 'DELETE FROM a WHERE 1 = 1;', [['high', 1]]],
    ['rows by another table', 'DELETE FROM a USING b WHERE a.id = b.id;', []],
    ['MySQL, rows by a join', 'DELETE `a` FROM `a` JOIN `b` ON `a`.x = `b`.x;', []],
    ['every row of a column', 'UPDATE a SET b = 1;', [['medium', 1]]],
    ['upsert', 'INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 1;', []],
    ['a type that holds more', 'ALTER TABLE a ALTER b TYPE bigint, ALTER c TYPE varchar(900);', []],
    [
      'a type that holds less',
      'ALTER TABLE a\n  ALTER b TYPE int,\n  ALTER c TYPE varchar(9);',
      [['medium', 2, 3]],
    ],
    [
      'what a type was, told by the table that the script made before',
      'CREATE TABLE IF NOT EXISTS a (b varchar(10), c text);\nALTER TABLE a ALTER b TYPE varchar(20);\nALTER TABLE a ALTER c TYPE varchar(200);',
      [['medium', 3]],
    ],
    [
      'MySQL, smaller and larger',
      'ALTER TABLE `a` MODIFY `b` tinyint NOT NULL;\nALTER TABLE `a` CHANGE `c` `d` bigint;',
      [['medium', 1]],
    ],
    [
      'SQL Server',
      'ALTER TABLE [a] ALTER COLUMN [b] nvarchar(20) NULL\nGO\nALTER TABLE [a] ALTER COLUMN [c] nvarchar(max) NULL\nGO\n',
      [['medium', 1]],
    ],
    ['Oracle', 'ALTER TABLE a MODIFY (b VARCHAR2(20 CHAR));', [['medium', 1]]],
    [
      'no type at all',
      'ALTER TABLE a ALTER b SET NOT NULL, ALTER c SET DEFAULT 1, ALTER d DROP DEFAULT;',
      [],
    ],
    ['a type that cuts', 'ALTER TABLE a ALTER b TYPE varchar(9) USING b::varchar(9);', [['medium', 1]]],
    [
      'a cascade of a key',
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c\n  ON DELETE CASCADE\n  ON UPDATE SET NULL;',
      [],
    ],
    ['several columns', 'ALTER TABLE a\n  DROP b,\n  DROP COLUMN IF EXISTS c;', [['high', 2, 3]]],
    ['a template', 'DROP TABLE {{ schema }}.a;', [['high', 1]]],
  ])('%s', (_name, text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test('scripts weigh less, and may set a database up', () => {
    const text = 'DROP TABLE IF EXISTS a;\nCREATE TABLE a (id int);\nTRUNCATE b;\nUPDATE c SET d = 1;\n';
    expect(seen(text, 'scripts/setup.sql')).toEqual([['medium', 3]]);
    expect(seen(text)).toEqual([
      ['high', 1],
      ['high', 3],
      ['medium', 4],
    ]);
  });

  test('what an earlier file of the change creates may be dropped, what a later one creates may not', () => {
    const create = { before: null, after: 'CREATE TABLE a (id int);' };
    const drop = { before: null, after: 'DROP TABLE a;' };
    expect(sql({ path: 'migrations/10_b.sql', ...drop }, { path: 'migrations/9_a.sql', ...create })).toEqual(
      [],
    );
    expect(
      sql({ path: 'migrations/9_b.sql', ...drop }, { path: 'migrations/10_a.sql', ...create }).map(
        ({ places }) => places,
      ),
    ).toEqual([[{ path: 'migrations/9_b.sql', line: 1, side: 'head' }]]);
  });

  test('a script that becomes a migration is new', () => {
    const text = 'TRUNCATE a;';
    const moved = { path: 'migrations/2_a.sql', before: text, after: text };
    expect(sql({ ...moved, previousPath: 'db/seeds/a.sql' })).toHaveLength(1);
    expect(sql({ ...moved, previousPath: 'migrations/1_a.sql' })).toEqual([]);
  });

  test('Prisma says which column a rebuild for SQLite drops', () => {
    const rebuild =
      'CREATE TABLE "new_User" ("id" INTEGER PRIMARY KEY);\nINSERT INTO "new_User" ("id") SELECT "id" FROM "User";\nDROP TABLE "User";\nALTER TABLE "new_User" RENAME TO "User";\n';
    const note =
      '/*\n  - You are about to drop the column `phone` on the `User` table. All the data in the column will be lost.\n*/\n';
    expect(seen(rebuild)).toEqual([]);
    expect(seen(note + rebuild)).toEqual([['high', 6]]);
    expect(seen(rebuild.replace('FROM "User"', 'FROM "User" WHERE false'))).toEqual([['high', 3]]);
  });
});

describe('framework-destructive', () => {
  test.each<[name: string, path: string, text: string, lines: number[]]>([
    [
      'a down written as an arrow',
      'migrations/1.js',
      "exports.down = (k) => k.schema.dropTable('a')\nexports.up = (k) => k.schema.dropTable('b')\n",
      [2],
    ],
    [
      'quoted keys',
      'migrations/1.js',
      "module.exports = {\n  'down': (q) => { q.dropTable('a') },\n  'up': (q) => {\n    q.dropTable('b')\n  },\n}\n",
      [4],
    ],
    [
      'a call of what is named like a way back',
      'migrations/1.js',
      "exports.up = async (k) => {\n  await k.rollback()\n  await down()\n  await k.schema.dropTable('a')\n}\n",
      [4],
    ],
    [
      'the way on named last',
      'shop/migrations/1.py',
      'class M(migrations.Migration):\n    x = [RunSQL(reverse_sql="DROP TABLE a",\n      sql="DROP TABLE b")]\n',
      [3],
    ],
    [
      'a helper that up may call',
      'alembic/versions/1.py',
      'def _clean():\n    op.drop_table("a")\n\ndef upgrade():\n    _clean()\n',
      [2],
    ],
    [
      'a column that the same migration fills',
      'alembic/versions/1.py',
      'def upgrade():\n    op.add_column("a", sa.Column("b", sa.Text()), schema="api")\n    op.execute("UPDATE api.a SET b = 1")\n',
      [],
    ],
    ['a model of that name elsewhere', 'app/models.py', 'migrations.DeleteModel(name="a")\n', []],
  ])('%s', (_name, path, text, lines) => {
    const findings = frameworkDestructive.inspect(changeFacts([{ path, before: null, after: text }]), {});
    expect(findings.flatMap(({ places }) => places.map(({ line }) => line))).toEqual(lines);
  });
});

describe('hostile text', () => {
  const SIZE = 300_000;
  const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length));
  test.each<[name: string, path: string, text: string]>([
    ['statements', 'migrations/1.sql', `@;${fill('DROP TABLE a;\n')}`],
    ['columns', 'migrations/1.sql', `ALTER TABLE a ${fill('DROP COLUMN b, ')}DROP COLUMN c;`],
    ['bodies without an end', 'migrations/1.sql', fill('CREATE FUNCTION f BEGIN;\n')],
    ['delimiters', 'migrations/1.sql', fill('DELIMITER ;\n')],
    ['blank lines', 'migrations/1.sql', fill('\n')],
    ['open quotes', 'migrations/1.sql', fill("'")],
    ['nested comments', 'migrations/1.sql', fill('/*')],
    ['copies and drops', 'migrations/1.sql', `@;${fill('INSERT INTO a SELECT * FROM b; DROP TABLE b;\n')}`],
    ['heredocs without an end', 'db/migrate/1.rb', fill('<<AB\n')],
    ['downs', 'migrations/1.js', fill('down = (')],
    ['calls of down', 'migrations/1.js', fill('down(')],
    ['calls', 'db/migrate/1.rb', fill('drop_table :a\n')],
    ['strings', 'alembic/versions/1.py', `op.x\nRunSQL(${fill('"drop",')}`],
  ])('%s take little time', (_name, path, text) => {
    const facts = changeFacts([{ path, before: null, after: text }]);
    const start = performance.now();
    sqlDestructive.inspect(facts, {});
    frameworkDestructive.inspect(facts, {});
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
