import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Configuration, Environment } from '../server/configuration.ts';
import { writeEnvFile } from '../server/env-file.ts';
import type { RunningServer } from '../server/start.ts';
import type { RegisteredApp } from '../server/setup.ts';
import { USAGE_ERROR } from './exit-codes.ts';
import { projectRoot, VERSION } from './version.ts';

/** `agentguard serve`: the app, or its setup page while there are no credentials. */
export const serveCommand = (environment: Environment): Command =>
  new Command('serve')
    .description('Serve the app, or its setup page while there are no credentials.')
    .addHelpText(
      'after',
      `
Reads these variables, also from a .env file in the working directory (see .env.example):
  APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET   what the app signs in with
  GHE_HOST, GHE_PROTOCOL                                    GitHub Enterprise Server
  HOST, PORT                                                where to listen (0.0.0.0, 3000)
  AGENTGUARD_DATA                                           folder of the embedded store (./data)
  AGENTGUARD_FLOOR=none                                     the organisation has no floor
  LOG_LEVEL                                                 trace, debug, info, warn, error or fatal (info)

Exits 2 when the configuration is wrong and names every problem, 1 when it could not start.
`,
    )
    .action(() => serve(environment));

async function serve(environment: Environment): Promise<void> {
  const configuration = await configure(environment);
  if (configuration === null) return;
  // The server's modules take most of a second to load, which the other commands need not wait for.
  const [{ startServer }, { pino }] = await Promise.all([import('../server/start.ts'), import('pino')]);
  const log = pino({ level: configuration.logLevel });
  let running: RunningServer;
  const options = {
    log,
    version: VERSION,
    appYml: readFileSync(new URL('app.yml', projectRoot()), 'utf8'),
    async registered(app: RegisteredApp): Promise<void> {
      const values = {
        APP_ID: String(app.appId),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: app.webhookSecret,
      };
      writeEnvFile('.env', values);
      const complete = await configure({ ...environment, ...values });
      // The answer to this very request goes out first; then the same port serves the app.
      if (complete) setTimeout(() => void restart(complete), 500);
    },
  };
  const restart = async (complete: Configuration): Promise<void> => {
    await running.close();
    running = await startServer(complete, options);
  };
  try {
    running = await startServer(configuration, options);
  } catch (error) {
    process.stderr.write(
      `AgentGuard could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      void running.close().then(() => process.exit(0));
    });
  }
}

async function configure(environment: Environment): Promise<Configuration | null> {
  const { configurationFrom } = await import('../server/configuration.ts');
  const result = configurationFrom(environment, (path) => readFileSync(path, 'utf8'));
  if ('configuration' in result) return result.configuration;
  const problems = result.problems.map((problem) => `  - ${problem}`).join('\n');
  process.stderr.write(`AgentGuard cannot start with this configuration:\n${problems}\nSee .env.example.\n`);
  process.exitCode = USAGE_ERROR;
  return null;
}
