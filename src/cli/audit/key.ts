import { Command } from 'commander';
import { publicKeyPem } from '../../core/record/key.ts';
import type { Environment } from '../../server/configuration.ts';
import { ownKey } from './keys.ts';
import { refuse } from './open-store.ts';

/** `agentguard audit key`: whom the record's signatures are by. */
export const keyCommand = (environment: Environment): Command =>
  new Command('key')
    .description('Print the public key that the record is signed with, and its id.')
    .addHelpText(
      'after',
      `
It is the one of RECORD_KEY, else derived from the app's private key (PRIVATE_KEY, PRIVATE_KEY_PATH), as the server
does it. Give it to whoever is to verify the record.

Exits 0 when it is printed, 2 when the variables name no key.

Examples:
  agentguard audit key > record-key.pem
  agentguard audit verify acme --key record-key.pem
`,
    )
    .action(async () => {
      try {
        const key = await ownKey(environment);
        if (key === null) return refuse(NO_KEY);
        process.stdout.write(`Key ${key.id}\n${publicKeyPem(key)}`);
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
    });

export const NO_KEY =
  'There is no key: set RECORD_KEY, or PRIVATE_KEY or PRIVATE_KEY_PATH as for the server, which the key is derived from.';
