/** Issues, comments and the timeline as GraphQL shows them. */
import { accountOf } from '../rest/access.ts';
import { association } from '../shapes/pull-requests.ts';
import { nodeId, web } from '../shapes/accounts.ts';
import { accountView, teamView } from './accounts.ts';
import { connection, refer } from './fields.ts';
import { commitView } from './git.ts';
import type { Account, Comment, Issue, PullRequest, State, TimelineEvent } from '../state/state.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

const CLOSES = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d{1,9})\b/gi;

/** Issues that the description says it closes. */
export function closingIssues(pull: PullRequest): Issue[] {
  const numbers = [...(pull.body ?? '').matchAll(CLOSES)].map(([, number]) => Number(number));
  const issues = [...new Set(numbers)].map((number) => pull.repository.issues.get(number));
  return issues.filter((each): each is Issue => each?.kind === 'issue');
}

/** What issues and pull requests share. */
export function issueFields(state: State, issue: Issue | PullRequest): View {
  const { repository } = issue;
  return {
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    bodyText: issue.body ?? '',
    author: () => accountView(state, issue.author),
    viewerDidAuthor: (_: Args, { actor }: GraphQLContext) => issue.author === accountOf(actor),
    authorAssociation: association(state, repository, issue.author),
    repository: () => refer('Repository', repository),
    closed: issue.state === 'closed',
    closedAt: issue.closedAt,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    locked: false,
    labels: connection(
      () => issue.labels,
      (name) => ({ __typename: 'Label', id: nodeId('Label', name), name, color: 'ededed', isDefault: false }),
    ),
    assignees: connection(
      () => issue.assignees.filter(({ type }) => type === 'User'),
      (assignee) => accountView(state, assignee),
    ),
    comments: connection(
      () => issue.comments,
      (comment) => commentView(state, issue, comment),
    ),
    timelineItems: connection(
      ({ itemTypes }) =>
        issue.timeline.filter(
          ({ type }) => !Array.isArray(itemTypes) || itemTypes.includes(ITEM_TYPES[type]),
        ),
      (event) => timelineView(state, issue, event),
    ),
  };
}

export function issueView(state: State, issue: Issue): View {
  const url = web(state, issue.repository, `/issues/${issue.number}`);
  return {
    ...issueFields(state, issue),
    __typename: 'Issue',
    id: nodeId('Issue', issue.id),
    url,
    state: issue.state.toUpperCase(),
  };
}

function commentView(state: State, issue: Issue | PullRequest, comment: Comment): View {
  return {
    __typename: 'IssueComment',
    id: nodeId('IssueComment', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    author: () => accountView(state, comment.author),
    authorAssociation: association(state, issue.repository, comment.author),
    body: comment.body,
    bodyText: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : comment.updatedAt,
    url: web(state, issue.repository, `/issues/${issue.number}#issuecomment-${comment.id}`),
  };
}

const ITEM_TYPES: Readonly<Record<TimelineEvent['type'], string>> = {
  assigned: 'ASSIGNED_EVENT',
  force_pushed: 'HEAD_REF_FORCE_PUSHED_EVENT',
  base_changed: 'BASE_REF_CHANGED_EVENT',
  dismissed: 'REVIEW_DISMISSED_EVENT',
  review_requested: 'REVIEW_REQUESTED_EVENT',
  review_request_removed: 'REVIEW_REQUEST_REMOVED_EVENT',
  commented: 'ISSUE_COMMENT',
};

function timelineView(state: State, issue: Issue | PullRequest, event: TimelineEvent): View {
  if (event.type === 'commented') return commentView(state, issue, event.comment);
  const pullRequest = () => (issue.kind === 'pull' ? refer('PullRequest', issue) : null);
  const about = (typename: string, actor: Account): View => ({
    __typename: typename,
    id: nodeId(typename, `${issue.id}:${issue.timeline.indexOf(event)}`),
    createdAt: event.at,
    actor: () => accountView(state, actor),
    pullRequest,
  });
  const commit = (sha: string) => {
    const found = issue.repository.objects.commits.get(sha);
    return found ? commitView(state, issue.repository, found) : null;
  };
  switch (event.type) {
    case 'assigned': {
      const person = event.assignee.type === 'User' ? event.assignee : null;
      const user = () => accountView(state, person);
      return {
        ...about('AssignedEvent', event.actor),
        assignee: () => accountView(state, event.assignee),
        user,
      };
    }
    case 'force_pushed': {
      const commits = { beforeCommit: () => commit(event.before), afterCommit: () => commit(event.after) };
      return { ...about('HeadRefForcePushedEvent', event.actor), ...commits };
    }
    case 'base_changed':
      return {
        ...about('BaseRefChangedEvent', event.actor),
        currentRefName: event.to,
        previousRefName: event.from,
      };
    case 'dismissed':
      return {
        ...about('ReviewDismissedEvent', event.actor),
        dismissalMessage: event.message,
        previousReviewState: event.was,
        review: () =>
          issue.kind === 'pull' ? refer('PullRequestReview', { pull: issue, review: event.review }) : null,
      };
    case 'review_requested':
    case 'review_request_removed': {
      const { type, reviewer } = event;
      return {
        ...about(
          type === 'review_requested' ? 'ReviewRequestedEvent' : 'ReviewRequestRemovedEvent',
          event.actor,
        ),
        requestedReviewer: () =>
          'slug' in reviewer ? teamView(state, reviewer) : accountView(state, reviewer),
      };
    }
  }
}
