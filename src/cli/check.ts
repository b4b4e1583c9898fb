import { Command, Option } from 'commander';
import type { Environment } from '../server/configuration.ts';
import type { CheckOptions } from './local/check.ts';
import { withRepository } from './local/input.ts';

/** `agentguard check`: the change from the merge base to a head, as one pull request without reviews. */
export const checkCommand = (environment: Environment): Command =>
  new Command('check')
    .description('Check the commits of a local branch before they are pushed.')
    .option('--repo <folder>', 'the repository', '.')
    .option('--base <revision>', 'what it would be merged into (default: origin/HEAD)')
    .option('--head <revision>', 'what would be merged', 'HEAD')
    .option('--policy <file>', 'judge by this policy instead of the one at the merge base')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'),
    )
    .addOption(
      new Option('--fail-on <outcome>', 'from which outcome on to exit with 1')
        .choices(['block', 'review'])
        .default('block'),
    )
    .addHelpText(
      'after',
      `
Exits 0 for allow and review_required (with --fail-on review 1 for the latter), 1 for block and
indeterminate, 2 when the input cannot be used. docs/json.md has the object of --format json, and what --format sarif (2.1.0, for
code scanning) makes of it.

Examples:
  agentguard check
  agentguard check --base main --fail-on review --format json
  agentguard check --base origin/main --format sarif > agentguard.sarif
`,
    )
    .action((options: CheckOptions & { readonly repo: string }) =>
      withRepository(options.repo, environment, async (repository) => {
        const { check } = await import('./local/check.ts');
        await check(repository, options);
      }),
    );
