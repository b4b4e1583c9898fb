import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import type { DoctorOptions } from './doctor/doctor.ts';
import { withInput } from './local/input.ts';

/** `agentguard doctor`: what binds, what does not, and how to mend it. */
export const doctorCommand = (environment: Environment): Command =>
  new Command('doctor')
    .description('Say what binds and what does not, with how to mend it; --fix requires the check.')
    .argument('[repository]', 'owner/repo: everything about one')
    .option('--org <login>', 'an organisation with all its repositories')
    .option('--fix', "create or update the ruleset that requires the check, with an admin's own token")
    .option('--branch <names...>', 'with --fix: these branches (default: the default branch)')
    .option('--yes', 'with --fix: do it without asking')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Without a repository or --org: the app and its installations in short.

Reads these variables, also from a .env file in the working directory:
  APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH   signs in as the app, as \`serve\` does; APP_ID alone tells which
                                            app is yours
  GITHUB_TOKEN or GH_TOKEN                  the token of an admin, for what the app is not shown (who may
                                            bypass) and for --fix; one of the two is enough to look
  GHE_HOST, GHE_PROTOCOL                    GitHub Enterprise Server
  AGENTGUARD_FLOOR=none                     the organisation has no floor, although it cannot be seen

It changes nothing without --fix, which shows what it will do and asks first. docs/doctor.md has every line
that it can say; docs/json.md has the object of --json.

Exit codes:
  0  it binds
  1  something does not bind, does not work, or cannot be seen where it matters; or --fix was refused
  2  used wrongly, or nothing could be read

Examples:
  agentguard doctor
  agentguard doctor --org acme
  GITHUB_TOKEN=$(gh auth token) agentguard doctor acme/shop --fix
`,
    )
    .action((repository: string | undefined, options: DoctorOptions) =>
      withInput(async () => {
        const { doctor } = await import('./doctor/doctor.ts');
        await doctor(repository ?? null, options, environment);
      }),
    );
