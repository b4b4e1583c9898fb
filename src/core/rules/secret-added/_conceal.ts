import type { DiffLine } from '../../facts/diff.ts';
import { scanAssignments } from './_assignments.ts';
import { scanConnectionStrings } from './_connection-strings.ts';
import { looksRandom } from './_placeholder.ts';
import { scanPrivateKeys } from './_private-keys.ts';
import { scanProviders } from './_providers.ts';

/** Nothing shorter is a key that a generator drew. */
const RUN = /[A-Za-z0-9+/_=-]{20,}/g;
/** What is published to be compared with: a commit after `@`, a checksum after its kind. */
const PUBLISHED = /(?:@|\bsha(?:1|256|384|512)[-:])$/;
/** Rules let tests and docs have credentials of a kind; pages show none. */
const ANYWHERE = 'a';
/** A password in an address, and a literal that is given to a credential's name. */
const GIVEN =
  /:\/\/[^\s/:@]{1,200}:[^\s/@]{3,200}@|(?:passw(?:or)?d|pwd|secret|token|api[_-]?key)["']?\s{0,3}[:=]{1,2}\s{0,3}["'][^"'\s]{6,}["']/i;
const KEY_BEGINS = /-----BEGIN [A-Z ]*PRIVATE KEY|^PuTTY-User-Key-File-/;
const KEY_ENDS = /-----END [A-Z ]*PRIVATE KEY|^Private-MAC:/;

/**
 * Numbers of lines of one side of a file that no page may show, because a credential stands in them or may well do.
 * Sees more than the rules report: a line that was there before is no finding, and a secret all the same.
 */
export function secretLines(lines: readonly DiffLine[], path: string): Set<number> {
  const scanned = [scanProviders, scanPrivateKeys, scanAssignments, scanConnectionStrings].flatMap((scan) =>
    [path, ANYWHERE].flatMap((at) => scan(lines, at).map(({ line }) => line)),
  );
  const hidden = new Set(scanned);
  let inKey = false;
  for (const { line, text } of lines) {
    if (KEY_BEGINS.test(text)) inKey = true;
    if (inKey || mayBeSecret(text)) hidden.add(line);
    if (KEY_ENDS.test(text)) inKey = false;
  }
  return hidden;
}

const mayBeSecret = (text: string): boolean =>
  GIVEN.test(text) ||
  [...text.matchAll(RUN)].some(
    ({ 0: run, index }) => looksRandom(run) && !PUBLISHED.test(text.slice(Math.max(0, index - 8), index)),
  );
