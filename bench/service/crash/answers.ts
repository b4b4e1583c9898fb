import type { CheckRun, PullRequest } from '../../../demo/github/github.ts';
import type { Stage } from '../github/stage.ts';

/** What stands on the head of an open pull request. */
export interface Answer {
  readonly pull: string;
  readonly sha: string;
  /** null: nothing. */
  readonly conclusion: string | null;
  readonly title: string | null;
}

const nameOf = ({ repository, number }: PullRequest): string =>
  `${repository.owner.login}/${repository.name}#${number}`;

export const readAnswers = (stage: Stage, pulls: readonly PullRequest[]): Answer[] =>
  pulls
    .filter(({ state }) => state === 'open')
    .map((pull) => {
      const run = stage.answer(pull.repository, pull.head.sha);
      return {
        pull: nameOf(pull),
        sha: pull.head.sha,
        conclusion: run?.conclusion ?? null,
        title: run?.output.title ?? null,
      };
    });

export interface Comparison {
  readonly same: number;
  readonly lost: readonly string[];
  readonly contradictory: readonly string[];
}

/** Compares what was found with what is right, pull request by pull request. */
export function compareAnswers(found: readonly Answer[], right: readonly Answer[]): Comparison {
  const lost: string[] = [];
  const contradictory: string[] = [];
  for (const [index, one] of found.entries()) {
    const other = right[index];
    if (other === undefined || other.conclusion === null) {
      contradictory.push(`${one.pull}: a fresh AgentGuard gives no answer`);
    } else if (one.conclusion === null) lost.push(`${one.pull}: no answer on ${one.sha}`);
    else if (one.conclusion !== other.conclusion || one.title !== other.title) {
      const [was, is] = [one, other].map(({ conclusion, title }) => `${conclusion} "${title}"`);
      contradictory.push(`${one.pull}: ${was}, and a fresh AgentGuard says ${is}`);
    }
  }
  return { same: found.length - lost.length - contradictory.length, lost, contradictory };
}

/** Commits that are the head of no open pull request and on which a pass is the newest answer. */
export function passesLeftBehind({ github, app }: Stage, pulls: readonly PullRequest[]): string[] {
  const heads = new Set(pulls.filter(({ state }) => state === 'open').map(({ head }) => head.sha));
  const newest = new Map<string, CheckRun>();
  for (const run of github.state.checkRuns) {
    if (run.app === app && run.status === 'completed') newest.set(`${run.headSha} ${run.name}`, run);
  }
  return [...newest.values()]
    .filter(({ conclusion, headSha }) => conclusion === 'success' && !heads.has(headSha))
    .map(({ headSha, externalId }) => `a pass stands on ${headSha} (${externalId})`);
}
