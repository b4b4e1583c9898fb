import { texts, object } from '../../core/exposure/bodies.ts';
import type { Exposure } from '../../core/exposure/exposures.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { Alert } from '../../core/render/alert.ts';
import type { RecordEntry } from '../../ports.ts';
import type { World } from '../world.ts';
import { closeAlert, lookAtIssue, raise } from './alert.ts';

/**
 * Sees to what was pushed past the gate: raises it once, looks whether its alert was closed, and closes the alert when it
 * has ended otherwise.
 * @param push the entry it began with
 */
export async function followPush(
  repository: RepositoryId,
  exposure: Exposure,
  push: RecordEntry,
  world: World,
): Promise<void> {
  if (exposure.until !== null) return closeAlert(exposure, repository.owner, world);
  const { body } = push;
  const commits = Array.isArray(body['commits']) ? body['commits'].map(object) : [];
  const people = commits.flatMap((commit) => texts(commit?.['by']));
  if ((await lookAtIssue(exposure, { repository, people }, world)) !== 'gone') return;
  const unread = body['problem'];
  const alert: Alert = {
    what: exposure.what,
    repository,
    number: null,
    ref: String(body['ref']),
    agents: exposure.agents,
    who: exposure.who,
    since: exposure.since,
    unmet: null,
    decidedBefore: false,
    override: null,
    commits: commits.flatMap((commit) => texts([commit?.['sha']])),
    unread: typeof unread === 'string' ? unread : null,
    control: false,
  };
  await raise(exposure, alert, String(body['alerts'] ?? 'here'), world);
}
