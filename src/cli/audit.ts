import { Command } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { checkpointCommand } from './audit/checkpoint.ts';
import { exportCommand } from './audit/export.ts';
import { keyCommand } from './audit/key.ts';
import { redactCommand } from './audit/redact.ts';
import { showCommand } from './audit/show.ts';
import { verifyExportCommand } from './audit/verify-export.ts';
import { verifyCommand } from './audit/verify.ts';

/** `agentguard audit`: reads the record, also while the server runs; one file a command. */
export function auditCommand(environment: Environment): Command {
  return new Command('audit')
    .description('Read and verify the record of decisions.')
    .addHelpText(
      'after',
      `
Examples:
  agentguard audit show acme/shop#12
  agentguard audit verify --help
`,
    )
    .addCommand(showCommand(environment))
    .addCommand(verifyCommand(environment))
    .addCommand(keyCommand(environment))
    .addCommand(checkpointCommand(environment))
    .addCommand(redactCommand(environment))
    .addCommand(exportCommand(environment))
    .addCommand(verifyExportCommand());
}
