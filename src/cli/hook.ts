import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { withInput, withRepository } from './local/input.ts';

/** `agentguard hook`: checks what is about to be pushed, before it is. */
export const hookCommand = (environment: Environment): Command => {
  const repo = ['--repo <folder>', 'the clone', '.'] as const;
  return new Command('hook')
    .description('Check commits before git pushes them.')
    .addHelpText('after', GROUP)
    .addCommand(
      new Command('install')
        .description('Make git check every push of a clone.')
        .option(...repo)
        .addHelpText('after', INSTALL)
        .action(({ repo: folder }: { repo: string }) =>
          withInput(async () => (await import('./hook/install.ts')).install(folder, environment)),
        ),
    )
    .addCommand(
      new Command('uninstall')
        .description('Take the hook away; a hook that was there before comes back.')
        .option(...repo)
        .addHelpText(
          'after',
          `
Exits 0, also where there is no such hook; 2 when the folder cannot be used.

Examples:
  agentguard hook uninstall
  agentguard hook uninstall --repo ../shop
`,
        )
        .action(({ repo: folder }: { repo: string }) =>
          withInput(async () => (await import('./hook/install.ts')).uninstall(folder, environment)),
        ),
    )
    .addCommand(
      new Command('run')
        .description('What the hook calls: reads the refs that git is about to push from stdin.')
        .argument('<remote>', 'the name of the remote, as git gives it')
        .argument('[url]', 'where it is, as git gives it')
        .option(...repo)
        .addHelpText('after', RUN)
        .action((remote: string, _url: string | undefined, { repo: folder }: { repo: string }) =>
          withRepository(folder, environment, async (repository) =>
            (await import('./hook/run.ts')).run(repository, remote, environment),
          ),
        ),
    );
};

const GROUP = `
Examples:
  agentguard hook install
  agentguard hook uninstall
`;

const INSTALL = `
Writes a pre-push hook where git looks for one (core.hooksPath, else the clone's own hooks). A hook that is there
already is kept and runs first. For once without it: git push --no-verify

  git config agentguard.failOn review       stop whatever is not allowed as it is (default: block)
  git config agentguard.base origin/main    compare with this (default: the remote's HEAD)

Exits 0 when it is installed, 2 when it cannot be: then it says which line to add where.

Examples:
  agentguard hook install
  agentguard hook uninstall --repo ../shop
`;

const RUN = `
Checks each branch like \`agentguard check\`; deletions and tags are left alone. Stops the push when the answer is
block, with agentguard.failOn=review also when a review will be required or it cannot be told. What it cannot
check itself it says, and lets through unless failOn is review: the app decides on GitHub in any case.

Exits 0 to go on, 1 to stop the push, 2 outside of a repository.

Example, as a line of a hook of your own:
  agentguard hook run "$@"
`;
