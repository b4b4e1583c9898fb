const MASK = '[secret]';

/** What secrets look like in a line of JSON, in which quotes and line ends are escaped. */
const SHAPES: readonly [RegExp, string][] = [
  // Private keys, cut short ones too.
  [/-----BEGIN [A-Z\d ]{0,40}KEY[^"]*?(?:-----END [A-Z\d ]{0,40}-----|(?="|$))/g, MASK],
  // Tokens of GitHub. What comes before is not looked at: in JSON it may be the n of a line end.
  [/(?:gh[pousr]_|github_pat_)[\w.-]{16,2000}/g, MASK],
  // Sealed sessions: five parts, of which the second may be empty.
  [/(?:(?<![\w-])|(?<=\\[nrt]))eyJ[\w-]{5,2000}\.[\w-]{0,2000}(?:\.[\w-]{5,8000}){3}/g, MASK],
  // JSON web tokens, with which the app signs in.
  [/(?:(?<![\w-])|(?<=\\[nrt]))eyJ[\w-]{5,2000}\.[\w-]{5,4000}(?:\.[\w-]{0,2000})?/g, MASK],
  [/\b(bearer|basic)\s{1,5}[\w.~+/=-]{16,2000}/gi, `$1 ${MASK}`],
  // Passwords in addresses, also such as should have been escaped; not ports with a path that has an @.
  [/([a-z][a-z\d+.-]{1,20}:\/\/)[^\s"@/:]{0,100}:(?!\d{1,5}[/"?#\s])[^\s"]{0,500}@/gi, `$1${MASK}@`],
  [/([a-z][a-z\d+.-]{1,20}:\/\/)[^\s"@/:?#\\]{8,200}@/gi, `$1${MASK}@`],
];

/** What some shape needs: most lines have none of it. */
const HINT = /-----BEGIN|gh[pousr]_|github_pat_|eyJ|bearer|basic|:\/\//i;

/** A line of the log without what looks like a secret: private keys, tokens, passwords in addresses. */
export function masked(line: string): string {
  if (!HINT.test(line)) return line;
  return SHAPES.reduce((text, [shape, mask]) => text.replace(shape, mask), line);
}
