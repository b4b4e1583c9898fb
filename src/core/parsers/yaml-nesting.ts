import { Lexer } from 'yaml';

/** Indentation that no sane file has; each level of a block takes at least a column. */
const MAX_COLUMN = 200;
/** So many levels can be parsed without a look beforehand. */
const SAFE_DEPTH = 400;

/** What the lexer puts between the parts of a text: start of a document or scalar, end of flow text, byte order mark. */
const MARKERS = new Set(['\u0002', '\u0018', '\u001f', '\ufeff']);

/** Where a YAML text goes beyond a limit. */
export interface YamlExcess {
  readonly of: 'depth' | 'tokens';
  readonly line: number;
  readonly column: number;
}

/**
 * Where a YAML text nests deeper than so many brackets, indents beyond 200 columns, or has more tokens (line endings
 * included) than wanted;
 * null: nowhere.
 *
 * The parser recurses, and a stack that overflows inside it can end the whole process instead of throwing: text
 * that is not trusted has to pass here first. The lexer does not recurse; this takes linear time.
 */
export function yamlExcess(text: string, maxDepth: number, maxTokens = Infinity): YamlExcess | null {
  let depth = 0;
  let tokens = 0;
  let line = 1;
  let column = 0;
  let leading = true;
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.has(token)) continue;
    if (token[0] !== ' ' && ++tokens > maxTokens) return { of: 'tokens', line, column: column + 1 };
    const end = token.lastIndexOf('\n');
    if (end >= 0) {
      // Text of several lines may end within one.
      line += token.length === 1 ? 1 : token.split('\n').length - 1;
      column = token.length - 1 - end;
      leading = column === 0;
      continue;
    }
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > maxDepth || (leading && column > MAX_COLUMN))
      return { of: 'depth', line, column: column + 1 };
    leading &&= /^[ \t?:-]*$/.test(token);
    column += token.length;
  }
  return null;
}

/** False if the parser can read a text without overflowing the stack, as most can: told without the lexer. */
export function mayNestDeeply(text: string): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if ((char === SQUARE || char === CURLY) && ++opened > SAFE_DEPTH) return true;
  }
  return FAR_RIGHT.test(text);
}

const [SQUARE, CURLY] = [0x5b, 0x7b] as const;
const FAR_RIGHT = /^[ \t?:\ufeff-]{200}/m;
