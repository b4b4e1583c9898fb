import { agentExecution } from '../../../../src/core/rules/agent-config-changed/agent-execution.ts';
import { settingsKind } from '../../../../src/core/rules/agent-config-changed/_settings.ts';
import { changeFacts, fileChange } from '../../../support/change.ts';

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** What is said about a change, by the first words of each message. */
function inspect(path: string, before: string | null, after: string | null): string[] {
  return agentExecution
    .inspect(changeFacts([{ path, before, after }]), {})
    .map(({ message }) => message.slice(0, 20));
}

const COMMAND = 'A command is added t';
const SERVER = 'A tool server (MCP) ';
const PROMPTS_OFF = 'An agent may now run';
const ENDPOINT = 'Requests of an agent';
const PLUGIN = 'A plugin, or a place';
const HOST = 'The development cont';
const EXECUTABLE = 'An editor or its ter';
const LIMIT = 'Something that agent';
const AUTOMATIC = 'A command is added t';
const SCRIPT = 'A script that runs b';
const UNREADABLE = 'This file of setting';

test.each([
  ['.claude/settings.json', 'agent settings'],
  ['apps/web/.claude/settings.local.json', 'agent settings'],
  ['.Claude/Settings.json', 'agent settings'],
  ['.gemini/settings.json', 'agent settings'],
  ['.codex/config.toml', 'agent settings'],
  ['.cursor/hooks.json', 'agent settings'],
  ['.github/hooks/session.json', 'agent settings'],
  ['opencode.jsonc', 'agent settings'],
  ['.mcp.json', 'mcp servers'],
  ['.kiro/settings/mcp.json', 'mcp servers'],
  ['.vscode/tasks.json', 'editor tasks'],
  ['.vscode/settings.json', 'editor settings'],
  ['.devcontainer/api/devcontainer.json', 'devcontainer'],
  ['.claude/commands/release.md', 'prompt'],
  ['.husky/pre-commit', 'script'],
  ['.githooks/pre-push', 'script'],
  ['.claude/hooks/format.sh', 'script'],
  ['.husky/_/husky.sh', null],
  ['.husky/.gitignore', null],
  ['.devcontainer/Dockerfile', null],
  ['src/settings.json', null],
  ['settings.json', null],
])('%s holds %s', (path, kind) => {
  expect(settingsKind(path)).toBe(kind);
});

test.each([
  [
    'a hook of an agent over HTTP',
    '.claude/settings.json',
    json({ hooks: { Stop: [{ hooks: [{ type: 'http', url: 'https://acme.io' }] }] } }),
    [COMMAND],
  ],
  [
    'a hook of Copilot',
    '.github/hooks/a.json',
    json({ version: 1, hooks: { sessionStart: [{ type: 'command', bash: './a.sh' }] } }),
    [COMMAND],
  ],
  ['a helper that makes keys', '.claude/settings.json', json({ apiKeyHelper: 'bin/key' }), [COMMAND]],
  [
    'a remote server',
    '.cursor/mcp.json',
    json({ mcpServers: { a: { url: 'https://acme.io/mcp' } } }),
    [SERVER],
  ],
  ['a server of VS Code', '.vscode/mcp.json', json({ servers: { a: { command: 'a' } } }), [SERVER]],
  [
    'a trusted server',
    '.gemini/settings.json',
    json({ mcpServers: { a: { command: 'a', trust: true } } }),
    [SERVER, PROMPTS_OFF],
  ],
  [
    'every server of the project',
    '.claude/settings.json',
    json({ enableAllProjectMcpServers: true }),
    [PROMPTS_OFF],
  ],
  [
    'any command, as a bare name',
    '.claude/settings.json',
    json({ permissions: { allow: ['Bash'] } }),
    [PROMPTS_OFF],
  ],
  [
    'any command, through a shell',
    '.claude/settings.json',
    json({ permissions: { allow: ['Bash(sh:*)'] } }),
    [PROMPTS_OFF],
  ],
  [
    'one command',
    '.claude/settings.json',
    json({ permissions: { allow: ['Bash(git status:*)'], defaultMode: 'acceptEdits' } }),
    [],
  ],
  [
    'any command for a prompt',
    '.claude/commands/a.md',
    '---\nallowed-tools: Read, Bash(*)\n---\nDo it.\n',
    [PROMPTS_OFF],
  ],
  [
    'one command for a prompt',
    '.claude/commands/a.md',
    '---\nallowed-tools: Read, Bash(git add:*), Bash(git diff:*)\n---\nDo it.\n',
    [],
  ],
  ['everything allowed in opencode', 'opencode.json', json({ permission: { bash: 'allow' } }), [PROMPTS_OFF]],
  ['approvals in VS Code', '.vscode/settings.json', '{ "chat.tools.autoApprove": true }', [PROMPTS_OFF]],
  ['other settings of VS Code', '.vscode/settings.json', '{ "editor.formatOnSave": true, /* x */ }', []],
  [
    'a provider of models',
    '.codex/config.toml',
    '[model_providers.a]\nbase_url = "https://acme.io"\n',
    [ENDPOINT],
  ],
  ['a script', '.claude/hooks/a.sh', '#!/bin/sh\nnode sync.js\n', [SCRIPT]],
  ['a script that only talks', '.claude/hooks/a.sh', '#!/bin/sh\nset -e\n# hi\nexport NAME=a\necho hi\n', []],
  ['what direnv is made for', '.envrc', 'use flake\ndotenv_if_exists .env\nexport STAGE=dev\n', []],
  ['what direnv fetches', '.envrc', 'eval "$(curl -s https://acme.io/env)"\n', [SCRIPT]],
  ['a plugin', '.claude/settings.json', json({ enabledPlugins: { 'a@b': true } }), [PLUGIN]],
  ['a plugin that is off', '.claude/settings.json', json({ enabledPlugins: { 'a@b': false } }), []],
  [
    'a mode that asks nobody, in Gemini',
    '.gemini/settings.json',
    json({ general: { defaultApprovalMode: 'yolo' } }),
    [PROMPTS_OFF],
  ],
  [
    'every command in a terminal',
    '.vscode/settings.json',
    json({ 'chat.tools.terminal.autoApprove': { 'npm test': true, '/.*/': true } }),
    [PROMPTS_OFF],
  ],
  [
    'one command in a terminal',
    '.vscode/settings.json',
    json({ 'chat.tools.terminal.autoApprove': { 'npm test': true, '/.*/': false } }),
    [],
  ],
  [
    'all tools of an agent of Amazon Q',
    '.amazonq/cli-agents/a.json',
    json({ name: 'a', allowedTools: ['*'] }),
    [PROMPTS_OFF],
  ],
  [
    'a hook of Kiro',
    '.kiro/hooks/a.kiro.hook',
    '{ "when": { "type": "fileEdited" }, "then": { "type": "runCommand", "command": "node a.js" } }',
    [COMMAND],
  ],
  [
    'a program of the repository for the editor',
    '.vscode/settings.json',
    json({ 'php.validate.executablePath': '${workspaceFolder}/bin/php' }),
    [EXECUTABLE],
  ],
  [
    'programs that are installed',
    '.vscode/settings.json',
    json({
      'python.defaultInterpreterPath': '${workspaceFolder}/.venv/bin/python',
      'eslint.nodePath': './node_modules/x',
    }),
    [],
  ],
  [
    'a container that holds its host',
    '.devcontainer/devcontainer.json',
    json({
      privileged: true,
      runArgs: ['--network', 'host', '--init'],
      mounts: ['source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind'],
    }),
    [HOST],
  ],
  [
    'a container that does not',
    '.devcontainer/devcontainer.json',
    json({
      runArgs: ['--init', '--name', 'a'],
      mounts: ['source=cache,target=/cache,type=volume'],
      features: { 'ghcr.io/devcontainers/features/node:1': {} },
    }),
    [],
  ],
  [
    'a feature of somebody else',
    '.devcontainer/devcontainer.json',
    json({ features: { 'ghcr.io/acme/features/tool:1': {} } }),
    [AUTOMATIC],
  ],
  [
    'the own machine as an address',
    '.claude/settings.json',
    json({ env: { ANTHROPIC_BASE_URL: 'http://localhost:4000' } }),
    [],
  ],
  ['settings that are broken', '.claude/settings.json', '{ "hooks": ', [UNREADABLE]],
  ['settings that are empty', '.claude/settings.json', '', []],
  ['a list where a table belongs', '.claude/settings.json', '[1, null, "a"]', []],
])('adding %s', (_name, path, after, found) => {
  expect(inspect(path, null, after)).toEqual(found);
});

test('another argument makes it another server, another description does not', () => {
  const server = (extra: object): string =>
    json({ mcpServers: { a: { command: 'npx', args: ['a@1'], ...extra } } });
  expect(inspect('.mcp.json', server({}), server({ args: ['a@2', '--all'] }))).toEqual([SERVER]);
  expect(inspect('.mcp.json', server({}), server({ args: ['b@1'] }))).toEqual([SERVER]);
  expect(inspect('.mcp.json', server({}), server({ args: ['a@latest'] }))).toEqual([SERVER]);
  expect(inspect('.mcp.json', server({}), server({ description: 'a' }))).toEqual([]);
});

test('a newer version of what is pinned, and other quotes, are nothing new', () => {
  const server = (version: string): string =>
    json({ mcpServers: { a: { command: 'npx', args: [version] } } });
  expect(inspect('.mcp.json', server('@acme/a@1.2.3'), server('@acme/a@1.10.0'))).toEqual([]);
  const hook = (text: string): string => json({ hooks: { Stop: [{ hooks: [{ command: text }] }] } });
  expect(inspect('hooks/hooks.json', hook('"./run.cmd" start'), hook("'./run.cmd' start"))).toEqual([]);
});

describe('a hook of pre-commit', () => {
  const config = (entry: string, rev = 'v1.0.0', args = ''): string =>
    `repos:\n  - repo: https://github.com/acme/hooks\n    rev: ${rev}\n    hooks:\n      - id: lint\n${args}  - repo: local\n    hooks:\n      - id: own\n        entry: ${entry}\n`;
  const path = '.pre-commit-config.yaml';
  test.each([
    ['a newer version and arguments', config('ruff check', 'v2.0.0', '        args: [--fix]\n')],
    ['an argument more', config('ruff check --fix src')],
  ])('%s', (_name, after) => {
    expect(inspect(path, config('ruff check'), after)).toEqual([]);
  });
  test.each([
    ['another program', config('ruff format')],
    ['a second command', config('ruff check && node a.js')],
    ['code to load', config('ruff check -c import-os')],
  ])('%s', (_name, after) => {
    expect(inspect(path, config('ruff check'), after)).toEqual([AUTOMATIC]);
  });
  test('options of what starts other programs', () => {
    const after = config('uv --project evals run ruff check');
    expect(inspect(path, config('uv run ruff check'), after)).toEqual([]);
    expect(inspect(path, config('uv run ruff check'), config('uv run node a.js'))).toEqual([AUTOMATIC]);
  });
});

describe('a limit', () => {
  const path = '.claude/settings.json';
  const base = json({
    permissions: { deny: ['Read(./.env)', 'Bash(curl:*)'], ask: ['Bash(git push:*)'] },
    sandbox: { enabled: true },
    hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: './guard.sh' }] }] },
  });
  const places = (after: string | null): unknown =>
    agentExecution
      .inspect(changeFacts([{ path, before: base, after }]), {})
      .flatMap((finding) => finding.places.map(({ line, side }) => [line, side]));
  test('is taken away', () => {
    const after = json({ permissions: { deny: ['Read(./.env)'], ask: [] }, sandbox: { enabled: false } });
    expect(inspect(path, base, after)).toEqual([LIMIT]);
    expect(places(after)).toEqual([
      [12, 'base'],
      [5, 'base'],
      [8, 'base'],
      [17, 'base'],
    ]);
  });
  test('goes with its file', () => {
    expect(inspect(path, base, null)).toEqual([LIMIT]);
  });
  test('stays where more is forbidden', () => {
    const { permissions, ...rest } = JSON.parse(base) as { permissions: { deny: string[] } };
    const deny = ['WebFetch', ...permissions.deny.toReversed()];
    expect(inspect(path, base, json({ permissions: { ...permissions, deny }, ...rest }))).toEqual([]);
  });
});

test('what was broken at the base counts as nothing known', () => {
  expect(inspect('.mcp.json', '{', json({ mcpServers: { a: { command: 'a' } } }))).toEqual([SERVER]);
});

test('a deleted file runs nothing', () => {
  expect(inspect('.husky/pre-commit', 'npm test\n', null)).toEqual([]);
});

test('both sides are asked for where settings are, and nothing elsewhere', () => {
  const need = (path: string): string =>
    agentExecution.needs(fileChange({ path, before: null, after: 'a' })).content;
  expect(need('.mcp.json')).toBe('both');
  expect(need('src/index.ts')).toBe('nothing');
});

describe('what stands above a prompt is read as agents read it, colons in plain values included', () => {
  const skill = (...lines: string[]): string =>
    `---\nname: draw\ndescription: Draws boxes. Usage: /draw\n${lines.map((line) => `${line}\n`).join('')}---\n\n# Draw\n`;
  test.each([
    ['nothing else', skill(), []],
    ['any command', skill('allowed-tools: Bash, Read'), [PROMPTS_OFF]],
    ['a list that is not closed', skill('hooks: [a'), [UNREADABLE]],
  ])('%s', (_, after, expected) => {
    expect(inspect('.claude/skills/draw/SKILL.md', null, after)).toEqual(expected);
  });
});

test.each([
  ['another program', 'lint ./a.json --all\n', 'fmt ./a.json --all\n'],
  ['another script', 'node build ./a.js\n', 'node build ./b.js\n'],
  ['another configuration', 'dotnet format --config ./a.json\n', 'dotnet format --config ./b.json\n'],
  ['a switch that trusts anything', 'fetch x\n', 'NODE_TLS_REJECT_UNAUTHORIZED=0 fetch x\n'],
  ['a command behind an assignment', 'A=1\n', 'A=1 fetch x\n'],
  ['a folder for programs', 'fetch x\n', 'PATH=0 fetch x\n'],
  ['a command that is kept', 'CMD="ls (a)"\n', 'CMD="rm; ls (a)"\n'],
  ['a text with a command in it', 'A="a"\n', 'A="a $(id)"\n'],
])('a script of a hook with %s', (_what, before, after) => {
  expect(inspect('.githooks/pre-commit', before, after)).toEqual([SCRIPT]);
});

test('settings above a prompt that cannot be read, and the same again', () => {
  const text = '---\nhooks: [x\n---\n';
  expect(inspect('.claude/skills/x/SKILL.md', null, text)).toEqual([UNREADABLE]);
  expect(inspect('.claude/skills/x/SKILL.md', text, `${text}\nText.\n`)).toEqual([]);
});

test('a pattern of pre-commit that becomes a command', () => {
  const hooks = (language: string): string =>
    `repos:\n  - repo: local\n    hooks:\n      - id: x\n        language: ${language}\n        entry: id\n`;
  expect(inspect('.pre-commit-config.yaml', hooks('pygrep'), hooks('system'))).toEqual([AUTOMATIC]);
});
