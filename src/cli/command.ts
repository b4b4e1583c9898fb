import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { auditCommand } from './audit.ts';
import { checkCommand } from './check.ts';
import { dbCommand } from './db.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { freezeCommand } from './freeze.ts';
import { historyCommand } from './history.ts';
import { hookCommand } from './hook.ts';
import { initCommand } from './init.ts';
import { jobsCommand } from './jobs.ts';
import { replayCommand } from './replay.ts';
import { revertCommand } from './revert.ts';
import { serveCommand } from './serve.ts';
import { setupCommand } from './setup.ts';
import { simulateCommand } from './simulate.ts';
import { validateCommand } from './validate.ts';
import { VERSION } from './version.ts';

/** `agentguard` with all its commands; one file a command. */
export function createCommand(environment: Environment): Command {
  const command = new Command('agentguard')
    .description('Gates pull requests made by AI agents.')
    .version(VERSION)
    .addHelpText('after', EXAMPLES)
    .addCommand(setupCommand(environment))
    .addCommand(serveCommand(environment))
    .addCommand(jobsCommand(environment))
    .addCommand(dbCommand(environment))
    .addCommand(auditCommand(environment))
    .addCommand(replayCommand(environment))
    .addCommand(doctorCommand(environment))
    .addCommand(explainCommand(environment))
    .addCommand(freezeCommand(environment))
    .addCommand(revertCommand(environment))
    .addCommand(simulateCommand(environment))
    .addCommand(checkCommand(environment))
    .addCommand(historyCommand(environment))
    .addCommand(initCommand(environment))
    .addCommand(validateCommand(environment))
    .addCommand(hookCommand(environment));
  for (const each of [command, ...command.commands, ...command.commands.flatMap((sub) => sub.commands)]) {
    each.showHelpAfterError('(--help tells what it takes)').exitOverride();
  }
  return command;
}

const EXAMPLES = `
Every command exits 0 when all is well and 2 when it was used wrongly or could not do its work; what else it
exits with, its --help says.

Examples:
  agentguard check
  agentguard setup --org acme
  agentguard doctor acme/shop
  agentguard hook --help
`;
