import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runGit, type GitContext, type GitResult } from './process.ts';
import type { GitRepository } from './repository.ts';

/**
 * Whether the work tree holds what no commit has: changed, staged or new files. It is asked without the
 * repository's config, so that no filter or monitor runs; where it cannot be told, the answer is no.
 */
export async function hasUncommittedWork(repository: GitRepository, head: string): Promise<boolean> {
  const index = join(repository.gitDirectory, 'index');
  if (repository.bare || !existsSync(index)) return false;
  const top = await runGit(repository.own, ['rev-parse', '--show-toplevel']);
  if (top.code !== 0) return false;
  const workTree = top.stdout.replace(/\n$/, '');
  const context: GitContext = {
    cwd: workTree,
    variables: { ...repository.objects.variables, GIT_INDEX_FILE: index, GIT_WORK_TREE: workTree },
  };
  const exclude = join(repository.gitDirectory, 'info', 'exclude');
  const ignoring = existsSync(exclude) ? [`--exclude-from=${exclude}`] : [];
  const others = ['--others', '--directory', '--no-empty-directory', '--exclude-per-directory=.gitignore'];
  const ask = (...args: string[]): Promise<GitResult> => runGit(context, ['-c', 'core.bare=false', ...args]);
  const answers = await Promise.all([
    ask('diff-index', '--cached', '--raw', head),
    ask('diff-files', '--raw', '--ignore-submodules=dirty'),
    ask('ls-files', ...others, ...ignoring),
  ]);
  return answers.some(({ code, stdout }) => code === 0 && stdout !== '');
}
