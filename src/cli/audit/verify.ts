import { Command } from 'commander';
import type { StoreReader } from '../../adapters/store/read.ts';
import type { Checkpoint } from '../../core/record/checkpoint.ts';
import type { PublicRecordKey } from '../../core/record/key.ts';
import { createVerification, type Verification } from '../../core/record/verification.ts';
import { isWhole, verificationJson, verificationText } from '../../core/render/verification.ts';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import { keptCheckpoints } from './checkpoint.ts';
import { KEY_OPTION, knownKeys } from './keys.ts';
import { refuse, withStore } from './open-store.ts';
import { reading } from './reading.ts';

interface Options {
  readonly data?: string;
  readonly key?: readonly string[];
  readonly checkpoint?: string;
  readonly unsigned?: true;
  readonly json?: true;
}

/** `agentguard audit verify`: whether the record is what it was. */
export const verifyCommand = (environment: Environment): Command =>
  new Command('verify')
    .description('Find out whether any entry of the record was altered, removed, put in or reordered.')
    .argument('[owner]', 'organisation or user whose record to verify (default: all)')
    .option(...DATA_OPTION)
    .option(...KEY_OPTION)
    .option('--checkpoint <file>', 'checkpoints kept elsewhere, or a log with them; - for the standard input')
    .option('--unsigned', 'without a key: take signatures for good that fit the keys they bring')
    .option('--json', 'one JSON object a line for each owner')
    .addHelpText('after', HELP)
    .action((owner: string | undefined, options: Options) => verify(owner, options, environment));

const HELP = `
Works beside the running server. The key is that of the variables, as the server reads them (RECORD_KEY, else derived
from the app's private key), and any that --key names: also those used earlier. Entries after the newest checkpoint are
not signed yet, which is no fault within the hour.

Exit codes:
  0  whole: nothing was altered, and a key that is known vouches for it
  1  broken; or there is no checkpoint although there are entries older than an hour, none for more than an hour in
     which the server went on, or the newest is by a key that is not known; or no key is given without --unsigned;
     or there is nothing to verify
  2  it cannot be read, or it was used wrongly

Examples:
  agentguard audit verify
  agentguard audit verify acme --key record-key.pem --key record-key-2025.pem
  agentguard audit verify acme --checkpoint checkpoints.jsonl --json
`;

async function verify(owner: string | undefined, options: Options, environment: Environment): Promise<void> {
  let keys: readonly PublicRecordKey[];
  let kept: readonly Checkpoint[];
  try {
    keys = await knownKeys(options.key ?? [], environment);
    kept = options.checkpoint === undefined ? [] : keptCheckpoints(options.checkpoint);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  await withStore(storePlace(options.data, environment), async (store) => {
    const owners = owner === undefined ? await ownersOf(store, kept) : [owner.toLowerCase()];
    let allWhole = owners.length > 0;
    for (const each of owners) {
      const verification = await verifyOwner(each, { store, kept, keys });
      const told = isNothing(verification) ? null : verification;
      allWhole &&= told !== null && isWhole(told);
      const json = { ...verificationJson(verification), whole: told !== null && isWhole(told) };
      if (options.json) process.stdout.write(`${JSON.stringify(json)}\n`);
      else if (told) process.stdout.write(verificationText(told));
      else process.stdout.write(`The record holds nothing of ${each}.\n`);
    }
    if (owners.length === 0) process.stdout.write('The record holds nothing yet.\n');
    const hasKey = keys.length > 0 || options.unsigned === true;
    if (!hasKey && owners.length > 0) process.stderr.write(WITHOUT_KEY);
    process.exitCode = allWhole && hasKey ? 0 : 1;
  });
}

const WITHOUT_KEY = `No key is given: signatures were compared only with the keys that they bring, which anybody could have made. Set
the variables of the server, or name the public key with --key; \`agentguard audit key\` prints it there. --unsigned takes
it as it is.
`;

async function ownersOf(store: StoreReader, kept: readonly Checkpoint[]): Promise<string[]> {
  return [...new Set([...(await store.owners()), ...kept.map(({ owner }) => owner)])].toSorted();
}

/** Neither entries nor a word that there were any. */
const isNothing = ({ entries, problems, signed }: Verification): boolean =>
  entries === 0 && problems.length === 0 && signed === null;

async function verifyOwner(
  owner: string,
  {
    store,
    kept,
    keys,
  }: { store: StoreReader; kept: readonly Checkpoint[]; keys: readonly PublicRecordKey[] },
): Promise<Verification> {
  const verification = createVerification({
    owner,
    checkpoints: await store.checkpoints(owner),
    kept: kept.filter((checkpoint) => checkpoint.owner === owner),
    keys,
    now: new Date().toISOString(),
  });
  const seen = reading(owner, (await store.chainEnd(owner))?.sequence ?? 0);
  const noted = await store.readChain(owner, (entry) => {
    verification.add(entry);
    seen(entry.sequence);
  });
  return verification.finish(noted);
}
