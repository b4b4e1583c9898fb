import { createHash } from 'node:crypto';

const ALPHABETS = {
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
} as const;

/**
 * Text like what a generator draws, for examples: made at run time, so that no file contains anything that looks
 * like a credential. The same arguments give the same text.
 */
export function sample(length: number, alphabet: keyof typeof ALPHABETS = 'base62'): string {
  const characters = ALPHABETS[alphabet];
  let text = '';
  for (let block = 0; text.length < length; block++) {
    const bytes = createHash('sha256').update(`${alphabet} ${block}`).digest();
    for (const byte of bytes) text += characters[byte % characters.length];
  }
  return text.slice(0, length);
}

/** Longer than any sample in the examples. */
const LONGEST = 256;
/** Fewer characters than this may be a sample by chance. */
const SHORTEST = 10;

/** The text with samples shortened to `…`, what stands right before them kept: fit for pages that people read. */
export function maskSamples(text: string): string {
  const samples = Object.keys(ALPHABETS).map((alphabet) =>
    sample(LONGEST, alphabet as keyof typeof ALPHABETS),
  );
  return text.replace(/[A-Za-z0-9]{10,}/g, (run) => {
    for (let start = 0; start + SHORTEST <= run.length; start++) {
      if (samples.some((known) => known.includes(run.slice(start)))) return `${run.slice(0, start)}…`;
    }
    return run;
  });
}
