/**
 * `npm run bench:agents -- --repo DIR --range A..B [--repo DIR --range A..B ...]`: whom the detector names over real
 * histories, beside a search for agents' names that knows nothing of the detector's rows. `--show flagged` prints the
 * commits it names, grouped by what gave them away; `--show missed` the marks of which only the search knows;
 * `--show mentions` every line with an agent's name in commits that name none. They are there to be read by a person.
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
import { MENTION, marks } from './agents/search.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true, default: [] },
    range: { type: 'string', multiple: true, default: [] },
    show: { type: 'string', default: 'table' },
  },
});
const { repo: repos, range: ranges, show } = values;
if (
  repos.length === 0 ||
  repos.length !== ranges.length ||
  !['table', 'flagged', 'missed', 'mentions'].includes(show)
) {
  process.stderr.write(
    'Name the commits: npm run bench:agents -- --repo DIR --range A..B [--show flagged|missed|mentions]\n',
  );
  process.exit(2);
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** What differs from commit to commit is taken out, so that equal marks fall together. */
const shape = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>')
    .replace(/\b[0-9a-f]{7,64}\b/g, '<hex>')
    .replace(/\b[A-Za-z0-9_]{20,}\b/g, '<id>')
    .slice(0, 160);

const groups = new Map<string, { count: number; readonly commit: string }>();
const group = (key: string, commit: string): void => {
  const known = groups.get(key);
  if (known) known.count += 1;
  else groups.set(key, { count: 1, commit });
};

/** Commits by the agent that the detector names. */
const named = new Map<string, { authored: number; assisted: number }>();
/** Commits by the name that the search finds, and those of them for which the detector does not name that agent. */
const searched = new Map<string, { marked: number; missed: number }>();

interface Totals {
  commits: number;
  flagged: number;
  marked: number;
  missed: number;
}

function judge(commit: CommitFacts, agents: readonly Detection[], totals: Totals): void {
  totals.commits += 1;
  if (agents.length > 0) totals.flagged += 1;
  for (const { agent, role, evidence } of agents) {
    const row = named.get(agent) ?? { authored: 0, assisted: 0 };
    if (role === 'assisted') row.assisted += 1;
    else row.authored += 1;
    named.set(agent, row);
    const [first] = evidence;
    if (show === 'flagged')
      group(`${agent}  ${role}  ${first?.kind}: ${shape(first?.value ?? '')}`, commit.sha);
  }
  const found = marks(commit);
  if (found.size > 0) totals.marked += 1;
  if (found.size > 0 && agents.length === 0) totals.missed += 1;
  for (const [name, line] of found) {
    const row = searched.get(name) ?? { marked: 0, missed: 0 };
    const known = agents.some((one) => `${one.agent} ${one.name}`.toLowerCase().includes(name));
    row.marked += 1;
    if (!known) row.missed += 1;
    searched.set(name, row);
    const others = agents.map(({ agent }) => agent).join(' ') || 'nobody';
    if (show === 'missed' && !known) group(`${name}, where ${others} is named:  ${shape(line)}`, commit.sha);
  }
  if (show === 'mentions' && agents.length === 0) {
    for (const line of commit.message.split('\n')) {
      if (MENTION.test(line.slice(0, 2000))) group(shape(line.trim()), commit.sha);
    }
  }
}

async function measure(directory: string, range: string): Promise<void> {
  const totals: Totals = { commits: 0, flagged: 0, marked: 0, missed: 0 };
  const repository = await openRepository(directory, { PATH: process.env['PATH'] });
  const reader = openReader(repository, false);
  try {
    const [from = '', to = ''] = range.split('..');
    const head = await resolveCommit(repository, to === '' ? 'HEAD' : to);
    const base = from === '' ? null : await resolveCommit(repository, from);
    if (head === null || (base === null && from !== '')) throw new Error(`${range} names no commits.`);
    for await (const sha of walkCommits(repository, { base, head })) {
      const commit = await reader.commit(sha);
      if (!('what' in commit)) judge(commit, attributeCommit(commit, []).agents, totals);
    }
    if (show === 'table') {
      say(
        `${directory} to ${head.slice(0, 10)}: ${totals.commits} commits; ${totals.flagged} name an agent; the search marks ${totals.marked}, of which ${totals.missed} name none`,
      );
    }
  } finally {
    reader.close();
    closeRepository(repository);
  }
}

for (const [index, directory] of repos.entries()) await measure(directory, ranges[index] ?? '');

if (show === 'table') {
  for (const [agent, row] of [...named].toSorted((a, b) => b[1].authored - a[1].authored)) {
    say(
      `${agent.padEnd(24)} authored or co-authored ${String(row.authored).padStart(6)}  assisted ${String(row.assisted).padStart(6)}`,
    );
  }
  for (const [name, row] of [...searched].toSorted((a, b) => b[1].marked - a[1].marked)) {
    say(
      `the search finds ${name.padEnd(16)} ${String(row.marked).padStart(6)}  not named by the detector ${String(row.missed).padStart(6)}`,
    );
  }
} else {
  for (const [key, { count, commit }] of [...groups].toSorted((a, b) => b[1].count - a[1].count)) {
    say(`${String(count).padStart(6)}  ${commit.slice(0, 10)}  ${key}`);
  }
}
