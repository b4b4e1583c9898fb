import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { USAGE_ERROR } from './exit-codes.ts';

/** `agentguard db`: looks after the store. */
export const dbCommand = (environment: Environment): Command =>
  new Command('db')
    .description('Look after the store.')
    .addHelpText(
      'after',
      `
Examples:
  agentguard db copy --help
  DATABASE_URL=postgres://agentguard@db.internal/agentguard agentguard db copy
`,
    )
    .addCommand(copyCommand(environment));

const copyCommand = (environment: Environment): Command =>
  new Command('copy')
    .description(
      'Copy the embedded store into an empty PostgreSQL, with the record and its chains as they are.',
    )
    .option('--data <folder>', 'folder of the embedded store (default: AGENTGUARD_DATA, else ./data)')
    .option('--to <url>', 'the database, as postgres://…; DATABASE_URL does not show its password to others')
    .addHelpText(
      'after',
      `
Stop the server first: the folder is locked meanwhile. The folder stays as it is. Either everything is copied or
nothing; a database that holds anything of AgentGuard already is refused. Start the server with DATABASE_URL then.

Exits 0 when all is copied and the record is whole there, 1 when it could not be, 2 when it was used wrongly.

Examples:
  DATABASE_URL=postgres://agentguard@db.internal/agentguard agentguard db copy
  agentguard db copy --data /var/lib/agentguard --to postgres://localhost/agentguard
`,
    )
    .action((options: { readonly data?: string; readonly to?: string }) => copy(options, environment));

async function copy(
  { data, to }: { readonly data?: string; readonly to?: string },
  environment: Environment,
): Promise<void> {
  const folder = data ?? (environment['AGENTGUARD_DATA'] || './data');
  const url = to ?? environment['DATABASE_URL'];
  if (!url || !/^postgres(ql)?:\/\//.test(url)) {
    process.stderr.write('Where to? Set DATABASE_URL, or give --to, as postgres://user@host/database.\n');
    process.exitCode = USAGE_ERROR;
    return;
  }
  const { copyStore } = await import('../adapters/store/copy.ts');
  const show = progress();
  try {
    const copied = await copyStore({ folder }, { url }, show);
    process.stdout.write(
      `Copied ${copied.rows} rows; the record of ${copied.owners} owners is whole there. Start the server with DATABASE_URL now.\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** One line a table, and one a second within a large one. */
function progress(): (table: string, done: number, all: number) => void {
  let shownAt = 0;
  return (table, done, all) => {
    const isDone = done >= all;
    if (!isDone && Date.now() - shownAt < 1000) return;
    shownAt = Date.now();
    process.stderr.write(`  ${table}: ${done} of ${all}\n`);
  };
}
