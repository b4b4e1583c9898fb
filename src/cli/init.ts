import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import type { InitOptions } from './init/init.ts';
import { withRepository } from './local/input.ts';

/** `agentguard init`: a first policy that fits a repository. */
export const initCommand = (environment: Environment): Command =>
  new Command('init')
    .description('Write a commented .agentguard.yml that fits a repository.')
    .option('--repo <folder>', 'the clone to look at', '.')
    .option('--stdout', 'print it instead of writing a file')
    .option('--force', 'write over a policy that is there')
    .option('--org-file', 'write the floor of an organisation, for its .github repository')
    .addHelpText(
      'after',
      `
It looks at the files that are committed and at the last thousand commits: languages, migrations,
infrastructure, workflows, CODEOWNERS and its teams, who merges and reviews, which agents signed. Each line of
the policy says on what evidence it is there; teams are asked only where CODEOWNERS names them. Nothing of the
repository is run, and nothing leaves this machine.

Exits 0 when it was written, 2 when there is a policy already or the repository cannot be read.

Examples:
  agentguard init
  agentguard init --repo ../shop --stdout
`,
    )
    .action((options: InitOptions & { readonly repo: string }) =>
      withRepository(options.repo, environment, async (repository) => {
        const { init } = await import('./init/init.ts');
        await init(repository, options);
      }),
    );
