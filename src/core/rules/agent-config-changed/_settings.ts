import { parse as parseToml } from 'smol-toml';
import { normalizePath } from '../../facts/paths.ts';
import { parseJsonc, type ParseResult } from '../../parsers/jsonc.ts';
import { parseYaml, type YamlNode } from '../../parsers/yaml.ts';

/** How a file makes agents, editors or git do something. */
export type SettingsKind =
  | 'agent settings'
  | 'mcp servers'
  | 'kiro hook'
  | 'prompt'
  | 'editor tasks'
  | 'editor settings'
  | 'devcontainer'
  | 'environment'
  | 'lefthook'
  | 'pre-commit'
  | 'script';

/** Patterns over a normalised path, first match wins. */
const KINDS: readonly (readonly [SettingsKind, RegExp])[] = [
  ['mcp servers', /(?:^|\/)(?:\.?mcp|mcp[_-](?:config|settings)|(?:cline|roo)_mcp_settings)\.jsonc?$/],
  ['editor tasks', /(?:^|\/)\.vscode\/tasks\.json$/],
  ['editor settings', /(?:^|\/)(?:\.vscode\/settings\.json|[^/]+\.code-workspace)$/],
  [
    'devcontainer',
    /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?devcontainer\.json|\.devcontainer\.json|devcontainer-feature\.json)$/,
  ],
  ['environment', /(?:^|\/)\.cursor\/environment\.json$/],
  ['lefthook', /^\.?lefthook(?:-local)?\.(?:ya?ml|json|toml)$/],
  ['pre-commit', /^\.pre-commit-config\.ya?ml$/],
  ['kiro hook', /(?:^|\/)\.kiro\/hooks\/[^/]+\.kiro\.hook$/],
  [
    'agent settings',
    /(?:^|\/)(?:\.(?:claude|gemini|qwen|codex|cursor|windsurf|factory|kiro|zed|continue|goose|kimi|iflow|junie|trae|augment|roo|kilocode)\/(?:settings|settings\.local|settings\/[^/]+|hooks|config|cli|cli-config|permissions|allowlist|sandbox|managed-settings)\.(?:jsonc?|toml|ya?ml)|\.(?:amazonq\/(?:cli-)?agents|kiro\/agents|codex\/agents)\/[^/]+\.(?:json|toml)|\.?opencode\.jsonc?|\.opencode\/(?:opencode|config)\.jsonc?|\.?crush\.json|\.aider\.conf\.ya?ml|hooks\/hooks\.json|\.claude-plugin\/plugin\.json|gemini-extension\.json)$|^\.github\/hooks\/[^/]+\.json$/,
  ],
  [
    'prompt',
    /(?:^|\/)\.(?:claude|agents?|opencode|github|cursor|codex|factory)\/(?:commands?|agents?|skills|prompts|chatmodes)\/.+\.md$/,
  ],
  ['script', /(?:^|\/)\.envrc$|(?:^|\/)\.pnpmfile\.c?js$/],
  [
    'script',
    /(?:^|\/)(?:\.husky\/(?!_\/)|\.?git-?hooks\/|\.(?:claude|cursor|codex|gemini|github|factory)\/hooks\/|\.(?:openhands|devcontainer)\/(?!dockerfile))[^.]+(?:\.(?:sh|bash|zsh|fish|ps1|cmd|bat|py|rb|pl|js|mjs|cjs|ts))?$/,
  ],
];

/** What kind of settings a path holds; null: none that is executed. */
export function settingsKind(path: string): SettingsKind | null {
  const normal = normalizePath(path);
  return KINDS.find(([, pattern]) => pattern.test(normal))?.[0] ?? null;
}

/** The part of a file that is settings: of a prompt, what stands between the dashes at its beginning. */
export const settingsText = (kind: SettingsKind, text: string): string =>
  kind === 'prompt' ? (/^---\r?\n([\s\S]{0,20000}?)\r?\n---/.exec(text)?.[1] ?? '') : text;

/** The value that a file of settings holds, whatever its syntax. Never throws. */
export function readSettings(path: string, kind: SettingsKind, text: string): ParseResult {
  if (kind === 'prompt') return readFrontMatter(text);
  if (/\.ya?ml$/i.test(path)) return readYaml(text);
  if (/\.toml$/i.test(path)) return readToml(text);
  return text.trim() === '' ? { value: null, problem: null } : parseJsonc(text);
}

/** A key with a value that is not quoted and no list, up to the end of the line. */
const PLAIN_LINE = /^([\w-]{1,60}):[ \t]+([^\s"'[\]{}|>&*!%@`#][^\r\n]*)$/gm;

/** What stands above a prompt. Agents take a plain value whole, whatever colons YAML would not allow in it. */
function readFrontMatter(text: string): ParseResult {
  const front = settingsText('prompt', text);
  const read = readYaml(front);
  if (read.problem === null) return read;
  return readYaml(
    front.replace(
      PLAIN_LINE,
      (_, key: string, value: string) => `${key}: ${JSON.stringify(value.trimEnd())}`,
    ),
  );
}

function readYaml(text: string): ParseResult {
  const { documents, problem } = parseYaml(text);
  if (problem !== null) return { value: null, problem };
  return { value: documents[0] ? plain(documents[0]) : null, problem: null };
}

function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

function readToml(text: string): ParseResult {
  try {
    return { value: parseToml(text, { maxDepth: 64 }), problem: null };
  } catch {
    return { value: null, problem: 'It is not TOML that can be read.' };
  }
}
