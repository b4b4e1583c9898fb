import type { RepositoryId } from '../../core/facts/facts.ts';
import { CHECK_NAME } from '../../core/render/check-name.ts';
import { failedCheckRun } from '../../core/render/check-run.ts';
import type { PullRequestId } from '../../ports.ts';
import { externalId, mergeGroupKey } from '../keys.ts';
import type { World } from '../world.ts';
import { namesOnGroup, type MergeGroup } from './merge-group.ts';
import { publishOnce } from './publish-once.ts';

/** What went wrong, as a sentence without secrets, and when it is tried again; null: it was given up. */
export interface Failed {
  readonly problem: string;
  readonly next: Date | null;
}

/** Takes back a pass that can no longer be confirmed, and says what failed and when it is tried again. */
export async function publishFailure(
  id: PullRequestId,
  sha: string,
  failed: Failed,
  world: World,
): Promise<void> {
  const names = await world.store.checkNames(id, sha);
  for (const name of names.length > 0 ? names : [CHECK_NAME]) {
    await publish(id, id.number, sha, { name, externalId: externalId(id, sha) }, failed, world);
  }
}

/**
 * Likewise on a merge group's SHA. Where no pass stands it blocks anyway, and an answer would throw its pull requests
 * out of the queue: so nothing is said there while it is tried again.
 */
export async function publishGroupFailure(group: MergeGroup, failed: Failed, world: World): Promise<void> {
  for (const name of await namesOnGroup(group, world)) {
    const stands = await world.store.published(group, group.sha, name);
    if (failed.next !== null && stands?.conclusion !== 'success') continue;
    await publish(group, null, group.sha, { name, externalId: mergeGroupKey(group) }, failed, world);
  }
}

const ANY_TIME = new Date(0).toISOString();

async function publish(
  repository: RepositoryId,
  number: number | null,
  sha: string,
  about: { readonly name: string; readonly externalId: string },
  { problem, next }: Failed,
  world: World,
): Promise<void> {
  const check = failedCheckRun({ ...about, problem, next: next && next.toISOString() });
  const timeless = failedCheckRun({ ...about, problem, next: next && ANY_TIME });
  await publishOnce(repository, number, sha, { check, timeless }, world);
}
