import { readFileSync } from 'node:fs';
import type { Variables } from '../../adapters/git/process.ts';
import { resolveCommit, type GitRepository } from '../../adapters/git/repository.ts';
import type { Outcome } from '../../core/decision/decision.ts';
import { findingLine } from '../../core/render/history/commit-text.ts';
import { plain } from '../../core/render/markdown.ts';
import { withoutOwner } from '../../core/render/obligation-json.ts';
import { NOT_ALLOWED } from '../exit-codes.ts';
import { note } from '../local/input.ts';
import { judgeChange, type JudgedChange } from '../local/judge.ts';
import { askGit } from './git.ts';

/** A ref that is about to be pushed, as git tells a pre-push hook. */
interface Push {
  readonly branch: string;
  readonly head: string;
  /** What the remote has; null: the branch is new. */
  readonly old: string | null;
}

const NOBODY = /^0+$/;
const FINDINGS_SHOWN = 5;

/**
 * Checks each branch that is about to be pushed; a problem of its own never goes unsaid. Sets the exit code that stops
 * the push.
 */
export async function run(repository: GitRepository, remote: string, variables: Variables): Promise<void> {
  const setting = (name: string): string | null =>
    askGit(repository.own.cwd, variables, 'config', '--get', `agentguard.${name}`);
  const failOn = setting('failOn') ?? 'block';
  if (failOn !== 'block' && failOn !== 'review') {
    note(
      `agentguard.failOn is ${plain(failOn)}, and can be block or review; this push is checked as with block.`,
    );
  }
  const strict = failOn === 'review';
  let stops = false;
  for (const push of pushesIn(readFileSync(process.stdin.fd, 'utf8'))) {
    const stopsThis = await judge(repository, push, { remote, base: setting('base'), strict });
    stops ||= stopsThis;
  }
  if (!stops) return;
  note('The push was stopped, and nothing was sent. To push all the same: git push --no-verify');
  process.exitCode = NOT_ALLOWED;
}

/** Branches that get something; deletions bring nothing to check, and tags no pull request. */
function pushesIn(stdin: string): Push[] {
  return stdin.split('\n').flatMap((line) => {
    const [, head = '', target = '', old = ''] = line.split(' ');
    const branch = /^refs\/heads\/(.+)$/.exec(target)?.[1];
    if (branch === undefined || NOBODY.test(head)) return [];
    return [{ branch, head, old: NOBODY.test(old) ? null : old }];
  });
}

interface How {
  readonly remote: string;
  readonly base: string | null;
  readonly strict: boolean;
}

/** Whether the push has to stop for this branch. */
async function judge(repository: GitRepository, push: Push, how: How): Promise<boolean> {
  const name = plain(push.branch, 100);
  try {
    const base = await baseOf(repository, push, how);
    if (base === null) {
      note(
        `AgentGuard did not check ${name}: nothing of ${plain(how.remote)} is known here to compare with. Name it: git config agentguard.base origin/main`,
      );
      return how.strict;
    }
    const judged = await judgeChange(repository, { base, head: push.head }, null);
    const { outcome } = judged.decision;
    if (outcome !== 'allow') say(name, base, judged);
    return outcome === 'block' || (how.strict && outcome !== 'allow');
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    note(`AgentGuard could not check ${name}: ${plain(what, 400)}`);
    note(
      how.strict
        ? 'agentguard.failOn is review, so that stops the push.'
        : 'It is pushed unchecked; the check on the pull request still decides.',
    );
    return how.strict;
  }
}

/** What the branch would be merged into, as far as this clone knows; null: it knows nothing. */
async function baseOf(
  repository: GitRepository,
  { old }: Push,
  { remote, base }: How,
): Promise<string | null> {
  if (base !== null) return base;
  const likely = ['HEAD', 'main', 'master'].map((name) => `refs/remotes/${remote}/${name}`);
  for (const revision of [...likely, ...(old === null ? [] : [old])]) {
    if ((await resolveCommit(repository, revision)) !== null) return revision;
  }
  return null;
}

const ANSWER: Record<Exclude<Outcome, 'allow'>, string> = {
  review_required: 'a review will be required',
  block: 'blocked',
  indeterminate: 'it cannot be told',
};

function say(name: string, base: string, { json, decision }: JudgedChange): void {
  if (decision.outcome === 'allow') return;
  note(`AgentGuard, ${name}: ${ANSWER[decision.outcome]}. ${plain(decision.gated.reason)}`);
  for (const finding of json.findings.slice(0, FINDINGS_SHOWN)) note(`  ${findingLine(finding)}`);
  const more = json.findings.length - FINDINGS_SHOWN;
  if (more > 0) note(`  and ${more} more findings`);
  for (const { what, reason } of json.gaps.slice(0, FINDINGS_SHOWN)) {
    note(`  not read: ${plain(what)}. ${plain(reason, 300)}`);
  }
  for (const { asked, name: review } of json.obligations) {
    note(`  will be asked: ${plain(withoutOwner(asked))} (${plain(review)})`);
  }
  if (json.findings.length > 0) {
    note(`  How to mend it: agentguard check --base ${base} --head ${json.head.slice(0, 12)}`);
  }
}
