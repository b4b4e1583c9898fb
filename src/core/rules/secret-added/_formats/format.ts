/** A credential that its issuer made recognisable. */
export interface ProviderFormat {
  readonly provider: string;
  /** What it is: "personal access token". */
  readonly what: string;
  /** Text of which at least one has to be in the line before the pattern is tried; what it starts with, if anything. */
  readonly keywords: readonly string[];
  /** Finds it. The secret is group 1, else the whole match. Every repetition is bounded. */
  readonly pattern: RegExp;
  /** What its line has to say besides, where other identifiers are made in the same way. */
  readonly near?: RegExp;
}

/** Not inside a longer word or snake_case name; a `\n` or `\t` of an escaped text may stand right before. */
const START = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))`;
/** Of what has hyphens itself: not inside a kebab-case name either, other than behind an option's letter. */
const HYPHENATED = String.raw`(?:(?<![A-Za-z0-9_]-?)|(?<=\\[nrt])|(?<=\s-[A-Za-z]))`;

/** Stands by itself: no further letter of the usual alphabets on either side. */
export const own = (pattern: string, start = START): RegExp =>
  new RegExp(`${start}(?:${pattern})(?![A-Za-z0-9_-])`, 'g');

/** A format known by how it starts: prefix, then the rest as a pattern, then no further letter of its alphabet. */
export function prefixed(
  provider: string,
  what: string,
  prefixes: string | readonly string[],
  rest: string,
): ProviderFormat {
  const keywords = typeof prefixes === 'string' ? [prefixes] : prefixes;
  const heads = keywords.map((prefix) => prefix.replace(/[.$+]/g, String.raw`\$&`)).join('|');
  const start = keywords.every((prefix) => prefix.endsWith('-')) ? HYPHENATED : START;
  return { provider, what, keywords, pattern: own(`(?:${heads})${rest}`, start) };
}

const CREDENTIAL = /key|token|secret|auth|cred|passw|bearer/i;

/**
 * Like `prefixed`, for a prefix of few letters before a short body, as many programs put it before the numbers of
 * their own records: the line has to speak of a credential or of the provider.
 */
export const weaklyPrefixed = (
  provider: string,
  what: string,
  prefixes: string | readonly string[],
  rest: string,
): ProviderFormat => ({
  ...prefixed(provider, what, prefixes, rest),
  near: new RegExp(`${CREDENTIAL.source}|${provider.split(/[^A-Za-z]/)[0]}`, 'i'),
});

/** A format without a prefix of its own, known by the name it is assigned to or by its surroundings. */
export const known = (
  provider: string,
  what: string,
  keywords: readonly string[],
  pattern: RegExp,
): ProviderFormat => ({ provider, what, keywords, pattern });

export const ALNUM = '[A-Za-z0-9]';
export const HEX = '[0-9a-f]';
export const URL64 = '[A-Za-z0-9_-]';
/** Written by tools in capitals as well. */
export const HEXES = '[0-9a-fA-F]';
export const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
