import type { CommitFacts } from '../../src/core/facts/facts.ts';

/** Agents as anyone would search for them: the word in a detector's name, and the words that stand for it. */
const NAMES: Readonly<Record<string, string>> = {
  claude: 'claude|anthropic',
  'claude-flow': 'claude-flow|ruv',
  copilot: 'copilot',
  cursor: 'cursor|cursoragent',
  devin: 'devin|devin-ai(?:-integration)?|cognition',
  codex: 'codex|openai|chatgpt|gpt-\\d[\\w.-]{0,12}',
  gemini: 'gemini',
  jules: 'jules|google-labs-jules',
  aider: 'aider',
  openhands: 'open-?hands|opendevin|all-hands',
  sweep: 'sweep|sweepai',
  roo: 'roo|roo ?code|roomote',
  letta: 'letta',
  amp: 'amp|ampcode|sourcegraph',
  droid: 'droid|factory-?droid|factory-?ai',
  continue: 'continue\\.dev|continue-?agent',
  crush: 'crush|charmbracelet',
  codegen: 'codegen-?sh|codegen',
  lovable: 'lovable|gpt-engineer(?:-app)?',
  replit: 'replit|replit-?agent',
  kiro: 'kiro|kiro-agent',
  'amazon-q': 'amazon[- ]?q',
  opencode: 'opencode|opencode-agent|open code',
  cline: 'cline',
  windsurf: 'windsurf|cascade|codeium',
  junie: 'junie',
  warp: 'warp|oz-agent',
  qwen: 'qwen',
  goose: 'goose',
  augment: 'augment|augmentcode',
  kilo: 'kilo|kilo ?code',
  v0: 'v0',
  bolt: 'bolt|bolt\\.new',
  tembo: 'tembo',
  ellipsis: 'ellipsis|ellipsis-dev',
  coderabbit: 'coderabbit|coderabbitai',
  greptile: 'greptile|greptile-apps',
  cubic: 'cubic|cubic-dev-ai',
  graphite: 'graphite|graphite-app',
  sourcery: 'sourcery|sourcery-ai',
  qodo: 'qodo|codium(?:ai)?|pr-agent',
  mentat: 'mentat|mentatbot',
  bonk: 'bonk',
  terragon: 'terragon|terragon-labs',
  ona: 'ona',
  firebender: 'firebender',
  sisyphus: 'sisyphus',
  happy: 'happy',
  adal: 'adal',
  cosine: 'cosine|genie',
  codebuff: 'codebuff',
  paperclip: 'paperclip',
  codeflash: 'codeflash',
  blink: 'blink',
  blackbox: 'blackbox',
  hermes: 'hermes|nousresearch',
  openclaw: 'openclaw|clawdbot|moltbot',
  mistral: 'mistral|vibe|devstral',
  trae: 'trae|traeagent',
  tabnine: 'tabnine',
  qoder: 'qoder',
  'swe-agent': '(?<!copilot-)swe-agent',
  charlie: 'charlie|charliecreates',
  'gitlab-duo': 'gitlab-duo|gitlab duo',
  antigravity: 'antigravity',
  seer: 'seer|seer-by-sentry',
  zed: 'zed',
  grok: 'grok',
  kimi: 'kimi|moonshot',
  entire: 'entire',
  vercel: 'vercel-agent|vercel\\[bot\\]',
  pi: 'pi',
  unlisted: 'glm[- ]?\\d?|deepseek|llama|minimax|rovo ?dev|zencoder|ai agent|coding agent|ai assistant|llm',
};
const WORDS = Object.entries(NAMES).map(
  ([name, words]) => [name, new RegExp(`(?:^|[^a-z])(?:${words})(?:[^a-z]|$)`, 'i')] as const,
);

/** An agent's name that is no word of the language and hardly a person's, anywhere in a line. */
export const MENTION =
  /(?:^|[^a-z])(?:claude|anthropic|copilot|cursor|cursoragent|devin|codex|chatgpt|gemini|jules|aider|openhands|sweepai|roo ?code|roomote|letta|ampcode|factory-?droid|droid|lovable|replit|kiro|amazon[- ]?q|opencode|cline|windsurf|junie|kilo ?code|coderabbit|greptile|codegen|terragon|v0|tembo|qodo|qwen|goose|ai[- ]generated|ai[- ]assisted)(?:[^a-z]|$)/i;

/** A line that says who or what made a change. */
const MAKER =
  /^[\W_]{0,12}(?:this (?:commit|pr|pull request|change|patch) (?:was|is|has been) )?(?:\w{2,12} )?(?:co-?authored|co-?developed|assisted|generated|made|created|written|authored|built|implemented|produced|powered|prepared|opened|submitted|executed|signed-off)(?:[- ](?:by|with|using|via|from)|-by)(?![a-z])/i;
/** A trailer whose key says that a tool stands in its value, or that is a tool's own. */
const KEY =
  /^[\W_]{0,6}(?:ai|agent|llm|model|tool|assistant|bot|claude|codex|cursor|amp|devin|droid|factory|gemini|jules|copilot|openhands|letta|opencode|cline|warp|entire|happy|replit|kiro|aider|goose|qwen|roo)(?:-[a-z]{1,20}){0,3}: ?\S/i;
/** A page of one session, thread or task with an agent. */
const SESSION =
  /https?:\/\/[^\s"')]{0,80}(?:claude\.(?:ai|com)\/(?:code|session|share)|ampcode\.com\/threads|devin\.ai\/sessions|cursor\.com\/(?:agents|background)|chatgpt\.com\/(?:codex|s\/|share)|jules\.google[^\s]{0,20}\/(?:task|session)|\/sessions\/|\/agents\/tasks|all-hands\.dev\/conversations|opencode\.ai\/s\/|opncd\.ai|replit\.com\/@|lovable\.dev\/projects|v0\.(?:dev|app)\/chat|app\.warp\.dev|factory\.ai\/sessions|terragonlabs\.com\/task|codegen\.com\/agent|tembo\.io)/i;
/** Mailboxes of makers and of accounts that no person has. */
const MAILBOX =
  /@(?:[\w.-]{0,40}\.)?(?:anthropic\.com|cursor\.(?:com|sh)|openai\.com|ampcode\.com|letta\.com|opencode\.ai|devin\.ai|cognition\.ai|all-hands\.dev|openhands\.dev|aider\.chat|replit\.com|lovable\.(?:dev|app)|v0\.(?:dev|app)|factory\.ai|kiro\.dev|cline\.bot|roocode\.com|warp\.dev|sweep\.dev|codegen\.(?:com|sh)|charm\.(?:land|sh)|jetbrains\.com|google\.com|moonshot\.(?:ai|cn))$|\[bot\]@|(?:copilot|cursoragent|codex|claude|devin|jules|roomote|openhands|opencode)@/i;
/** A name that is a tool's and not a person's: with a word that says so. */
const TOOL_NAME = /(?:agent|\bai\b|\bbot\b|\[bot\]|\bcode\b|\bcli\b|assistant|integration|coding)/i;

/** An address that no person has. */
const NOBODY = /(?:no-?reply|agent|\bbot\b|\[bot\]|assistant|\bcode\b)/i;

/** A text without the hosts of people's mailboxes: an agent's makers work there. */
const withoutStaff = (text: string): string =>
  text.replace(/([^\s<>@]{1,100})@[\w.-]{1,100}/g, (all, local: string) =>
    NOBODY.test(local) ? all : local,
  );

const namesIn = (text: string): string[] => {
  const plain = withoutStaff(text);
  return WORDS.flatMap(([name, words]) => (words.test(plain) ? [name] : []));
};

/** Lines longer than this are no marks. */
const LINE_LIMIT = 400;

/**
 * The marks of agents that a search finds in a commit: an agent's name, and the text it stands in. It looks for words
 * and for where they stand, with no knowledge of any agent's exact marks; so it also finds what is none.
 */
export function marks({ author, committer, message }: CommitFacts): Map<string, string> {
  const found = new Map<string, string>();
  const add = (text: string): void => {
    for (const name of namesIn(text)) if (!found.has(name)) found.set(name, text.trim());
  };
  for (const { name, email } of [author, committer]) {
    if (MAILBOX.test(email) || TOOL_NAME.test(name)) add(`${name} <${email}>`);
  }
  for (const line of message.split('\n')) {
    if (line.length > LINE_LIMIT) continue;
    if (SESSION.test(line) || MAKER.test(line) || KEY.test(line)) add(line);
  }
  return found;
}
