import { Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../server/configuration.ts';
import type { SetupCommandOptions } from './setup/setup.ts';

/** `agentguard setup`: registers AgentGuard as a GitHub App and keeps its credentials. */
export const setupCommand = (environment: Environment): Command =>
  new Command('setup')
    .description('Register AgentGuard as a GitHub App, through your browser.')
    .option('--org <organization>', 'who is to own the app (default: your own account)')
    .option('--url <url>', 'where GitHub and people will reach the server; asked for on a terminal')
    // Not --env-file: Node takes that for itself, wherever it stands.
    .option('--credentials <file>', 'where they are kept', '.env')
    .option('--print', 'print the credentials once, for a secret store, and keep nothing')
    .option('--force', 'write over the credentials of another app')
    .option('--port <number>', 'of the page on this machine, 0 for any that is free', port, 0)
    .option('--no-open', 'only say the address of the page')
    .addHelpText(
      'after',
      `
It opens a page on this machine, which sends app.yml to GitHub: you confirm there, and GitHub hands the
credentials back to this command alone. They are kept in a file that only you can read. Then GitHub asks which
repositories to install the app on.

--url has to be reachable by GitHub over HTTPS once the server runs: a name of yours with a reverse proxy in
front, or for a trial a tunnel to this machine.

Reads these variables:
  GHE_HOST, GHE_PROTOCOL      GitHub Enterprise Server
  HTTPS_PROXY, NO_PROXY       the way to GitHub

Exit codes:
  0  the app is registered, and its credentials are kept or printed
  1  it was broken off, or GitHub refused; nothing was kept
  2  the command was used wrongly, or the credentials could not be kept

Examples:
  agentguard setup --org acme --url https://guard.acme.example
  agentguard setup --url https://guard.acme.example --print > credentials.env
`,
    )
    .action(async (options: SetupCommandOptions) => {
      const { setup } = await import('./setup/setup.ts');
      await setup(options, environment);
    });

function port(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It takes a number from 0 to 65535.');
}
