import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { DATA_OPTION } from './store-place.ts';
import { withRemote } from './remote/run.ts';

/** `agentguard explain`: how the policy applies to a pull request at this moment. */
export const explainCommand = (environment: Environment): Command =>
  new Command('explain')
    .description('Say how the policy applies to a pull request on GitHub: who is asked, who could, who has.')
    .argument('<pull-request>', 'owner/repo#number, or its address')
    .option(...DATA_OPTION)
    .option('--json', 'print the decision as one JSON object')
    .addHelpText(
      'after',
      `
Reads these variables:
  GITHUB_TOKEN or GH_TOKEN    a token with read access to the repository and the organisation's members
  GHE_HOST, GHE_PROTOCOL      GitHub Enterprise Server
  AGENTGUARD_FLOOR=none       the organisation has no floor, which most tokens cannot tell

It changes nothing: no check run, no request, no record. Exits 0 when the decision is allow, 1 when it is
another (also where the policy only observes), 2 when it cannot be read or the command was used wrongly.
docs/json.md has the object of --json.

Examples:
  agentguard explain acme/shop#12
  agentguard explain https://github.com/acme/shop/pull/12 --json | jq .obligations
`,
    )
    .action((pullRequest: string, options: { readonly data?: string; readonly json?: true }) =>
      withRemote(environment, async (github) => {
        const { explain } = await import('./remote/explain.ts');
        await explain(pullRequest, options, github, environment);
      }),
    );
