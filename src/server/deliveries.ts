import { buttonPressed, checkRunAsked, checkSuiteAsked, groupAsked } from './deliveries/checks.ts';
import { commented, commentEdited } from './deliveries/comments.ts';
import { nothing, type Handler, type Received, type Told } from './deliveries/handler.ts';
import { issueGone } from './deliveries/issues.ts';
import { newHead, pullRequestMoved, reviewMoved } from './deliveries/pull-requests.ts';
import { pushed } from './deliveries/pushes.ts';
import {
  installationMoved,
  repositoriesAdded,
  repositoryMoved,
  rulesetMoved,
  teamMoved,
} from './deliveries/sweeps.ts';

/**
 * Says what a delivery makes necessary, and what only it tells. It is a hint that something moved: jobs fetch
 * everything afresh. Keys are spelled as the payload spells them; the store takes all spellings for the same thing.
 * Never throws. A payload that is not as expected asks for its whole repository to be looked at, or for nothing
 * when not even that can be read; the reason says so.
 */
export function jobsFor(event: string, payload: unknown, delivery: Received): Told {
  const action = actionOf(payload);
  const handler = HANDLERS.get(action === null ? event : `${event}.${action}`) ?? HANDLERS.get(event);
  const title = action === null ? event : `${event} ${action}`;
  return handler ? handler(payload, title, delivery) : nothing(`${title} changes nothing.`);
}

/** By event and action, or by event alone where every action counts. */
const HANDLERS = new Map<string, Handler>([
  ...actions('pull_request', ['opened', 'synchronize', 'reopened'], newHead),
  ...actions(
    'pull_request',
    ['edited', 'closed', 'ready_for_review', 'converted_to_draft'],
    pullRequestMoved,
  ),
  ...actions('pull_request', ['labeled', 'unlabeled', 'assigned', 'unassigned'], pullRequestMoved),
  ...actions('pull_request', ['enqueued', 'dequeued'], pullRequestMoved),
  ...actions('pull_request', ['auto_merge_enabled', 'auto_merge_disabled'], pullRequestMoved),
  ...actions('pull_request_review', ['submitted', 'edited', 'dismissed'], reviewMoved),
  ...actions('issue_comment', ['created'], commented),
  ...actions('issue_comment', ['edited'], commentEdited),
  ...actions('check_run', ['rerequested'], checkRunAsked),
  ...actions('check_run', ['requested_action'], buttonPressed),
  ...actions('check_suite', ['rerequested'], checkSuiteAsked),
  ...actions('merge_group', ['checks_requested'], groupAsked),
  ...actions('issues', ['closed', 'deleted'], issueGone),
  ['push', pushed],
  ['member', installationMoved],
  ['membership', teamMoved],
  ['team', teamMoved],
  ...actions('organization', ['member_added', 'member_removed', 'renamed'], installationMoved),
  ['repository_ruleset', rulesetMoved],
  ['branch_protection_rule', repositoryMoved],
  ...actions('repository', ['edited', 'renamed', 'transferred'], repositoryMoved),
  ...actions('repository', ['publicized', 'privatized', 'unarchived'], repositoryMoved),
  // Subscribed to only where the app's owner has granted the permission that it takes; found hourly elsewhere.
  ['custom_property_values', repositoryMoved],
  ...actions('installation', ['created', 'unsuspend', 'new_permissions_accepted'], installationMoved),
  ...actions('installation_repositories', ['added'], repositoriesAdded),
]);

/** Events that something follows from. */
export const HANDLED: ReadonlySet<string> = new Set(
  [...HANDLERS.keys()].map((key) => key.replace(/\..*$/, '')),
);

function actions(event: string, names: readonly string[], handler: Handler): [string, Handler][] {
  return names.map((action) => [`${event}.${action}`, handler]);
}

/** A payload's action, if it looks like one of GitHub's: it is kept and logged, and the log is no place for payloads. */
export function actionOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return null;
  const { action } = payload;
  return typeof action === 'string' && /^[a-z_]{1,50}$/.test(action) ? action : null;
}
