import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { countCommits, resolveCommit, walkCommits, type GitRepository } from '../adapters/git/repository.ts';
import type { Walk } from '../adapters/git/repository.ts';
import type { TextFile } from '../core/facts/facts.ts';
import { commitText } from '../core/render/history/commit-text.ts';
import { HistoryTally } from '../core/render/history/tally.ts';
import { tallyText } from '../core/render/history/tally-text.ts';
import type { Environment } from '../server/configuration.ts';
import { inGroups, mapInOrder } from './history/in-order.ts';
import { openThreadPool, type Pool } from './history/pool.ts';
import { progressBar } from './history/progress.ts';
import { InputError, NO_FLOOR, note, readPolicyFile, withRepository } from './local/input.ts';
import { endWithReader, print } from './local/output.ts';

interface Options {
  readonly repo: string;
  readonly range: string;
  readonly policy?: string;
  readonly format: 'text' | 'jsonl';
  readonly firstParent?: boolean;
  readonly rules: boolean;
}

/** `agentguard history`: what AgentGuard would have done with the commits of a repository. */
export const historyCommand = (environment: Environment): Command =>
  new Command('history')
    .description('Say what AgentGuard would have done with each commit of a local repository.')
    .requiredOption('--range <A..B>', 'the commits that B has and A has not')
    .option('--repo <folder>', 'the repository', '.')
    .option('--policy <file>', "judge all by this policy instead of the one at each commit's first parent")
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'jsonl']).default('text'))
    .option('--first-parent', 'only the commits of the mainline')
    .option('--no-rules', 'only who made what: read no contents and run no rules')
    .addHelpText(
      'after',
      `
Each commit is judged as a change of its own, a merge towards its first parent. People's commits are
read too; their findings are shown, and decide nothing unless the policy applies to everyone.

Exits 0 whatever the decisions are, 2 when the input cannot be used. docs/json.md has the lines of jsonl.

Examples:
  agentguard history --range v1.0..HEAD
  agentguard history --range HEAD~500..HEAD --format jsonl | jq -r .decision | sort | uniq -c
`,
    )
    .action((options: Options) =>
      withRepository(options.repo, environment, (repository) => history(repository, options)),
    );

async function history(repository: GitRepository, options: Options): Promise<void> {
  const policy = options.policy === undefined ? null : await readPolicyFile(options.policy);
  const walk = { ...(await readRange(repository, options.range)), firstParent: options.firstParent === true };
  note(NO_FLOOR);
  endWithReader();
  const total = process.stderr.isTTY ? await countCommits(repository, walk) : 0;
  const bar = progressBar(process.stderr, total);
  const few = options.rules ? FEW : FEW_UNREAD;
  const short = (await countCommits(repository, walk, few + 1)) <= few;
  const pool = await openPool(repository, policy, options, short);
  const tally = new HistoryTally();
  try {
    const size = options.rules ? COMMITS_A_GROUP : COMMITS_A_GROUP_UNREAD;
    const groups = inGroups(walkCommits(repository, walk), size);
    for await (const reports of mapInOrder(groups, GROUPS_AHEAD * threads(), pool.judge)) {
      let text = '';
      for (const report of reports) {
        bar.step();
        if (options.format === 'jsonl') text += `${JSON.stringify(report.json)}\n`;
        else {
          tally.add(report);
          text += commitText(report);
        }
      }
      if (text === '') continue;
      if (process.stdout.isTTY) bar.clear();
      await print(text);
    }
  } finally {
    bar.clear();
    await pool.close();
  }
  if (options.format === 'text') await print(tallyText(tally, { rules: options.rules }));
}

/** Few enough that no thread waits long for another, enough that their messages cost nothing. */
const COMMITS_A_GROUP = 32;
const COMMITS_A_GROUP_UNREAD = 64;
const GROUPS_AHEAD = 3;
/** Starting threads takes as long as judging about so many commits. */
const FEW = 48;
const FEW_UNREAD = 500;
const MAX_THREADS = 8;

const threads = (): number => Math.max(2, Math.min(MAX_THREADS, availableParallelism()));

async function openPool(
  repository: GitRepository,
  policy: TextFile | null,
  options: Options,
  short: boolean,
): Promise<Pool> {
  const how = { repository, policy, rules: options.rules };
  // Rules and parsers are loaded where they run, and nowhere else.
  if (short) return (await import('./history/local-pool.ts')).openLocalPool(how);
  const script = import.meta.url.endsWith('.ts') ? './history/thread.ts' : './history/thread.js';
  return openThreadPool(how, threads(), new URL(script, import.meta.url));
}

/** `A..B`, either of them left out for HEAD; a revision alone means its whole history. */
async function readRange(repository: GitRepository, range: string): Promise<Pick<Walk, 'base' | 'head'>> {
  if (range.includes('...')) throw new InputError(`The range ${range} has three dots; write A..B.`);
  const commit = async (revision: string): Promise<string> => {
    const sha = await resolveCommit(repository, revision || 'HEAD');
    if (sha === null) throw new InputError(`${revision || 'HEAD'} names no commit of this repository.`);
    return sha;
  };
  const dots = range.indexOf('..');
  if (dots < 0) return { base: null, head: await commit(range) };
  const ends = [range.slice(0, dots), range.slice(dots + 2)];
  const [base = null, head = ''] = await Promise.all(ends.map(commit));
  return { base, head };
}
