import { InvalidPolicyError } from '../../evaluation/judge-twice.ts';
import { SourceError } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { USAGE_ERROR } from '../exit-codes.ts';
import { InputError, note, problemLines } from '../local/input.ts';
import { remote, type Remote } from './github.ts';

/** Does `work` with what a token sees. What cannot be used or read ends in exit code 2, said on stderr. */
export async function withRemote(
  environment: Environment,
  work: (github: Remote) => Promise<void>,
): Promise<void> {
  let github: Remote | null = null;
  try {
    github = await remote(environment);
    await work(github);
  } catch (error) {
    const refused = error instanceof InvalidPolicyError ? problemLines(error.problems) : null;
    if (refused === null && !(error instanceof InputError || error instanceof SourceError)) throw error;
    note(refused ?? (error as Error).message);
    if (error instanceof SourceError && github) {
      note(`It was read with the token of ${github.variable}, which has to see it.`);
    }
    process.exitCode = USAGE_ERROR;
  }
}
