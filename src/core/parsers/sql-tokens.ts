/** One word, name, literal or symbol of SQL. Comments and white space are gone. */
export interface SqlToken {
  /** `word`: keyword or plain name, in lower case. `name`: quoted identifier, quotes taken off. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  readonly text: string;
  /** 1-based line where it begins. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Of a string: 1-based line on which its content begins. */
  readonly bodyLine?: number;
}

/** How the dialects differ where it matters to find the end of a literal. */
export interface SqlLexicon {
  /** MySQL: a backslash escapes inside quotes, and `"..."` may be a string. */
  readonly backslash: boolean;
}

const WORD = /[\p{L}_@#$][\p{L}\p{N}_$#@]*/uy;
const NUMBER = /\d[\d.]*(?:[eE][+-]?\d+)?/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,62})?\$/y;

/** Where a quoted literal that starts at `start` ends (after the closing quote, or the end of the text). */
function quotedEnd(text: string, start: number, quote: string, backslash: boolean): number {
  for (let i = start + 1; i < text.length; i++) {
    if (backslash && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return text.length;
}

/** Where a block comment ends. PostgreSQL nests them; others end at the first terminator. */
function commentEnd(text: string, start: number, nested: boolean): number {
  let depth = 1;
  let i = start + 2;
  while (i < text.length && depth > 0) {
    if (text.startsWith('*/', i)) {
      depth--;
      i += 2;
    } else if (nested && text.startsWith('/*', i)) {
      depth++;
      i += 2;
    } else i++;
  }
  return i;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const match = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** Text that only MySQL and its kin write: then backslashes escape, and block comments do not nest. */
export function sqlLexicon(text: string): SqlLexicon {
  return { backslash: /`|\bENGINE\s*=|\bAUTO_INCREMENT\b|^[ \t]*DELIMITER[ \t]/im.test(text) };
}

/**
 * Splits SQL of any dialect into tokens. Never fails: an unclosed literal or comment runs to the end.
 * `firstLine` numbers the text's first line, for texts cut out of a file.
 */
export function sqlTokens(text: string, lexicon: SqlLexicon, firstLine = 1): SqlToken[] {
  const tokens: SqlToken[] = [];
  let line = firstLine;
  let at = 0;
  let fresh = true;
  const advance = (to: number): void => {
    for (let i = at; i < to; i++) if (text.charCodeAt(i) === 10) line++;
    at = to;
  };
  const push = (kind: SqlToken['kind'], end: number, value: string, bodyLine?: number): void => {
    const begun = { kind, text: value, line, start: at, end };
    tokens.push(bodyLine === undefined ? begun : { ...begun, bodyLine });
    advance(end);
  };
  const pushQuoted = (kind: SqlToken['kind'], open: number, quote: string, backslash: boolean): void => {
    const end = quotedEnd(text, at + open - 1, quote, backslash);
    push(
      kind,
      end,
      text.slice(at + open, Math.max(at + open, end - 1)),
      kind === 'string' ? line : undefined,
    );
  };

  while (at < text.length) {
    const char = text[at] as string;
    const next = text[at + 1];
    if (char === '\n') {
      advance(at + 1);
      fresh = true;
      continue;
    }
    if (char === ' ' || char === '\t' || char === '\r' || char === '\uFEFF') {
      at++;
      continue;
    }
    const first = fresh;
    fresh = false;
    if ((char === '-' && next === '-') || (first && char === '#')) at = lineEnd(text, at);
    else if (first && char === '\\') at = lineEnd(text, at);
    // MySQL runs what stands in /*! ... */: leave only the marks out.
    else if (char === '/' && next === '*' && text[at + 2] === '!')
      at += 3 + (/^\d{5,6}/.exec(text.slice(at + 3, at + 9))?.[0].length ?? 0);
    else if (char === '*' && next === '/') at += 2;
    else if (char === '/' && next === '*') advance(commentEnd(text, at, !lexicon.backslash));
    else if (char === "'") pushQuoted('string', 1, "'", lexicon.backslash);
    else if (/[eEnN]/.test(char) && next === "'")
      pushQuoted('string', 2, "'", lexicon.backslash || char === 'e' || char === 'E');
    else if (char === '"') pushQuoted('name', 1, '"', lexicon.backslash);
    else if (char === '`') pushQuoted('name', 1, '`', false);
    else if (char === '[' && /[\p{L}_]/u.test(next ?? '')) {
      const end = Math.min(quotedEnd(text, at, ']', false), lineEnd(text, at));
      push('name', end, text.slice(at + 1, end - 1));
    } else {
      const dollar = char === '$' ? match(DOLLAR, text, at) : null;
      if (dollar !== null) {
        const close = text.indexOf(dollar, at + dollar.length);
        const end = close < 0 ? text.length : close;
        push('string', Math.min(text.length, end + dollar.length), text.slice(at + dollar.length, end), line);
        continue;
      }
      const word = match(WORD, text, at);
      const number = word === null ? match(NUMBER, text, at) : null;
      if (word !== null) push('word', at + word.length, word.toLowerCase());
      else if (number !== null) push('number', at + number.length, number);
      else push('symbol', at + 1, char);
    }
  }
  return tokens;
}
