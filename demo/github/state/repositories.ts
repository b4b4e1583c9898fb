/** Repositories and what is pushed to them. */
import { findAccount } from './accounts.ts';
import { branchTip, commitsBetween } from '../git/history.ts';
import { createObjects, listTree, writeCommit, writeFile, writeTree } from '../git/objects.ts';
import { followPush } from './follow-push.ts';
import { timestamp } from './state.ts';
import type { Commit, FileInput, Objects } from '../git/objects.ts';
import type { Account, Activity, Grant, Repository, State, Team } from './state.ts';

/** A trailer that keeps GitHub from making check suites. */
const SKIPS_CHECKS = /^skip-checks: ?true$/m;
export const NO_COMMIT = '0'.repeat(40);

export type Files = Readonly<Record<string, FileInput>>;

export interface NewRepository {
  readonly owner: Account;
  readonly name: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly topics?: readonly string[];
  /** What the first commit of the default branch holds; without files there is a README. */
  readonly files?: Files;
  readonly collaborators?: readonly (readonly [Account, Grant])[];
  readonly teams?: readonly (readonly [Team, Grant])[];
  readonly properties?: Readonly<Record<string, string | readonly string[]>>;
}

export function createRepository(state: State, options: NewRepository): Repository {
  const repository = addRepository(state, options, createObjects(), null);
  for (const [account, role] of options.collaborators ?? []) repository.collaborators.set(account, role);
  for (const [team, role] of options.teams ?? []) repository.teams.set(team, role);
  const creator = firstOwner(state, options.owner);
  commit(state, repository, {
    branch: repository.defaultBranch,
    files: options.files ?? { 'README.md': `# ${options.name}\n` },
    message: 'Initial commit',
    author: creator,
    silent: true,
  });
  return repository;
}

/** A copy in someone else's name that shares the objects. */
export function forkRepository(
  state: State,
  parent: Repository,
  owner: Account,
  name = parent.name,
): Repository {
  const options = { owner, name, private: parent.private, defaultBranch: parent.defaultBranch };
  const fork = addRepository(state, options, parent.objects, parent);
  for (const [ref, sha] of parent.refs) if (ref.startsWith('refs/heads/')) fork.refs.set(ref, sha);
  return fork;
}

function addRepository(
  state: State,
  options: NewRepository,
  objects: Objects,
  parent: Repository | null,
): Repository {
  if (findRepository(state, options.owner.login, options.name)) {
    throw new Error(`There is a repository ${options.owner.login}/${options.name} already.`);
  }
  const repository: Repository = {
    id: state.nextId(),
    owner: options.owner,
    name: options.name,
    private: options.private ?? false,
    description: null,
    topics: [...(options.topics ?? [])],
    defaultBranch: options.defaultBranch ?? 'main',
    hasIssues: true,
    objects,
    refs: new Map(),
    collaborators: new Map(),
    teams: new Map(),
    properties: new Map(Object.entries(options.properties ?? {})),
    parent,
    issues: new Map(),
    rulesets: [],
    protection: new Map(),
    actionsMayApprove: false,
    activity: [],
    mergeQueue: [],
    createdAt: timestamp(state),
  };
  state.repositories.push(repository);
  return repository;
}

function firstOwner(state: State, owner: Account): Account {
  const members = state.organizations.get(owner)?.members ?? new Map();
  return [...members].find(([, { role }]) => role === 'admin')?.[0] ?? owner;
}

export function findRepository(state: State, owner: string, name: string): Repository | null {
  const account = findAccount(state, owner);
  const wanted = name.toLowerCase();
  return (
    state.repositories.find((each) => each.owner === account && each.name.toLowerCase() === wanted) ?? null
  );
}

/** Who a commit names: an account with its no-reply address, or any name and address. */
export type Person = Account | { readonly name: string; readonly email: string };

export interface NewCommit {
  readonly branch: string;
  /** Paths to their new content; null takes the file away. */
  readonly files?: Readonly<Record<string, FileInput | null>>;
  readonly message: string;
  readonly author: Person;
  readonly committer?: Person;
  /** Whose credentials push it; absent: the author, who must then be an account. */
  readonly pusher?: Account;
  /** Branch, ref or SHA that a new branch starts from; absent: the default branch. */
  readonly from?: string;
  /** Further parents, which makes it a merge. */
  readonly mergeOf?: readonly string[];
  readonly signature?: Commit['signature'];
  /** No delivery, no activity. */
  readonly silent?: boolean;
}

/** Writes a commit onto a branch (made if need be) and pushes it. Nothing stands in its way: rulesets bind merges. */
export function commit(state: State, repository: Repository, options: NewCommit): Commit {
  const { objects } = repository;
  const tip = branchTip(repository, options.branch) ?? startOf(repository, options.from);
  const parent = tip === null ? null : objects.commits.get(tip);
  const files = parent ? listTree(objects, parent.tree) : new Map();
  for (const [path, input] of Object.entries(options.files ?? {})) {
    if (input === null) files.delete(path);
    else files.set(path, writeFile(objects, input));
  }
  const written = writeCommit(objects, {
    tree: writeTree(objects, files),
    parents: [...(tip === null ? [] : [tip]), ...(options.mergeOf ?? [])],
    author: sign(state, options.author),
    committer: sign(state, options.committer ?? options.author),
    message: options.message,
    signature: options.signature ?? null,
  });
  if (options.silent) {
    repository.refs.set(`refs/heads/${options.branch}`, written.sha);
    return written;
  }
  const pusher = options.pusher ?? options.author;
  if (!('login' in pusher)) throw new Error('A commit by someone without an account needs a pusher.');
  updateBranch(state, repository, options.branch, written.sha, pusher);
  return written;
}

function startOf(repository: Repository, from: string | undefined): string | null {
  if (from === undefined) return branchTip(repository, repository.defaultBranch);
  const sha = branchTip(repository, from) ?? (repository.objects.commits.has(from) ? from : null);
  if (sha === null) throw new Error(`There is no ${from} in ${repository.name} to start from.`);
  return sha;
}

/** Name, e-mail and the current time. */
export function sign(state: State, person: Person): Commit['author'] {
  const email = 'login' in person ? `${person.id}+${person.login}@users.noreply.github.com` : person.email;
  return { name: person.name, email, date: timestamp(state) };
}

/** Points a branch at a commit and tells everyone: activity, `push`, and the pull requests it moves. */
export function updateBranch(
  state: State,
  repository: Repository,
  branch: string,
  after: string,
  actor: Account,
  type?: Activity['type'],
): void {
  const ref = `refs/heads/${branch}`;
  const before = repository.refs.get(ref) ?? NO_COMMIT;
  if (before === after) return;
  repository.refs.set(ref, after);
  const forced = before !== NO_COMMIT && commitsBetween(repository.objects, after, before).length > 0;
  const kind = type ?? (before === NO_COMMIT ? 'branch_creation' : forced ? 'force_push' : 'push');
  record(state, repository, { before, after, ref, type: kind, actor });
  state.emit({ event: 'push', repository, sender: actor, ref, before, after, forced });
  if (!SKIPS_CHECKS.test(repository.objects.commits.get(after)?.message ?? '')) {
    const suite = { headSha: after, headBranch: branch, app: null };
    state.emit({ event: 'check_suite', action: 'requested', repository, sender: actor, ...suite });
  }
  followPush(state, repository, { branch, before, after, forced, actor });
}

export function deleteBranch(state: State, repository: Repository, branch: string, actor: Account): void {
  const ref = `refs/heads/${branch}`;
  const before = repository.refs.get(ref);
  if (!before) throw new Error(`There is no branch ${branch}.`);
  repository.refs.delete(ref);
  record(state, repository, { before, after: NO_COMMIT, ref, type: 'branch_deletion', actor });
  state.emit({ event: 'push', repository, sender: actor, ref, before, after: NO_COMMIT, forced: false });
  followPush(state, repository, { branch, before, after: NO_COMMIT, forced: false, actor });
}

function record(state: State, repository: Repository, entry: Omit<Activity, 'id' | 'timestamp'>): void {
  repository.activity.unshift({ ...entry, id: state.nextId(), timestamp: timestamp(state) });
}
