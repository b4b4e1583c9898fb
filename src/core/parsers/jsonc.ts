/** A value read from a file of settings, or one sentence why it could not be read. */
export type ParseResult =
  { readonly value: unknown; readonly problem: null } | { readonly value: null; readonly problem: string };

const MAX_LENGTH = 1_000_000;

/** A string, or a comment. What is never closed goes on to the end, so that no text is read twice. */
const COMMENTS = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/g;
/** A string, or a comma right before the bracket that closes. */
const TRAILING_COMMAS = /"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])/g;

const blank = (token: string): string => (token.startsWith('"') ? token : ' ');

/**
 * Reads JSON as editors do: with comments and trailing commas.
 *
 * Never throws: bad syntax, more than 1,000,000 characters and nesting too deep come back as a problem.
 */
export function parseJsonc(text: string): ParseResult {
  if (text.length > MAX_LENGTH)
    return { value: null, problem: `It is longer than ${MAX_LENGTH} characters.` };
  try {
    const plain = text
      .replace(/^\ufeff/, '')
      .replace(COMMENTS, blank)
      .replace(TRAILING_COMMAS, blank);
    return { value: JSON.parse(plain) as unknown, problem: null };
  } catch (error) {
    return {
      value: null,
      problem: error instanceof RangeError ? 'It is nested too deeply.' : 'It is not JSON that can be read.',
    };
  }
}
