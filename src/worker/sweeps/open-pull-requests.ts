import type { RepositoryId } from '../../core/facts/facts.ts';
import { pullRequestKey, type PullRequestId, type PullRequestState } from '../../ports.ts';
import type { ListedPullRequest, SweptRepository } from '../../ports/sweeps.ts';
import { repositoryKey } from '../keys.ts';
import { pushedPlace, pushedValue } from './control-files.ts';
import { byRepository } from './repositories.ts';
import { sweepJob } from './schedule.ts';
import type { Sweep } from './sweep.ts';

/** What was set aside is left so long. */
const PARKED_FOR_MS = 6 * 60 * 60_000;

/** Finds pull requests that moved without a delivery, and pushes to what binds them. */
export const openPullRequests = byRepository({ choose, lookAt });

/** The list of repositories tells where something was pushed: only there can a policy have changed. */
async function choose(
  repositories: readonly SweptRepository[],
  { store, look, installationId }: Sweep,
): Promise<readonly SweptRepository[]> {
  const pushed: SweptRepository[] = [];
  for (const each of repositories) {
    if ((await store.noted(pushedPlace(each))) !== pushedValue(each)) pushed.push(each);
  }
  await look(pushed.map((each) => sweepJob('control-files', repositoryKey(each), installationId)));
  return repositories;
}

async function lookAt(id: RepositoryId, sweep: Sweep): Promise<void> {
  const { store, source, log, installationId } = sweep;
  const place = `open pull requests of ${repositoryKey(id).toLowerCase()}`;
  const etags = JSON.parse((await store.noted(place)) ?? '[]') as string[];
  const listed = await source.openIfChanged(installationId, id, etags);
  if (listed === null) return;
  const numbers = movedNumbers(listed.items, await store.openPullRequests(id));
  const moved = await withoutFailing(
    numbers.map((number) => ({ owner: id.owner, name: id.name, number })),
    sweep,
  );
  await sweep.evaluate(moved);
  await store.note(place, JSON.stringify(listed.etags));
  log.info(
    { sweep: sweep.what, repository: repositoryKey(id), open: listed.items.length, moved: moved.length },
    'open pull requests compared',
  );
}

/**
 * What fails has its attempts, and is then set aside for people to see: a sweep that asked for it anew each time would
 * have it tried for ever. After some hours it does, since GitHub may have been down for longer than all attempts took.
 */
async function withoutFailing(
  ids: readonly PullRequestId[],
  { store, clock }: Sweep,
): Promise<readonly PullRequestId[]> {
  if (ids.length === 0) return ids;
  const parkedBefore = clock.now().getTime() - PARKED_FOR_MS;
  const failing = (await store.jobs()).filter(({ state, error, since }) =>
    state === 'parked' ? Date.parse(since) > parkedBefore : error !== null,
  );
  const keys = new Set(failing.map(({ key }) => key.toLowerCase()));
  return ids.filter((each) => !keys.has(pullRequestKey(each).toLowerCase()));
}

/** Pull requests that are not as they were when evaluated last: by head, by what changed since, by being there at all. */
export function movedNumbers(
  listed: readonly ListedPullRequest[],
  known: readonly PullRequestState[],
): number[] {
  const states = new Map(known.map((state) => [state.id.number, state]));
  const open = new Set(listed.map(({ number }) => number));
  const moved = listed.filter(({ number, headSha, updatedAt }) => {
    const state = states.get(number);
    if (!state || state.headSha !== headSha || state.updatedAt === null) return true;
    return Date.parse(updatedAt) > Date.parse(state.updatedAt);
  });
  const gone = known.filter(({ id }) => !open.has(id.number));
  return [...moved.map(({ number }) => number), ...gone.map(({ id }) => id.number)];
}
