import { generateKeyPairSync } from 'node:crypto';
import { recordKey, type RecordKey } from '../../src/core/record/key.ts';

/** A new key for the record, as PEM and ready to sign. */
export function newRecordKey(): { readonly pem: string; readonly key: RecordKey } {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem, key: recordKey(pem) };
}
