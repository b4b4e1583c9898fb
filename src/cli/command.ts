import { defineCommand, type CommandDef } from 'citty';
import { VERSION } from './version.ts';
import type { Environment } from '../server/configuration.ts';
import { auditCommand } from './audit.ts';
import { serveCommand } from './serve.ts';

/** What a command may use of the process it runs in. */
export interface Process {
  readonly environment: Environment;
}

/** `agentguard` with all its commands; one file a command. */
export function createCommand(process: Process): CommandDef {
  return defineCommand({
    meta: {
      name: 'agentguard',
      version: VERSION,
      description: 'Gates pull requests made by AI agents.',
    },
    subCommands: { serve: serveCommand(process), audit: auditCommand(process) },
  }) as CommandDef;
}
