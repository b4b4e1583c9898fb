import { endpoints, servers } from './agents.ts';
import { promptsOff, limits } from './permissions.ts';
import { at, entries, list, power, walk, type Dictionary, type Power } from './power.ts';

/** Settings that name a program which the editor starts. */
const EXECUTABLE =
  /(?:executable|executablePath|interpreterPath|interpreter|nodePath|binaryPath|serverPath|server\.path|validate\.executablePath|languageServerPath|git\.path|shell|alternateTools|\.command|buildTool|toolPath|automationProfile\.\w+|profiles\.\w+)$/i;

/** Within the workspace, where a change can put anything: not what a package manager or a virtual environment does. */
const IN_WORKSPACE = /^(?:\$\{workspace(?:Folder|Root)(?::[^}]{1,80})?\}|\.{1,2})[\\/]/;
const INSTALLED =
  /(?:^|[\\/])(?:node_modules|\.?venv|env|\.tox|\.yarn[\\/]sdks|vendor[\\/]bundle|\.pixi)[\\/]/;

function executables(settings: unknown): Power[] {
  return entries(settings).flatMap(([key, value]) =>
    EXECUTABLE.test(key)
      ? walk(value).flatMap(({ value: text }) =>
          typeof text === 'string' && IN_WORKSPACE.test(text) && !INSTALLED.test(text)
            ? power('executable', text, key, key)
            : [],
        )
      : [],
  );
}

/** Where a terminal in the editor loads code from before its first command. */
const LOADED =
  /^(?:BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND|LD_PRELOAD|DYLD_INSERT_LIBRARIES|NODE_OPTIONS|PYTHONSTARTUP|PERL5OPT|RUBYOPT|GIT_SSH_COMMAND|PATH)$/;

const terminal = (settings: unknown): Power[] =>
  ['linux', 'osx', 'windows'].flatMap((system) =>
    entries(at(settings, `terminal.integrated.env.${system}`)).flatMap(([name, value]) =>
      LOADED.test(name) && typeof value === 'string' && /workspace(?:Folder|Root)/.test(value)
        ? power('executable', value, name, name)
        : [],
    ),
  );

export const editorSettings = (root: unknown): Power[] =>
  [root, at(root, 'settings')].flatMap((settings) => [
    ...promptsOff(settings),
    ...limits(settings),
    ...servers(at(settings, 'mcp', 'servers')),
    ...servers(at(settings, 'mcp.servers')),
    ...endpoints(settings),
    ...executables(settings),
    ...terminal(settings),
  ]);

/** Tasks that start when the folder is opened. */
export const editorTasks = (root: unknown): Power[] =>
  [...list(at(root, 'tasks')), ...list(at(root, 'tasks', 'tasks'))]
    .filter((task) => at(task, 'runOptions', 'runOn') === 'folderOpen')
    .flatMap((task) => {
      const { command, args, script, windows, linux, osx } = task as Dictionary;
      return power('automatic', { command, args, script, windows, linux, osx }, 'folderOpen');
    });
