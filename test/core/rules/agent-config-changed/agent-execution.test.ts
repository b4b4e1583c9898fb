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
  ['a script', '.claude/hooks/a.sh', '#!/bin/sh\necho hi\n', [SCRIPT]],
  ['settings that are broken', '.claude/settings.json', '{ "hooks": ', [UNREADABLE]],
  ['settings that are empty', '.claude/settings.json', '', []],
  ['a list where a table belongs', '.claude/settings.json', '[1, null, "a"]', []],
])('adding %s', (_name, path, after, found) => {
  expect(inspect(path, null, after)).toEqual(found);
});

test('another argument makes it another server, another description does not', () => {
  const server = (extra: object): string =>
    json({ mcpServers: { a: { command: 'npx', args: ['a@1'], ...extra } } });
  expect(inspect('.mcp.json', server({}), server({ args: ['a@2'] }))).toEqual([SERVER]);
  expect(inspect('.mcp.json', server({}), server({ description: 'a' }))).toEqual([]);
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
