import { at, entries, isDictionary, list, power, texts, walk, type Power } from './power.ts';

/** Settings that take the person out of the loop, by their last key. */
const PROMPTS_OFF: Readonly<Record<string, readonly unknown[]>> = {
  defaultMode: ['bypassPermissions'],
  permissionMode: ['bypassPermissions'],
  'claudeCode.initialPermissionMode': ['bypassPermissions'],
  'claudeCode.allowDangerouslySkipPermissions': [true],
  skipDangerousModePermissionPrompt: [true],
  dangerouslySkipPermissions: [true],
  enableAllProjectMcpServers: [true],
  allowUnsandboxedCommands: [true],
  enableWeakerNestedSandbox: [true],
  approval_policy: ['never'],
  approval_mode: ['full-auto', 'never'],
  approvalMode: ['yolo', 'full-auto', 'unrestricted'],
  defaultApprovalMode: ['yolo'],
  sandbox_mode: ['danger-full-access'],
  default_mode: ['yolo'],
  yolo: [true],
  YOLO: [true],
  'yes-always': [true],
  trust: [true],
  trustAllTools: [true],
  always_allow_tool_actions: [true],
  autoApproveAll: [true],
  alwaysAllowExecute: [true],
  GOOSE_MODE: ['auto'],
  'chat.tools.autoApprove': [true],
  'chat.tools.global.autoApprove': [true],
  'chat.mcp.autoApprove': [true],
  'task.allowAutomaticTasks': ['on'],
  'security.workspace.trust.enabled': [false],
};

/** Lists of tools or commands that need no confirmation. */
const ALLOW_LISTS = new Set([
  'allow',
  'allowed',
  'allowed-tools',
  'allowed_tools',
  'allowedTools',
  'allowedCommands',
  'autoApprove',
  'autoAllow',
  'alwaysAllow',
  'allowlist',
  'always_allow',
  'trustedCommands',
  'coreTools',
  'chat.tools.terminal.autoApprove',
  'chat.tools.edits.autoApprove',
  'roo-cline.allowedCommands',
  'kilo-code.allowedCommands',
  'windsurf.cascadeCommandsAllowList',
  'cursor.composer.shellCommandAllowlist',
  'kiroAgent.trustedCommands',
]);

/** Any command at all: the shell without a restriction, or with one that any command fits. */
const ANYTHING =
  /^(?:\^?\*\*?\$?|\/?\^?\.[*+]\$?\/?|\*\*\/\*|mcp__\*|@?builtin|(?:Bash|Shell|Terminal|run_shell_command|ShellTool|execute|execute_bash|shell|terminal)(?:\((?::?\*{0,2}|\*:\*|(?:ba|z)?sh(?::\*| \*)|(?:sudo|eval)(?::\*| \*)|(?:python3?|node) -[ce](?::\*| \*))\))?)$/;

/** Lists that hold commands and not tools, where the name of a program allows all it can do. */
const ANY_SHELL = /^(?:(?:ba|z)?sh|sudo|eval|env|xargs)$/;

/** Tools in one text: "Bash(git status:*), Read"; in a list; or as keys that are set to true. */
function tools(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(/[^\s,(]+(?:\([^)]*\))?/g)].map(([tool]) => tool);
  if (!isDictionary(value)) return texts(value);
  return entries(value).flatMap(([tool, setting]) =>
    setting === true || at(setting, 'approve') === true || setting === 'allow' ? [tool] : [],
  );
}

/** Confirmations that are switched off, wherever the key stands. */
export function promptsOff(root: unknown): Power[] {
  return walk(root).flatMap(({ path, value }): Power[] => {
    const key = path.at(-1) ?? '';
    if (Object.hasOwn(PROMPTS_OFF, key) && PROMPTS_OFF[key]?.includes(value)) {
      return [{ kind: 'prompts off', identity: `prompts off ${path.join('.')}`, text: key }];
    }
    if (!ALLOW_LISTS.has(key) || path.includes('hooks')) return [];
    return tools(value)
      .filter((tool) => ANYTHING.test(tool) || (/commands/i.test(key) && ANY_SHELL.test(tool)))
      .flatMap((tool) => power('prompts off', tool, path.join('.'), tool));
  });
}

/** opencode says `allow` per tool, or for all of them. */
export function allowedForAll(permission: unknown): Power[] {
  if (permission === 'allow') return power('prompts off', permission, 'permission', '"permission"');
  return entries(permission).flatMap(([tool, value]) => {
    const everything = value === 'allow' || at(value, '*') === 'allow';
    return ['*', 'bash'].includes(tool) && everything ? power('prompts off', tool, 'permission', tool) : [];
  });
}

const SWITCHES_OF_LIMITS: readonly (readonly [readonly string[], unknown])[] = [
  [['disableBypassPermissionsMode'], 'disable'],
  [['permissions', 'disableBypassPermissionsMode'], 'disable'],
  [['sandbox', 'enabled'], true],
  [['tools', 'sandbox'], true],
  [['security', 'disableYoloMode'], true],
  [['security', 'folderTrust', 'enabled'], true],
];

const LISTS_OF_LIMITS: readonly (readonly string[])[] = [
  ['permissions', 'deny'],
  ['permissions', 'ask'],
  ['excludeTools'],
  ['tools', 'exclude'],
  ['disabledMcpjsonServers'],
  ['mcp', 'excluded'],
  ['deniedCommands'],
  ['roo-cline.deniedCommands'],
  ['windsurf.cascadeCommandsDenyList'],
];

/** What the settings forbid or ask about: its loss is what counts. */
export function limits(root: unknown): Power[] {
  return [
    ...SWITCHES_OF_LIMITS.flatMap(([keys, value]) =>
      at(root, ...keys) === value ? power('limit', value, keys.join('.'), keys.at(-1)) : [],
    ),
    ...LISTS_OF_LIMITS.flatMap((keys) =>
      texts(at(root, ...keys)).flatMap((entry) => power('limit', entry, keys[0] ?? '', entry)),
    ),
    ...entries(at(root, 'permission')).flatMap(([tool, value]) => [
      ...(value === 'deny' || value === 'ask' ? power('limit', tool, 'permission', tool) : []),
      ...entries(value).flatMap(([pattern, setting]) =>
        setting === 'deny' || setting === 'ask' ? power('limit', pattern, `permission ${tool}`, pattern) : [],
      ),
    ]),
    // A hook that looks at what a tool is about to do; what it runs may change, what it looks at must stay.
    ...list(at(root, 'hooks', 'PreToolUse')).flatMap((hook) =>
      power('limit', at(hook, 'matcher') ?? '*', 'PreToolUse', `"${at(hook, 'matcher') ?? 'PreToolUse'}"`),
    ),
  ];
}
