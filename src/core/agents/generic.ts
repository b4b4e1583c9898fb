import type { Match, Role } from './agent.ts';
import { isModel, knownTool, UNLISTED } from './tools.ts';
import { parseMailbox } from './text/mailbox.ts';
import type { Message, Trailer } from './text/trailers.ts';

/** A convention that many agents share: what it says is an agent's name, and no row has to know it. */
export interface GenericSignal {
  /** For people: what is looked for. */
  readonly what: string;
  readonly role: Role;
  readonly source: string;
  /** The end of a message, and the agent it names as `id: name`. */
  readonly examples: readonly { readonly text: string; readonly names: string }[];
  /** Ends of messages that name no agent. */
  readonly lookAlikes: readonly string[];
}

/** Tools that bear a given name: beside people's names that name alone is a person. */
const GIVEN_NAMES =
  /^(?:amp|charlie|claude|cline|cody|devin|hermes|jules|junie|kimi|pi|ona|roo|sage|trae|zed)$/i;

/** Tools that bear a common word, which is as likely a generator's name. */
const COMMON_WORDS =
  /^(?:blink|codegen|continue|cubic|ellipsis|emergent|goose|graphite|happy|seer|sweep|think|warp)$/i;

const ASSISTED = /^(?:ai-)?assisted(?:-by)?$/i;
const MADE = /^(?:ai-)?(?:generated|made|created|built|written)-(?:by|with)$/i;
/** Keys that name the agent or its model, and nothing else: a bare `Model` may be the product's. */
const SIGNED =
  /^(?:(?:ai-|coding-)?agent(?:-(?:model|name|signature|tool))?|(?:ai|llm)-(?:assistant|model|tool))$/i;
const ON_BEHALF = / on behalf of .{1,100}$/i;
const VIA = /[ ([](?:via|using) /i;
const NAME_LIMIT = 40;

const match = (agent: string, name: string, role: Role): Match => ({ agent, name, role, fits: true });
const unlisted = (name: string, role: Role): Match => match(UNLISTED, name.slice(0, NAME_LIMIT).trim(), role);

/** `Claude:claude-opus-4-6`, `GLM-5 via Crush`, `GPT-5.4`: the tool, and whether a model is named with it. */
function toolAndModel(value: string): { readonly tool: string; readonly model: boolean } {
  const via = VIA.exec(value);
  if (via) {
    const [before, after] = [value.slice(0, via.index), value.slice(via.index + via[0].length)];
    const tool = knownTool(after) || !knownTool(before) ? after : before;
    return { tool, model: isModel(before) };
  }
  const colon = value.indexOf(':');
  const tool = colon < 0 ? value : value.slice(0, colon);
  return { tool, model: isModel(colon < 0 ? value : value.slice(colon + 1)) };
}

/** The agents that trailers of a common form name, where no row knows the trailer. */
export function genericTrailer({ key, value }: Pick<Trailer, 'key' | 'value'>): Match[] {
  const assisted = ASSISTED.test(key);
  if (!assisted && !MADE.test(key) && !SIGNED.test(key)) return [];
  const role = assisted ? 'assisted' : 'coauthored';
  const { name, email } = parseMailbox(value.replace(ON_BEHALF, ''));
  const { tool, model } = toolAndModel(name === '' ? value : name);
  const known = knownTool(tool);
  if (known) {
    const alone = !model && email === '';
    const meansAnother = (!MADE.test(key) && GIVEN_NAMES.test(tool.trim())) || COMMON_WORDS.test(tool.trim());
    return alone && meansAnother ? [] : [match(known.agent, known.name, role)];
  }
  return model && tool.trim() !== '' ? [unlisted(tool, role)] : [];
}

const FOOTER =
  /^[\W_]{0,12}generated (?:with|by) \[?([A-Za-z][\w .+-]{1,39})\]?(?:\(https?:[^\s()]{1,100}\))?[^\w]{0,6}$/i;
/** A footer that goes on: the maker, and then the rest of the line. */
const SIGNED_FOOTER =
  /^[\W_]{0,12}(?:generated|created|made|written) (?:with|by|using) [`[*_]{0,3}([A-Za-z][\w .+-]{0,39}?)(?=[`\]*_]|\s*[\p{Pd}•·|:;,(]|$)(.{3,200})$/iu;

/**
 * The agent of a footer that names the maker and, in the same line, its model: `Generated with X • Model: gpt-5.4`.
 * null: it names no model, or is a sentence.
 */
export function footerAgent(line: string): Match | null {
  const [, tool = '', rest = ''] = SIGNED_FOOTER.exec(line.slice(0, 300)) ?? [];
  const names = rest.split(/[`()[\],;•·|]+/).some((part) => isModel(part.trim()));
  if (tool === '' || !names) return null;
  const known = knownTool(tool);
  return known ? match(known.agent, known.name, 'coauthored') : unlisted(tool, 'coauthored');
}

/** More footers than this in one message are no footers. */
const FOOTERS_READ = 20;

/** A footer "Generated with X" and a co-author X name an agent, whether or not anyone has heard of it. */
export function pairedAgents({
  lines,
  trailers,
}: Message): readonly { readonly match: Match; readonly trailer: Trailer }[] {
  const footers = lines
    .flatMap((line) => FOOTER.exec(line.slice(0, 200))?.[1]?.trim() ?? [])
    .slice(0, FOOTERS_READ);
  if (footers.length === 0) return [];
  return trailers
    .filter(({ key }) => key === 'Co-authored-by')
    .flatMap((trailer) => {
      const { name } = parseMailbox(trailer.value);
      const footer = footers.find((each) => startsWithName(name, each));
      return footer === undefined ? [] : [{ match: unlisted(footer, 'coauthored'), trailer }];
    });
}

function startsWithName(name: string, start: string): boolean {
  const after = name.charAt(start.length);
  return name.toLowerCase().startsWith(start.toLowerCase()) && (after === '' || !/[\p{L}\p{N}]/u.test(after));
}

/** Read by docs/agents.md; a test holds each to its examples. */
export const GENERIC: readonly GenericSignal[] = [
  {
    what: '`Assisted-by: tool:model` with a tool or a model that is known',
    role: 'assisted',
    source: 'Documentation/process/coding-assistants.rst of the Linux kernel',
    examples: [
      { text: 'Assisted-by: Claude:claude-3-opus coccinelle sparse', names: 'claude-code: Claude Code' },
      { text: 'Assisted-by: Tinkerer:gpt-5.5', names: 'unlisted: Tinkerer' },
      { text: 'Assisted-by: gpt-5.4 via Tinkerer <bot@tinkerer.example>', names: 'unlisted: Tinkerer' },
      { text: 'Assisted-by: claude-sonnet-5 (via Codex)', names: 'codex: OpenAI Codex' },
      { text: 'Assisted-by: GPT-5.4', names: 'unlisted: GPT-5.4' },
      { text: 'Assisted-by: Codex via AI Assistant', names: 'codex: OpenAI Codex' },
    ],
    lookAlikes: [
      'Assisted-by: Daniel Stenberg',
      'Assisted-by: Jules Verne <jules@example.com>',
      'Assisted-by: Devin',
      'Assisted-by: AGENT_NAME:MODEL_VERSION',
      'Assisted-by: somebody on IRC: thanks',
    ],
  },
  {
    what: '`Generated-by:`, `Made-with:` and the like with a tool or a model that is known',
    role: 'coauthored',
    source: 'https://www.apache.org/legal/generative-tooling.html',
    examples: [
      { text: 'Generated-by: Gemini CLI', names: 'gemini-cli: Gemini CLI' },
      { text: 'Made-with: Aider v0.86.1', names: 'aider: Aider' },
      { text: 'Generated-by: Tinkerer (GPT-5.4)', names: 'unlisted: Tinkerer (GPT-5.4)' },
    ],
    lookAlikes: [
      'Generated-by: protoc-gen-go v1.36.1',
      'Generated-by: buf',
      'Generated-by: codegen',
      'Made-with: love',
      'Made-with: Bazel 8',
      'Made-by: Devin Miller',
    ],
  },
  {
    what: '`Agent-Signature:`, `AI-Model:` and the like with a tool or a model that is known',
    role: 'coauthored',
    source: 'steveyegge/beads@174dd91d34',
    examples: [
      {
        text: 'Agent-Signature: claude-opus-4-8-high on behalf of Nadia',
        names: 'unlisted: claude-opus-4-8-high',
      },
      {
        text: 'Agent-Signature: codex-gpt-5.5-medium on behalf of Nadia',
        names: 'unlisted: codex-gpt-5.5-medium',
      },
      { text: 'AI-Model: gpt-5.4', names: 'unlisted: gpt-5.4' },
      { text: 'Agent: Codex', names: 'codex: OpenAI Codex' },
    ],
    lookAlikes: [
      'Agent: 007',
      'Agent: Jules',
      'Agent-Name: build-agent-12',
      'User-Agent: Claude',
      'Model: gpt-5.4',
    ],
  },
  {
    what: 'a footer "Generated with X" that names a model, too',
    role: 'coauthored',
    source: 'coder/mux@f2160b194c',
    examples: [
      {
        text: '_Generated with `tinkerer` • Model: `anthropic:claude-opus-4-8`_',
        names: 'unlisted: tinkerer',
      },
      { text: 'Generated with [Tinkerer](https://tinkerer.example) (gpt-5.5)', names: 'unlisted: Tinkerer' },
      { text: 'Created by Tinkerer | model claude-sonnet-5', names: 'unlisted: Tinkerer' },
    ],
    lookAlikes: [
      'Generated with `tinkerer` • 12 files',
      'Generated by protoc (v5.29)',
      'Created by Nadia, reviewed on 2026-03-04',
      'Generated with love and a lot of patience for gpt-5.5 and its kin',
      '> Generated with `tinkerer` • Model: `gpt-5.5`',
    ],
  },
  {
    what: 'a footer "Generated with X" together with a co-author X',
    role: 'coauthored',
    source: 'charmbracelet/crush@4b1d9e8f88, honojs/hono@726e50cf2c',
    examples: [
      {
        text: 'Generated with Tinkerer\n\nCo-authored-by: Tinkerer <bot@tinkerer.example>',
        names: 'unlisted: Tinkerer',
      },
      {
        text: '🤖 Generated by [Tinkerer](https://tinkerer.example)\n\nCo-authored-by: Tinkerer Bot <bot@tinkerer.example>',
        names: 'unlisted: Tinkerer',
      },
    ],
    lookAlikes: [
      'Generated with protoc\n\nCo-authored-by: Nadia <nadia@example.com>',
      'Generated with Tink\n\nCo-authored-by: Tinkerer <bot@tinkerer.example>',
      'The fixtures are generated with Nadia in mind\n\nCo-authored-by: Nadia <nadia@example.com>',
      'Generated with Tinkerer',
      '> Generated with Tinkerer\n\nCo-authored-by: Tinkerer <bot@tinkerer.example>',
    ],
  },
];
