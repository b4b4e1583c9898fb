import { Command } from 'commander';
import type { StoreReader } from '../adapters/store/read.ts';
import { recordText } from '../core/render/record.ts';
import type { Environment } from '../server/configuration.ts';
import { USAGE_ERROR } from './exit-codes.ts';
import { DATA_OPTION, storePlace, type StorePlace } from './store-place.ts';

/** `agentguard audit`: reads the record, also while the server runs. */
export function auditCommand(environment: Environment): Command {
  return new Command('audit')
    .description('Read and verify the record of decisions.')
    .addCommand(showCommand(environment))
    .addCommand(verifyCommand(environment));
}

const showCommand = (environment: Environment): Command =>
  new Command('show')
    .description('Print what the record holds of a pull request, oldest first.')
    .argument('<pull-request>', 'owner/repo#number')
    .option(...DATA_OPTION)
    .option('--json', 'one JSON object a line, as stored')
    .addHelpText(
      'after',
      '\nExamples:\n  agentguard audit show acme/shop#12\n  agentguard audit show --json acme/shop#12\n',
    )
    .action(async (pullRequest: string, options: { data?: string; json?: boolean }) => {
      const owner = /^([\w.-]+)\/[\w.-]+#\d+$/.exec(pullRequest)?.[1];
      if (owner === undefined) {
        return refuse(`"${pullRequest}" is not a pull request; write owner/repo#number.`);
      }
      const store = await openStore(storePlace(options.data, environment));
      if (store === null) return;
      const entries = await store.record({ owner, subject: pullRequest }).finally(store.close);
      if (entries.length === 0) process.stderr.write(`The record holds nothing of ${pullRequest}.\n`);
      for (const entry of entries) {
        process.stdout.write(`${options.json ? JSON.stringify(entry) : recordText(entry)}\n`);
      }
    });

const verifyCommand = (environment: Environment): Command =>
  new Command('verify')
    .description('Check that no entry of an owner was altered, removed or reordered.')
    .argument('<owner>', 'organisation or user whose record to check')
    .option(...DATA_OPTION)
    .addHelpText('after', '\nExits 0 when the record is whole, 1 when it is not, and says where it breaks.\n')
    .action(async (owner: string, options: { data?: string }) => {
      const store = await openStore(storePlace(options.data, environment));
      if (store === null) return;
      const broken = await store.verify(owner).finally(store.close);
      if (broken === null) {
        process.stdout.write(`The record of ${owner} is whole.\n`);
      } else {
        process.stderr.write(
          `The record of ${owner} is broken at entry ${broken.sequence}: ${broken.problem}\n`,
        );
        process.exitCode = 1;
      }
    });

/** The store at a place; null once it was said that there is none. */
async function openStore(place: StorePlace): Promise<StoreReader | null> {
  // The store's modules are loaded only by the commands that need them.
  const { readStore } = await import('../adapters/store/read.ts');
  try {
    return await readStore(place);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = USAGE_ERROR;
}
