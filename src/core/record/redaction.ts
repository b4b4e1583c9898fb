import { canonicalJson } from '../facts/canonical-json.ts';
import { isSigned, type RecordKey } from './key.ts';

/** What a redaction says of one entry whose body it has replaced. */
export interface RedactedEntry {
  readonly sequence: number;
  /** The hash it had and keeps. */
  readonly hash: string;
  /** SHA-256 of all that is stored of it from then on; see `contentOf`. */
  readonly content: string;
}

/** The body of an entry that says which earlier ones had personal data taken out. */
export interface Redaction {
  /** What was taken out, in words that name nobody. */
  readonly what: string;
  readonly by: string;
  readonly reason: string;
  readonly redacted: readonly RedactedEntry[];
  /** Id of the key of the deployment, its SPKI in base64, and the signature: without it nothing may be replaced. */
  readonly key: string;
  readonly publicKey: string;
  readonly signature: string;
}

type Said = Pick<Redaction, 'what' | 'by' | 'reason' | 'redacted'>;

const textOf = (owner: string, { what, by, reason, redacted }: Said, key: string): string =>
  `agentguard redaction 1\n${canonicalJson({ owner, what, by, reason, redacted, key })}`;

export function signRedaction(owner: string, said: Said, key: RecordKey): Redaction {
  return { ...said, key: key.id, publicKey: key.publicKey, signature: key.sign(textOf(owner, said, key.id)) };
}

/**
 * The redaction that an entry's body tells of; null: it tells of none, or the key that it brings has not signed it.
 * Whose key that is, is another question.
 */
export function redactionIn(owner: string, body: string): Redaction | null {
  let value: Partial<Record<keyof Redaction, unknown>>;
  try {
    value = JSON.parse(body) as typeof value;
  } catch {
    return null;
  }
  const { what, by, reason, redacted, key, publicKey, signature } = value;
  if (!isText(what) || !isText(by) || !isText(reason) || !Array.isArray(redacted)) return null;
  if (!isText(key) || !isText(publicKey) || !isText(signature)) return null;
  const said = { what, by, reason, redacted: redacted as RedactedEntry[] };
  if (!isSigned(textOf(owner, said, key), { id: key, publicKey }, signature)) return null;
  return { ...said, key, publicKey, signature };
}

const isText = (value: unknown): value is string => typeof value === 'string';
