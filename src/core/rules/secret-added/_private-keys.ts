import type { DiffLine } from '../../facts/diff.ts';
import { linesWith } from '../../facts/line-search.ts';
import { isPlaceholder } from './_placeholder.ts';
import { windows, type Secret } from './_secrets.ts';

const HEADER = /-----BEGIN ((?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP |ANY )?PRIVATE KEY)(?: BLOCK)?-----/g;
const AGE = /(?<![A-Za-z0-9])AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}(?![A-Za-z0-9])/g;
const MAY_HAVE = /PRIVATE KEY|AGE-SECRET-KEY-1|PuTTY-User-Key-File-/g;
const PUTTY = /^PuTTY-User-Key-File-[23]:/;

const NAMES: Readonly<Record<string, string>> = {
  'OPENSSH PRIVATE KEY': 'SSH private key',
  'PGP PRIVATE KEY': 'PGP private key',
  'ENCRYPTED PRIVATE KEY': 'Encrypted private key',
};

/** The shortest key there is, Ed25519, takes 64 characters; a shorter body was cut out of one. */
const SHORTEST_BODY = 60;
/** How far after the header the body is looked for, in characters and lines. */
const REACH = 400;
const REACH_LINES = 12;

/** Lines of a key's armour that are not its body: `Proc-Type: 4,ENCRYPTED`, `Version: GnuPG v2`. */
const ARMOUR = /^[A-Za-z-]+:\s/;

/** What stands between the pieces of a body: line ends written as `\n`, quotes, plus signs and commas of source code. */
const JOINTS = /\\+[nr]|["'`,;\\\s]|^\s*[+*#>|/-]+\s|\s\+\s*$/g;

/** The base64 that directly follows a header, in its line or in the added lines after it. */
function bodyAfter(rest: string, following: readonly DiffLine[], line: number): string {
  const pieces = [rest.slice(0, REACH)];
  for (const [index, next] of following.slice(0, REACH_LINES).entries()) {
    if (next.line !== line + index + 1) break;
    pieces.push(next.text.slice(0, REACH));
  }
  const joined = pieces
    .map((piece) => piece.replace(/^[\s"'`+*#>|]+/, ''))
    .filter((piece) => !ARMOUR.test(piece))
    .map((piece) => piece.replace(JOINTS, ''))
    .join('');
  return /^[A-Za-z0-9+/=]{0,2000}/.exec(joined)?.[0] ?? '';
}

/**
 * Private keys in lines of a file: a header with a body after it. A header alone is what code that reads or
 * describes keys contains.
 */
export function scanPrivateKeys(lines: readonly DiffLine[]): Secret[] {
  const read = new Set(linesWith(lines, MAY_HAVE));
  if (read.size === 0) return [];
  return lines.flatMap((whole, index) => {
    if (!read.has(whole)) return [];
    const { text, line } = whole;
    return windows(text).flatMap((window): Secret[] => {
      if (PUTTY.test(window) && lines.slice(index + 1, index + 40).some(hasPuttyBody)) {
        return [{ what: 'SSH private key', secret: window, line }];
      }
      const age = window.includes('AGE-SECRET-KEY-1') ? [...window.matchAll(AGE)] : [];
      const pem = window.includes('PRIVATE KEY') ? [...window.matchAll(HEADER)] : [];
      return [
        ...age.map(([secret]) => ({ what: 'age private key', secret, line })),
        ...pem.flatMap((match) => {
          const rest = window.slice(match.index + match[0].length);
          const secret = bodyAfter(rest, lines.slice(index + 1, index + 1 + REACH_LINES), line);
          if (!isBody(secret)) return [];
          return [{ what: nameOf(match[1] ?? '', window), secret, line }];
        }),
      ];
    });
  });
}

/** Long enough, and neither prose (which has no digits) nor filler. */
function isBody(text: string): boolean {
  const start = text.slice(0, SHORTEST_BODY);
  return (
    start.length === SHORTEST_BODY &&
    [/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(start)) &&
    // Zero bytes are runs of A, and every key of OpenSSH without a passphrase begins with some.
    !isPlaceholder(start.replace(/A{4,60}/g, ''))
  );
}

const hasPuttyBody = ({ text }: DiffLine): boolean => /^Private-Lines: [1-9]/.test(text);

function nameOf(header: string, text: string): string {
  if (/"private_key"\s*:/.test(text)) return 'Google service account key';
  return NAMES[header] ?? 'Private key';
}
