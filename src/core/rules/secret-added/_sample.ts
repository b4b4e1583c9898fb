import { createHash } from 'node:crypto';

const ALPHABETS = {
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
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
