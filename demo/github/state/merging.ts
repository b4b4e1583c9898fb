/** Merging: by the button and through the queue. */
import { branchTip, mergeBase } from '../git/history.ts';
import { listTree, writeCommit, writeTree } from '../git/objects.ts';
import { closePullRequest } from './pull-requests.ts';
import { sign, updateBranch } from './repositories.ts';
import { Refusal } from './refusal.ts';
import { mayPush, violation } from './rules.ts';
import { timestamp } from './state.ts';
import type { Commit, Entry, Objects } from '../git/objects.ts';
import type { Account, MergeQueueEntry, PullRequest, State } from './state.ts';

const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com' };

const same = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.sha === b?.sha && a?.mode === b?.mode;

/** The tree of two commits together, by what they changed since `from`; null: both changed the same file. */
export function mergeTrees(
  objects: Objects,
  ours: string,
  theirs: string,
  from: string | null = mergeBase(objects, ours, theirs),
): string | null {
  const tree = (sha: string | null): Map<string, Entry> => {
    const commit = sha === null ? undefined : objects.commits.get(sha);
    return commit ? listTree(objects, commit.tree) : new Map();
  };
  const [base, left, right] = [tree(from), tree(ours), tree(theirs)];
  const merged = new Map(left);
  for (const path of new Set([...base.keys(), ...right.keys()])) {
    const [was, mine, other] = [base.get(path), left.get(path), right.get(path)];
    if (same(was, other) || same(mine, other)) continue;
    if (!same(was, mine)) return null;
    if (other) merged.set(path, other);
    else merged.delete(path);
  }
  return writeTree(objects, merged);
}

/** True: the pull request merges cleanly into its base as it is now. */
export function isMergeable(pull: PullRequest): boolean {
  const base = branchTip(pull.repository, pull.base.ref);
  return base !== null && mergeTrees(pull.repository.objects, base, pull.head.sha) !== null;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/**
 * Merges as the button does. Refuses with 403 those who cannot push, 405 while a rule, a draft or a conflict is in the
 * way, 409 when the head moved.
 */
export function mergePullRequest(
  state: State,
  pull: PullRequest,
  actor: Account,
  options: { sha?: string; method?: MergeMethod; title?: string } = {},
): Commit {
  const { repository } = pull;
  if (!mayPush(state, repository, actor))
    throw new Refusal(403, 'Must have push access to merge this pull request.');
  if (pull.state === 'closed') throw new Refusal(405, 'Pull Request is not mergeable');
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft');
  if (options.sha !== undefined && options.sha !== pull.head.sha) {
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  }
  const problem = violation(state, repository, pull.base.ref, pull.head.sha, actor);
  if (problem !== null) throw new Refusal(405, problem);
  const base = branchTip(repository, pull.base.ref);
  const tree = base === null ? null : mergeTrees(repository.objects, base, pull.head.sha);
  if (base === null || tree === null) throw new Refusal(405, 'Pull Request is not mergeable');
  const squash = options.method === 'squash' || options.method === 'rebase';
  const written = writeCommit(repository.objects, {
    tree,
    parents: squash ? [base] : [base, pull.head.sha],
    author: squash && pull.author ? sign(state, pull.author) : sign(state, actor),
    committer: sign(state, WEB_FLOW),
    message: options.title ?? mergeMessage(pull, squash),
    signature: { signer: 'web-flow', verified: true },
  });
  finish(state, pull, actor, base, written.sha, 'pr_merge');
  return written;
}

/** Merges the base into the head, as the "Update branch" button does. Refuses with 422 on a conflict. */
export function updatePullRequestBranch(state: State, pull: PullRequest, actor: Account): Commit {
  const { repository, head, base } = pull;
  const tip = branchTip(repository, base.ref);
  const tree = tip === null ? null : mergeTrees(repository.objects, head.sha, tip);
  if (tip === null || tree === null || !head.repository) {
    throw new Refusal(422, 'merge conflict between base and head');
  }
  const written = writeCommit(repository.objects, {
    tree,
    parents: [head.sha, tip],
    author: sign(state, actor),
    committer: sign(state, WEB_FLOW),
    message: `Merge branch '${base.ref}' into ${head.ref}`,
    signature: { signer: 'web-flow', verified: true },
  });
  updateBranch(state, head.repository, head.ref, written.sha, actor);
  return written;
}

function mergeMessage(pull: PullRequest, squash: boolean): string {
  if (squash) return `${pull.title} (#${pull.number})`;
  return `Merge pull request #${pull.number} from ${pull.head.owner.login}/${pull.head.ref}\n\n${pull.title}`;
}

function finish(
  state: State,
  pull: PullRequest,
  actor: Account,
  base: string,
  sha: string,
  type: 'pr_merge' | 'merge_queue_merge',
): void {
  pull.base.sha = base;
  closePullRequest(state, pull, actor, { sha });
  updateBranch(state, pull.repository, pull.base.ref, sha, actor, type);
}

/** Puts a pull request into its base's merge queue, behind those that wait there. */
export function enqueue(state: State, pull: PullRequest, enqueuer: Account): MergeQueueEntry {
  const { repository } = pull;
  const branch = pull.base.ref;
  const ahead = repository.mergeQueue.findLast((entry) => entry.branch === branch);
  const baseSha = ahead?.headSha ?? branchTip(repository, branch);
  const tree = baseSha === null ? null : mergeTrees(repository.objects, baseSha, pull.head.sha);
  if (!baseSha || !tree) throw new Refusal(405, 'Pull Request is not mergeable');
  const headSha = writeCommit(repository.objects, {
    tree,
    parents: [baseSha, pull.head.sha],
    author: sign(state, enqueuer),
    committer: sign(state, WEB_FLOW),
    message: mergeMessage(pull, false),
    signature: { signer: 'web-flow', verified: true },
  }).sha;
  const headRef = `refs/heads/gh-readonly-queue/${branch}/pr-${pull.number}-${baseSha}`;
  repository.refs.set(headRef, headSha);
  const id = state.nextId();
  const entry = { id, pull, enqueuer, branch, headSha, headRef, baseSha, enqueuedAt: timestamp(state) };
  repository.mergeQueue.push(entry);
  state.emit({ event: 'pull_request', action: 'enqueued', repository, sender: enqueuer, pull });
  state.emit({ event: 'merge_group', action: 'checks_requested', repository, sender: enqueuer, entry });
  return entry;
}

/** Merges the first entry of the queue if its group's checks let it; false: it still waits. */
export function mergeFirstInQueue(state: State, entry: MergeQueueEntry): boolean {
  const { repository } = entry.pull;
  if (violation(state, repository, entry.branch, entry.headSha, entry.enqueuer) !== null) return false;
  leaveQueue(state, entry, 'merged');
  finish(state, entry.pull, entry.enqueuer, entry.baseSha, entry.headSha, 'merge_queue_merge');
  return true;
}

/** Takes an entry out of the queue. */
export function leaveQueue(
  state: State,
  entry: MergeQueueEntry,
  reason: 'merged' | 'dequeued' | 'invalidated',
): void {
  const { repository } = entry.pull;
  repository.mergeQueue.splice(repository.mergeQueue.indexOf(entry), 1);
  repository.refs.delete(entry.headRef);
  const about = { repository, sender: entry.enqueuer };
  state.emit({ event: 'merge_group', action: 'destroyed', ...about, entry, reason });
  state.emit({ event: 'pull_request', action: 'dequeued', ...about, pull: entry.pull });
}
