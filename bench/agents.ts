/**
 * `npm run bench:agents -- --repo DIR --range A..B`: whom the detector names over a real history, beside a search for
 * agents' names that knows nothing of the detector's rows. `--show flagged` prints the commits it names, grouped by
 * what gave them away; `--show missed` those that only the search finds. Both are there to be read by a person.
 */
import { parseArgs } from 'node:util';
import { openReader } from '../src/adapters/git/reader.ts';
import {
  closeRepository,
  openRepository,
  resolveCommit,
  walkCommits,
} from '../src/adapters/git/repository.ts';
import type { Detection } from '../src/core/agents/agent.ts';
import { attributeCommit } from '../src/core/agents/detect.ts';
import type { CommitFacts } from '../src/core/facts/facts.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', default: '.' },
    range: { type: 'string' },
    show: { type: 'string', default: 'table' },
  },
});
if (values.range === undefined || !['table', 'flagged', 'missed'].includes(values.show)) {
  process.stderr.write(
    'Name the commits: npm run bench:agents -- --repo DIR --range A..B [--show flagged|missed]\n',
  );
  process.exit(2);
}

/** Names of agents and their makers, as anyone would search for them. */
const NAMES =
  'claude|anthropic|copilot|cursor|devin|cognition|codex|openai|chatgpt|gpt-\\d|gemini|jules|aider|open-?hands|opendevin|sweep|roo ?code|roomote|letta|ampcode|amp|factory-?droid|droid|continue|crush|codegen|lovable|replit|kiro|amazon ?q|opencode|cline|windsurf|cascade|junie|warp|oz-agent|qwen|goose|augment|kilo|v0|bolt|tembo|ellipsis|coderabbit|greptile|cubic|graphite|sourcery|mentat|bonk|terragon|ona|firebender|sisyphus|happy|adal|cosine|codebuff|paperclip|codeflash|blink|blackbox|claude-flow|hermes|openclaw|clawdbot|mistral|trae|tabnine|qoder|swe-agent|charlie|gitlab-duo|antigravity|zed|grok|kimi|glm|deepseek';
const NAME = new RegExp(`(?:^|[^a-z])(${NAMES})(?:[^a-z]|$)`, 'i');
/** A line that says who or what made a change; and the mailbox of one who did. */
const MAKER =
  /^[\W_]{0,6}(?:co-?authored|co-?developed|assisted|generated|made|created|written|authored|built|implemented|produced|powered|ai)[- ](?:by|with|using|via|assisted|generated)\b/i;
const MAILBOX =
  /@(?:anthropic\.com|cursor\.com|openai\.com|ampcode\.com|letta\.com|opencode\.ai|devin\.ai)$|\[bot\]@/i;
const SESSION =
  /https:\/\/(?:claude\.ai\/(?:code|session)|ampcode\.com\/threads|app\.devin\.ai\/sessions|cursor\.com\/(?:agents|background)|chatgpt\.com\/codex|jules\.google|github\.com\/[^/\s]+\/[^/\s]+\/sessions)/i;

/** The first mark the search finds in a commit, as the text it stands in; null: none. */
function marked({ author, committer, message }: CommitFacts): string | null {
  for (const { name, email } of [author, committer]) {
    if (MAILBOX.test(email) && NAME.test(`${name} ${email}`)) return `${name} <${email}>`;
  }
  const line = message
    .split('\n')
    .find((text) => SESSION.test(text) || (MAKER.test(text) && text.length < 300 && NAME.test(text)));
  return line?.trim() ?? null;
}

/** What differs from commit to commit is taken out, so that equal marks fall together. */
const shape = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>')
    .replace(/\b[0-9a-f]{7,64}\b/g, '<hex>')
    .replace(/\b[A-Za-z0-9_]{20,}\b/g, '<id>')
    .slice(0, 140);

interface Group {
  count: number;
  readonly commit: string;
}
const groups = new Map<string, Group>();
const count = (key: string, commit: string): void => {
  const group = groups.get(key);
  if (group) group.count += 1;
  else groups.set(key, { count: 1, commit });
};

const byAgent = new Map<string, { authored: number; assisted: number; marked: number }>();
let commits = 0;
let flagged = 0;
let found = 0;
let missed = 0;

function note(commit: CommitFacts, agents: readonly Detection[]): void {
  commits += 1;
  const mark = marked(commit);
  if (agents.length > 0) flagged += 1;
  if (mark !== null) found += 1;
  if (mark !== null && agents.length === 0) {
    missed += 1;
    if (values.show === 'missed') count(shape(mark), commit.sha);
  }
  for (const { agent, role, evidence } of agents) {
    const row = byAgent.get(agent) ?? { authored: 0, assisted: 0, marked: 0 };
    if (role === 'assisted') row.assisted += 1;
    else row.authored += 1;
    if (mark !== null) row.marked += 1;
    byAgent.set(agent, row);
    const [first] = evidence;
    if (values.show === 'flagged') {
      count(`${agent}  ${role}  ${first?.kind}: ${shape(first?.value ?? '')}`, commit.sha);
    }
  }
}

const repository = await openRepository(values.repo, { PATH: process.env['PATH'] });
const reader = openReader(repository, false);
try {
  const [from = '', to = ''] = values.range.split('..');
  const head = await resolveCommit(repository, to === '' ? 'HEAD' : to);
  const base = from === '' ? null : await resolveCommit(repository, from);
  if (head === null || (base === null && from !== '')) throw new Error(`${values.range} names no commits.`);
  for await (const sha of walkCommits(repository, { base, head })) {
    const commit = await reader.commit(sha);
    if (!('what' in commit)) note(commit, attributeCommit(commit, []).agents);
  }
} finally {
  reader.close();
  closeRepository(repository);
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
if (values.show === 'table') {
  say(
    `${commits} commits; ${flagged} name an agent; the search marks ${found}, of which ${missed} name none`,
  );
  for (const [agent, row] of [...byAgent].toSorted((a, b) => b[1].authored - a[1].authored)) {
    say(
      `${agent.padEnd(24)} authored or co-authored ${String(row.authored).padStart(6)}  assisted ${String(row.assisted).padStart(6)}  also found by the search ${String(row.marked).padStart(6)}`,
    );
  }
} else {
  for (const [key, group] of [...groups].toSorted((a, b) => b[1].count - a[1].count)) {
    say(`${String(group.count).padStart(6)}  ${group.commit.slice(0, 10)}  ${key}`);
  }
}
