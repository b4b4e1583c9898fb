import { jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { createCommand } from '../../src/cli/command.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `agentguard` in this process and gives what it printed. */
export const agentguard = (...args: string[]): Promise<Run> => agentguardWith({}, ...args);

/** The same with variables of the environment. */
export async function agentguardWith(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Run> {
  const printed = { stdout: '', stderr: '' };
  const catching = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await createCommand({ PATH: process.env['PATH'], ...environment }).parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode), ...printed };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, ...printed };
    throw error;
  } finally {
    process.exitCode = before;
    for (const spy of catching) spy.mockRestore();
  }
}

/** The lines of `history --format jsonl`. */
export const jsonLines = (run: Run): Record<string, unknown>[] =>
  run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
