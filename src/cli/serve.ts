import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import type { Logger } from 'pino';
import type { Configuration, Environment } from '../server/configuration.ts';
import { VARIABLES, type Variable } from '../server/configuration/variables.ts';
import { writeEnvFile } from '../server/env-file.ts';
import type { RunningServer } from '../server/start.ts';
import type { RegisteredApp } from '../server/setup.tsx';
import { USAGE_ERROR } from './exit-codes.ts';
import { endOnSignals, endOnUncaught } from './serve/ending.ts';
import { projectRoot, VERSION } from './version.ts';

/** `agentguard serve`: the app, or its setup page while there are no credentials. */
export const serveCommand = (environment: Environment): Command =>
  new Command('serve')
    .description('Serve the app, or its setup page while there are no credentials.')
    .addHelpText('after', () => variablesHelp())
    .action(() => serve(environment));

const variablesHelp = (): string => `
Reads these variables, also from a .env file in the working directory:
${Object.entries(VARIABLES).map(describe).join('\n')}

Needed are APP_ID, a private key and WEBHOOK_SECRET; without any of them the setup page makes an app.
HTTPS_PROXY, HTTP_PROXY and NO_PROXY are also taken in lower case, which goes first.

Examples:
  APP_ID=123456 PRIVATE_KEY_PATH=app.pem WEBHOOK_SECRET=… agentguard serve
  DATABASE_URL=postgres://agentguard:…@db.example.com/agentguard agentguard serve

SIGTERM and SIGINT: no new requests are taken, what is in hand is finished or put back; a second one ends it at once.

Exit codes:
  0  ended by a signal, with everything put away
  1  could not start, failed, or was ended before everything was put away; nothing that was answered is lost
  2  the configuration is wrong: every problem is named
`;

function describe([name, { about, example, otherwise }]: [string, Variable]): string {
  const without = otherwise === null ? '' : ` (${otherwise})`;
  return `  ${name}${without}\n      ${about}\n      ${name}=${example}`;
}

async function serve(environment: Environment): Promise<void> {
  const configured = await configure(environment);
  if (configured === null) return;
  // Bodies of deliveries and files are soon of no use: a heap that is tidied early stays half as large.
  setFlagsFromString('--optimize-for-size');
  // The server's modules take most of a second to load, which the other commands need not wait for.
  const [{ startServer }, { createLog }, { variablesOf }] = await Promise.all([
    import('../server/start.ts'),
    import('../server/log.ts'),
    import('../server/setup/variables.ts'),
  ]);
  const log = createLog(configured.configuration.logLevel);
  endOnUncaught(log);
  tell(log, [...configured.notes, ...notesOnEnvFile()]);
  let running: RunningServer;
  const options = {
    log,
    version: VERSION,
    appYml: readFileSync(new URL('app.yml', projectRoot()), 'utf8'),
    tell: (sentence: string) => void process.stderr.write(`${sentence}\n`),
    async registered(app: RegisteredApp, publicUrl: string): Promise<void> {
      const values = variablesOf(app, publicUrl);
      writeEnvFile('.env', values);
      const complete = await configure({ ...environment, ...values });
      // The answer to this very request goes out first; then the same port serves the app.
      if (complete) setTimeout(() => void restart(complete.configuration), 500);
    },
  };
  // A restart that fails is an unhandled rejection, which ends the process.
  const restart = async (complete: Configuration): Promise<void> => {
    await running.close();
    running = await startServer(complete, options);
  };
  try {
    running = await startServer(configured.configuration, options);
  } catch (error) {
    log.debug({ err: error }, 'could not start');
    const { masked } = await import('../server/log/masking.ts');
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`AgentGuard could not start: ${masked(message)}\n`);
    process.exitCode = 1;
    return;
  }
  endOnSignals(log, () => running.close());
}

const tell = (log: Logger, notes: readonly string[]): void => {
  for (const note of notes) log.warn(note);
};

/** Node reads this one when it starts, which is before the file is read. */
function notesOnEnvFile(): readonly string[] {
  const name = 'NODE_EXTRA_CA_CERTS';
  if (!existsSync('.env') || !parseEnv(readFileSync('.env', 'utf8'))[name]) return [];
  return [`${name} has no effect in .env: set it in the environment that AgentGuard is started in`];
}

async function configure(
  environment: Environment,
): Promise<{ configuration: Configuration; notes: readonly string[] } | null> {
  const { configurationFrom } = await import('../server/configuration.ts');
  const result = configurationFrom(environment, (path) => readFileSync(path, 'utf8'));
  if ('configuration' in result) return result;
  const problems = result.problems.map((problem) => `  - ${problem}`).join('\n');
  process.stderr.write(
    `AgentGuard cannot start with this configuration:\n${problems}\nSee .env.example, or agentguard serve --help.\n`,
  );
  process.exitCode = USAGE_ERROR;
  return null;
}
