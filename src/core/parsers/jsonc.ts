/** A value read from a file of settings, or one sentence why it could not be read. */
export type ParseResult =
  { readonly value: unknown; readonly problem: null } | { readonly value: null; readonly problem: string };

const MAX_LENGTH = 1_000_000;

/**
 * A string, a comment, or a comma with only blanks and comments before the bracket that closes. What is never
 * closed goes on to the end, so that no text is read twice.
 */
const TOKENS =
  /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?|,(?=\s*(?:\/\/[^\n]*\n\s*){0,50}[\]}])/g;

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
      .replace(TOKENS, (token) => (token.startsWith('"') ? token : ' '));
    return { value: JSON.parse(plain) as unknown, problem: null };
  } catch (error) {
    return {
      value: null,
      problem: error instanceof RangeError ? 'It is nested too deeply.' : 'It is not JSON that can be read.',
    };
  }
}
