import { Command } from 'commander';
import { entryText } from '../../core/export/entry-text.ts';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import { openStore, refuse } from './open-store.ts';

/** `agentguard audit show`: what the record holds of a pull request. */
export const showCommand = (environment: Environment): Command =>
  new Command('show')
    .description(
      'Print what the record holds of a pull request, a branch, a repository or an owner, oldest first.',
    )
    .argument(
      '<subject>',
      'owner/repo#number; owner/repo@branch, owner/repo or owner: what concerns all of it',
    )
    .option(...DATA_OPTION)
    .option('--json', 'one JSON object a line, as stored')
    .addHelpText(
      'after',
      `
Exits 0, also when the record holds nothing of it; 2 when there is no store or it was used wrongly.

Of a branch the record holds its policies and what was pushed past the gate, of a repository or an organisation its
freezes; of an organisation its redactions as well.

Examples:
  agentguard audit show acme/shop#12
  agentguard audit show acme/shop@main
  agentguard audit show --json acme/shop#12
`,
    )
    .action(async (subject: string, options: { data?: string; json?: boolean }) => {
      const owner = /^([\w.-]+)(?:\/[\w.-]+(?:#\d+|@.+)?)?$/.exec(subject)?.[1];
      if (owner === undefined) {
        return refuse(`"${subject}" is nothing that the record knows; write owner/repo#number.`);
      }
      const store = await openStore(storePlace(options.data, environment));
      if (store === null) return;
      const entries = await store.record({ owner, subject }).finally(store.close);
      if (entries.length === 0) process.stderr.write(`The record holds nothing of ${subject}.\n`);
      for (const entry of entries) {
        process.stdout.write(`${options.json ? JSON.stringify(entry) : entryText(entry)}\n`);
      }
    });
