import { defineCommand, type CommandDef } from 'citty';
import { readRecord } from '../adapters/store/read.ts';
import { recordText } from '../core/render/record.ts';
import type { Environment } from '../server/configuration.ts';
import type { Process } from './command.ts';

/** `agentguard audit`: reads the record, also while the server runs. */
export const auditCommand = ({ environment }: Process): CommandDef =>
  defineCommand({
    meta: { name: 'audit', description: 'Read and verify the record of decisions.' },
    subCommands: { show: showCommand(environment), verify: verifyCommand(environment) },
  }) as CommandDef;

const dataArgument = {
  data: {
    type: 'string',
    valueHint: 'folder',
    description: 'Folder of the embedded store (default: AGENTGUARD_DATA, else ./data)',
  },
} as const;

const folderOf = (data: string | undefined, environment: Environment): string =>
  data ?? (environment['AGENTGUARD_DATA'] || './data');

const showCommand = (environment: Environment): CommandDef =>
  defineCommand({
    meta: {
      name: 'show',
      description:
        'Print what the record holds of a pull request, oldest first. Example: agentguard audit show acme/shop#12',
    },
    args: {
      pullRequest: { type: 'positional', required: true, description: 'owner/repo#number' },
      json: { type: 'boolean', description: 'One JSON object a line, as stored' },
      ...dataArgument,
    },
    async run({ args }) {
      const parts = /^([\w.-]+)\/[\w.-]+#\d+$/.exec(args.pullRequest);
      if (!parts?.[1]) return fail(`"${args.pullRequest}" is not a pull request; write owner/repo#number.`);
      const record = readRecord(folderOf(args.data, environment));
      const entries = await record
        .entries({ owner: parts[1], subject: args.pullRequest })
        .finally(record.close);
      if (entries.length === 0) process.stderr.write(`The record holds nothing of ${args.pullRequest}.\n`);
      for (const entry of entries)
        process.stdout.write(args.json ? `${JSON.stringify(entry)}\n` : `${recordText(entry)}\n`);
    },
  }) as CommandDef;

const verifyCommand = (environment: Environment): CommandDef =>
  defineCommand({
    meta: {
      name: 'verify',
      description:
        'Check that no entry of an owner was altered, removed or reordered. Exits 1 and says where if one was.',
    },
    args: {
      owner: {
        type: 'positional',
        required: true,
        description: 'Organisation or user whose record to check',
      },
      ...dataArgument,
    },
    async run({ args }) {
      const record = readRecord(folderOf(args.data, environment));
      const broken = await record.verify(args.owner).finally(record.close);
      if (broken === null) process.stdout.write(`The record of ${args.owner} is whole.\n`);
      else {
        process.stderr.write(
          `The record of ${args.owner} is broken at entry ${broken.sequence}: ${broken.problem}\n`,
        );
        process.exitCode = 1;
      }
    },
  }) as CommandDef;

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
