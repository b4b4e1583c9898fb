import { Lexer } from 'yaml';

/** Indentation that no sane file has; each level of a block takes at least a column. */
const MAX_COLUMN = 200;

/** What the lexer puts between the parts of a text: start of a document or scalar, end of flow text, byte order mark. */
const MARKERS = new Set(['\u0002', '\u0018', '\u001f', '\ufeff']);

/**
 * Where a YAML text nests deeper than so many brackets, or indents beyond 200 columns; null: nowhere.
 *
 * The parser recurses, and a stack that overflows inside it can end the whole process instead of throwing: text
 * that is not trusted has to pass here first. The lexer does not recurse; this takes linear time.
 */
export function deepNesting(text: string, maxDepth: number): { line: number; column: number } | null {
  let depth = 0;
  let line = 1;
  let column = 0;
  let leading = true;
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.has(token)) continue;
    if (token.endsWith('\n')) {
      line += token.split('\n').length - 1;
      column = 0;
      leading = true;
      continue;
    }
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > maxDepth || (leading && column > MAX_COLUMN)) return { line, column: column + 1 };
    leading &&= /^[ \t?:-]*$/.test(token);
    column += token.length;
  }
  return null;
}
