import type { DiffLine } from '../../facts/diff.ts';
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
const ANY_WORD = new RegExp(WORD, 'i');

/** Files of settings, where values need no quotes. */
const SETTINGS =
  /(?:^|\/)(?:\.env[^/]*|\.(?:bash|zsh)(?:rc|_profile|env)|\.(?:profile|npmrc|pypirc|yarnrc)|credentials|[^/]*\.(?:env|properties|ini|conf|cfg|toml|ya?ml|tfvars|sh|bash|zsh|ps1)|dockerfile[^/]*)$/i;

/** Names that hold something about a credential, or a token that is none. */
const OTHER =
  /(?:page|next|cursor|continuation|continue|sync|csrf|xsrf|public|pub|publishable|anon|site|design|cancellation|stop|eos|bos|pad|mask|unk|sort|partition|cache|primary|foreign|hash|idempotency|row|group|object|storage|local|query|type|search|lookup|translation|i18n|test|fake|mock|dummy|example|sample)[_-]?(?:api[_-]?)?(?:key|token|secret)$/i;

/** What a generator of credentials would not make: code, a date, a version, a URL, a path, a file name. */
const CODE =
  /^(?:https?:|[a-z+]+:\/\/|\/|\.\.?\/|[0-9.:T/_-]+Z?$|v?[0-9]+\.[0-9]+)|[(){}<>[\];|\\]|\.(?:[a-z]{2,4}|[a-z]+\([^)]*)$|^sha(?:1|256|384|512)[-:]|^[A-Z0-9_]+$(?<!^[A-F0-9_]{20,})|^(?:process|os|env|config|secrets|vars|var|local|data|module|aws_|self|this)\./;

/** Under this many characters a token is not one; people's passwords are shorter. */
const SHORTEST_TOKEN = 16;

function isCredential(name: string, value: string): boolean {
  if (OTHER.test(name) || CODE.test(value) || isPlaceholder(value)) return false;
  const password = /pass|pwd/i.test(name);
  return (password || value.length >= SHORTEST_TOKEN) && looksRandom(value);
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
  return lines.flatMap(({ text, line }) =>
    windows(text).flatMap((window): Secret[] => {
      if (!ANY_WORD.test(window)) return [];
      const pairs = [...window.matchAll(QUOTED)].map(([, name = '', , value = '']) => ({ name, value }));
      const match = bare ? BARE.exec(window) : null;
      if (match) pairs.push({ name: match[1] ?? '', value: match[2] ?? '' });
      const values = pairs.filter(({ name, value }) => isCredential(name, value)).map(({ value }) => value);
      if (values.length === 0 || isKnown(window, path)) return [];
      return values.map((secret) => ({ what: 'Credential', secret, line }));
    }),
  );
}
