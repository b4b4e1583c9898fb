import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Variables } from '../../adapters/git/process.ts';
import { InputError, note } from '../local/input.ts';
import { projectRoot } from '../version.ts';
import { askGit } from './git.ts';
import { hookScript, MARK } from './script.ts';

/** What a hook that was there before is called meanwhile. */
const BEFORE = '.before-agentguard';

/**
 * Installs the pre-push hook of a clone. A hook that is there is kept and runs first.
 * @throws {InputError} if there is no clone, or its hooks are not its own
 */
export function install(folder: string, variables: Variables): void {
  const path = hookPath(folder, variables);
  refuseShared(path, folder, variables);
  const before = existsSync(path) && !isOurs(path);
  if (before && existsSync(path + BEFORE)) {
    throw new InputError(`${path} was changed, and ${path}${BEFORE} is there, too. Keep one of them.`);
  }
  mkdirSync(dirname(path), { recursive: true });
  if (before) renameSync(path, path + BEFORE);
  const main = join(fileURLToPath(projectRoot()), 'dist', 'src', 'main.js');
  writeFileSync(path, hookScript({ node: process.execPath, main, before: BEFORE }), { mode: 0o755 });
  note(`Every push from here is checked now, by ${path}.`);
  if (before) note(`The hook that was there runs first; it is ${path}${BEFORE}.`);
  note('For once without it: git push --no-verify. To take it away: agentguard hook uninstall.');
}

/** Takes the hook away and puts back what was there before. @throws {InputError} if there is no clone */
export function uninstall(folder: string, variables: Variables): void {
  const path = hookPath(folder, variables);
  if (!existsSync(path) || !isOurs(path)) {
    note(`There is no hook of AgentGuard at ${path}, so nothing was done.`);
    return;
  }
  rmSync(path);
  if (existsSync(path + BEFORE)) renameSync(path + BEFORE, path);
  note(`Pushes are not checked any more: ${path} is ${existsSync(path) ? 'as it was before' : 'gone'}.`);
}

const isOurs = (path: string): boolean => readFileSync(path, 'utf8').includes(MARK);

function hookPath(folder: string, variables: Variables): string {
  const path = existsSync(folder)
    ? askGit(folder, variables, 'rev-parse', '--git-path', 'hooks/pre-push')
    : null;
  if (path === null) throw new InputError(`${folder} is no git repository that can be read.`);
  return resolve(folder, path);
}

/** Hooks that other clones or another tool have a say in are left alone. */
function refuseShared(path: string, folder: string, variables: Variables): void {
  const add = 'Add this line to your own pre-push hook instead: agentguard hook run "$@"';
  if (/(?:^|\/)\.husky\/_\//.test(path)) {
    throw new InputError(`Husky writes ${dirname(path)} anew. ${add} (in .husky/pre-push)`);
  }
  const asked = [['--show-toplevel'], ['--path-format=absolute', '--git-common-dir']];
  const roots = asked.flatMap((args) => askGit(folder, variables, 'rev-parse', ...args) || []);
  const inside = roots.some((root) => {
    const way = relative(root, path);
    return !way.startsWith('..') && !isAbsolute(way);
  });
  if (!inside)
    throw new InputError(`${dirname(path)} (core.hooksPath) serves other repositories, too. ${add}`);
}
