import { Command } from 'commander';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import { openStore } from './open-store.ts';

/** `agentguard audit verify`: whether the record is what it was. */
export const verifyCommand = (environment: Environment): Command =>
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
