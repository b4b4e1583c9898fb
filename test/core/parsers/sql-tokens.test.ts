import { sqlLexicon, sqlTokens } from '../../../src/core/parsers/sql-tokens.ts';

const texts = (sql: string) => sqlTokens(sql, sqlLexicon(sql)).map(({ text }) => text);

describe('sqlTokens', () => {
  test.each<[name: string, sql: string, expected: string[]]>([
    ['comments are gone', 'a -- b\n/* c */ d', ['a', 'd']],
    ['PostgreSQL nests comments', '/* a /* b */ c */ d', ['d']],
    ['MySQL runs what stands in /*! */', 'a /*!40000 DROP TABLE `t` */;', ['a', 'drop', 'table', 't', ';']],
    ['a comment mark inside a string', "'-- a' b", ['-- a', 'b']],
    ['doubled quotes', "'it''s' b", ["it''s", 'b']],
    ['a backslash is a character', "'\\' b", ['\\', 'b']],
    ['and escapes in E strings', "E'\\' b' c", ["\\' b", 'c']],
    ['and in MySQL', "`x` '\\' b' c", ['x', "\\' b", 'c']],
    ['dollar quotes, which hold others', '$a$ $$ ; $a$ b', [' $$ ; ', 'b']],
    ['parameters are no dollar quotes', '$1 + $2', ['$1', '+', '$2']],
    ['quoted names', '"A b" `c` [d e]', ['A b', 'c', 'd e']],
    ['an unclosed string runs to the end', "a 'b", ['a', '']],
    ['psql commands', '\\set x 1\na', ['a']],
  ])('%s', (_name, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  test('lines are counted through strings and comments', () => {
    const tokens = sqlTokens("a\n/* \n */ b '\n' c $$\n$$\nd", { backslash: false });
    expect(tokens.filter(({ kind }) => kind === 'word').map(({ text, line }) => [text, line])).toEqual([
      ['a', 1],
      ['b', 3],
      ['c', 4],
      ['d', 6],
    ]);
  });
});
