import { Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../server/configuration.ts';
import type { SimulateOptions } from './remote/simulate.ts';
import { DATA_OPTION } from './store-place.ts';
import { withRemote } from './remote/run.ts';

/** `agentguard simulate`: what another policy would make of pull requests there are. */
export const simulateCommand = (environment: Environment): Command =>
  new Command('simulate')
    .description('Say what another policy would decide: of one pull request, or of the newest merged ones.')
    .argument('<target>', 'owner/repo#number or its address; with --last owner/repo')
    .option('--policy <file>', "judge by this file in the place of the repository's policy")
    .option('--floor <file>', "judge by this file in the place of the organisation's floor")
    .option(
      '--last [count]',
      `replay so many of the newest merged pull requests (100, at most ${MOST})`,
      count,
    )
    .option('--explain', 'print how the other policy applies, too; not with --last')
    .option(...DATA_OPTION)
    .option('--json', 'print one JSON object, with --last one a line')
    .addHelpText(
      'after',
      `
It reads as explain does, with GITHUB_TOKEN or GH_TOKEN, and changes nothing. A replay judges merged pull
requests by the reviews they have, with today's rights; docs/explain.md says what cannot be reproduced.

Exits 0 whatever the decisions are, 2 when a file is invalid (with line and column) or nothing can be read.

Examples:
  agentguard simulate acme/shop#12 --policy stricter.yml --explain
  agentguard simulate acme/shop --policy stricter.yml --last 200
  agentguard simulate acme/shop --floor floor.yml --last --json | jq 'select(.differs)'
`,
    )
    .action((target: string, options: SimulateOptions) =>
      withRemote(environment, async (github) => {
        const { simulate } = await import('./remote/simulate.ts');
        await simulate(target, options, github, environment);
      }),
    );

const MOST = 1000;

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST) return value;
  throw new InvalidArgumentError(`It takes a number from 1 to ${MOST}.`);
}
