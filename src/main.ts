#!/usr/bin/env node
/** The command line's entry, and the only reader of the environment. */
import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { createCommand } from './cli/command.ts';
import { USAGE_ERROR } from './cli/exit-codes.ts';

/** What looks at a clone, as a rule from within it: a `.env` there is the clone's, and not to be taken for settings. */
const LOCAL = new Set(['check', 'history', 'validate', 'init', 'hook']);

if (!LOCAL.has(process.argv[2] ?? '') && existsSync('.env')) process.loadEnvFile('.env');
try {
  await createCommand(process.env).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; asking for help is no error.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
