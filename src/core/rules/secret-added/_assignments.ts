import type { DiffLine } from '../../facts/diff.ts';
import { linesWith } from '../../facts/line-search.ts';
import { scanConnectionStrings } from './_connection-strings.ts';
import { isDocsPath, isMachineMade, isTestPath } from './_paths.ts';
import { isPlaceholder, looksRandom } from './_placeholder.ts';
import { providerSecrets } from './_providers.ts';
import { windows, type Secret } from './_secrets.ts';

/** What a name ends in when its value is a credential. */
const WORD =
  'pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|auth|secret|private|signing|encryption|master|account|service|admin|client|license|subscription|deploy|jwt|session|webhook)[_-]?(?:secret|key|token)|key_?base';

/** A name, an assignment, and a value in quotes; or in a settings file, a value up to the end of the line. */
const QUOTED = new RegExp(
  String.raw`([A-Za-z0-9_.-]{0,60}(?:${WORD})(?:[_-]?(?:prod|production|dev|live|value|[0-9]))?)["'\]]{0,2}\s{0,8}(?:=>|:=|={1,3}|:|,)\s{0,8}(["'\x60])([^"'\x60\s]{10,200})\2`,
  'gi',
);
const BARE = new RegExp(
  String.raw`^\s{0,40}(?:\/\/[^\s=]{1,100}:)?(?:export\s|set\s|ENV\s|-\s)?\s{0,4}["']?([A-Za-z0-9_.-]{0,60}(?:${WORD})(?:[_-]?(?:prod|production|dev|live|value|[0-9]))?)["']?\s{0,8}[:=]\s{0,8}([^"'\x60\s#]{10,200})\s*(?:#.*)?$`,
  'i',
);
/** What names a credential without an assignment: a header, an option of a command, an attribute beside it. */
const AUTHORIZATION =
  /(?<![\w-])(?:authorization|x-api-?key|api-?key|x-auth-token|private-token)["']?\s{0,4}[:=,]\s{0,4}["'`]?(?:bearer|token|basic|apikey|key)?\s{0,4}["'`]?([A-Za-z0-9+/=._~-]{16,400})(?![A-Za-z0-9+/=._~-])/gi;
const BEARER = /\b(?:Bearer|Basic) ([A-Za-z0-9+/=._~-]{20,400})(?![A-Za-z0-9+/=._~-])/g;
const OPTION = new RegExp(
  String.raw`(?<=[\s"'\x60,[(])--?([a-z-]{0,30}(?:${WORD}))(?:=|["']?\s{0,2},?\s{1,4}["']?|["'],\s{0,4}["'])([^"'\x60\s,]{10,200})`,
  'gi',
);
const CURL_USER = /\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[ =]{0,2}(["']?)[^\s:"']{0,80}:([^\s"']{8,200})\1/g;
const ATTRIBUTES = new RegExp(
  String.raw`\bkey="([^"]{0,60}(?:${WORD})[^"]{0,10})"\s{1,10}value="([^"]{8,200})"`,
  'gi',
);
/** How container tools keep a user and a password: joined, in base64. */
const DOCKER_AUTH = /"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{16,2000}={0,2})"/g;
const WORDS = `${WORD}|authorization|bearer|basic|curl|x-api|"auth"`;
const ANY_WORD = new RegExp(WORDS, 'i');
const IN_LINES = new RegExp(WORDS, 'gi');

/** Files of settings, where values need no quotes. */
const SETTINGS =
  /(?:^|\/)(?:\.env[^/]*|\.(?:bash|zsh)(?:rc|_profile|env)|\.(?:profile|npmrc|pypirc|yarnrc)|credentials|[^/]*\.(?:env|properties|ini|conf|cfg|toml|ya?ml|tfvars|sh|bash|zsh|ps1)|dockerfile[^/]*)$/i;

/** Names that hold something about a credential, or a token that is none. */
const OTHER =
  /(?:page|next|cursor|continuation|continue|sync|csrf|xsrf|public|pub|publishable|anon|site|design|cancellation|stop|eos|bos|pad|mask|unk|sort|partition|cache|primary|foreign|hash(?:ed)?|encrypted|sealed|idempotency|row|group|object|storage|local|query|type|search|lookup|translation|i18n|test|fake|mock|dummy|example|sample)[_-]?(?:api[_-]?)?(?:key|token|secret)$/i;

/** What a generator of credentials would not make: code, a date, a version, a URL, a path, a file name. */
const CODE =
  /^(?:https?:|[a-z+]+:\/\/|\/|\.\.?\/|[0-9.:T/_-]+Z?$|v?[0-9]+\.[0-9]+)|[(){}<>[\];|\\]|\.(?:[a-z]{2,4}|[a-z]+\([^)]*)$|^sha(?:1|256|384|512)[-:]|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]+[0-9]{0,3}$|^(?:process|os|env|config|secrets|vars|var|local|data|module|aws_|self|this)\./;

/** Under this many characters a token is not one; people's passwords are shorter. */
const SHORTEST_TOKEN = 16;

function isCredential(name: string, value: string): boolean {
  if (OTHER.test(name) || CODE.test(value) || isPlaceholder(value)) return false;
  const password = /pass|pwd/i.test(name);
  return (password || value.length >= SHORTEST_TOKEN) && looksRandom(value);
}

function isUserAndPassword(value: string): boolean {
  const [, password = ''] = /^[\w.@+-]{1,100}:([ -~]{6,2000})$/.exec(atob(value.replace(/=+$/, ''))) ?? [];
  return password !== '' && !isPlaceholder(password) && looksRandom(password);
}

function withoutAssignment(text: string): { name: string; value: string }[] {
  const header = (match: RegExpMatchArray) => ({ name: 'token', value: match[1] ?? '' });
  return [
    ...[...text.matchAll(AUTHORIZATION)].map(header),
    ...[...text.matchAll(BEARER)].map(header),
    ...[...text.matchAll(OPTION)].map((match) => ({ name: match[1] ?? '', value: match[2] ?? '' })),
    ...[...text.matchAll(CURL_USER)].map((match) => ({ name: 'password', value: match[2] ?? '' })),
    ...[...text.matchAll(ATTRIBUTES)].map((match) => ({ name: match[1] ?? '', value: match[2] ?? '' })),
  ];
}

/** A format that another rule reports, or an encrypted value. */
const isKnown = (text: string, path: string): boolean =>
  providerSecrets(text).length > 0 ||
  scanConnectionStrings([{ line: 0, text }], path).length > 0 ||
  /ENC\[|\$ANSIBLE_VAULT|-----BEGIN|SealedSecret|\bencrypted\b|\bsecure:/i.test(text);

/** Generated-looking values assigned to names of credentials, in lines of a file outside tests and docs. */
export function scanAssignments(lines: readonly DiffLine[], path: string): Secret[] {
  if (isTestPath(path) || isDocsPath(path) || isMachineMade(path)) return [];
  const bare = SETTINGS.test(path);
  return linesWith(lines, IN_LINES).flatMap(({ text, line }) =>
    windows(text).flatMap((window): Secret[] => {
      if (!ANY_WORD.test(window)) return [];
      const pairs = [...window.matchAll(QUOTED)].map(([, name = '', , value = '']) => ({ name, value }));
      const match = bare ? BARE.exec(window) : null;
      if (match) pairs.push({ name: match[1] ?? '', value: match[2] ?? '' });
      pairs.push(...withoutAssignment(window));
      const joined = [...window.matchAll(DOCKER_AUTH)].flatMap(([, value = '']) =>
        isUserAndPassword(value) ? [value] : [],
      );
      const values = pairs
        .filter(({ name, value }) => isCredential(name, value))
        .map(({ value }) => value)
        .concat(joined);
      if (values.length === 0 || isKnown(window, path)) return [];
      return [...new Set(values)].map((secret) => ({ what: 'Credential', secret, line }));
    }),
  );
}
