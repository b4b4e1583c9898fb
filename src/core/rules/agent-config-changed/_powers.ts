import type { SettingsKind } from './_settings.ts';

/** What a setting lets happen. */
export type PowerKind = 'command' | 'server' | 'prompts off' | 'endpoint' | 'automatic' | 'script';

/** One thing that a file of settings lets happen. Two with the same identity are the same. */
export interface Power {
  readonly kind: PowerKind;
  readonly identity: string;
  /** Text of the setting as the file has it, to find its line. */
  readonly text: string;
}

type Dictionary = Readonly<Record<string, unknown>>;

const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entries = (value: unknown): [string, unknown][] => (isDictionary(value) ? Object.entries(value) : []);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((found, key) => (isDictionary(found) ? found[key] : undefined), value);

/** The first string in a value: what a command line or a list of its words begins with. */
function firstText(value: unknown): string {
  if (typeof value === 'string') return value;
  const inner = Array.isArray(value) ? value : isDictionary(value) ? Object.values(value) : [];
  return inner.map(firstText).find((text) => text !== '') ?? '';
}

const power = (kind: PowerKind, value: unknown, identity: string, text = firstText(value)): Power[] =>
  value === undefined || value === null || value === '' || value === false
    ? []
    : [{ kind, identity: `${kind} ${identity} ${JSON.stringify(value)}`, text }];

/** Every key and value below a value, with the path of keys that leads there. Settings are never deep. */
function walk(value: unknown, path: readonly string[] = []): { path: readonly string[]; value: unknown }[] {
  if (path.length > 16) return [];
  const inner = Array.isArray(value)
    ? value.flatMap((item) => walk(item, path))
    : entries(value).flatMap(([key, item]) => walk(item, [...path, key]));
  return [{ path, value }, ...inner];
}

const COMMAND_KEYS = new Set([
  'command',
  'bash',
  'powershell',
  'windows',
  'linux',
  'osx',
  'run',
  'entry',
  'url',
]);

/** Commands anywhere below a table of hooks; the event they hang on is part of what they are. */
function hooks(kind: PowerKind, table: unknown): Power[] {
  return walk(table).flatMap(({ path, value }) =>
    COMMAND_KEYS.has(path.at(-1) ?? '') && (typeof value === 'string' || Array.isArray(value))
      ? power(kind, value, path.join('.'))
      : [],
  );
}

/** Servers by name: what is started or called, not how it is described. */
function servers(table: unknown): Power[] {
  return entries(table).flatMap(([name, server]) => {
    const { command, args, url, httpUrl, serverUrl, type } = isDictionary(server) ? server : {};
    const address = url ?? httpUrl ?? serverUrl;
    if (command === undefined && address === undefined) return [];
    return power('server', { command, args, address, type: address ? type : undefined }, name, name);
  });
}

const SERVER_TABLES = ['mcpServers', 'mcp_servers', 'context_servers', 'mcp'];

/** Settings whose value is a command of its own. */
const COMMANDS: readonly (readonly string[])[] = [
  ['apiKeyHelper'],
  ['awsAuthRefresh'],
  ['awsCredentialExport'],
  ['gcpAuthRefresh'],
  ['otelHeadersHelper'],
  ['statusLine', 'command'],
  ['fileSuggestion', 'command'],
  ['notify'],
  ['test-cmd'],
  ['lint-cmd'],
  ['toolDiscoveryCommand'],
  ['toolCallCommand'],
  ['tools', 'discoveryCommand'],
  ['tools', 'callCommand'],
];

/** Settings that take the person out of the loop, by their last key. */
const PROMPTS_OFF: Readonly<Record<string, readonly unknown[]>> = {
  defaultMode: ['bypassPermissions'],
  permissionMode: ['bypassPermissions'],
  skipDangerousModePermissionPrompt: [true],
  dangerouslySkipPermissions: [true],
  enableAllProjectMcpServers: [true],
  approval_policy: ['never'],
  approvalMode: ['yolo'],
  sandbox_mode: ['danger-full-access'],
  yolo: [true],
  'yes-always': [true],
  trust: [true],
  'chat.tools.autoApprove': [true],
  'chat.tools.global.autoApprove': [true],
  'chat.mcp.autoApprove': [true],
  'task.allowAutomaticTasks': ['on'],
  'security.workspace.trust.enabled': [false],
};

/** Lists of tools or commands that need no confirmation. */
const ALLOW_LISTS = new Set([
  'allow',
  'allowed-tools',
  'allowedTools',
  'autoApprove',
  'alwaysAllow',
  'allowlist',
]);

/** Any command at all: the shell without a restriction, or with one that any command fits. */
const ANYTHING =
  /^(?:\*|mcp__\*|(?:Bash|Shell|Terminal|run_shell_command|ShellTool|execute)(?:\((?::?\*{0,2}|\*:\*|(?:ba|z)?sh(?::\*| \*)|(?:sudo|eval)(?::\*| \*))\))?)$/;

/** Tools in one text: "Bash(git status:*), Read". Commas between parentheses belong to a tool. */
const tools = (value: unknown): string[] =>
  typeof value === 'string'
    ? [...value.matchAll(/[^\s,(]+(?:\([^)]*\))?/g)].map(([tool]) => tool)
    : list(value).filter((item) => typeof item === 'string');

function promptsOff(root: unknown): Power[] {
  return walk(root).flatMap(({ path, value }) => {
    const key = path.at(-1) ?? '';
    if (Object.hasOwn(PROMPTS_OFF, key) && PROMPTS_OFF[key]?.includes(value)) {
      return [{ kind: 'prompts off' as const, identity: `prompts off ${path.join('.')}`, text: key }];
    }
    if (!ALLOW_LISTS.has(key)) return [];
    return tools(value)
      .filter((tool) => ANYTHING.test(tool))
      .flatMap((tool) => power('prompts off', tool, key, tool));
  });
}

/** opencode says `allow` per tool, or for all of them. */
function allowedForAll(permission: unknown): Power[] {
  if (permission === 'allow') return power('prompts off', permission, 'permission', '"permission"');
  return entries(permission).flatMap(([tool, value]) => {
    const everything = value === 'allow' || at(value, '*') === 'allow';
    return ['*', 'bash'].includes(tool) && everything ? power('prompts off', tool, 'permission', tool) : [];
  });
}

/** Where an agent's traffic goes, and what it trusts on the way: prompts, code and keys pass there. */
const ENDPOINT = /(?:^|_|-)(?:base_?url|api_?base|api_?url|proxy)$/i;
const BROKEN_TLS = /^NODE_TLS_REJECT_UNAUTHORIZED$|^NODE_EXTRA_CA_CERTS$/;

function endpoints(root: unknown): Power[] {
  return walk(root).flatMap(({ path, value }) => {
    const key = path.at(-1) ?? '';
    if (typeof value !== 'string' || !(ENDPOINT.test(key) || BROKEN_TLS.test(key))) return [];
    return power('endpoint', value, path.join('.'), value);
  });
}

function agentSettings(root: unknown): Power[] {
  return [
    ...hooks('command', at(root, 'hooks')),
    ...SERVER_TABLES.flatMap((table) => servers(at(root, table))),
    ...COMMANDS.flatMap((keys) => power('command', at(root, ...keys), keys.join('.'))),
    ...promptsOff(root),
    ...allowedForAll(at(root, 'permission')),
    ...endpoints(root),
  ];
}

const CONTAINER_COMMANDS = [
  'initializeCommand',
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
];

const BY_KIND: Readonly<Record<Exclude<SettingsKind, 'script'>, (root: unknown) => Power[]>> = {
  'agent settings': agentSettings,
  prompt: (root) => [...hooks('command', at(root, 'hooks')), ...promptsOff(root)],
  'mcp servers': (root) => [
    ...[...SERVER_TABLES, 'servers'].flatMap((table) => servers(at(root, table))),
    ...promptsOff(root),
    ...endpoints(root),
  ],
  'editor settings': (root) =>
    [root, at(root, 'settings')].flatMap((settings) => [
      ...promptsOff(settings),
      ...servers(at(settings, 'mcp', 'servers')),
      ...endpoints(settings),
    ]),
  'editor tasks': (root) =>
    list(at(root, 'tasks'))
      .filter((task) => at(task, 'runOptions', 'runOn') === 'folderOpen')
      .flatMap((task) => {
        const { command, args, script, windows, linux, osx } = task as Dictionary;
        return power('automatic', { command, args, script, windows, linux, osx }, 'folderOpen');
      }),
  devcontainer: (root) =>
    CONTAINER_COMMANDS.flatMap((key) => power('automatic', at(root, key), key, `"${key}"`)),
  environment: (root) => [
    ...['install', 'start'].flatMap((key) => power('automatic', at(root, key), key)),
    ...hooks('automatic', at(root, 'terminals')),
  ],
  lefthook: (root) => hooks('automatic', root),
  'pre-commit': (root) =>
    list(at(root, 'repos')).flatMap((repo) =>
      list(at(repo, 'hooks')).flatMap((hook) => {
        const what = { repo: at(repo, 'repo'), id: at(hook, 'id'), entry: at(hook, 'entry') };
        return power('automatic', what, '', firstText(what.entry ?? what.id));
      }),
    ),
};

/** Everything that a file of settings lets happen. */
export function powersOf(kind: Exclude<SettingsKind, 'script'>, value: unknown): Power[] {
  return BY_KIND[kind](value);
}

/** The lines of a script that do something: neither blank nor a comment. */
export function scriptPowers(text: string): Power[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#|\/\/|\*|\/\*|::|rem\b)/i.test(line))
    .map((line) => ({ kind: 'script', identity: line, text: line }));
}
