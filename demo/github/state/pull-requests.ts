/** Pull requests and issues: what people and bots do with them. */
import { Refusal } from './refusal.ts';
import { branchTip, commitsBetween, mergeBase } from '../git/history.ts';
import { compareTrees } from '../git/comparison.ts';
import { timestamp } from './state.ts';
import type { FileDiff } from '../git/comparison.ts';
import type { Commit } from '../git/objects.ts';
import type { Account, Issue, PullRequest, Repository, State } from './state.ts';

export const openPullRequests = (repository: Repository): PullRequest[] =>
  [...repository.issues.values()].filter(
    (each): each is PullRequest => each.kind === 'pull' && each.state === 'open',
  );

const invalid = (field: string): Refusal =>
  Refusal.invalid([{ resource: 'PullRequest', field, code: 'invalid' }]);
const custom = (message: string): Refusal =>
  Refusal.invalid([{ resource: 'PullRequest', code: 'custom', message }]);

export interface NewPullRequest {
  readonly title: string;
  readonly body?: string | null;
  readonly head: string;
  readonly base?: string;
  readonly author: Account;
  readonly draft?: boolean;
  /** Where the head branch lives; absent: here. */
  readonly headRepository?: Repository;
  readonly labels?: readonly string[];
}

/** Opens a pull request. Refuses (422) without such branches, without commits, or when there is one already. */
export function openPullRequest(state: State, repository: Repository, options: NewPullRequest): PullRequest {
  const from = options.headRepository ?? repository;
  const base = options.base ?? repository.defaultBranch;
  const headSha = branchTip(from, options.head);
  const baseSha = branchTip(repository, base);
  if (headSha === null) throw invalid('head');
  if (baseSha === null) throw invalid('base');
  if (commitsBetween(repository.objects, baseSha, headSha).length === 0) {
    throw custom(`No commits between ${base} and ${options.head}`);
  }
  const same = openPullRequests(repository).some(
    (pull) => pull.head.repository === from && pull.head.ref === options.head && pull.base.ref === base,
  );
  if (same) throw custom(`A pull request already exists for ${from.owner.login}:${options.head}.`);
  const pull: PullRequest = {
    ...thread(state, repository, options),
    kind: 'pull',
    draft: options.draft ?? false,
    base: { ref: base, sha: baseSha },
    head: { ref: options.head, sha: headSha, repository: from, owner: from.owner },
    reviews: [],
    requestedUsers: new Set(),
    requestedTeams: new Set(),
    merged: null,
  };
  repository.issues.set(pull.number, pull);
  repository.refs.set(`refs/pull/${pull.number}/head`, headSha);
  announce(state, pull, 'opened', options.author);
  return pull;
}

/** What a new issue and a new pull request share. */
export function thread(
  state: State,
  repository: Repository,
  options: { title: string; body?: string | null; author: Account; labels?: readonly string[] },
): Omit<Issue, 'kind' | 'closedBy'> {
  const now = timestamp(state);
  return {
    id: state.nextId(),
    number: repository.issues.size + 1,
    repository,
    title: options.title,
    body: options.body ?? null,
    author: options.author,
    state: 'open',
    labels: [...(options.labels ?? [])],
    assignees: [],
    comments: [],
    timeline: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  };
}

/** Tells of something that happened to a pull request. */
export function announce(
  state: State,
  pull: PullRequest,
  action: string,
  sender: Account,
  extra?: Record<string, unknown>,
): void {
  pull.updatedAt = timestamp(state);
  state.emit({
    event: 'pull_request',
    action,
    repository: pull.repository,
    sender,
    pull,
    ...(extra && { extra }),
  });
}

/** Commits of the pull request, oldest first. */
export const pullCommits = (pull: PullRequest): Commit[] =>
  commitsBetween(pull.repository.objects, liveBase(pull), pull.head.sha);

/** Pull requests that bring this commit, or were merged by it, in whatever state. */
export const pullsWith = (repository: Repository, sha: string): PullRequest[] =>
  [...repository.issues.values()].filter(
    (each): each is PullRequest =>
      each.kind === 'pull' &&
      (each.merged?.sha === sha || pullCommits(each).some((commit) => commit.sha === sha)),
  );

/** Files of the pull request, from the merge base to the head. */
export function pullFiles(state: State, pull: PullRequest): FileDiff[] {
  const { objects } = pull.repository;
  const from = mergeBase(objects, liveBase(pull), pull.head.sha) ?? liveBase(pull);
  const [base, head] = [objects.commits.get(from), objects.commits.get(pull.head.sha)];
  return base && head ? compareTrees(state, objects, base.tree, head.tree) : [];
}

const liveBase = (pull: PullRequest): string =>
  (pull.state === 'open' ? branchTip(pull.repository, pull.base.ref) : null) ?? pull.base.sha;

/** Assigns a person or an agent to an issue or a pull request. */
export function assign(state: State, issue: Issue | PullRequest, assignee: Account, actor: Account): void {
  if (!issue.assignees.includes(assignee)) issue.assignees.push(assignee);
  issue.timeline.push({ type: 'assigned', actor, assignee, at: timestamp(state) });
  if (issue.kind === 'pull') announce(state, issue, 'assigned', actor);
  else
    state.emit({ event: 'issues', action: 'assigned', repository: issue.repository, sender: actor, issue });
}

/** Closes a pull request; with `merged` it counts as merged by that commit. */
export function closePullRequest(
  state: State,
  pull: PullRequest,
  actor: Account,
  merged?: { sha: string },
): void {
  if (!merged) pull.base.sha = liveBase(pull);
  pull.state = 'closed';
  pull.closedAt = pull.updatedAt = timestamp(state);
  if (merged) pull.merged = { at: pull.closedAt, by: actor, sha: merged.sha };
  announce(state, pull, 'closed', actor);
}

export function reopenPullRequest(state: State, pull: PullRequest, actor: Account): void {
  if (pull.merged) throw invalid('state');
  pull.state = 'open';
  pull.closedAt = null;
  announce(state, pull, 'reopened', actor);
}

/** Changes base, title, body or draft, each with the delivery GitHub sends for it. */
export function editPullRequest(
  state: State,
  pull: PullRequest,
  change: { base?: string; title?: string; body?: string; draft?: boolean; labels?: readonly string[] },
  actor: Account,
): void {
  const changes: Record<string, unknown> = {};
  if (change.base !== undefined && change.base !== pull.base.ref) {
    const sha = branchTip(pull.repository, change.base);
    if (sha === null) throw invalid('base');
    changes.base = { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } };
    pull.timeline.push({
      type: 'base_changed',
      actor,
      from: pull.base.ref,
      to: change.base,
      at: timestamp(state),
    });
    pull.base.ref = change.base;
    pull.base.sha = sha;
  }
  if (change.title !== undefined) {
    changes.title = { from: pull.title };
    pull.title = change.title;
  }
  if (change.body !== undefined) {
    changes.body = { from: pull.body };
    pull.body = change.body;
  }
  if (Object.keys(changes).length > 0) announce(state, pull, 'edited', actor, { changes });
  for (const name of change.labels ?? []) {
    if (pull.labels.includes(name)) continue;
    pull.labels.push(name);
    announce(state, pull, 'labeled', actor, { label: { name } });
  }
  if (change.draft !== undefined && change.draft !== pull.draft) {
    pull.draft = change.draft;
    announce(state, pull, change.draft ? 'converted_to_draft' : 'ready_for_review', actor);
  }
}
