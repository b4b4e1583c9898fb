import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Checkpoint, checkpointsIn } from '../../core/record/checkpoint.ts';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import { withStore } from './open-store.ts';

/** `agentguard audit checkpoint`: what to keep elsewhere. */
export const checkpointCommand = (environment: Environment): Command =>
  new Command('checkpoint')
    .description('Print the newest checkpoint of an owner, or of each, to be kept elsewhere.')
    .argument('[owner]', 'organisation or user (default: all)')
    .option(...DATA_OPTION)
    .addHelpText(
      'after',
      `
A checkpoint is the server's signed word that the record had so many entries and ended with that hash. It makes one
every 15 minutes for each record that grew, and writes it to its log, too. Kept where nobody with access to the
database can change it, it shows with \`agentguard audit verify --checkpoint\` what was cut off or rewritten since.

Exits 0 when at least one was printed, 1 when there is none yet, 2 when there is no store or it was used wrongly.

Examples:
  agentguard audit checkpoint > checkpoints.jsonl
  agentguard audit verify --checkpoint checkpoints.jsonl
`,
    )
    .action((owner: string | undefined, options: { data?: string }) =>
      withStore(storePlace(options.data, environment), async (store) => {
        let printed = 0;
        for (const each of owner === undefined ? await store.owners() : [owner]) {
          const last = await store.lastCheckpoint(each, null);
          if (last === null) continue;
          process.stdout.write(`${JSON.stringify(last)}\n`);
          printed++;
        }
        if (printed > 0) return;
        process.stderr.write(
          'There is no checkpoint yet. The server makes one when it starts and every 15 minutes.\n',
        );
        process.exitCode = 1;
      }),
    );

/** Checkpoints that somebody kept: in a file, or from the standard input as `-`. Throws a sentence. */
export function keptCheckpoints(file: string): Checkpoint[] {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new Error(`The checkpoints ${file} cannot be read.`);
  }
  const found = checkpointsIn(text);
  if (found.length === 0) {
    throw new Error(
      `${file} holds no checkpoint: take lines of \`agentguard audit checkpoint\` or of the log.`,
    );
  }
  return found;
}
