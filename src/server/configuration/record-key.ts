import { derivedRecordKey, recordKey, type RecordKey } from '../../core/record/key.ts';
import { type CredentialVariables, pemIn, readKey } from './credentials.ts';

interface RecordKeyVariables {
  readonly RECORD_KEY?: string | undefined;
}

/** The key that signs the record as PEM, or null where none was given; or what is wrong with it, without quoting it. */
export function recordKeyFrom({ RECORD_KEY: text }: RecordKeyVariables): {
  pem: string | null;
  problems: readonly string[];
} {
  if (!text) return { pem: null, problems: [] };
  try {
    const pem = pemIn(text);
    recordKey(pem);
    return { pem, problems: [] };
  } catch {
    return {
      pem: null,
      problems: [
        'RECORD_KEY is not an Ed25519 private key in PEM format. `openssl genpkey -algorithm ed25519` makes one.',
      ],
    };
  }
}

/**
 * The key that a server with these variables signs the record with; null: they name none. Or every problem.
 * @param readFile throws when it cannot read.
 */
export function deploymentKey(
  env: RecordKeyVariables & Pick<CredentialVariables, 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH'>,
  readFile: (path: string) => string,
): { key: RecordKey | null; problems: readonly string[] } {
  const { pem, problems } = recordKeyFrom(env);
  if (problems.length > 0) return { key: null, problems };
  if (pem !== null) return { key: recordKey(pem), problems };
  if (!env.PRIVATE_KEY && !env.PRIVATE_KEY_PATH) return { key: null, problems };
  const found: string[] = [];
  const privateKey = readKey(env, readFile, found);
  return { key: privateKey === null ? null : derivedRecordKey(privateKey), problems: found };
}
