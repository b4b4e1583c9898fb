import { Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../../server/configuration.ts';
import { DATA_OPTION, storePlace } from '../store-place.ts';
import type { Format } from './export/formats.ts';
import { timeIn } from './export/time.ts';
import { openStore, refuse } from './open-store.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly repo?: string;
  readonly format: Format;
  readonly output?: string;
  readonly force?: boolean;
  readonly data?: string;
}

/** `agentguard audit export`: a part of the record as a file that explains itself. */
export const exportCommand = (environment: Environment): Command =>
  new Command('export')
    .description('Write a part of the record to a file that explains itself.')
    .argument('[owner]', 'organisation or user whose record it is; may be left out where there is one only')
    .option('--from <time>', 'entries of this day or moment (UTC) and later', time)
    .option('--to <time>', 'entries before this day or moment', time)
    .option('--repo <owner/name>', 'entries about this repository, its pull requests and its branches')
    .addOption(
      new Option('--format <format>', 'html to read, csv for a spreadsheet, jsonl to check and to keep')
        .choices(['jsonl', 'csv', 'html'])
        .default('jsonl'),
    )
    .option('--output <file>', 'where to (default: standard output)')
    .option('--force', 'replace the file if there is one')
    .option(...DATA_OPTION)
    .addHelpText(
      'after',
      `
The file appears when it is whole. jsonl has every entry as it is stored and says how it can be checked without
AgentGuard; html has a summary of one page, then every entry by day. docs/record.md says what is in each.

Exits 0 when everything is exported and holds, also when that is no entry; 1 when an entry does not hold (it is
exported all the same) or the export was broken off; 2 when it was used wrongly.

Examples:
  agentguard audit export acme --from 2026-10-01 --to 2026-11-01 --format html --output october.html
  agentguard audit export --repo acme/shop --format csv --output shop.csv
  agentguard audit export acme --output acme.jsonl && agentguard audit verify-export acme.jsonl
`,
    )
    .action(async (owner: string | undefined, options: Options) => {
      const named = ownerNamed(owner, options.repo);
      if (named === undefined) return;
      const { from = null, to = null, format, output, force = false } = options;
      if (from !== null && to !== null && from >= to) {
        return refuse('There is no time from --from up to --to: the first has to be earlier.');
      }
      const { refusal } = await import('./export/output.ts');
      const reason = output === undefined ? null : refusal(output, force);
      if (reason !== null) return refuse(reason);
      const store = await openStore(storePlace(options.data, environment));
      if (store === null) return;
      const { exportPart } = await import('./export/export.ts');
      const repository = options.repo ?? null;
      await exportPart(store, { owner: named, from, to, repository }, { format, output, force }).finally(
        store.close,
      );
    });

function time(text: string): string {
  const found = timeIn(text);
  if (found !== null) return found;
  throw new InvalidArgumentError('It takes a day or a moment in UTC, as 2026-11-23 or 2026-11-23T12:00.');
}

/** Whose record is meant; null: the only one there is; undefined: it was said what is wrong. */
function ownerNamed(owner: string | undefined, repository: string | undefined): string | null | undefined {
  if (owner !== undefined && !/^[\w.-]+$/.test(owner)) {
    refuse(`"${owner}" is no organisation or user; a repository is named with --repo.`);
    return undefined;
  }
  if (repository === undefined) return owner?.toLowerCase() ?? null;
  const of = /^([\w.-]+)\/[\w.-]+$/.exec(repository)?.[1]?.toLowerCase();
  if (of === undefined) {
    refuse(`"${repository}" is no repository; write owner/name.`);
    return undefined;
  }
  if (owner !== undefined && owner.toLowerCase() !== of) {
    refuse(`${repository} is no repository of ${owner}.`);
    return undefined;
  }
  return of;
}
