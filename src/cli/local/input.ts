import { readFileSync } from 'node:fs';
import { GitError, type Variables } from '../../adapters/git/process.ts';
import { closeRepository, openRepository, type GitRepository } from '../../adapters/git/repository.ts';
import type { TextFile } from '../../core/facts/facts.ts';
import type { PolicyProblem } from '../../core/policy/policy.ts';
import { USAGE_ERROR } from '../exit-codes.ts';

/** Input that cannot be used; each line of the message is a problem. */
export class InputError extends Error {}

/** Says on stderr what goes beside the result. */
export const note = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * A policy file given by name.
 * @throws {InputError} if it cannot be read, or is invalid: with file, line and column of every problem.
 */
export async function readPolicyFile(path: string): Promise<TextFile> {
  const text = readText(path);
  const { parsePolicy } = await import('../../core/policy/parse.ts');
  refuseProblems(parsePolicy({ path, text }).problems);
  return { path, text, sha: 'given' };
}

/** @throws {InputError} if the file cannot be read */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`The policy ${path} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws {InputError} with file, line and column of each problem, if there is one */
export function refuseProblems(problems: readonly PolicyProblem[]): void {
  if (problems.length > 0) throw new InputError(problemLines(problems));
}

/** One line each, as compilers write them. */
export const problemLines = (problems: readonly PolicyProblem[]): string =>
  problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n');

/** Opens a repository for as long as `work` takes. What is wrong with the input ends in exit code 2, said on stderr. */
export async function withRepository(
  folder: string,
  environment: Variables,
  work: (repository: GitRepository) => Promise<void>,
): Promise<void> {
  // A signal ends the process at once; exiting by ourselves takes the temporary folder away.
  const stop = (): never => process.exit(INTERRUPTED);
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    await withInput(async () => {
      const repository = await openRepository(folder, environment);
      try {
        await work(repository);
      } finally {
        closeRepository(repository);
      }
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** Does some work; what is wrong with the input ends in exit code 2, said on stderr. */
export async function withInput(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof GitError)) throw error;
    note(error.message);
    process.exitCode = USAGE_ERROR;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** As shells tell it: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

export const NO_FLOOR = "No floor is known here: the organisation's part of the policy is left out.";
