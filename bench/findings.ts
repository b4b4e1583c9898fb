/**
 * `npm run bench:findings -- --repo DIR --range A..B [--sample 20]`: what the rules find in a real history, by the
 * built-in defaults: how many of agents' commits a rule blocks or asks a review for, and a sample of the findings
 * above `warn`, the same at every run, for a person to read.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CommitJson } from '../src/core/render/json.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', default: '.' },
    range: { type: 'string' },
    sample: { type: 'string', default: '0' },
  },
});
if (values.range === undefined) {
  process.stderr.write('Name the commits: npm run bench:findings -- --repo DIR --range A..B [--sample 20]\n');
  process.exit(2);
}

interface Count {
  commits: number;
  agents: number;
  action: string;
}
interface Seen {
  readonly order: string;
  readonly line: string;
}

const byRule = new Map<string, Count>();
const seen: Seen[] = [];
const totals = { commits: 0, agents: 0, blocked: 0, reviewed: 0, unread: 0 };

function add({ commit, agents, findings, decision }: CommitJson): void {
  const isAgents = agents.some(({ role, strength }) => role !== 'assisted' && strength !== 'circumstantial');
  const rules = new Map(findings.map(({ rule, action }) => [rule, action]));
  const actions = [...rules.values()];
  totals.commits += 1;
  if (decision === 'indeterminate') totals.unread += 1;
  if (isAgents) {
    totals.agents += 1;
    if (actions.includes('block')) totals.blocked += 1;
    if (actions.includes('block') || actions.includes('review')) totals.reviewed += 1;
  }
  for (const [rule, action] of rules) {
    const count = byRule.get(rule) ?? { commits: 0, agents: 0, action };
    count.commits += 1;
    if (isAgents) count.agents += 1;
    byRule.set(rule, count);
  }
  for (const { rule, action, path, line, side, message } of findings) {
    if (action === 'warn') continue;
    const place = `${path ?? ''}${line === null ? '' : `:${line}`}${side === 'base' ? ' (before)' : ''}`;
    seen.push({
      order: createHash('sha256').update(`${commit} ${rule} ${place}`).digest('hex'),
      line: `${commit.slice(0, 10)} ${isAgents ? 'agent ' : 'person'} ${rule}  ${place}\n    ${message}`,
    });
  }
}

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const child = spawn(
  process.execPath,
  [main, 'history', '--repo', values.repo, '--range', values.range, '--format', 'jsonl'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
for await (const line of createInterface({ input: child.stdout })) {
  if (line !== '') add(JSON.parse(line) as CommitJson);
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const share = (part: number): string => `${((100 * part) / Math.max(1, totals.agents)).toFixed(1)} %`;
say(
  `${totals.commits} commits, ${totals.unread} indeterminate; ${totals.agents} by agents, of which a rule blocks ${totals.blocked} (${share(totals.blocked)}) and blocks or asks a review of ${totals.reviewed} (${share(totals.reviewed)})`,
);
for (const [rule, { commits, agents, action }] of [...byRule].toSorted(
  (a, b) => b[1].commits - a[1].commits,
)) {
  say(
    `${rule.padEnd(30)} ${action.padEnd(7)} ${String(commits).padStart(6)} commits, ${String(agents).padStart(6)} of agents (${share(agents)})`,
  );
}
const sample = seen.toSorted((a, b) => (a.order < b.order ? -1 : 1)).slice(0, Number(values.sample));
for (const { line } of sample) say(line);
