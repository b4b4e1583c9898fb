import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runGit } from '../../adapters/git/process.ts';
import { workTree, type GitRepository } from '../../adapters/git/repository.ts';
import { FLOOR_REPOSITORY, POLICY_PATH } from '../../core/facts/control-files.ts';
import { parsePolicy } from '../../core/policy/parse.ts';
import { InputError, note, problemLines } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { slowly } from '../local/slowly.ts';
import { account } from './account.ts';
import { COMMITS_READ, survey } from './survey.ts';
import { floorText, policyText } from './text.ts';

/** What `agentguard init` was asked for. */
export interface InitOptions {
  readonly stdout?: true;
  readonly force?: true;
  readonly orgFile?: true;
}

/**
 * Writes a policy that fits a repository, and says what it saw and what to do next.
 * @throws {InputError} if there is a policy already, or nowhere to write one
 */
export async function init(repository: GitRepository, options: InitOptions): Promise<void> {
  const folder = await workTree(repository);
  if (options.stdout !== true) refuse(folder, options);
  const onGitHub = await githubName(repository);
  const surveyed = await slowly(`Reading the last ${COMMITS_READ} commits ...`, survey(repository));
  const seen = { ...surveyed, name: onGitHub ?? surveyed.name };
  const text = options.orgFile ? floorText(seen) : policyText(seen);
  const { problems } = parsePolicy({ path: POLICY_PATH, text });
  if (problems.length > 0) throw new Error(`What was written is not valid:\n${problemLines(problems)}`);

  const target = onGitHub ?? 'OWNER/REPOSITORY';
  for (const line of account(seen)) note(line);
  if (options.stdout === true || folder === null) {
    endWithReader();
    await print(text);
    return;
  }
  const path = join(folder, POLICY_PATH);
  write(path, text, options.force === true);
  note(`Wrote ${relative(process.cwd(), path)}. Read it: each line says why it is there. Then:`);
  note('  agentguard validate');
  note(`  agentguard simulate ${target} --policy ${POLICY_PATH} --last 100   # needs a token`);
  note(`  agentguard doctor ${target}   # once the app is installed`);
  if (options.orgFile && repository.name !== FLOOR_REPOSITORY) {
    note(
      `It is a floor, and holds only in the organisation's ${FLOOR_REPOSITORY} repository: move it there.`,
    );
  }
}

function refuse(folder: string | null, { force }: InitOptions): void {
  if (folder === null) {
    throw new InputError('This is a bare repository, with no place to write to. Print it with --stdout.');
  }
  if (force !== true && existsSync(join(folder, POLICY_PATH))) {
    throw new InputError(
      `There is a ${POLICY_PATH} already. --stdout prints what would be written, --force writes over it.`,
    );
  }
}

/** Whoever else made the file meanwhile keeps it. @throws {InputError} if it cannot be written */
function write(path: string, text: string, over: boolean): void {
  try {
    writeFileSync(path, text, { flag: over ? 'w' : 'wx' });
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

/** `owner/name` as the remote `origin` has it; null: it has none. */
async function githubName({ own }: GitRepository): Promise<string | null> {
  const { code, stdout } = await runGit(own, ['config', '--get', 'remote.origin.url']);
  const found = /[/:]([\w-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(stdout.trim());
  return code === 0 && /^(?:https?:|ssh:|git@)/.test(stdout) ? (found?.[1] ?? null) : null;
}
