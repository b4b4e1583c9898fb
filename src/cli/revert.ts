import { Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { InputError } from './local/input.ts';
import type { RevertOptions } from './remote/revert.ts';
import { withRemote } from './remote/run.ts';

const WAIT_SECONDS = 60;

/** `agentguard revert`: has AgentGuard open a pull request that takes a merged one back, as the token's person. */
export const revertCommand = (environment: Environment): Command =>
  new Command('revert')
    .description("Take back a merged pull request that an agent had a hand in, by GitHub's own revert.")
    .argument('<pull request>', 'owner/repo#number, or its address')
    .requiredOption('--reason <text>', 'why, for everyone who reads it')
    .option('--wait <seconds>', "how long to wait for AgentGuard's answer", seconds, WAIT_SECONDS)
    .addHelpText(
      'after',
      `
It comments the command under the pull request as the person whose token it has; AgentGuard looks whether they
may (write access), opens the revert, records it and requests the reviewers that the policy names under
\`recovery\`. The app needs Contents: Read and write for it, see docs/way-back.md.

Reads these variables:
  GITHUB_TOKEN or GH_TOKEN    a person's own token that may write issues; no app's, and not the one of Actions
  GHE_HOST, GHE_PROTOCOL      GitHub Enterprise Server

Exits 0 when the revert is open (or was open already), 1 when it was refused, there is a conflict, or
AgentGuard did not answer in time, 2 when it could not be asked or the command was used wrongly. The address
of the revert is on stdout.

Examples:
  agentguard revert acme/shop#12 --reason "It drops the orders table"
  agentguard revert https://github.com/acme/shop/pull/12 --reason "Incident 77" --wait 300
`,
    )
    .action((target: string, options: RevertOptions) =>
      withRemote(environment, async (github) => {
        if (/^gh[su]_/.test(environment[github.variable] ?? '')) {
          throw new InputError(
            `${github.variable} holds the token of an app, and only people's words count. Set a personal access token, or what \`gh auth token\` prints.`,
          );
        }
        const { revert } = await import('./remote/revert.ts');
        await revert(target, options, github);
      }),
    );

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It takes 1 to 3600 seconds.');
}
