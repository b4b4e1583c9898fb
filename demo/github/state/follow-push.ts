/** What a push does to pull requests: heads move, heads vanish, and what was pushed to the base counts as merged. */
import { ancestors } from '../git/history.ts';
import { closePullRequest, openPullRequests } from './pull-requests.ts';
import { timestamp } from './state.ts';
import type { Account, PullRequest, Repository, State } from './state.ts';

export interface Push {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly actor: Account;
}

/** Brings every open pull request in line with a branch that moved or went. */
export function followPush(state: State, repository: Repository, push: Push): void {
  const gone = /^0+$/.test(push.after);
  for (const home of state.repositories.filter((each) => each.objects === repository.objects)) {
    for (const pull of openPullRequests(home)) {
      const isHead = pull.head.repository === repository && pull.head.ref === push.branch;
      if (isHead && gone) closePullRequest(state, pull, push.actor);
      else if (isHead) moveHead(state, pull, push);
      else if (!gone && home === repository && pull.base.ref === push.branch) moveBase(state, pull, push);
    }
  }
}

function moveHead(state: State, pull: PullRequest, { before, after, forced, actor }: Push): void {
  pull.head.sha = after;
  const { repository } = pull;
  pull.base.sha = repository.refs.get(`refs/heads/${pull.base.ref}`) ?? pull.base.sha;
  pull.updatedAt = timestamp(state);
  repository.refs.set(`refs/pull/${pull.number}/head`, after);
  if (forced) pull.timeline.push({ type: 'force_pushed', actor, before, after, at: pull.updatedAt });
  const extra = { before, after };
  state.emit({ event: 'pull_request', action: 'synchronize', repository, sender: actor, pull, extra });
}

/** A head that arrives in its base by a plain push is marked as merged; GitHub's own merges see to it themselves. */
function moveBase(state: State, pull: PullRequest, { before, after, actor }: Push): void {
  const { objects } = pull.repository;
  if (pull.merged || !ancestors(objects, after).has(pull.head.sha)) return;
  if (objects.commits.has(before) && ancestors(objects, before).has(pull.head.sha)) return;
  pull.base.sha = before;
  closePullRequest(state, pull, actor, { sha: after });
}
