import type { Language } from './languages.ts';

/**
 * The text with comments and the insides of strings blanked, line for line and column for column the same, so that
 * brackets can be counted and calls be found. Linear: each character is looked at once.
 */
export function mask(text: string, language: Language): string {
  const out: string[] = [];
  let copied = 0;
  let at = 0;
  /** Braces open in each template literal that is being interpolated. */
  const templates: number[] = [];
  const blank = (from: number, to: number): void => {
    out.push(text.slice(copied, from), blanks(text.slice(from, to)));
    copied = to;
    at = to;
  };
  const template = (from: number): void => {
    const end = endOfTemplate(text, from);
    blank(from, end);
    if (text.startsWith('${', end)) {
      templates.push(0);
      at = end + 2;
    } else at = end + 1;
  };
  while (at < text.length) {
    if (!MAY_BEGIN[text.charCodeAt(at)]) {
      at++;
      continue;
    }
    const char = text[at] ?? '';
    const comment = commentEnd(text, at, char, language);
    if (comment !== null) blank(at, comment);
    else if (char === '`' && language === 'js') template(at + 1);
    else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      template(at + 1);
    } else {
      const string = stringEnd(text, at, char, language);
      if (string !== null) {
        const close = string.close;
        // The end of a long string stands at any indentation, and must not look like code there.
        const end = string.open === 3 ? close + 3 : close;
        blank(Math.min(at + string.open, text.length), Math.max(at + string.open, end));
        at = Math.max(at, Math.min(text.length, close + string.open));
      } else {
        const depth = templates.length - 1;
        if (depth >= 0 && char === '{') templates[depth] = (templates[depth] ?? 0) + 1;
        if (depth >= 0 && char === '}') templates[depth] = (templates[depth] ?? 0) - 1;
        at++;
      }
    }
  }
  out.push(text.slice(copied));
  return out.join('');
}

/** By character code, what a comment or a string can begin with, and the braces that end an interpolation. */
const MAY_BEGIN = new Uint8Array(0x10000);
for (const char of '#=/`"\'{}') MAY_BEGIN[char.charCodeAt(0)] = 1;

const blanks = (text: string): string =>
  text.includes('\n') ? text.replace(/[^\n]/g, ' ') : ' '.repeat(text.length);

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
};

const after = (text: string, what: string, from: number): number => {
  const found = text.indexOf(what, from);
  return found === -1 ? text.length : found + what.length;
};

/** Where a comment that begins here ends; null: none begins here. */
function commentEnd(text: string, at: number, char: string, language: Language): number | null {
  if (char === '#' && (language === 'python' || language === 'ruby')) return lineEnd(text, at);
  if (char === '#' && language === 'php' && text[at + 1] !== '[') return lineEnd(text, at);
  if (char === '=' && language === 'ruby' && text.startsWith('=begin', at) && lineStart(text, at)) {
    return after(text, '\n=end', at);
  }
  if (char !== '/' || language === 'python' || language === 'ruby') return null;
  if (text[at + 1] === '/') return lineEnd(text, at);
  return text[at + 1] === '*' ? after(text, '*/', at + 2) : null;
}

const lineStart = (text: string, at: number): boolean => at === 0 || text[at - 1] === '\n';

/** Length of the opening (and closing) mark, and where the closing mark stands. */
interface Literal {
  readonly open: number;
  readonly close: number;
}

function stringEnd(text: string, at: number, char: string, language: Language): Literal | null {
  if (char === '"' || char === "'") {
    const triple = char.repeat(3);
    const longQuotes =
      language === 'python' || ((language === 'java' || language === 'csharp') && char === '"');
    if (longQuotes && text.startsWith(triple, at)) {
      return { open: 3, close: after(text, triple, at + 3) - 3 };
    }
    // In Rust a quote also begins a lifetime; elsewhere in this list `'` is a string or a character.
    if (char === "'" && language === 'rust' && !/^'(?:\\[^\n]{1,9}|[^\\\n])'/.test(text.slice(at, at + 12))) {
      return null;
    }
    // An apostrophe in the text of JSX: a string never follows a letter there.
    if (char === "'" && language === 'js' && /[A-Za-z]/.test(text[at - 1] ?? '')) return null;
    const raw = char === '"' ? rawString(text, at, language) : null;
    return raw ?? { open: 1, close: quoteEnd(text, at + 1, char, language) };
  }
  // A function's name in Kotlin, which may hold anything.
  if (char === '`' && language === 'java') return { open: 1, close: quoteEnd(text, at + 1, char, language) };
  if (char === '`' && language === 'go') return { open: 1, close: after(text, '`', at + 1) - 1 };
  if (char === '/' && (language === 'js' || language === 'ruby')) return regexEnd(text, at);
  return null;
}

/** `r#"..."#` in Rust, `@"..."` in C#. */
function rawString(text: string, at: number, language: Language): Literal | null {
  if (language === 'rust') {
    let hashes = 0;
    while (hashes < 9 && text[at - 1 - hashes] === '#') hashes++;
    if (text[at - 1 - hashes] !== 'r') return null;
    return { open: 1, close: after(text, `"${'#'.repeat(hashes)}`, at + 1) - 1 - hashes };
  }
  if (language === 'csharp' && (text[at - 1] === '@' || text[at - 2] === '@')) {
    let end = at + 1;
    for (; end < text.length; end++) {
      if (text[end] !== '"') continue;
      if (text[end + 1] !== '"') break;
      end++;
    }
    return { open: 1, close: end };
  }
  return null;
}

/** The closing quote, or the end of the line where none comes: a stray apostrophe must not swallow the file. */
function quoteEnd(text: string, from: number, quote: string, language: Language): number {
  const spansLines = language === 'rust' || language === 'php' || language === 'ruby';
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === quote) return at;
    else if (char === '\n' && !spansLines) return at - 1;
  }
  return text.length;
}

/** Where a template literal's text stops: at its closing quote or at `${`. */
function endOfTemplate(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '`' || (char === '$' && text[at + 1] === '{')) return at;
  }
  return text.length;
}

/** What comes before a regular expression literal: where a value is expected, `/` cannot divide. */
const BEFORE_REGEX = /(?:^|[\n=(,:[!&|?{;+\-*%~^]|\breturn|\btypeof|\bif|\bunless|\band|\bor)[ \t]*$/;
const REGEX = /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;

/** A regular expression literal of up to 300 characters; it ends on its line. */
function regexEnd(text: string, at: number): Literal | null {
  if (!BEFORE_REGEX.test(text.slice(Math.max(0, at - 40), at))) return null;
  const match = REGEX.exec(text.slice(at, at + 300));
  return match && { open: 1, close: at + match[0].length - 1 };
}
