import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Basis } from './basis.ts';

/** A basis as it is stored. */
export interface PackedBasis {
  /** SHA-256 of its JSON, hex: names it in the record. */
  readonly digest: string;
  /** Its JSON, compressed, in base64. */
  readonly content: string;
}

/** As large as the basis of the largest pull request can be; more is not what was packed. */
const MOST_BYTES = 512 * 1024 * 1024;

export function pack(basis: Basis): PackedBasis {
  const text = JSON.stringify(basis);
  return { digest: digestOf(text), content: gzipSync(text).toString('base64') };
}

/** Throws a sentence when it is not what was packed under this digest. */
export function unpack({ digest, content }: PackedBasis): Basis {
  const text = unzipped(content);
  if (text === null || digestOf(text) !== digest) {
    throw new Error('What the decision rested on was altered: it is not what the record names.');
  }
  return JSON.parse(text) as Basis;
}

function unzipped(content: string): string | null {
  try {
    return gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
  } catch {
    return null;
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
