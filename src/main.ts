#!/usr/bin/env node
/** The command line's entry, and the only reader of the environment. */
import { existsSync } from 'node:fs';
import { runMain } from 'citty';
import { createCommand } from './cli/command.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
await runMain(createCommand({ environment: process.env }));
