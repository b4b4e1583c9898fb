import { sqlTokens, type SqlToken } from '../../../parsers/sql-tokens.ts';
import type { SqlGrant } from './roles.ts';

/** What can be told without a parse tree: templates, other dialects, anonymous blocks, dynamic SQL. */
export function tokenAccess(tokens: readonly SqlToken[], depth = 0): SqlGrant[] {
  const found: SqlGrant[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'string' && depth < 3 && /\b(?:grant|disable|policy)\b/i.test(token.text)) {
      found.push(...tokenAccess(sqlTokens(token.text, { backslash: false }, token.bodyLine), depth + 1));
    }
    if (token.kind !== 'word') continue;
    const seen = (kind: SqlGrant['kind'], detail: string): void => {
      found.push({ kind, severity: 'high', detail, table: '', line: token.line });
    };
    const rest = tokens.slice(i, i + 80).map((other) => (other.kind === 'string' ? "'" : other.text));
    const words = rest
      .slice(0, Math.max(1, rest.indexOf(';') < 0 ? rest.length : rest.indexOf(';')))
      .join(' ');
    if (token.text === 'disable' && words.startsWith('disable row level security'))
      seen('row security off', 'a table');
    const open =
      token.text === 'grant'
        ? /^grant (?!usage|execute|connect).* to .*?\b(public|anon)\b/.exec(words)
        : null;
    if (open) seen('grant', `what is named there to ${open[1]}`);
    if (token.text === 'grant' && /^grant all (?:privileges )?on \* \. \* to/.test(words))
      seen('grant', 'everything on the server');
    if (token.text === 'policy' && /^policy .*\b(?:using|check) \( true \)/.test(words))
      seen('open policy', 'its roles may reach every row');
  }
  return found;
}
