import { Command } from 'commander';
import { jobsText } from '../core/render/jobs.ts';
import type { Environment } from '../server/configuration.ts';
import { USAGE_ERROR } from './exit-codes.ts';
import type { StoreBeside } from '../adapters/store/beside.ts';
import { DATA_OPTION, storePlace } from './store-place.ts';

interface Options {
  readonly data?: string;
  readonly json?: true;
  readonly all?: true;
}

/** `agentguard jobs`: what the server has to do, and what it gave up; also while it runs. */
export function jobsCommand(environment: Environment): Command {
  const command = new Command('jobs')
    .description('List what waits, what is under way and what was set aside after too many failures.')
    .option(...DATA_OPTION)
    .option('--all', 'list every job, not the first twenty of each state')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Works beside the running server. Exits 0, also when jobs were set aside; 2 when there is no store.

Examples:
  agentguard jobs
  agentguard jobs --json | jq 'select(.state == "parked")'
  agentguard jobs retry acme/shop#12
`,
    )
    .action((options: Options) => list(options, environment));
  return command.addCommand(
    new Command('retry')
      .description('Have jobs that were set aside done again: that of one key, or all.')
      .argument('[key]', 'as `agentguard jobs` shows it: acme/shop#12')
      .addHelpText(
        'after',
        `
The running server begins within ten seconds.

Exits 0 when at least one is done again, 1 when none such was set aside, 2 when there is no store.

Examples:
  agentguard jobs retry acme/shop#12
  agentguard jobs retry
`,
      )
      .action((key: string | undefined, _options: object, own: Command) =>
        retry(key ?? null, own.parent?.opts<Options>() ?? {}, environment),
      ),
  );
}

async function list({ data, json, all }: Options, environment: Environment): Promise<void> {
  await beside(data, environment, async (store) => {
    const jobs = await store.jobs();
    const now = new Date().toISOString();
    const text = json
      ? jobs.map((job) => `${JSON.stringify(job)}\n`).join('')
      : jobsText(jobs, now, all === true);
    process.stdout.write(text);
  });
}

async function retry(key: string | null, { data }: Options, environment: Environment): Promise<void> {
  await beside(data, environment, async (store) => {
    const count = await store.retryParked(key);
    if (count > 0) {
      process.stdout.write(`${count === 1 ? 'One job is' : `${count} jobs are`} done again.\n`);
      return;
    }
    const what = key === null ? 'Nothing' : `No job ${key}`;
    process.stderr.write(`${what} was set aside. \`agentguard jobs\` lists what there is.\n`);
    process.exitCode = 1;
  });
}

async function beside(
  data: string | undefined,
  environment: Environment,
  work: (store: StoreBeside) => Promise<void>,
): Promise<void> {
  const { openBeside } = await import('../adapters/store/beside.ts');
  let store: StoreBeside;
  try {
    store = await openBeside(storePlace(data, environment));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = USAGE_ERROR;
    return;
  }
  await work(store).finally(() => store.close());
}
