import { mask } from '../tests/mask.ts';
import type { Syntax } from './syntax.ts';

/** One text in which code is told from comments and strings. */
export class Code {
  readonly path: string;
  readonly text: string;
  readonly syntax: Syntax;
  #code: string | null = null;
  #lines: number[] | null = null;

  constructor(path: string, text: string, syntax: Syntax) {
    this.path = path;
    this.text = text;
    this.syntax = syntax;
  }

  /** The text with comments blanked and, in programming languages, the insides of strings too. Same offsets. */
  get code(): string {
    return (this.#code ??= masked(this.text, this.syntax));
  }

  /** Whether code stands at an offset, rather than a comment or the inside of a string. */
  isCode(offset: number): boolean {
    return this.code[offset] !== ' ' && this.code[offset] === this.text[offset];
  }

  /** Whether an offset is inside a string of its line: after an odd number of quotation marks that are code. */
  isInString(offset: number): boolean {
    if (this.isCode(offset)) return false;
    let quotes = 0;
    for (let at = offset - 1; at >= 0 && this.text[at] !== '\n' && offset - at < MAX_LOOK; at--) {
      const char = this.code[at];
      if (char === '"' || char === "'" || char === '`') quotes++;
    }
    return quotes % 2 === 1;
  }

  /** 1-based line of an offset. */
  lineOf(offset: number): number {
    const lines = (this.#lines ??= lineStarts(this.text));
    let low = 0;
    let high = lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Where a 1-based line begins; the end of the text for one after the last. */
  startOf(line: number): number {
    const lines = (this.#lines ??= lineStarts(this.text));
    return lines[line - 1] ?? this.text.length;
  }

  /** The bracket that closes the one at `offset`, at most 4,000 characters on; there if none does. */
  closerOf(offset: number): number {
    const limit = Math.min(this.code.length, offset + MAX_LOOK);
    let depth = 0;
    for (let at = offset; at < limit; at++) {
      const char = this.code[at] ?? '';
      if (char === '(' || char === '[' || char === '{') depth++;
      else if ((char === ')' || char === ']' || char === '}') && --depth <= 0) return at;
    }
    return limit;
  }

  /** What is called with the argument at `offset`: `requests.get`. Empty: it stands in no call's brackets. */
  calleeOf(offset: number): string {
    let depth = 0;
    for (let at = offset - 1; at >= 0 && offset - at < MAX_LOOK; at--) {
      const char = this.code[at] ?? '';
      if (char === ')' || char === ']' || char === '}') depth++;
      else if (char === '(' || char === '[' || char === '{') {
        if (--depth >= 0) continue;
        if (char !== '(') {
          depth = 0;
          continue;
        }
        return (
          /(?:\bdef[ \t]+)?[\w$.:!?]{1,120}$/.exec(this.code.slice(Math.max(0, at - 130), at))?.[0] ?? ''
        );
      }
    }
    return '';
  }
}

const MAX_LOOK = 4000;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function masked(text: string, syntax: Syntax): string {
  switch (syntax) {
    case 'json':
      return text.replace(/^[ \t]*\/\/[^\n]*/gm, blank);
    case 'shell':
      // The second is PowerShell's.
      return text.replace(/(?:^|(?<=[ \t]))#(?!>)[^\n]*|^<#[^#]*(?:#(?!>)[^#]*)*(?:#>)?/gm, blank);
    case 'yaml':
    case 'graphql':
    case 'settings':
      return text.replace(/(?:^|(?<=[ \t]))#[^\n]*/gm, blank);
    case 'markup':
      return text.replace(/<!--[^-]*(?:-(?!->)[^-]*)*(?:-->)?/g, blank);
    default:
      return mask(text, syntax);
  }
}

const blank = (comment: string): string => comment.replace(/[^\n]/g, ' ');
