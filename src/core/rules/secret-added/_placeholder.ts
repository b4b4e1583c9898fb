/** Words that people put into credentials that are none. */
const WORDS =
  /example|sample|placeholder|your|dummy|fake|change_?me|redacted|replace|insert|xxxx|test|mock|invalid|foobar|notreal|not_a_real|todo/i;

/** `${name}`, `{{name}}`, `<name>`, `%s`, `$(command)`: something else puts the value in. */
const TEMPLATE = /\$\{|\{\{|\$\(|<[^<>]{1,80}>|^\$[A-Za-z_]|^%[A-Za-z({]|^@[A-Za-z]|\.\.\.|…|\*\*\*|•••/;

/**
 * Beginnings of keys that their makers publish: Microsoft's for its storage and Cosmos DB emulators, Supabase's for local use, Amazon's and
 * Google's in their documentation, samples and browsers.
 */
const PUBLISHED =
  /^(?:Eby8vdM02xNOcqFl|C2y6yDjf5\/R\+ob0N|IOSFODNN7|I44QH8DHB|wJalrXUtnFEMI|N7UND0UgjKTVK|je7MtGbClwBF|Sy(?:A4UrcGxg|A5_iVawF|A8vmApnr|ANUvH9H9|ASWm6HmT|AdOS2zB6|AnLA7Nfe|B8qGxt4e|BF2RrAIm|BcE-OOIb|CkEhVjf3|D3asb-2p|DMAScliy|DSb51JiI))/;

/** Share of characters that are the next after the one `stride` before them, as in `abcdef` or `a1b2c3`; or all backwards. */
function sequential(text: string, stride: number): number {
  let up = 0;
  let down = 0;
  for (let i = stride; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - stride);
    if (step === 1) up++;
    if (step === -1) down++;
  }
  return text.length > stride ? Math.max(up, down) / (text.length - stride) : 0;
}

/** A word or a few in camelCase, with a number at its end. */
const WORD = /^(?:[A-Za-z]?[a-z]{1,40}(?:[A-Z][a-z]{1,40}){0,20})?[0-9]{0,4}$/;
const WORD_IN_CAPITALS = /^[A-Z]{1,40}[0-9]{0,2}$/;

/** Whether a text is a name as code has it, in snake_case, kebab-case, camelCase or CAPITALS_WITH_UNDERSCORES. */
export function isIdentifier(text: string): boolean {
  const parts = text.split(/[_-]+/);
  return parts.every((part) => WORD.test(part) || (parts.length >= 3 && WORD_IN_CAPITALS.test(part)));
}

/**
 * Whether a value stands where a credential would go without being one: a template, an example, `xxxx`, one
 * character over and over, letters and digits in a row.
 */
export function isPlaceholder(value: string): boolean {
  if (value.length === 0 || WORDS.test(value) || TEMPLATE.test(value) || PUBLISHED.test(value)) return true;
  if (new Set(value).size <= 3 || /(.)\1{7}/.test(value)) return true;
  const letters = value.toLowerCase().replace(/[^a-z0-9]/g, '');
  return sequential(letters, 1) > 0.5 || sequential(letters, 2) > 0.6;
}

/** What a character counts as when randomness is judged. Separators of words count as nothing. */
function kind(character: string): 'lower' | 'upper' | 'digit' | null {
  if (/[a-z]/.test(character)) return 'lower';
  if (/[A-Z]/.test(character)) return 'upper';
  return /[-_./\\:\s]/.test(character) ? null : 'digit';
}

/** Bits a character, from how often each occurs. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / text.length;
    return bits - share * Math.log2(share);
  }, 0);
}

/**
 * Whether a text looks drawn by a generator and not written by a person: many different characters, and kinds
 * that change more often than in words, names and paths, where a capital merely begins the next word.
 */
export function looksRandom(text: string): boolean {
  if (entropy(text) < 3) return false;
  let changes = 0;
  let previous: ReturnType<typeof kind> = null;
  for (const character of text) {
    const now = kind(character);
    if (previous && now && now !== previous && !(previous === 'upper' && now === 'lower')) changes++;
    previous = now;
  }
  if (!/[A-Za-z]/.test(text) || !/[^A-Za-z\s_-]/.test(text)) return false;
  return changes / (text.length - 1) >= 0.25 || isUnspeakable(text);
}

/** Letters with digits all over, in one long run with too few vowels for words of any language. */
function isUnspeakable(text: string): boolean {
  if (text.length < 20 || !/^[A-Za-z0-9]+$/.test(text) || entropy(text) < 3.5) return false;
  if ((text.match(/[0-9]+/g)?.length ?? 0) < 3) return false;
  const letters = text.replace(/[0-9]/g, '');
  const vowels = letters.replace(/[^aeiouAEIOU]/g, '');
  return letters.length >= 10 && vowels.length / letters.length < 0.3;
}
