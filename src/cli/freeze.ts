import { Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { InputError } from './local/input.ts';
import type { FreezeOptions } from './remote/freeze.ts';
import { withRemote } from './remote/run.ts';

const WAIT_SECONDS = 60;

/** `agentguard freeze`: stops agents in a repository or everywhere, or lets them go on, as the token's person. */
export const freezeCommand = (environment: Environment): Command =>
  new Command('freeze')
    .description('Stop an agent, or all agents, in a repository or in all of an owner, for a time.')
    .argument('<place>', 'owner/repo, or an owner alone: all of its repositories')
    .requiredOption('--agent <id>', 'which agent (docs/agents.md has their ids), or all')
    .option('--for <time>', 'for how long: 30m, 4h, 3d; at least 5m, at most 30d')
    .requiredOption('--reason <text>', 'why, for everyone who is stopped by it')
    .option('--lift', 'let them go on, before the time is over')
    .option('--wait <seconds>', "how long to wait for AgentGuard's answer", seconds, WAIT_SECONDS)
    .addHelpText(
      'after',
      `
It opens an issue there (for an owner alone in its .github repository) and comments the command, both as the
person whose token it has; AgentGuard looks whether they may, records it, and every open pull request of
agents says so within seconds. With --lift the issue is closed again. It takes maintain access to the
repository, or admin access to .github.

Reads these variables:
  GITHUB_TOKEN or GH_TOKEN    a person's own token that may write issues; no app's, and not the one of Actions
  GHE_HOST, GHE_PROTOCOL      GitHub Enterprise Server

Exits 0 when AgentGuard has done it, 1 when it refused or did not answer in time, 2 when it could not be
asked or the command was used wrongly. The issue's address is on stdout.

Examples:
  agentguard freeze acme/shop --agent all --for 4h --reason "They push secrets"
  agentguard freeze acme --agent claude-code --for 1d --reason "A bad release of it"
  agentguard freeze acme/shop --lift --agent all --reason "The keys are rotated"
`,
    )
    .action((place: string, options: FreezeOptions) =>
      withRemote(environment, async (github) => {
        if (/^gh[su]_/.test(environment[github.variable] ?? '')) {
          throw new InputError(
            `${github.variable} holds the token of an app, and only people's words count. Set a personal access token, or what \`gh auth token\` prints.`,
          );
        }
        const { freeze } = await import('./remote/freeze.ts');
        await freeze(place, options, github);
      }),
    );

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It takes 1 to 3600 seconds.');
}
