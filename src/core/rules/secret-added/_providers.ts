import type { DiffLine } from '../../facts/diff.ts';
import { linesWith } from '../../facts/line-search.ts';
import { isIdentifier, isPlaceholder } from './_placeholder.ts';
import type { ProviderFormat } from './_formats/format.ts';
import { PROVIDER_FORMATS } from './_provider-formats.ts';
import { windows, type Secret } from './_secrets.ts';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** One search of all lines for all keywords: nearly every line ends here. */
const KEYWORDS = new RegExp(PROVIDER_FORMATS.flatMap(({ keywords }) => keywords.map(escape)).join('|'), 'g');

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

const formatsIn = (text: string, formats: readonly ProviderFormat[]): readonly ProviderFormat[] =>
  formats.filter(({ keywords }) => keywords.some((keyword) => text.includes(keyword)));

/** Every provider's credential in one line, or those of some formats. */
export function providerSecrets(
  text: string,
  formats: readonly ProviderFormat[] = PROVIDER_FORMATS,
): { format: ProviderFormat; secret: string }[] {
  return windows(text).flatMap((window) => {
    const near = formatsIn(window, formats).filter((format) => format.near?.test(window) ?? true);
    return near.flatMap((format) =>
      [...window.matchAll(format.pattern)]
        .map((match) => match[1] ?? match[0])
        .filter((secret) => !isWritten(body(secret, format)))
        .map((secret) => ({ format, secret })),
    );
  });
}

/** Providers' credentials in lines of a file. */
export function scanProviders(lines: readonly DiffLine[], path: string): Secret[] {
  const read = linesWith(lines, KEYWORDS);
  const formats = formatsIn(read.map(({ text }) => text).join('\n'), PROVIDER_FORMATS);
  const secrets = read.flatMap(({ text, line }) =>
    providerSecrets(text, formats).map(({ format, secret }) => ({
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
