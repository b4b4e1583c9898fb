import { AGENTS } from './catalogue.ts';

/** A tool as a trailer, a note or a trace names it. */
export interface Tool {
  /** The id of its row; `unlisted`: it has none. */
  readonly agent: string;
  readonly name: string;
}

/** The id of agents that have no row: what they call themselves is all that is known of them. */
export const UNLISTED = 'unlisted';

/** Names of tools that are not the id or the name of their row. */
const ALIASES: Readonly<Record<string, string>> = {
  claude: 'claude-code',
  'claude-web': 'claude-code',
  'claude-ai': 'claude-code',
  'codex-cli': 'codex',
  'codex-cloud': 'codex',
  copilot: 'copilot-ide',
  'github-copilot': 'copilot-ide',
  'github-copilot-cli': 'copilot-cli',
  'continue-cli': 'continue',
  'continue-dev': 'continue',
  'cursor-agent': 'cursor',
  'cursor-ai': 'cursor',
  droid: 'factory-droid',
  factory: 'factory-droid',
  gemini: 'gemini-cli',
  'google-jules': 'jules',
  kimi: 'kimi-code',
  'kimi-cli': 'kimi-code',
  'letta-code': 'letta',
  'open-code': 'opencode',
  'open-hands': 'openhands',
  roo: 'roo-code',
  'trae-agent': 'trae',
  'trae-cli': 'trae',
  traeagent: 'trae',
  traecli: 'trae',
  traecode: 'trae',
};

/** What tests of such tools, and people, are called. */
const NO_TOOLS = new Set(['mock-ai', 'mock-known-human', 'test-agent', 'test', 'human', 'known-human']);

const VERSION = /[ -]v?\d[\w.]{0,20}$/;
const NAME_LIMIT = 60;

/** Lower case, one hyphen between words, without a version or a remark in brackets. */
function canonical(name: string): string {
  const bare = name
    .slice(0, NAME_LIMIT)
    .replace(/[([].*$/, '')
    .trim()
    .replace(VERSION, '');
  return bare
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]{1,10}/gu, '-')
    .replace(/^-|-$/g, '');
}

const ROWS = new Map(
  AGENTS.flatMap((row) => [row.id, canonical(row.name)].map((key) => [key, row] as const)),
);

const rowOf = (name: string): (typeof AGENTS)[number] | undefined => {
  const key = canonical(name);
  return ROWS.get(key) ?? ROWS.get(ALIASES[key] ?? '');
};

/** The agent that goes by this name, also with a model behind it (`opencode/glm-5`); null: none that has a row. */
export function knownTool(name: string): Tool | null {
  const row = rowOf(name) ?? rowOf(name.slice(0, NAME_LIMIT).split(/\/| [·|] /, 1)[0] ?? '');
  return row ? { agent: row.id, name: row.name } : null;
}

/** The agent that a machine's record names: one without a row is `unlisted`; null: it is no agent at all. */
export function recordedTool(name: string): Tool | null {
  if (NO_TOOLS.has(canonical(name))) return null;
  return knownTool(name) ?? { agent: UNLISTED, name };
}

const MODEL =
  /(?:^|[\s/.:[(-])(?:claude|gpt|gemini|gemma|qwen|kimi|glm|deepseek|grok|llama|mistral|devstral|codestral|minimax|opus|sonnet|haiku)(?:[- ][a-z]{2,12}){0,2}[- .]?[vkm]?\d/i;

/** True for the name of a language model, which has a number. */
export const isModel = (name: string): boolean => MODEL.test(name.slice(0, NAME_LIMIT));
