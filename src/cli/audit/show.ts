import { Command } from 'commander';
import { recordText } from '../../core/render/record.ts';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import { openStore, refuse } from './open-store.ts';

/** `agentguard audit show`: what the record holds of a pull request. */
export const showCommand = (environment: Environment): Command =>
  new Command('show')
    .description('Print what the record holds of a pull request, oldest first.')
    .argument('<pull-request>', 'owner/repo#number')
    .option(...DATA_OPTION)
    .option('--json', 'one JSON object a line, as stored')
    .addHelpText(
      'after',
      `
Exits 0, also when the record holds nothing of it; 2 when there is no store or it was used wrongly.

Examples:
  agentguard audit show acme/shop#12
  agentguard audit show --json acme/shop#12
`,
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
