/** What is said under issues and pull requests. */
import { Refusal } from './refusal.ts';
import { timestamp } from './state.ts';
import type { RepositoryEvent } from './events.ts';
import type { Account, Comment, Issue, PullRequest, State } from './state.ts';

const MAX_BODY = 65_536;

/** What GitHub does not take as a comment (422). */
function demandBody(body: string): void {
  const refuse = (message: string): Refusal =>
    Refusal.invalid([{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }]);
  if (body.trim() === '') throw refuse('Body cannot be blank');
  if (body.length > MAX_BODY) throw refuse(`Body is too long (maximum is ${MAX_BODY} characters)`);
}

/** Says something. Refuses with 422 nothing and too much. */
export function comment(
  state: State,
  issue: Issue | PullRequest,
  author: Account,
  body: string,
): Issue['comments'][0] {
  demandBody(body);
  const now = timestamp(state);
  const created = { id: state.nextId(), author, body, createdAt: now, updatedAt: now, reactions: [] };
  issue.comments.push(created);
  issue.updatedAt = now;
  issue.timeline.push({ type: 'commented', comment: created, at: now });
  tell(state, 'created', issue, created, author);
  return created;
}

/** Puts other words into a comment, refused as when it is made: whoever may write can, in whosever name it stands. */
export function editComment(
  state: State,
  issue: Issue | PullRequest,
  edited: Comment,
  body: string,
  actor: Account,
): void {
  demandBody(body);
  const changes = { body: { from: edited.body } };
  edited.body = body;
  edited.updatedAt = timestamp(state);
  tell(state, 'edited', issue, edited, actor, { changes });
}

export function deleteComment(
  state: State,
  issue: Issue | PullRequest,
  deleted: Comment,
  actor: Account,
): void {
  issue.comments.splice(issue.comments.indexOf(deleted), 1);
  const shown = issue.timeline.findIndex((each) => each.type === 'commented' && each.comment === deleted);
  issue.timeline.splice(shown, 1);
  tell(state, 'deleted', issue, deleted, actor);
}

function tell(
  state: State,
  action: Extract<RepositoryEvent, { event: 'issue_comment' }>['action'],
  issue: Issue | PullRequest,
  about: Comment,
  sender: Account,
  extra?: Record<string, unknown>,
): void {
  const { repository } = issue;
  const event = { event: 'issue_comment', action, repository, sender, issue, comment: about } as const;
  state.emit({ ...event, ...(extra && { extra }) });
}
