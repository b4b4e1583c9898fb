import type { Random } from '../random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const letters = (random: Random, count: number, from = LETTERS): string =>
  Array.from({ length: count }, () => from[random.int(from.length)]).join('');

/** A token of the form that a provider gives, made of chance: it opens nothing. */
export function token(random: Random): string {
  const form = random.int(6);
  const upper = LETTERS.slice(26);
  if (form === 0) return `gh${'p'}_${letters(random, 36)}`;
  if (form === 1) return `AK${'IA'}${letters(random, 16, upper)}`;
  if (form === 2) return `sk_${'live'}_${letters(random, 24)}`;
  if (form === 3) return `xox${'b'}-${letters(random, 12, upper.slice(26))}-${letters(random, 24)}`;
  if (form === 4) return `glp${'at'}-${letters(random, 20)}`;
  return letters(random, 40);
}

/** Lines in which a token stands where careless people write it. */
const LINES: readonly ((secret: string) => string)[] = [
  (secret) => `const token = "${secret}";`,
  (secret) => `API_KEY=${secret}`,
  (secret) => `  password: ${secret}`,
  (secret) => `"authToken": "${secret}",`,
  (secret) => `DATABASE_URL=postgres://app:${secret}@db.internal.acme.io:5432/shop`,
  (secret) => `curl -H "Authorization: Bearer ${secret}" https://api.acme.io/v1/deploy`,
  (secret) => `RUN git clone https://x:${secret}@github.com/acme/infra.git`,
  (secret) => `ALTER ROLE app WITH PASSWORD '${secret}';`,
  (secret) => `      - run: npm publish --token ${secret}`,
  (secret) => `  secret_key = "${secret}"`,
];

export const lineWith = (secret: string, random: Random): string => random.pick(LINES)(secret);
