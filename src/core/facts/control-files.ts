import type { FileChange } from './facts.ts';
import { normalizePath } from './paths.ts';

/** What kind of control a file exercises over the gate, or over what agents and automation do here. */
export type ControlFile = 'policy' | 'codeowners' | 'ruleset' | 'workflow' | 'agent instructions';

/** Where the policy is read: in a repository, and as the floor in an organisation's `.github`. */
export const POLICY_PATH = '.agentguard.yml';

/** The repository that holds an organisation's floor. */
export const FLOOR_REPOSITORY = '.github';

/** Where GitHub looks for code owners; the first that exists counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Patterns over a normalised path (see `normalizePath`): lower case, forward slashes. */
const CONTROL_FILES: readonly (readonly [ControlFile, readonly RegExp[]])[] = [
  ['policy', [/^\.agentguard\.yml$/]],
  // The three places GitHub reads it from.
  ['codeowners', [/^(?:\.github\/|docs\/)?codeowners$/]],
  [
    'ruleset',
    [
      // Exported rulesets, and the files of the apps that apply settings and branch protection from the repository.
      /^\.github\/(?:rulesets?|branch[-_]protections?)(?:\/|\.(?:json|ya?ml)$)/,
      /^\.github\/(?:safe-)?settings\.ya?ml$/,
      /^\.github\/(?:repos|suborgs)\/[^/]+\.ya?ml$/,
      /^\.asf\.yaml$/,
    ],
  ],
  // Scripts and local actions kept with the workflows run with the workflows' token.
  ['workflow', [/^\.github\/(?:workflows|actions)\//]],
  [
    'agent instructions',
    [
      // Read in any folder, by one agent or another.
      /(?:^|\/)(?:agents?|agents\.(?:override|local)|claude|claude\.local|gemini|qwen|warp|crush|skill|replit)\.md$/,
      /(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|augment-guidelines)(?:$|[-./])/,
      /(?:^|\/)\.(?:agents?|claude|codex|gemini|qwen|kiro|roo|openhands|opencode|amazonq|junie|trae|augment)\//,
      /(?:^|\/)\.(?:cursor|windsurf|continue)\/(?:rules|commands|agents|skills|workflows|hooks|prompts)(?:$|[/.])/,
      /^\.github\/(?:copilot-instructions\.md$|(?:instructions|prompts|chatmodes|agents|skills|hooks)\/)/,
      // Which tools an agent is handed.
      /(?:^|\/)(?:\.?mcp|mcp_config|cline_mcp_settings)\.json$/,
      /(?:^|\/)opencode\.jsonc?$/,
      /(?:^|\/)\.aider\.conf\.ya?ml$/,
      /^\.rules$/,
    ],
  ],
];

/** Paths come again and again, in one change's rules as in a history. */
const known = new Map<string, ControlFile | null>();
const MAX_KNOWN = 10_000;

/** What a path controls; null: nothing. Case variants and look-alike forms count as the file they stand for. */
export function controlFile(path: string): ControlFile | null {
  const before = known.get(path);
  if (before !== undefined) return before;
  const normal = normalizePath(path);
  const found = CONTROL_FILES.find(([, patterns]) => patterns.some((pattern) => pattern.test(normal)));
  const control = found ? found[0] : null;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(path, control);
  return control;
}

/**
 * What a file's change touches, by its name now and, if it was moved, its name before: moving a control file away
 * changes what it controls. A copy leaves its source as it was.
 */
export function controlFilesOf(file: FileChange): ControlFile[] {
  const paths = [
    file.path,
    ...(file.previousPath !== null && file.status !== 'copied' ? [file.previousPath] : []),
  ];
  const kinds = paths.map(controlFile).filter((kind) => kind !== null);
  return [...new Set(kinds)];
}
