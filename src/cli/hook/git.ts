import { spawnSync } from 'node:child_process';
import type { Variables } from '../../adapters/git/process.ts';

/**
 * Asks git as the user runs it, with the user's own settings: a hook belongs where their git looks for it. null: git has
 * no answer.
 */
export function askGit(folder: string, variables: Variables, ...args: string[]): string | null {
  const env = { ...variables };
  const { status, stdout } = spawnSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  return status === 0 ? stdout.replace(/\n$/, '') : null;
}
