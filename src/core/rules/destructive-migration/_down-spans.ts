import type { Language } from '../../parsers/tests/languages.ts';

/** From and to, as indices. */
export type Span = readonly [from: number, to: number];

/** Where code begins that runs only backwards, by how the frameworks call it. */
const BACKWARD: Partial<Record<Language, RegExp>> = {
  python:
    /^[ \t]*(?:async[ \t]+)?def[ \t]+(?:downgrade\w*|\w*_?(?:reverse|backwards?|rollback|undo|revert)\w*)[ \t]*\(|\bstate_operations[ \t]*=|\breverse_(?:sql|code)[ \t]*=|\bRunSQL\(/gm,
  ruby: /^[ \t]*def[ \t]+(?:self\.)?down\b|^[ \t]*\w+\.down\b/gm,
  js: /(?:(?<![\w$.])|\bexports\.)["']?down["']?[ \t]*(?:=(?!=)|:|(?=\())/g,
  php: /\bfunction[ \t]+down\b/g,
  csharp: /\bvoid[ \t]+Down\b/g,
};

/** Mere calls of `down` that are looked at; past them what follows counts as forward. */
const MAX_CALLS = 50;

/**
 * What of a migration runs only backwards, in order and without overlaps.
 * `code` has comments and strings blanked; `text` is as written, since names of methods may be quoted.
 */
export function downSpans(text: string, code: string, language: Language): Span[] {
  const pattern = BACKWARD[language];
  if (!pattern) return [];
  const spans: Span[] = [];
  let past = 0;
  let calls = 0;
  for (const found of text.matchAll(pattern)) {
    const begin = found.index + (found[0].length - found[0].trimStart().length);
    if (begin < past || /\s/.test(code[begin] as string)) continue;
    const span = spanOf(code, begin, found.index + found[0].length, language);
    if (!span) {
      if (++calls > MAX_CALLS) break;
      continue;
    }
    spans.push(span);
    past = span[1];
  }
  return spans;
}

function spanOf(code: string, begin: number, after: number, language: Language): Span | null {
  if (language === 'ruby' || /^(?:async\b|def\b)/.test(code.slice(begin, begin + 5)))
    return [begin, indentEnd(code, begin)];
  if (language === 'python') {
    if (!code.startsWith('RunSQL', begin)) return [begin, bracketEnd(code, after)];
    // What stands after the first argument is the way back, unless the way on is named there.
    const comma = bracketEnd(code, after);
    const close = code[comma] === ',' ? closing(code, comma) : comma;
    return /(?<!_)\bsql[ \t]*=/.test(code.slice(comma, close)) ? null : [comma, close];
  }
  if (language !== 'js' || code[after] !== '(') return [begin, bracketEnd(code, after)];
  // A method called `down`, not a call of it.
  const body = closing(code, after + 1) + 1;
  return /^\s*(?:\{|:)/.test(code.slice(body, body + 40)) ? [begin, bracketEnd(code, body)] : null;
}

/** Index of the bracket that closes what is open at an index. */
function closing(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const char = code[at] as string;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth < 0) return at;
  }
  return code.length;
}

/** Up to the next line that is indented no deeper than the one of the header. */
function indentEnd(code: string, header: number): number {
  const indent = header - (code.lastIndexOf('\n', header - 1) + 1);
  for (let at = code.indexOf('\n', header); at >= 0; at = code.indexOf('\n', at + 1)) {
    const line = code.slice(at + 1, at + 200);
    const first = line.search(/[^ \t\r]/);
    if (first < 0 || line[first] === '\n') continue;
    if (first <= indent && line[first] !== ')') return at;
  }
  return code.length;
}

/** Where a new statement surely begins, although none of these languages must end one with a semicolon. */
const FRESH = /^\s*(?:exports?\b|module\b)/;

/** To the end of a function's body, an argument or a statement. */
function bracketEnd(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const char = code[at] as string;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) {
      depth--;
      if (depth < 0) return at;
      // The body of a function is over; a parameter list, or a type, is not.
      if (depth === 0 && char === '}') return at + 1;
    } else if (depth === 0 && (char === ';' || char === ',')) return at;
    else if (depth === 0 && char === '\n' && FRESH.test(code.slice(at, at + 40))) return at;
  }
  return code.length;
}
