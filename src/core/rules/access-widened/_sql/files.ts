import type { FileChange } from '../../../facts/facts.ts';
import { sqlFileRole, withoutDownSections } from '../../../parsers/sql-files.ts';
import { skipWords, sqlNameAt, wordsAt } from '../../../parsers/sql-names.ts';
import { sqlStatements, type SqlStatement } from '../../../parsers/sql-statements.ts';

/** SQL that runs against a database with data in it. */
export const isRead = (path: string): boolean => {
  const role = sqlFileRole(path);
  return role === 'migration' || role === 'script';
};

/** The statements of one side of a file that run on the way forward. */
export const statementsOf = (content: FileChange['head']): readonly SqlStatement[] =>
  content?.state === 'text' ? sqlStatements(withoutDownSections(content.text)) : [];

/** Names of the tables or functions for which an ALTER says these words. */
export function altered(
  statements: readonly SqlStatement[],
  kind: 'table' | 'function',
  ...words: readonly string[]
): ReadonlySet<string> {
  const names = statements.flatMap(({ tokens }) => {
    if (tokens[0]?.text !== 'alter' || tokens[1]?.text !== kind) return [];
    const named = sqlNameAt(tokens, skipWords(tokens, 2, 'if', 'exists', 'only'));
    return named && tokens.some((_token, i) => wordsAt(tokens, i, ...words)) ? [named.name] : [];
  });
  return new Set(names);
}

/** Names of the tables that are put under row-level security. */
export const rowSecured = (statements: readonly SqlStatement[]): ReadonlySet<string> =>
  altered(statements, 'table', 'enable', 'row', 'level', 'security');
