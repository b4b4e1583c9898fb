import type { SettingsKind } from './_settings.ts';
import { agentSettings, endpoints, kiroHook, prompt, SERVER_TABLES, servers } from './_powers/agents.ts';
import { hooks } from './_powers/commands.ts';
import { devcontainer } from './_powers/container.ts';
import { editorSettings, editorTasks } from './_powers/editor.ts';
import { promptsOff } from './_powers/permissions.ts';
import { at, power, type Power } from './_powers/power.ts';
import { lefthook, preCommit } from './_powers/scripts.ts';

const BY_KIND: Readonly<Record<Exclude<SettingsKind, 'script'>, (root: unknown) => Power[]>> = {
  'agent settings': agentSettings,
  'kiro hook': kiroHook,
  prompt,
  'mcp servers': (root) => [
    ...SERVER_TABLES.flatMap((table) => servers(at(root, table))),
    ...promptsOff(root),
    ...endpoints(root),
  ],
  'editor settings': editorSettings,
  'editor tasks': editorTasks,
  devcontainer,
  environment: (root) => [
    ...['install', 'start'].flatMap((key) => power('automatic', at(root, key), key)),
    ...hooks('automatic', at(root, 'terminals')),
  ],
  lefthook,
  'pre-commit': preCommit,
};

/** Everything that a file of settings lets happen, and what it forbids. */
export function powersOf(kind: Exclude<SettingsKind, 'script'>, value: unknown): Power[] {
  return BY_KIND[kind](value);
}
