import type { RepositoryId } from '../../core/facts/facts.ts';
import { CHECK_NAME, isObserving, nameOnBase } from '../../core/render/check-name.ts';
import { blockingCheckRun } from '../../core/render/check-run.ts';
import { mergeGroupKey } from '../keys.ts';
import type { World } from '../world.ts';
import { evaluateEach } from './evaluate-each.ts';
import { publishOnce } from './publish-once.ts';
import type { Settled } from './pull-request.ts';
import { remember } from './remember.ts';
import { render, worse } from './render.ts';
import { renamedTo } from './retire.ts';

/** The commit that a merge queue tests, and the branch it goes into. */
export interface MergeGroup extends RepositoryId {
  readonly baseRef: string;
  readonly sha: string;
}

/** Evaluates every pull request of a merge group again and puts the worst answer on the group's SHA. */
export async function settleMergeGroup(group: MergeGroup, key: string, world: World): Promise<Settled> {
  const numbers = await world.source.mergeGroup(group, group.baseRef, group.sha);
  if (numbers === null || numbers.length === 0) return refuseUnmatched(group, world);
  const evaluations = await evaluateEach(group, numbers, world);
  for (const evaluation of evaluations) await remember(evaluation, world);
  const { check, timeless } = render(evaluations.reduce(worse), world.version, null);
  if (check.conclusion === 'success' && (await world.store.waiting(key))) return 'again';
  await retireRenamed(group, check.name, world);
  const externalId = mergeGroupKey(group);
  const rendered = { check: { ...check, externalId }, timeless: { ...timeless, externalId } };
  return (await publishOnce(group, null, group.sha, rendered, world)) ? 'published' : 'unchanged';
}

/** A pass under a name that the policy has given up would still count where that one is required. */
async function retireRenamed(group: MergeGroup, name: string, world: World): Promise<void> {
  if (isObserving(name)) return;
  for (const old of await world.store.checkNames(group, group.sha)) {
    if (old === name || isObserving(old)) continue;
    const stands = await world.store.published(group, group.sha, old);
    if (stands?.conclusion !== 'success') continue;
    const about = { name: old, externalId: mergeGroupKey(group), ...renamedTo(name) };
    const check = blockingCheckRun(about);
    await publishOnce(group, null, group.sha, { check, timeless: check }, world);
  }
}

async function refuseUnmatched(group: MergeGroup, world: World): Promise<Settled> {
  let settled: Settled = 'unchanged';
  for (const name of await namesOnGroup(group, world)) {
    const check = blockingCheckRun({
      name,
      externalId: mergeGroupKey(group),
      title: 'This merge group cannot be matched to pull requests',
      sentences: [
        'No entry of the merge queue has this commit as its head, so it is not known which pull requests it holds. Remove the pull requests from the queue and add them again.',
      ],
    });
    if (await publishOnce(group, null, group.sha, { check, timeless: check }, world)) settled = 'published';
  }
  return settled;
}

/** What the check of a group is called where no evaluation says: as before, or else as it was last in the repository. */
export async function namesOnGroup(
  group: MergeGroup,
  { store }: Pick<World, 'store'>,
): Promise<readonly string[]> {
  const known = await store.checkNames(group, group.sha);
  const names = known.map((name) => nameOnBase(name, group.baseRef));
  return names.length > 0 ? [...new Set(names)] : [CHECK_NAME];
}
