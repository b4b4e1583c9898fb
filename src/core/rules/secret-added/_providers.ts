import type { DiffLine } from '../../facts/diff.ts';
import { isIdentifier, isPlaceholder } from './_placeholder.ts';
import type { ProviderFormat } from './_formats/format.ts';
import { PROVIDER_FORMATS } from './_provider-formats.ts';
import { windows, type Secret } from './_secrets.ts';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** One look at a line for all keywords: nearly every line ends here. */
const KEYWORDS = new RegExp(PROVIDER_FORMATS.flatMap(({ keywords }) => keywords.map(escape)).join('|'));

/** Google's web API keys for Firebase name a project to the public, by design. */
const FIREBASE = /firebase|google-?services/i;

/** Nobody's generator draws so many in a row. */
const IN_A_ROW = /12345678|87654321|abcdefgh|hgfedcba/i;

/** Whether a token's body was written by a person: an example, or the rest of a name in code. */
const isWritten = (text: string): boolean => isPlaceholder(text) || isIdentifier(text) || IN_A_ROW.test(text);

/** What is left of a token without the part that all of its kind begin with. */
function body(token: string, { keywords }: ProviderFormat): string {
  const prefix = keywords.find((keyword) => token.startsWith(keyword)) ?? '';
  return token.slice(prefix.length);
}

/** Every provider's credential in one line. */
export function providerSecrets(text: string): { format: ProviderFormat; secret: string }[] {
  return windows(text).flatMap((window) => {
    if (!KEYWORDS.test(window)) return [];
    return PROVIDER_FORMATS.filter(
      ({ keywords, near }) =>
        keywords.some((keyword) => window.includes(keyword)) && (near?.test(window) ?? true),
    ).flatMap((format) =>
      [...window.matchAll(format.pattern)]
        .map((match) => match[1] ?? match[0])
        .filter((secret) => !isWritten(body(secret, format)))
        .map((secret) => ({ format, secret })),
    );
  });
}

/** Providers' credentials in lines of a file. */
export function scanProviders(lines: readonly DiffLine[], path: string): Secret[] {
  const secrets = lines.flatMap(({ text, line }) =>
    providerSecrets(text).map(({ format, secret }) => ({
      what: `${format.provider} ${format.what}`,
      secret,
      line,
    })),
  );
  const publicKeys = (): boolean =>
    FIREBASE.test(path) || lines.some(({ text }) => text.length < 1_000 && FIREBASE.test(text));
  if (secrets.some(({ what }) => what === 'Google API key') && publicKeys()) {
    return secrets.filter(({ what }) => what !== 'Google API key');
  }
  return secrets;
}
