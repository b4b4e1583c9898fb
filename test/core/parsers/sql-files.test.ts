import { sqlFileRole, withoutDownSections } from '../../../src/core/parsers/sql-files.ts';

describe('sqlFileRole', () => {
  test.each([
    ['db/migrations/20260101_x.sql', 'migration'],
    ['prisma/migrations/20260101_x/migration.sql', 'migration'],
    ['drizzle/0003_x.sql', 'migration'],
    ['src/main/resources/db/migration/V2_1__x.sql', 'migration'],
    ['migrations/2026-01-01-000000_x/up.sql', 'migration'],
    ['DB/Migrations/0007_add_schema.SQL', 'migration'],
    ['migrations/2026-01-01-000000_x/down.sql', 'rollback'],
    ['migrations/000001_x.down.sql', 'rollback'],
    ['db/rollback/x.sql', 'rollback'],
    ['sql/U2__x.sql', 'rollback'],
    ['scripts/cleanup.sql', 'script'],
    ['db/structure.sql', 'other'],
    ['db/seeds/users.sql', 'other'],
    ['internal/testdata/migrations/001_x.sql', 'other'],
    ['supabase/tests/policies.sql', 'other'],
    ['src/main.ts', null],
  ])('%s is %s', (path, role) => {
    expect(sqlFileRole(path)).toBe(role);
  });
});

describe('withoutDownSections', () => {
  test.each([
    ['goose', '-- +goose Up\na\n-- +goose Down\nb\n-- +goose Up\nc', '-- +goose Up\na\n\n\n-- +goose Up\nc'],
    ['dbmate', '-- migrate:up\na\n-- migrate:down\nb', '-- migrate:up\na\n\n'],
    ['sql-migrate', '-- +migrate Up\na\n-- +migrate Down\nb', '-- +migrate Up\na\n\n'],
    ['Play', '# --- !Ups\na\n# --- !Downs\nb', '# --- !Ups\na\n\n'],
  ])('%s', (_name, script, forward) => {
    expect(withoutDownSections(script)).toBe(forward);
  });
  test.each([
    ['no mark for up', '-- +goose Down\nDROP TABLE a;'],
    ["another tool's mark for up", '-- migrate:up\na\n-- +goose Down\nb'],
    ['down before up', '-- migrate:down\na\n-- migrate:up\nb'],
  ])('hides nothing with %s', (_name, script) => {
    expect(withoutDownSections(script)).toBe(script);
  });
});
