import type { Pattern } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';

export const WHAT = 'tls';

/** One way in which the check of a certificate is switched off. */
export const pattern = (
  syntaxes: readonly Syntax[],
  find: RegExp,
  accept?: (match: RegExpExecArray, code: Code) => boolean,
): Pattern => ({ what: WHAT, in: syntaxes, find, ...(accept && { accept }) });

/** Nobody can stand between a machine and itself. */
export const isOwnMachine = (text: string): boolean =>
  /\/\/(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)|(?:server|data source|host)=(?:tcp:)?(?:localhost|127\.0\.0\.1|\.|\(local)/i.test(
    text,
  );

/** The line of a match, as far as it matters. */
export const restOfLine = ({ index }: RegExpExecArray, { text }: Code): string => {
  const end = text.indexOf('\n', index);
  return text.slice(
    Math.max(text.lastIndexOf('\n', index) + 1, index - 300),
    Math.min(end === -1 ? text.length : end, index + 600),
  );
};
