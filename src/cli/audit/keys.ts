import { readFileSync } from 'node:fs';
import { type PublicRecordKey, publicRecordKey, type RecordKey } from '../../core/record/key.ts';
import type { Environment } from '../../server/configuration.ts';

/** For every command that knows whose signatures to take. */
export const KEY_OPTION = [
  '--key <file>',
  'public key (PEM) whose signatures count, beside that of the variables; again for each more',
  (file: string, files: readonly string[] = []): readonly string[] => [...files, file],
] as const;

/** The key that `serve` signs with in this environment; null: there is none. Throws every problem as a sentence. */
export async function ownKey(environment: Environment): Promise<RecordKey | null> {
  // The configuration's modules are loaded only by the commands that need them.
  const { deploymentKey } = await import('../../server/configuration/record-key.ts');
  const { key, problems } = deploymentKey(environment, (path) => readFileSync(path, 'utf8'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return key;
}

/** Keys whose signatures count: that of the environment and those in files. Throws a sentence. */
export async function knownKeys(
  files: readonly string[],
  environment: Environment,
): Promise<PublicRecordKey[]> {
  const given = files.map(readKey);
  const own = await ownKey(environment).catch((error: unknown) => {
    // Whoever audits has no need of the deployment's own secrets.
    if (given.length > 0) return null;
    throw error;
  });
  return own ? [own, ...given] : given;
}

function readKey(file: string): PublicRecordKey {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`The key ${file} cannot be read.`);
  }
  try {
    return publicRecordKey(text);
  } catch {
    throw new Error(`${file} holds no Ed25519 key in PEM format. \`agentguard audit key\` prints one.`);
  }
}
