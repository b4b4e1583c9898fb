import type { Node } from 'libpg-query';
import { definesRoutine, sqlStatements, type SqlStatement } from '../../parsers/sql-statements.ts';
import { sqlTokens, type SqlToken } from '../../parsers/sql-tokens.ts';
import { isLoss, type SchemaEvent } from './_events.ts';
import { tokenEvents } from './_sql-token-events.ts';
import { treeEvents } from './_sql-tree-events.ts';

/** What a script does, in order. Needs the `postgresql` parser. */
export function sqlEvents(script: string): SchemaEvent[] {
  return sqlStatements(script).flatMap(statementEvents);
}

function statementEvents({ tokens, tree }: SqlStatement): SchemaEvent[] {
  if (definesRoutine(tokens)) return [];
  const run = executed(tokens);
  if (run.length > 0) return [...run, ...tokenEvents(tokens)];
  const seen = tokenEvents(tokens);
  if (tree === null || isBlock(tree)) return seen;
  // Where PostgreSQL's parser can tell, it decides what is lost; the tokens tell what is created or moved.
  return [...treeEvents(tree, tokens), ...seen.filter((event) => !isLoss(event))];
}

const isBlock = (tree: Node): boolean => 'DoStmt' in tree;

/** SQL in strings that run at once: DO bodies, EXECUTE '...', EXEC('...'). */
function executed(tokens: readonly SqlToken[], depth = 0): SchemaEvent[] {
  if (depth > 3) return [];
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'string' || !runs(tokens, i)) return [];
    const inner = sqlTokens(token.text, { backslash: false }, token.bodyLine);
    return [...executed(inner, depth + 1), ...tokenEvents(inner)];
  });
}

function runs(tokens: readonly SqlToken[], at: number): boolean {
  if (tokens[0]?.text === 'do' && tokens[0].kind === 'word') return true;
  const before = tokens.slice(Math.max(0, at - 3), at).filter((token) => token.kind === 'word');
  return before.some(({ text }) => text === 'execute' || text === 'exec' || text === 'sp_executesql');
}
