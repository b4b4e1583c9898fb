/** Commits, files and activity as REST and webhooks write them. */
import { accountByEmail } from '../state/accounts.ts';
import { compareTrees } from '../git/comparison.ts';
import { accountOrNull, nodeId, repositoryApi, web } from './accounts.ts';
import type { FileDiff } from '../git/comparison.ts';
import type { Commit } from '../git/objects.ts';
import type { Account, Activity, Repository, State } from '../state/state.ts';
import type { Json } from './accounts.ts';

/** REST names the account of a commit's e-mail, bots included. */
export function commitShape(state: State, repository: Repository, commit: Commit): Json {
  const url = repositoryApi(state, repository, `/commits/${commit.sha}`);
  const html = web(state, repository, `/commit/${commit.sha}`);
  const verified = commit.signature?.verified ?? false;
  const tree = { sha: commit.tree, url: repositoryApi(state, repository, `/git/trees/${commit.tree}`) };
  return {
    url,
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    html_url: html,
    comments_url: `${url}/comments`,
    commit: {
      url: repositoryApi(state, repository, `/git/commits/${commit.sha}`),
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree,
      comment_count: 0,
      verification: {
        verified,
        reason: commit.signature ? (verified ? 'valid' : 'unknown_key') : 'unsigned',
        signature: null,
        payload: null,
        verified_at: verified ? commit.committer.date : null,
      },
    },
    author: accountOrNull(state, accountByEmail(state, commit.author.email)),
    committer: accountOrNull(state, accountByEmail(state, commit.committer.email)),
    parents: commit.parents.map((sha) => ({
      sha,
      url: repositoryApi(state, repository, `/commits/${sha}`),
      html_url: web(state, repository, `/commit/${sha}`),
    })),
  };
}

/** One file of a pull request or a comparison; no `patch` at all where GitHub gives none. */
export function fileShape(state: State, repository: Repository, headSha: string, file: FileDiff): Json {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: web(state, repository, `/blob/${headSha}/${path}`),
    raw_url: web(state, repository, `/raw/${headSha}/${path}`),
    contents_url: repositoryApi(state, repository, `/contents/${path}?ref=${headSha}`),
    ...(file.patch !== null && { patch: file.patch }),
    ...(file.previousPath !== null && { previous_filename: file.previousPath }),
  };
}

export function activityShape(state: State, entry: Activity): Json {
  return {
    id: entry.id,
    node_id: nodeId('Push', entry.id),
    before: entry.before,
    after: entry.after,
    ref: entry.ref,
    timestamp: entry.timestamp,
    activity_type: entry.type,
    actor: accountOrNull(state, entry.actor),
  };
}

/** A commit as `push` and `merge_group` deliveries carry it. */
export function pushedCommit(state: State, repository: Repository, commit: Commit): Json {
  const parent = repository.objects.commits.get(commit.parents[0] ?? '');
  const files = parent ? compareTrees(state, repository.objects, parent.tree, commit.tree) : [];
  const paths = (...statuses: string[]) =>
    files.filter((file) => statuses.includes(file.status)).map(({ path }) => path);
  const person = ({ name, email }: Commit['author']): Json => {
    const account = accountByEmail(state, email);
    return { name, email, ...(account && { username: account.login }) };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: web(state, repository, `/commit/${commit.sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths('added', 'renamed'),
    removed: [...paths('removed'), ...files.flatMap((file) => file.previousPath ?? [])],
    modified: paths('modified', 'changed'),
  };
}

export const pusherShape = (account: Account): Json => ({
  name: account.login,
  email: account.type === 'User' ? `${account.id}+${account.login}@users.noreply.github.com` : null,
});
