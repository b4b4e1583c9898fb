import { keptByText } from '../facts/kept.ts';

/** A value read from a file of settings, or one sentence why it could not be read. */
export type ParseResult =
  { readonly value: unknown; readonly problem: null } | { readonly value: null; readonly problem: string };

const MAX_LENGTH = 1_000_000;
/** What reads the value may then go down into it without a limit of its own. */
const MAX_DEPTH = 64;
/** Both sides of the longest file. */
const KEPT = 2 * MAX_LENGTH;

/**
 * Reads JSON as editors do: with comments and trailing commas. The last texts are remembered, since several rules read
 * the same ones: the value must not be changed.
 *
 * Never throws: bad syntax, more than 1,000,000 characters and more than 64 levels come back as a problem.
 */
export const parseJsonc: (text: string) => ParseResult = keptByText(parse, KEPT);

function parse(text: string): ParseResult {
  if (text.length > MAX_LENGTH)
    return { value: null, problem: `It is longer than ${MAX_LENGTH} characters.` };
  const { json, depth } = toJson(text.replace(/^\ufeff/, ''));
  if (depth > MAX_DEPTH) return { value: null, problem: `It is nested deeper than ${MAX_DEPTH} levels.` };
  try {
    return { value: JSON.parse(json) as unknown, problem: null };
  } catch {
    return { value: null, problem: 'It is not JSON that can be read.' };
  }
}

/** The text with a blank for each comment and trailing comma, and how deep its brackets nest. */
function toJson(text: string): { json: string; depth: number } {
  const parts: string[] = [];
  let copied = 0;
  let depth = 0;
  let deepest = 0;
  const blank = (from: number, to: number): void => {
    parts.push(text.slice(copied, from), ' ');
    copied = to;
  };
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = stringEnd(text, at);
        break;
      case '/': {
        const end = commentEnd(text, at);
        if (end === at) break;
        blank(at, end);
        at = end - 1;
        break;
      }
      case ',': {
        const next = text[nextToken(text, at + 1)];
        if (next === ']' || next === '}') blank(at, at + 1);
        break;
      }
      case '[':
      case '{':
        deepest = Math.max(deepest, ++depth);
        break;
      case ']':
      case '}':
        depth--;
    }
  }
  parts.push(text.slice(copied));
  return { json: parts.join(''), depth: deepest };
}

/** The closing quote of a string; what is never closed ends with its line. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === '\n') return at;
    if (char === '\\') at++;
  }
  return text.length;
}

/** Where a comment that begins here ends; the same offset: none begins here. What is never closed goes on to the end. */
function commentEnd(text: string, at: number): number {
  const mark = text[at + 1];
  if (mark !== '/' && mark !== '*') return at;
  const end = mark === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
  if (end === -1) return text.length;
  return mark === '/' ? end : end + 2;
}

/** The offset of what comes next that is neither blank nor comment. */
function nextToken(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (BLANK.has(text[at] ?? '')) at++;
    const end = text[at] === '/' ? commentEnd(text, at) : at;
    if (end === at) return at;
    at = end;
  }
}

const BLANK = new Set([' ', '\t', '\r', '\n']);
