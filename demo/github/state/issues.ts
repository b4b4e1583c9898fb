/** Issues: opened, closed and opened again, with the deliveries GitHub sends for each. */
import { mayPush } from './rules.ts';
import { Refusal } from './refusal.ts';
import { thread } from './pull-requests.ts';
import { timestamp } from './state.ts';
import type { Account, Issue, Repository, State } from './state.ts';

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly author: Account;
  /** Left out, without a word, unless the author may push. */
  readonly labels?: readonly string[];
}

/** Refuses with 410 where a repository has no issues. */
export function demandIssues(repository: Repository): void {
  if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
}

/** Opens an issue. Refuses with 410 where a repository has none. */
export function openIssue(
  state: State,
  repository: Repository,
  { labels = [], ...options }: NewIssue,
): Issue {
  demandIssues(repository);
  const mayLabel = options.author.type === 'Bot' || mayPush(state, repository, options.author);
  const issue: Issue = {
    ...thread(state, repository, { ...options, labels: mayLabel ? labels : [] }),
    kind: 'issue',
    closedBy: null,
  };
  repository.issues.set(issue.number, issue);
  tell(state, issue, 'opened', options.author);
  for (const name of issue.labels) tell(state, issue, 'labeled', options.author, { label: { name } });
  return issue;
}

/** Closes it; one that is closed stays as it is. */
export function closeIssue(state: State, issue: Issue, actor: Account): void {
  if (issue.state === 'closed') return;
  issue.state = 'closed';
  issue.closedBy = actor;
  issue.closedAt = timestamp(state);
  tell(state, issue, 'closed', actor);
}

export function reopenIssue(state: State, issue: Issue, actor: Account): void {
  if (issue.state === 'open') return;
  issue.state = 'open';
  issue.closedBy = null;
  issue.closedAt = null;
  tell(state, issue, 'reopened', actor);
}

function tell(
  state: State,
  issue: Issue,
  action: string,
  sender: Account,
  extra?: Readonly<Record<string, unknown>>,
): void {
  issue.updatedAt = timestamp(state);
  state.emit({
    event: 'issues',
    action,
    repository: issue.repository,
    sender,
    issue,
    ...(extra && { extra }),
  });
}
