import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { DATA_OPTION } from './store-place.ts';

/** `agentguard replay`: decides again from what was stored. */
export const replayCommand = (environment: Environment): Command =>
  new Command('replay')
    .description(
      'Decide again from what the record keeps of a decision, and say whether it comes out the same.',
    )
    .argument('<decisions>', "owner/repo#number, owner/repo or owner: a pull request's decisions, or all")
    .option('--entry <number>', 'only the decision with this number in the record')
    .option(
      '--full',
      'fetch the change again from GitHub by its SHAs, and look for agents and risks in it anew',
    )
    .option(...DATA_OPTION)
    .option('--json', 'print one JSON object a decision, and one of the counts')
    .addHelpText(
      'after',
      `
What a decision rested on is kept beside the record: reviews, people and their rights, findings, the policy and the
digests of files; nothing of what the files hold. Only --full asks GitHub, and it takes a token (GITHUB_TOKEN or
GH_TOKEN) that can read the repository. Of what GitHub does not keep by SHA it takes the text of the pull request as it
is now, and everything else, such as who had which rights, as it was stored.

Exits 0 when everything came out the same, but for what was redacted; 1 when a decision differs, was altered or cannot
be made again; 2 when there is none, or the command was used wrongly.

Examples:
  agentguard replay acme/shop#12
  agentguard replay acme --entry 17
  agentguard replay acme --json > decided-again.jsonl
  agentguard replay acme/shop#12 --full
`,
    )
    .action(async (decisions: string, options: ReplayOptions) => {
      const { replay } = await import('./replay/run.ts');
      await replay(decisions, options, environment);
    });

export interface ReplayOptions {
  readonly entry?: string;
  readonly full?: true;
  readonly data?: string;
  readonly json?: true;
}
