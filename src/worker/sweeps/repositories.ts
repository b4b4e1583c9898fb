import type { RepositoryId } from '../../core/facts/facts.ts';
import type { SweptRepository } from '../../ports/sweeps.ts';
import { parseRepositoryKey, repositoryKey } from '../keys.ts';
import { sweepJob } from './schedule.ts';
import type { Sweep } from './sweep.ts';

/**
 * A sweep that goes from the app over its installations to their repositories, each in a job of its own: what fails is
 * tried again alone, and the others go on.
 */
export function byRepository(steps: {
  /** Which of an installation's repositories to look at; all, if absent. */
  readonly choose?: (
    repositories: readonly SweptRepository[],
    sweep: Sweep,
  ) => Promise<readonly SweptRepository[]>;
  readonly lookAt: (repository: RepositoryId, sweep: Sweep) => Promise<void>;
}): (sweep: Sweep) => Promise<void> {
  return async (sweep) => {
    const { what, part, source, installationId, look, log } = sweep;
    if (part === null) return eachInstallation(sweep);
    if (part.includes('/')) return steps.lookAt(parseRepositoryKey(part), sweep);
    const all = await source.repositories(installationId);
    const chosen = (await steps.choose?.(all, sweep)) ?? all;
    await look(chosen.map((repository) => sweepJob(what, repositoryKey(repository), installationId)));
    log.info({ sweep: what, installationId, repositories: chosen.length }, 'repositories are looked at');
  };
}

/** Suspended ones let nothing be read. */
async function eachInstallation({ what, source, look, log }: Sweep): Promise<void> {
  const active = (await source.list()).filter(({ suspended }) => !suspended);
  await look(active.map(({ id }) => sweepJob(what, String(id), id)));
  log.info({ sweep: what, installations: active.length }, 'installations are looked at');
}
