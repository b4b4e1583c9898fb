/** Reviews: given, dismissed, asked for. */
import { roleOf, teamHasAccess } from './roles.ts';
import { announce } from './pull-requests.ts';
import { Refusal } from './refusal.ts';
import { timestamp } from './state.ts';
import type { Account, PullRequest, Review, State, Team } from './state.ts';

export type ReviewEvent = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT' | 'PENDING';
const REVIEW_STATE = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
  PENDING: 'PENDING',
} as const;

/** Reviews a pull request. Its author can only comment (422), as on GitHub. */
export function review(
  state: State,
  pull: PullRequest,
  author: Account,
  event: ReviewEvent,
  options: { body?: string; commit?: string } = {},
): Review {
  if (author === pull.author && (event === 'APPROVE' || event === 'REQUEST_CHANGES')) {
    const what = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw new Refusal(422, 'Unprocessable Entity', [`Can not ${what} your own pull request`]);
  }
  const submitted: Review = {
    id: state.nextId(),
    author,
    body: options.body ?? '',
    state: REVIEW_STATE[event],
    commit: options.commit ?? pull.head.sha,
    submittedAt: event === 'PENDING' ? null : timestamp(state),
  };
  pull.reviews.push(submitted);
  // What was asked for is given: the timeline shows the review and no removal.
  pull.requestedUsers.delete(author);
  const { repository } = pull;
  if (event !== 'PENDING') {
    pull.updatedAt = timestamp(state);
    const about = { repository, sender: author, pull, review: submitted };
    state.emit({ event: 'pull_request_review', action: 'submitted', ...about });
  }
  return submitted;
}

export function dismissReview(
  state: State,
  pull: PullRequest,
  dismissed: Review,
  actor: Account,
  message = '',
): void {
  const was = dismissed.state;
  dismissed.state = 'DISMISSED';
  pull.updatedAt = timestamp(state);
  pull.timeline.push({ type: 'dismissed', actor, review: dismissed, was, message, at: pull.updatedAt });
  const about = { repository: pull.repository, sender: actor, pull, review: dismissed };
  state.emit({ event: 'pull_request_review', action: 'dismissed', ...about });
}

/** Asks for reviews: all or none. Refuses (422) the author and those without access. */
export function requestReviewers(
  state: State,
  pull: PullRequest,
  requested: { users: readonly Account[]; teams: readonly Team[] },
  actor: Account,
): void {
  const { repository } = pull;
  if (requested.users.some((user) => user === pull.author)) {
    throw new Refusal(422, 'Review cannot be requested from pull request author.');
  }
  const known =
    requested.users.every((user) => user.type === 'User' && roleOf(state, repository, user) !== null) &&
    requested.teams.every((team) => teamHasAccess(repository, team));
  if (!known) throw Refusal.notCollaborator(`${repository.owner.login}/${repository.name}`);
  for (const user of requested.users) {
    if (pull.requestedUsers.has(user)) continue;
    pull.requestedUsers.add(user);
    tell(state, pull, 'review_requested', user, actor);
  }
  for (const team of requested.teams) {
    if (pull.requestedTeams.has(team)) continue;
    pull.requestedTeams.add(team);
    tell(state, pull, 'review_requested', team, actor);
  }
}

/** Takes requests back; those who are not asked are let be. */
export function removeReviewRequests(
  state: State,
  pull: PullRequest,
  removed: { users: readonly Account[]; teams: readonly Team[] },
  actor: Account,
): void {
  for (const user of removed.users) {
    if (pull.requestedUsers.delete(user)) tell(state, pull, 'review_request_removed', user, actor);
  }
  for (const team of removed.teams) {
    if (pull.requestedTeams.delete(team)) tell(state, pull, 'review_request_removed', team, actor);
  }
}

function tell(
  state: State,
  pull: PullRequest,
  type: 'review_requested' | 'review_request_removed',
  reviewer: Account | Team,
  actor: Account,
): void {
  pull.timeline.push({ type, actor, reviewer, at: timestamp(state) });
  const who = 'slug' in reviewer ? { requested_team: reviewer } : { requested_reviewer: reviewer };
  announce(state, pull, type, actor, who);
}
