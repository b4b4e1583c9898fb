import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** What anybody may know of a key of the record. */
export interface PublicRecordKey {
  /** The first 16 hex digits of the SHA-256 of `publicKey`. */
  readonly id: string;
  /** SPKI in base64. */
  readonly publicKey: string;
}

/** The key of a deployment: what it signs was in the record at that time. */
export interface RecordKey extends PublicRecordKey {
  /** The signature of a text, in base64. */
  sign(text: string): string;
}

/** Before the 32 bytes of an Ed25519 private key in PKCS#8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PURPOSE = 'agentguard record key 1';

/** The key in a PEM (PKCS#8, Ed25519). Throws when it is none. */
export function recordKey(pem: string): RecordKey {
  return keyOf(createPrivateKey(pem));
}

/**
 * The key of a deployment that was given none: the same for the same private key of the app, in whatever form that is
 * written. Throws when that is no private key.
 */
export function derivedRecordKey(privateKeyOfApp: string): RecordKey {
  const secret = createPrivateKey(privateKeyOfApp).export({ type: 'pkcs8', format: 'der' });
  const seed = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
  return keyOf(createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' }));
}

function keyOf(privateKey: KeyObject): RecordKey {
  return {
    ...publicKeyOf(createPublicKey(privateKey)),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}

/** A public key in a PEM; of a private one its public half. Throws when it is no Ed25519 key. */
export const publicRecordKey = (pem: string): PublicRecordKey => publicKeyOf(createPublicKey(pem));

function publicKeyOf(key: KeyObject): PublicRecordKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('This is no Ed25519 key.');
  const spki = key.export({ type: 'spki', format: 'der' });
  return { id: idOf(spki), publicKey: spki.toString('base64') };
}

/** The public key as PEM. */
export const publicKeyPem = ({ publicKey }: PublicRecordKey): string =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

const idOf = (spki: Buffer): string => createHash('sha256').update(spki).digest('hex').slice(0, 16);

/** Whether a text was signed with the key that is named, and the key bears its own name. Never throws. */
export function isSigned(text: string, by: PublicRecordKey, signature: string): boolean {
  const spki = bytes(by.publicKey);
  const signed = bytes(signature);
  if (!spki || !signed || idOf(spki) !== by.id) return false;
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text), key, signed);
  } catch {
    return false;
  }
}

/** What base64 says; null: it is not written as it should be, since several texts can stand for the same bytes. */
function bytes(base64: string): Buffer | null {
  const read = Buffer.from(base64, 'base64');
  return read.toString('base64') === base64 ? read : null;
}
