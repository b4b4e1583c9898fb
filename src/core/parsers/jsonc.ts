/** A value read from a file of settings, or one sentence why it could not be read. */
export type ParseResult =
  { readonly value: unknown; readonly problem: null } | { readonly value: null; readonly problem: string };

const MAX_LENGTH = 1_000_000;
/** What reads the value may then go down into it without a limit of its own. */
const MAX_DEPTH = 64;

/** A string, or a comment. What is never closed goes on to the end, so that no text is read twice. */
const COMMENTS = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/g;
/** A string, or a comma right before the bracket that closes. */
const TRAILING_COMMAS = /"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])/g;

const blank = (token: string): string => (token.startsWith('"') ? token : ' ');

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

/**
 * Reads JSON as editors do: with comments and trailing commas.
 *
 * Never throws: bad syntax, more than 1,000,000 characters and more than 64 levels come back as a problem.
 */
export function parseJsonc(text: string): ParseResult {
  if (text.length > MAX_LENGTH)
    return { value: null, problem: `It is longer than ${MAX_LENGTH} characters.` };
  try {
    const plain = text
      .replace(/^\ufeff/, '')
      .replace(COMMENTS, blank)
      .replace(TRAILING_COMMAS, blank);
    if (depthOf(plain) > MAX_DEPTH) {
      return { value: null, problem: `It is nested deeper than ${MAX_DEPTH} levels.` };
    }
    return { value: JSON.parse(plain) as unknown, problem: null };
  } catch {
    return { value: null, problem: 'It is not JSON that can be read.' };
  }
}
