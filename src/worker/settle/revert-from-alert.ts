import { alertEntry } from '../../core/exposure/bodies.ts';
import { pullRequestKey, type Command, type PullRequestId } from '../../ports.ts';
import { parsePullRequestKey } from '../keys.ts';
import type { World } from '../world.ts';
import type { Given } from './given.ts';
import { giveRevert } from './revert.ts';

/** What is said where there is nothing that GitHub could take back. */
export const NO_ALERT =
  'This issue is no alert about a pull request. Write it under the pull request that you mean; what was pushed without one is taken back by hand, as its alert says.';

/** Takes back the merged pull request that an issue is an alert about; null: it is none. */
export async function revertFromAlert(command: Command, reason: string, world: World): Promise<Given | null> {
  const subject = await subjectOf(command.pullRequest, world);
  if (subject === null || !/#\d+$/.test(subject)) return null;
  const id = parsePullRequestKey(subject);
  return giveRevert(command, reason, id, await world.source.snapshot(id), world);
}

/** What the alert is about, as the record has it; null: no alert was raised there. */
async function subjectOf(issue: PullRequestId, { store }: World): Promise<string | null> {
  const entries = await store.record({ owner: issue.owner, kinds: ['alert'] });
  const here = pullRequestKey(issue).toLowerCase();
  const raised = entries.findLast(({ body }) => {
    const there = alertEntry(body)?.issue;
    return there ? `${there.repository}#${there.number}`.toLowerCase() === here : false;
  });
  return raised?.subject ?? null;
}
