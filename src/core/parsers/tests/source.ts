import type { Language } from './languages.ts';
import { mask } from './mask.ts';

/** Characters of one statement outside brackets: longer ones are cut, so that work stays linear. */
const MAX_STATEMENT = 2000;

/** A source text prepared for looking at its structure. */
export class Source {
  readonly text: string;
  readonly language: Language;
  /** The same text with comments and strings blanked. */
  readonly code: string;
  readonly #lineStarts: number[] = [0];
  readonly #partners: Int32Array;

  constructor(text: string, language: Language) {
    this.text = text;
    this.language = language;
    this.code = mask(text, language);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1);
    this.#partners = partnersOf(this.code);
  }

  /** 1-based line of an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Where a 1-based line begins. */
  startOf(line: number): number {
    return this.#lineStarts[line - 1] ?? this.text.length;
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /** A 1-based line of code, comments and strings blanked. */
  codeLine(line: number): string {
    return this.code.slice(this.startOf(line), this.startOf(line + 1)).replace(/\r?\n$/, '');
  }

  textLine(line: number): string {
    return this.text.slice(this.startOf(line), this.startOf(line + 1)).replace(/\r?\n$/, '');
  }

  /** The bracket that closes the one at `offset`; the end of the text if none does. */
  closerOf(offset: number): number {
    const closer = this.#partners[offset] ?? -1;
    return closer >= 0 ? closer : this.text.length;
  }

  /** The bracket that the one at `offset` closes; -1 if there is none. */
  openerOf(offset: number): number {
    return this.#partners[offset] ?? -1;
  }

  /** The end of the statement that begins at `offset`: a line's end outside brackets, unless a `.` goes on. */
  statementEnd(offset: number): number {
    let steps = 0;
    for (let at = offset; at < this.code.length && steps < MAX_STATEMENT; at++, steps++) {
      const char = this.code[at] ?? '';
      if (char === '(' || char === '[' || char === '{') at = this.closerOf(at);
      else if (char === ';' || char === ')' || char === ']' || char === '}') return at;
      else if (char === '\n' && !/^\s*(?:\?\.|[.&|+]|->)/.test(this.code.slice(at + 1, at + 120))) return at;
    }
    return Math.min(this.code.length, offset + MAX_STATEMENT);
  }
}

const [ROUND, ROUND_END, SQUARE, SQUARE_END, CURLY, CURLY_END] = [
  0x28, 0x29, 0x5b, 0x5d, 0x7b, 0x7d,
] as const;

const openerOf = (code: number): number =>
  code === ROUND_END ? ROUND : code === SQUARE_END ? SQUARE : code === CURLY_END ? CURLY : 0;

/** For each bracket the one that it belongs to; -1 where none fits. */
function partnersOf(code: string): Int32Array {
  const partners = new Int32Array(code.length).fill(-1);
  /** Offsets of the brackets that are open. */
  const open: number[] = [];
  const count = new Uint32Array(CURLY + 1);
  for (let at = 0; at < code.length; at++) {
    const char = code.charCodeAt(at);
    if (char === ROUND || char === SQUARE || char === CURLY) {
      open.push(at);
      count[char] = (count[char] ?? 0) + 1;
      continue;
    }
    const wanted = openerOf(char);
    if (wanted === 0 || !count[wanted]) continue;
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const opener = code.charCodeAt(top);
      count[opener] = (count[opener] ?? 1) - 1;
      partners[top] = at;
      if (opener !== wanted) continue;
      partners[at] = top;
      break;
    }
  }
  return partners;
}
