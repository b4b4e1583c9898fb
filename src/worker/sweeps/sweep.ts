import type { Logger } from 'pino';
import type { RecordKey } from '../../core/record/key.ts';
import {
  pullRequestKey,
  type Clock,
  type Job,
  type Meter,
  type NewJob,
  type PullRequestId,
  type Store,
} from '../../ports.ts';
import type { SweepSource } from '../../ports/sweeps.ts';
import { createPacer, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_SWEPT } from '../pace.ts';
import { PRIORITY } from '../priority.ts';
import type { Handler } from '../run-job.ts';
import type { World } from '../world.ts';
import { createCheckpoints } from './checkpoints.ts';
import { branches, lookAtAlert } from './branches.ts';
import { lookAtControlFiles } from './control-files.ts';
import { everything } from './everything.ts';
import { failedDeliveries } from './failed-deliveries.ts';
import { merged } from './merged.ts';
import { openPullRequests } from './open-pull-requests.ts';
import { prune } from './prune.ts';
import { nextRun, parseSweepKey } from './schedule.ts';
import { lookAtTeam, teamMoved, teamsAndRules } from './teams-and-rules.ts';

export interface SweepOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly source: SweepSource;
  /** The product's version. */
  readonly version: string;
  readonly meter: Pick<Meter, 'recordBroken'>;
  /** Signs where the record stands. */
  readonly recordKey: RecordKey;
  /** The world as one installation sees it, for as long as the signal is not aborted. */
  readonly worldOf: (installationId: number, signal: AbortSignal) => World;
}

/** One run of a sweep, or of a part of one. */
export interface Sweep extends Omit<SweepOptions, 'worldOf'> {
  readonly what: string;
  /** An installation's id, `owner/name`, `org/slug`; null: the sweep as a whole. */
  readonly part: string | null;
  readonly installationId: number;
  /** Aborted when the job must stop. */
  readonly signal: AbortSignal;
  /** The world as the installation sees it. */
  world(): World;
  /** Has pull requests evaluated, one a second for each installation. */
  evaluate(ids: readonly PullRequestId[]): Promise<void>;
  /** Has parts looked at, four a second for each installation. */
  look(jobs: readonly NewJob[]): Promise<void>;
}

const SWEEPS: Readonly<Record<string, (sweep: Sweep) => Promise<void>>> = {
  everything,
  prune,
  merged,
  branches,
  alert: lookAtAlert,
  'failed-deliveries': failedDeliveries,
  'open-pull-requests': openPullRequests,
  'control-files': lookAtControlFiles,
  'teams-and-rules': teamsAndRules,
  team: lookAtTeam,
  'team-moved': teamMoved,
};

/**
 * Looks for what webhooks miss. A sweep of the schedule puts its own next run into the queue before it does anything,
 * so that it goes on whatever becomes of this run.
 */
export function createSweeps(options: SweepOptions): Handler {
  const { store, clock, log } = options;
  const sweeps: typeof SWEEPS = { ...SWEEPS, checkpoints: createCheckpoints() };
  const evaluations = createPacer(clock, SECONDS_BETWEEN_SWEPT);
  const looks = createPacer(clock, SECONDS_BETWEEN_LOOKS);
  return async ({ key, installationId }: Job, signal) => {
    const { what, part } = parseSweepKey(key);
    const run = sweeps[what];
    if (!run) {
      log.warn({ job: key }, 'a sweep that this version does not know; nothing is done');
      return;
    }
    const next = part === null ? nextRun(what, clock.now()) : null;
    if (next) await store.enqueue([next]);
    await run({
      ...options,
      what,
      part,
      installationId,
      signal,
      world: () => options.worldOf(installationId, signal),
      async evaluate(ids) {
        signal.throwIfAborted();
        if (ids.length > 0) await store.enqueue(evaluations(ids.map((id) => evaluation(id, installationId))));
      },
      async look(jobs) {
        signal.throwIfAborted();
        if (jobs.length > 0) await store.enqueue(looks(jobs));
      },
    });
  };
}

const evaluation = (id: PullRequestId, installationId: number): NewJob => ({
  kind: 'pull_request',
  key: pullRequestKey(id),
  installationId,
  priority: PRIORITY.sweep,
});
