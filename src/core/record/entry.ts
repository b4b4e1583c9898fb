import { createHash } from 'node:crypto';
import { canonicalJson } from '../facts/canonical-json.ts';

/** An entry of the record as it is stored, text by text: what its hash is made from. */
export interface StoredEntry {
  readonly owner: string;
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** Canonical JSON. */
  readonly body: string;
  /** Hash of the entry before it; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** What the first entry of a chain follows. */
export const NOTHING = '0'.repeat(64);

/** SHA-256 over the canonical JSON of everything but the hash; the body goes in as the text that is stored. */
export function hashOf(entry: Omit<StoredEntry, 'hash'>): string {
  const { owner, sequence, at, kind, subject, body, previous } = entry;
  return sha256(canonicalJson({ owner, sequence, at, kind, subject, body, previous }));
}

/** SHA-256 over the canonical JSON of all that is stored: what a redaction says of an entry it has changed. */
export function contentOf(entry: StoredEntry): string {
  const { owner, sequence, at, kind, subject, body, previous, hash } = entry;
  return sha256(canonicalJson({ owner, sequence, at, kind, subject, body, previous, hash }));
}

/** In hex. */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
