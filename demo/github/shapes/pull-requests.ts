/** Pull requests, reviews, issues and comments as REST and webhooks write them. */
import { roleOf } from '../state/roles.ts';
import { branchTip } from '../git/history.ts';
import { isMergeable } from '../state/merging.ts';
import { pullCommits, pullFiles } from '../state/pull-requests.ts';
import {
  accountOrNull,
  accountShape,
  nodeId,
  repositoryApi,
  repositoryShape,
  teamShape,
  web,
} from './accounts.ts';
import { appShape } from './apps.ts';
import { REACTIONS } from '../state/state.ts';
import type {
  Account,
  Comment,
  Issue,
  PullRequest,
  Reaction,
  Repository,
  Review,
  State,
} from '../state/state.ts';
import type { Json } from './accounts.ts';

/** REST's word for what someone is to the repository; says nothing about rights. */
export function association(state: State, repository: Repository, account: Account | null): string {
  if (account === null) return 'NONE';
  if (repository.owner === account) return 'OWNER';
  if (state.organizations.get(repository.owner)?.members.has(account)) return 'MEMBER';
  if (repository.collaborators.has(account)) return 'COLLABORATOR';
  return roleOf(state, repository, account) && account.type === 'User' ? 'CONTRIBUTOR' : 'NONE';
}

const labelShape = (state: State, repository: Repository, name: string): Json => ({
  id: repository.id * 1000 + name.length,
  node_id: nodeId('Label', name),
  url: repositoryApi(state, repository, `/labels/${encodeURIComponent(name)}`),
  name,
  color: 'ededed',
  default: false,
  description: null,
});

function sideShape(
  state: State,
  side: { ref: string; sha: string },
  owner: Account,
  repository: Repository | null,
): Json {
  return {
    label: `${owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: accountShape(state, owner),
    repo: repository && repositoryShape(state, repository),
  };
}

/** What lists and review deliveries carry. */
export function pullSummary(state: State, pull: PullRequest): Json {
  const { repository, number } = pull;
  const url = repositoryApi(state, repository, `/pulls/${number}`);
  const html = web(state, repository, `/pull/${number}`);
  const issue = repositoryApi(state, repository, `/issues/${number}`);
  const links = {
    self: url,
    html,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryApi(state, repository)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: repositoryApi(state, repository, `/statuses/${pull.head.sha}`),
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    comments_url: links.comments,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    statuses_url: links.statuses,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountOrNull(state, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: accountOrNull(state, pull.assignees[0] ?? null),
    assignees: pull.assignees.map((account) => accountShape(state, account)),
    requested_reviewers: [...pull.requestedUsers].map((account) => accountShape(state, account)),
    requested_teams: [...pull.requestedTeams].map((team) => teamShape(state, team)),
    labels: pull.labels.map((name) => labelShape(state, repository, name)),
    milestone: null,
    draft: pull.draft,
    head: sideShape(state, pull.head, pull.head.owner, pull.head.repository),
    base: sideShape(state, pull.base, repository.owner, repository),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: association(state, repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A single pull request, with the counts that lists lack. */
export function pullShape(state: State, pull: PullRequest): Json {
  const files = pullFiles(state, pull);
  const open = pull.state === 'open' && branchTip(pull.repository, pull.base.ref) !== null;
  const mergeable = open ? isMergeable(pull) : null;
  return {
    ...pullSummary(state, pull),
    merged: pull.merged !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    merged_by: accountOrNull(state, pull.merged?.by ?? null),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pullCommits(pull).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export const reviewUrl = (state: State, pull: PullRequest, { id }: Review): string =>
  web(state, pull.repository, `/pull/${pull.number}#pullrequestreview-${id}`);

/** A review; webhooks write its state in lower case, REST in upper case. */
export function reviewShape(state: State, pull: PullRequest, review: Review): Json {
  const html = reviewUrl(state, pull, review);
  const url = repositoryApi(state, pull.repository, `/pulls/${pull.number}`);
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: accountOrNull(state, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: association(state, pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
}

const NO_REACTIONS = Object.fromEntries(REACTIONS.map((name) => [name, 0]));

/** The app in whose name something was written; null: a person wrote it. */
function authoringApp(state: State, author: Account | null): Json | null {
  const app = state.apps.find(({ bot }) => bot === author);
  return app ? appShape(state, app) : null;
}

export function issueShape(state: State, issue: Issue | PullRequest): Json {
  const url = repositoryApi(state, issue.repository, `/issues/${issue.number}`);
  const kind = issue.kind === 'pull' ? 'pull' : 'issues';
  const pull = repositoryApi(state, issue.repository, `/pulls/${issue.number}`);
  return {
    url,
    repository_url: repositoryApi(state, issue.repository),
    comments_url: `${url}/comments`,
    labels_url: `${url}/labels{/name}`,
    events_url: `${url}/events`,
    html_url: web(state, issue.repository, `/${kind}/${issue.number}`),
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    user: accountOrNull(state, issue.author),
    labels: issue.labels.map((name) => labelShape(state, issue.repository, name)),
    state: issue.state,
    locked: false,
    assignee: accountOrNull(state, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((account) => accountShape(state, account)),
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: association(state, issue.repository, issue.author),
    active_lock_reason: null,
    body: issue.body,
    reactions: { url: `${url}/reactions`, total_count: 0, ...NO_REACTIONS },
    draft: issue.kind === 'pull' && issue.draft,
    timeline_url: `${url}/timeline`,
    performed_via_github_app: authoringApp(state, issue.author),
    ...(issue.kind === 'issue' && {
      state_reason: issue.state === 'closed' ? 'completed' : null,
    }),
    ...(issue.kind === 'pull' && {
      pull_request: { url: pull, html_url: web(state, issue.repository, `/pull/${issue.number}`) },
    }),
  };
}

export function commentShape(state: State, issue: Issue | PullRequest, comment: Comment): Json {
  const url = repositoryApi(state, issue.repository, `/issues/comments/${comment.id}`);
  const kind = issue.kind === 'pull' ? 'pull' : 'issues';
  const counts = Object.fromEntries(
    REACTIONS.map((name) => [name, comment.reactions.filter(({ content }) => content === name).length]),
  );
  return {
    url,
    html_url: web(state, issue.repository, `/${kind}/${issue.number}#issuecomment-${comment.id}`),
    issue_url: repositoryApi(state, issue.repository, `/issues/${issue.number}`),
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: accountOrNull(state, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(state, issue.repository, comment.author),
    body: comment.body,
    reactions: { url: `${url}/reactions`, total_count: comment.reactions.length, ...counts },
    performed_via_github_app: authoringApp(state, comment.author),
  };
}

export const reactionShape = (state: State, { id, content, user, createdAt }: Reaction): Json => ({
  id,
  node_id: nodeId('Reaction', id),
  user: accountShape(state, user),
  content,
  created_at: createdAt,
});
