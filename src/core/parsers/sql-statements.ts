import type { Node } from 'libpg-query';
import { keptByText } from '../facts/kept.ts';
import { parsePostgresql } from './postgresql.ts';
import { type SqlLexicon, type SqlToken, sqlLexicon, sqlTokens } from './sql-tokens.ts';

/** One statement of a SQL script. */
export interface SqlStatement {
  /** Never empty; without the terminator. */
  readonly tokens: readonly SqlToken[];
  /** What PostgreSQL itself reads in it; null where it is another dialect's. */
  readonly tree: Node | null;
}

/** Longer statements and scripts are not given to PostgreSQL's parser: their tokens must do. */
const MAX_PARSED = 1_000_000;
const MAX_NESTING = 200;
const MAX_CHAINED = 3000;
/** Statements given to the parser one by one, at about 0.1 ms each. */
const MAX_SINGLE = 5000;
/** Characters of files whose statements are remembered. */
const KEPT = 2_000_000;
/** Bodies without an end that are looked for, each to the end of the script. */
const MAX_UNCLOSED = 20;

const ROUTINE = new Set(['function', 'procedure', 'proc', 'trigger', 'event', 'package']);
const NOT_A_BLOCK = new Set(['if', 'loop', 'while', 'repeat', 'for']);
const NOT_A_BODY = new Set(['tran', 'transaction', 'work', 'distributed']);

/** True for `CREATE FUNCTION` and its like, whose body does not run when the script does. */
export function definesRoutine(tokens: readonly SqlToken[]): boolean {
  const verb = tokens[0]?.text;
  if (verb !== 'create' && verb !== 'alter') return false;
  for (const token of tokens.slice(1, 12)) {
    if (token.kind !== 'word') continue;
    if (ROUTINE.has(token.text)) return true;
    if (token.text === 'table' || token.text === 'view' || token.text === 'policy') return false;
  }
  return false;
}

/** The index after the token that ends a routine's BEGIN ... END body; null: it is never closed. */
function bodyEnd(tokens: readonly SqlToken[], begin: number): number | null {
  let depth = 0;
  for (let i = begin; i < tokens.length; i++) {
    const { kind, text } = tokens[i] as SqlToken;
    if (kind !== 'word') continue;
    const next = tokens[i + 1]?.text ?? '';
    if (text === 'begin' ? !NOT_A_BODY.has(next) : text === 'case' && tokens[i - 1]?.text !== 'end') depth++;
    else if (text === 'end' && !NOT_A_BLOCK.has(next)) {
      depth--;
      if (depth <= 0) return i + 1;
    }
  }
  return null;
}

/** `GO` (SQL Server) or `/` (Oracle) alone on its line. */
function batchEnd(tokens: readonly SqlToken[], i: number): boolean {
  const token = tokens[i] as SqlToken;
  if (token.text !== 'go' && token.text !== '/') return false;
  return (tokens[i - 1]?.line ?? 0) < token.line && (tokens[i + 1]?.line ?? Infinity) > token.line;
}

/** Cuts tokens where the dialects end statements: `;`, batch ends, MySQL's own delimiter. */
function cut(tokens: readonly SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let delimiter: string | null = null;
  let unclosed = 0;
  const end = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as SqlToken;
    if (current.length === 0 && token.text === 'delimiter' && token.kind === 'word') {
      const line = tokens.slice(i + 1, i + 4).filter((other) => other.line === token.line);
      const mark = line.map((other) => other.text).join('');
      delimiter = mark === ';' || mark === '' ? null : mark;
      i += line.length;
      continue;
    }
    if (delimiter !== null) {
      const run = tokens.slice(i, i + delimiter.length);
      const length = prefixOf(run, delimiter);
      if (length > 0) {
        end();
        i += length - 1;
        continue;
      }
    } else if (
      token.text === 'begin' &&
      token.kind === 'word' &&
      unclosed < MAX_UNCLOSED &&
      definesRoutine(current)
    ) {
      const close = bodyEnd(tokens, i);
      if (close === null) unclosed++;
      if (close !== null) {
        current.push(...tokens.slice(i, close));
        i = close - 1;
        continue;
      }
    }
    if ((token.kind === 'symbol' && token.text === ';' && delimiter === null) || batchEnd(tokens, i)) end();
    else current.push(token);
  }
  end();
  return statements;
}

/** How many tokens spell out `mark` exactly; 0: they do not. */
function prefixOf(tokens: readonly SqlToken[], mark: string): number {
  let spelled = '';
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'symbol' && token.kind !== 'word') return 0;
    spelled += token.text;
    if (spelled === mark) return i + 1;
    if (!mark.startsWith(spelled)) return 0;
  }
  return 0;
}

/** Operators that chain, and so nest in the parse tree, without brackets. */
const CHAINS = new Set(
  'and or not union intersect except join collate zone case is isnull notnull like ilike in similar between operator'.split(
    ' ',
  ),
);

/**
 * True where PostgreSQL's parser would recurse deeply. That overflows the stack below the wasm module, and a few
 * dozen overflows leave the module unusable: such text is left to the tokens.
 */
function nestsDeeply(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  let chained = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'word' ? CHAINS.has(text) : kind === 'symbol' && !',.;)]'.includes(text)) chained++;
    if (kind !== 'symbol') continue;
    if (text === '(' || text === '[') {
      chained--;
      if (++depth > MAX_NESTING) return true;
    } else if (text === ')' || text === ']') depth--;
  }
  return chained > MAX_CHAINED;
}

/** psql's `COPY ... FROM stdin;` is followed by rows until `\.`: blanked, so that lines keep their numbers. */
function withoutCopiedRows(text: string): string {
  if (!/\bfrom\s+stdin\b/i.test(text)) return text;
  let copying = false;
  return text
    .split('\n')
    .map((line) => {
      if (copying) {
        copying = !/^\\\.\s*$/.test(line);
        return '';
      }
      copying = /^\s*copy\s.*\bfrom\s+stdin\b.*;\s*$/i.test(line.slice(0, 4000));
      return line;
    })
    .join('\n');
}

/**
 * The script with only its tokens: PostgreSQL's parser shall not trip over commands of psql, nor take minutes over
 * comments nested a hundred thousand deep.
 */
function onlyTokens(text: string, tokens: readonly SqlToken[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of tokens) {
    if (at < start) parts.push(blanks(text.slice(at, start)));
    parts.push(text.slice(start, end));
    at = end;
  }
  return parts.join('');
}

const blanks = (gap: string): string => (gap === ' ' || gap === '\n' ? gap : gap.replace(/[^\n]/g, ' '));

/** The statements of a whole script if it is PostgreSQL; null if not. Offsets of the parser are UTF-8 bytes. */
function postgresqlStatements(text: string, tokens: readonly SqlToken[]): SqlStatement[] | null {
  if (text.length > MAX_PARSED || nestsDeeply(tokens)) return null;
  const tree = parsePostgresql(text);
  if (tree === null) return null;
  const bytes = Buffer.from(text);
  const statements: SqlStatement[] = [];
  let next = 0;
  let byte = 0;
  let end = 0;
  for (const raw of tree.stmts ?? []) {
    const last = raw.stmt_len ? (raw.stmt_location ?? 0) + raw.stmt_len : bytes.length;
    end += bytes.toString('utf8', byte, last).length;
    byte = last;
    const own: SqlToken[] = [];
    for (; next < tokens.length && (tokens[next] as SqlToken).start < end; next++) {
      const token = tokens[next] as SqlToken;
      if (own.length > 0 || token.text !== ';') own.push(token);
    }
    if (own.length > 0) statements.push({ tokens: own, tree: raw.stmt ?? null });
  }
  return statements;
}

/**
 * The statements of a SQL script in any dialect, in order. PostgreSQL's own parser decides where it can read the
 * script, else where it can read the single statement; the tokens are there in any case. Never fails.
 * Needs the `postgresql` parser loaded. `firstLine` numbers the script's first line. Whole files are remembered, since
 * several rules read the same ones.
 */
export const sqlStatements = (script: string, firstLine = 1): readonly SqlStatement[] =>
  firstLine === 1 ? fileStatements(script) : readStatements(script, firstLine);

const fileStatements = keptByText((script) => readStatements(script, 1), KEPT);

function readStatements(script: string, firstLine: number): SqlStatement[] {
  const written = withoutCopiedRows(script);
  const lexicon: SqlLexicon = sqlLexicon(written);
  const tokens = sqlTokens(written, lexicon, firstLine);
  const text = onlyTokens(written, tokens);
  const whole = lexicon.backslash ? null : postgresqlStatements(text, tokens);
  if (whole !== null) return whole;
  return cut(tokens).map((own, i) => {
    const from = (own[0] as SqlToken).start;
    const to = (own.at(-1) as SqlToken).end;
    const unparsed = i >= MAX_SINGLE || to - from > MAX_PARSED || nestsDeeply(own);
    const parsed = unparsed ? null : parsePostgresql(text.slice(from, to));
    const stmts = parsed?.stmts ?? [];
    return { tokens: own, tree: stmts.length === 1 ? (stmts[0]?.stmt ?? null) : null };
  });
}
