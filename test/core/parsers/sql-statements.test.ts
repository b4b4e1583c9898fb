import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import { sqlStatements } from '../../../src/core/parsers/sql-statements.ts';

beforeAll(() => loadParsers(['postgresql']));

/** Each statement's first two words, its line, and whether PostgreSQL could read it. */
const outline = (sql: string) =>
  sqlStatements(sql).map(({ tokens, tree }) => [
    tokens
      .slice(0, 2)
      .map(({ text }) => text)
      .join(' '),
    tokens[0]?.line,
    tree !== null,
  ]);

describe('sqlStatements', () => {
  test('PostgreSQL, with characters of several bytes before a statement', () => {
    expect(outline("SELECT 'é€😀';\n-- ü\n\nDROP TABLE a;\nDELETE FROM b")).toEqual([
      ['select é€😀', 1, true],
      ['drop table', 4, true],
      ['delete from', 5, true],
    ]);
  });
  test('rows of COPY are no statements', () => {
    expect(outline('COPY t (a) FROM stdin;\nDROP TABLE x;\n\\.\nSELECT 1;')).toEqual([
      ['copy t', 1, true],
      ['select 1', 4, true],
    ]);
  });
  test('one statement of another dialect leaves the others readable', () => {
    expect(outline('PRAGMA foreign_keys=OFF;\nDROP TABLE a;')).toEqual([
      ['pragma foreign_keys', 1, false],
      ['drop table', 2, true],
    ]);
  });
  test('batches of SQL Server', () => {
    expect(outline('CREATE PROCEDURE p AS BEGIN DELETE FROM a; END\nGO\nDROP TABLE [b]\nGO\n')).toEqual([
      ['create procedure', 1, false],
      ['drop table', 3, false],
    ]);
  });
  test("MySQL's delimiters", () => {
    const sql =
      'DELIMITER //\nCREATE PROCEDURE `p`() BEGIN DELETE FROM a; END //\nDELIMITER ;\nDROP TABLE b;';
    expect(outline(sql)).toEqual([
      ['create procedure', 2, false],
      ['drop table', 4, true],
    ]);
  });
  test('a body that never ends does not swallow the rest', () => {
    expect(outline('CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\nDROP TABLE b;').at(-1)).toEqual([
      'drop table',
      2,
      true,
    ]);
  });
  test.each([
    ['brackets', `SELECT ${'('.repeat(50_000)}`],
    ['operators', `SELECT ${'1 + '.repeat(50_000)}1`],
    ['casts', `SELECT 1${'::int'.repeat(50_000)}`],
    ['unions', `SELECT 1${' UNION SELECT 1'.repeat(20_000)}`],
  ])('deep %s are not given to the recursive parser, which goes on working', (_name, sql) => {
    for (let i = 0; i < 3; i++) expect(sqlStatements(sql).map(({ tree }) => tree)).toEqual([null]);
    expect(outline('DROP TABLE a')).toEqual([['drop table', 1, true]]);
  });
});
