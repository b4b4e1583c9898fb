import { alertEntry } from '../../core/exposure/bodies.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import {
  EXPOSURE_KINDS,
  followExposure,
  type Exposure,
  type Exposures,
} from '../../core/exposure/exposures.ts';
import type { RecordEntry, RecordFilter, Store } from '../../ports.ts';
import type { SweptRepository } from '../../ports/sweeps.ts';
import { closedPlace } from '../exposure/alert.ts';
import { isWatched, lookAtBranches, pushedPlace } from '../exposure/branches.ts';
import { followPush } from '../exposure/follow-push.ts';
import { parsePullRequestKey, parseRepositoryKey, repositoryKey } from '../keys.ts';
import { byRepository } from './repositories.ts';
import { sweepJob } from './schedule.ts';
import type { Sweep } from './sweep.ts';

/**
 * Finds what came onto protected branches past the gate, and sees to everything that did before and has not ended: raises
 * what could not be raised, and looks whether alerts were closed. A part `owner/name@branch` is a hint that somebody
 * pushed there.
 */
export async function branches(sweep: Sweep): Promise<void> {
  const [, repository, ref] = /^([^/@]+\/[^/@]+)@(.+)$/.exec(sweep.part ?? '') ?? [];
  if (repository === undefined || ref === undefined) return eachRepository(sweep);
  const { store, installationId, look } = sweep;
  // Of a branch that is not protected nothing is noted; one that has become so is found by the hourly look.
  if (!(await isWatched(parseRepositoryKey(repository), ref, store))) return;
  await look([sweepJob(sweep.what, repository, installationId)]);
}

const eachRepository = byRepository({ choose, lookAt });

/** Those that were pushed to since the last look, and those with something that goes on. */
async function choose(
  repositories: readonly SweptRepository[],
  { store, clock }: Sweep,
): Promise<readonly SweptRepository[]> {
  const busy = new Set<string>();
  for (const owner of new Set(repositories.map((each) => each.owner))) {
    for (const { exposure } of await unsettled({ owner }, store, clock.now())) {
      busy.add(exposure.subject.replace(/[#@].*$/s, '').toLowerCase());
    }
  }
  const chosen: SweptRepository[] = [];
  for (const each of repositories) {
    const isQuiet = (await store.noted(pushedPlace(each))) === (each.pushedAt ?? '');
    if (!isQuiet || busy.has(repositoryKey(each).toLowerCase())) chosen.push(each);
  }
  return chosen;
}

async function lookAt(repository: RepositoryId, sweep: Sweep): Promise<void> {
  const { store, clock, log } = sweep;
  const world = sweep.world();
  await lookAtBranches(repository, world);
  const left = await unsettled({ owner: repository.owner, repository }, store, clock.now());
  for (const { exposure, began } of left) {
    if (began?.kind === 'push') await followPush(repository, exposure, began, world);
  }
  const merged = left.filter(({ exposure }) => exposure.subject.includes('#'));
  await sweep.evaluate(merged.map(({ exposure }) => parsePullRequestKey(exposure.subject)));
  log.info(
    { sweep: sweep.what, repository: repositoryKey(repository), unsettled: left.length },
    'protected branches compared',
  );
}

/** An exposure with the entry that began it, where that is known. */
interface Unsettled {
  readonly exposure: Exposure;
  readonly began: RecordEntry | null;
}

/** Merges are many, and one that came past the gate is raised within hours: of older ones their alerts are enough. */
const MERGES_SINCE_MS = 90 * 24 * 60 * 60_000;

/** Exposures that go on, or have ended with their issue not seen to. */
async function unsettled(
  about: Pick<RecordFilter, 'owner' | 'repository'>,
  store: Pick<Store, 'stream' | 'noted'>,
  now: Date,
): Promise<readonly Unsettled[]> {
  const since = new Date(now.getTime() - MERGES_SINCE_MS).toISOString();
  const exposures: Exposures = new Map();
  const pushes = new Map<number, RecordEntry>();
  for await (const entry of store.stream({ ...about, kinds: EXPOSURE_KINDS })) {
    if (entry.kind === 'merge' && entry.at < since) continue;
    if (entry.kind === 'push') pushes.set(entry.sequence, entry);
    followExposure(exposures, entry);
  }
  const left: Unsettled[] = [];
  for (const exposure of exposures.values()) {
    const isSeenTo =
      exposure.until !== null &&
      (!exposure.alert?.issue || (await store.noted(closedPlace(about.owner, exposure))) !== null);
    if (!isSeenTo) left.push({ exposure, began: pushes.get(exposure.entry) ?? null });
  }
  return left;
}

/** The part `owner/name#7` is an issue that was closed or deleted: if it is an alert, what it is about is looked at. */
export async function lookAtAlert(sweep: Sweep): Promise<void> {
  const { part, store, installationId, look, evaluate } = sweep;
  const { number, ...repository } = parsePullRequestKey(part ?? '');
  const key = repositoryKey(repository).toLowerCase();
  for await (const { body, subject } of store.stream({ owner: repository.owner, kinds: ['alert'] })) {
    const issue = alertEntry(body)?.issue;
    if (issue?.number !== number || issue.repository.toLowerCase() !== key) continue;
    if (subject.includes('#')) await evaluate([parsePullRequestKey(subject)]);
    else await look([sweepJob('branches', subject.replace(/@.*$/s, ''), installationId)]);
  }
}
