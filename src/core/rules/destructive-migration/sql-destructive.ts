import { z } from 'zod';
import { sqlFileRole } from '../../parsers/sql-files.ts';
import type { Rule } from '../rule.ts';
import { lossFindings } from './_losses.ts';
import { newLosses, type Reader } from './_new-losses.ts';
import { sqlMigrationEvents } from './_sql-rebuilds.ts';

const options = z.strictObject({});

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

const reader: Reader = {
  role(path) {
    const role = sqlFileRole(path);
    return role === 'migration' || role === 'script' ? role : null;
  },
  events(text, path) {
    // Queries with names are called by an application (sqlc, HugSQL, yesql): nothing runs them on deployment.
    const named = sqlFileRole(path) === 'script' && /^[ \t]*--[ \t]*:?name:?[ \t]+\S/m.test(text);
    return named ? [] : sqlMigrationEvents(text);
  },
};

/** SQL migrations and scripts that lose data when they run. */
export const sqlDestructive: Rule<z.infer<typeof options>> = {
  id: 'sql-destructive',
  family: 'destructive-migration',
  summary: 'SQL that drops tables, columns or schemas, empties tables, or rewrites every row.',
  why: 'A migration runs once, unattended, against production data, and a dropped table or column comes back only from a backup. Agents have deleted production databases while mending a failing migration.',
  remediation:
    'Split it: stop using the data in one release, keep a copy, and drop it in a later change that a person who owns the data approves. Give DELETE and UPDATE a WHERE clause that names the rows.',
  severity: 'high',
  action: 'review',
  options,
  needs(file) {
    return reader.role(file.path) !== null
      ? { content: 'both', parser: 'postgresql' }
      : { content: 'nothing' };
  },
  inspect(facts) {
    return lossFindings('sql-destructive', newLosses(facts.files, reader));
  },
  flagged: [
    {
      name: 'a migration drops a table and a column',
      files: added(
        'db/migrations/20260301_cleanup.sql',
        'BEGIN;\n-- not needed any more\nDROP TABLE IF EXISTS invoices;\nALTER TABLE customers\n  ADD COLUMN vat text,\n  DROP COLUMN tax_id;\nCOMMIT;\n',
      ),
      places: at('db/migrations/20260301_cleanup.sql', 3, 6),
    },
    {
      name: 'a WHERE clause is taken away',
      files: [
        {
          path: 'migrations/7_sessions.sql',
          before: "DELETE FROM sessions\nWHERE expires_at < now() - interval '90 days';\n",
          after: 'DELETE FROM sessions;\n',
        },
      ],
      places: at('migrations/7_sessions.sql', 1),
    },
    {
      name: 'MySQL, with text that looks like a comment or a condition inside literals',
      files: added(
        'flyway/V12__wipe.sql',
        "INSERT INTO `log` VALUES ('it''s -- not a comment');\nTRUNCATE TABLE `orders`;\nDELETE FROM `carts`; -- WHERE id = 1\nUPDATE `users` SET `note` = 'WHERE \\' x';\n",
      ),
      places: at('flyway/V12__wipe.sql', 2, 3, 4),
    },
    {
      name: 'SQL Server batches without semicolons',
      files: added(
        'migrations/004_drop.sql',
        "IF OBJECT_ID('dbo.Audit') IS NOT NULL\n  DROP TABLE [dbo].[Audit]\nGO\nALTER TABLE [dbo].[Users] DROP COLUMN [Phone]\nGO\n",
      ),
      places: at('migrations/004_drop.sql', 2, 4),
    },
    {
      name: 'an anonymous block and dynamic SQL',
      files: added(
        'supabase/migrations/20260102_fix.sql',
        "DO $$\nBEGIN\n  IF true THEN\n    DROP TABLE public.events;\n  END IF;\n  EXECUTE 'TRUNCATE accounts';\nEND $$;\n",
      ),
      places: at('supabase/migrations/20260102_fix.sql', 4, 6),
    },
    {
      name: 'a lone comment does not make a down section',
      files: added('migrations/0009_x.sql', '-- +goose Down\nDROP TABLE payments;\n'),
      places: at('migrations/0009_x.sql', 2),
    },
    {
      name: 'a type change that cuts values, and a data-modifying WITH',
      files: added(
        'migrations/0010_types.sql',
        'ALTER TABLE people ALTER COLUMN name TYPE varchar(20) USING left(name, 20);\nWITH gone AS (DELETE FROM jobs RETURNING *)\nINSERT INTO jobs_log SELECT * FROM gone;\n',
      ),
      places: at('migrations/0010_types.sql', 1, 2),
    },
    {
      name: 'IF NOT EXISTS may have met an old table',
      files: added('migrations/3_tmp.sql', 'CREATE TABLE IF NOT EXISTS users (id int);\nDROP TABLE users;\n'),
      places: at('migrations/3_tmp.sql', 2),
    },
  ],
  clean: [
    {
      name: 'only adds',
      files: added(
        'db/migrations/2_add.sql',
        'CREATE TABLE a (id int);\nALTER TABLE b ADD COLUMN c int;\nDROP INDEX b_idx;\nALTER TABLE b DROP CONSTRAINT b_check;\nALTER TABLE b ALTER COLUMN d DROP NOT NULL;\n',
      ),
    },
    {
      name: 'a table of its own for rows on their way',
      files: added(
        'migrations/2_copy.sql',
        'DROP TABLE IF EXISTS tmp_users;\nCREATE TABLE tmp_users (id int);\nINSERT INTO tmp_users SELECT id FROM users;\n',
      ),
    },
    {
      name: 'both directions in one file',
      files: added(
        'migrations/00001_users.sql',
        '-- +goose Up\nALTER TABLE users ADD COLUMN age int;\n-- +goose Down\nALTER TABLE users DROP COLUMN age;\nDROP TABLE accounts;\n',
      ),
    },
    {
      name: 'rollback scripts',
      files: [
        ...added('migrations/1_init.down.sql', 'DROP TABLE users;\n'),
        ...added('sql/U2__undo.sql', 'DROP TABLE users;\n'),
        ...added('deploy/revert/users.sql', 'DROP TABLE users;\n'),
      ],
    },
    {
      name: 'tables that this change makes, and temporary ones',
      files: added(
        'migrations/5_move.sql',
        'CREATE TEMP TABLE ids AS SELECT id FROM users;\nCREATE TABLE staging (id int);\nDELETE FROM staging;\nDROP TABLE staging;\nDROP TABLE ids;\n',
      ),
    },
    {
      name: 'conditions that name rows; a new column is filled',
      files: added(
        'migrations/6_fill.sql',
        "ALTER TABLE users ADD COLUMN plan text;\nUPDATE users SET plan = 'free';\nDELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE gone);\n",
      ),
    },
    {
      name: 'SQLite rebuilds a table',
      files: added(
        'prisma/migrations/20260101_x/migration.sql',
        'PRAGMA foreign_keys=OFF;\nCREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);\nINSERT INTO "new_User" ("id") SELECT "id" FROM "User";\nDROP TABLE "User";\nALTER TABLE "new_User" RENAME TO "User";\n',
      ),
    },
    {
      name: 'a statement moves and is indented again',
      files: [
        {
          path: 'migrations/8_old.sql',
          before: 'DROP TABLE legacy;\nSELECT 1;\n',
          after: 'SELECT 1;\n  DROP TABLE\n    legacy;\n',
        },
      ],
    },
    {
      name: 'bodies of functions and triggers do not run with the migration',
      files: added(
        'migrations/9_fn.sql',
        'CREATE FUNCTION reset() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM cache; END $$;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;\n',
      ),
    },
    {
      name: 'tests, seeds and named queries',
      files: [
        ...added('tests/fixtures/reset.sql', 'TRUNCATE users;\n'),
        ...added('db/seeds/dev.sql', 'DELETE FROM users;\n'),
        ...added('internal/store/queries.sql', '-- name: DeleteAll :exec\nDELETE FROM cache;\n'),
      ],
    },
  ],
};
