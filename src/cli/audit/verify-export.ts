import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import type { FileSeen } from '../../core/export/check.ts';
import { refuse } from './open-store.ts';

/** `agentguard audit verify-export`: whether an exported file is what was exported; it needs no store. */
export const verifyExportCommand = (): Command =>
  new Command('verify-export')
    .description('Check a file that was exported as jsonl: every hash, the links, and whether it is whole.')
    .argument('<file>', 'what agentguard audit export --format jsonl wrote')
    .addHelpText(
      'after',
      `
It reads the file alone. That nobody wrote a new chain shows only against a hash that was kept elsewhere, or a
checkpoint whose key is known.

Exits 0 when everything holds, 1 when anything does not, 2 when the file cannot be read.

Example:
  agentguard audit verify-export acme.jsonl
`,
    )
    .action(async (file: string) => {
      const { checkFile } = await import('../../core/export/check.ts');
      const check = checkFile();
      try {
        for await (const line of linesOf(file)) check.take(line);
      } catch (error) {
        return refuse(error instanceof Error ? error.message : String(error));
      }
      say(file, check.end());
    });

/** Lines end with a line feed and with nothing else: entries may hold other signs that some take for one. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const chunk of createReadStream(file, 'utf8')) {
    const pieces = String(chunk).split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield [...rest, piece].join('');
      rest = [];
    }
    if (last !== '') rest.push(last);
  }
  if (rest.length > 0) yield rest.join('');
}

function say(file: string, seen: FileSeen): void {
  const { part, entries, last, gaps, redacted, keys, checkpoint, problems, named } = seen;
  if (problems > 0) {
    const more = problems > named.length ? [`and ${problems - named.length} more.`] : [];
    process.stderr.write(`${[`${file} does not hold:`, ...named, ...more].join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  const lines = [
    `${file} holds: ${entries.toLocaleString('en-US')} entries of ${part?.repository ?? part?.owner ?? ''}, whole and unaltered.`,
    ...(last === null ? [] : [`The last is entry ${last.sequence} with the hash ${last.hash}`]),
    ...(gaps > 0 ? [`Numbers jump ${gaps} times: what was not asked for lies between.`] : []),
    ...(redacted > 0
      ? [`Personal data was taken out of ${redacted} entries, signed with the key ${keys.join(', ')}.`]
      : []),
    ...(checkpoint === null ? [] : [checkpointLine(checkpoint)]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const checkpointLine = ({ sequence, key, isMet }: NonNullable<FileSeen['checkpoint']>): string =>
  isMet
    ? `The checkpoint at entry ${sequence} agrees, signed with the key ${key}.`
    : `The checkpoint that it brings is of entry ${sequence}, which is not in it.`;
