import type { Logger } from 'pino';
import type { RecordKey } from '../core/record/key.ts';
import {
  pullRequestKey,
  type Clock,
  type Job,
  type JobKind,
  type Meter,
  type PublishedOn,
  type Store,
} from '../ports.ts';
import type { SweepSource } from '../ports/sweeps.ts';
import {
  parseConversationKey,
  parseMergeGroupKey,
  parsePullRequestKey,
  parseRepositoryKey,
  repositoryKey,
} from './keys.ts';
import { createPacer, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_SWEPT } from './pace.ts';
import { PRIORITY } from './priority.ts';
import type { Handler } from './run-job.ts';
import { answerConversation } from './settle/conversation.ts';
import { publishFailure, publishGroupFailure } from './settle/failure.ts';
import { settleMergeGroup, type MergeGroup } from './settle/merge-group.ts';
import { settle } from './settle/pull-request.ts';
import { createSweeps } from './sweeps/sweep.ts';
import { worldUntil, type World } from './world.ts';

export interface HandlerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** What there is, for jobs on repositories and installations and for sweeps. */
  readonly sweeps: SweepSource;
  /** The product's version. */
  readonly version: string;
  readonly meter: Pick<Meter, 'recordBroken'>;
  /** Signs where the record stands. */
  readonly recordKey: RecordKey;
  /** The world as one installation sees it. */
  readonly worldOf: (installationId: number) => World;
}

/** GitHub stumbles and lags: what is left undone is tried again so often, over some minutes. */
const FINISHING_ATTEMPTS = 6;

/** The answer stands; what could not be read or said yet is to be tried again. */
class Unfinished extends Error {
  constructor(settled: 'unread' | 'unanswered') {
    super(
      settled === 'unread'
        ? 'Something could not be read; the answer says what.'
        : 'A command could not be answered yet.',
    );
    this.name = 'Unfinished';
  }
}

/** What each kind of job does. A handler that rejects is tried again by the worker. */
export function createHandlers(options: HandlerOptions): Record<JobKind, Handler> {
  const { store, clock, log, sweeps, version, meter, recordKey } = options;
  const worldOf = (job: Job, signal: AbortSignal): World =>
    worldUntil(signal, options.worldOf(job.installationId), (on) => again(job, on));
  /** What stands there now is not known, so that it is found out and said anew. */
  const again = async (
    { kind, key, installationId, priority, baseRef }: Job,
    on: PublishedOn,
  ): Promise<void> => {
    await store.forget(on);
    const base = baseRef === undefined ? {} : { baseRef };
    await store.enqueue([{ kind, key, installationId, priority, ...base }]);
  };
  const evaluations = createPacer(clock, SECONDS_BETWEEN_SWEPT);
  const looks = createPacer(clock, SECONDS_BETWEEN_LOOKS);
  return {
    sweep: createSweeps({
      worldOf: (installationId, signal) =>
        worldUntil(signal, options.worldOf(installationId), async () => {}),
      store,
      clock,
      log,
      source: sweeps,
      version,
      meter,
      recordKey,
    }),
    async pull_request(job, signal) {
      const settled = await settle(parsePullRequestKey(job.key), job.key, worldOf(job, signal));
      log.info({ pullRequest: job.key, delivery: job.delivery, settled }, 'pull request evaluated');
      const isUnfinished = settled === 'unread' || settled === 'unanswered';
      if (isUnfinished && job.attempts < FINISHING_ATTEMPTS) throw new Unfinished(settled);
    },
    async merge_group(job, signal) {
      const settled = await settleMergeGroup(groupOf(job), job.key, worldOf(job, signal));
      log.info({ mergeGroup: job.key, delivery: job.delivery, settled }, 'merge group evaluated');
    },
    async conversation(job, signal) {
      const isAnswered = await answerConversation(parseConversationKey(job.key), worldOf(job, signal));
      log.info({ conversation: job.key, delivery: job.delivery, isAnswered }, 'commands answered');
      if (!isAnswered && job.attempts < FINISHING_ATTEMPTS) throw new Unfinished('unanswered');
    },
    async repository({ key, installationId }) {
      const repository = parseRepositoryKey(key);
      const open = await sweeps.openPullRequests(installationId, repository);
      await store.enqueue(
        evaluations(
          open.map(({ number }) => ({
            kind: 'pull_request',
            key: pullRequestKey({ ...repository, number }),
            installationId,
            priority: PRIORITY.sweep,
          })),
        ),
      );
      log.info({ repository: key, open: open.length }, 'open pull requests marked');
    },
    async installation({ installationId }) {
      const repositories = await sweeps.repositories(installationId);
      await store.enqueue(
        looks(
          repositories.map((repository) => ({
            kind: 'repository',
            key: repositoryKey(repository),
            installationId,
            priority: PRIORITY.sweep,
          })),
        ),
      );
      log.info({ installationId, repositories: repositories.length }, 'repositories marked');
    },
  };
}

function groupOf(job: Job): MergeGroup {
  if (job.baseRef === undefined) throw new Error('a merge group without its base branch');
  return { ...parseMergeGroupKey(job.key), baseRef: job.baseRef };
}

/**
 * Says on the pull request or merge group that its evaluation failed, so that nobody waits in the dark and an older
 * pass on the same commit does not stand. Best effort: the job itself is tried again anyway.
 */
export async function tellFailure(
  job: Job,
  error: Error,
  next: Date | null,
  { store, worldOf }: Pick<HandlerOptions, 'store' | 'worldOf'>,
): Promise<void> {
  const failed = { problem: error.message, next };
  const world = worldOf(job.installationId);
  if (job.kind === 'merge_group') await publishGroupFailure(groupOf(job), failed, world);
  if (job.kind !== 'pull_request' || error instanceof Unfinished) return;
  const id = parsePullRequestKey(job.key);
  const open = (await store.openPullRequests(id)).find((other) => other.id.number === id.number);
  const lastPush = (await store.pushes(id)).at(-1);
  const heads = new Set([open?.headSha, lastPush?.sha].filter((sha) => sha !== undefined));
  for (const sha of heads) await publishFailure(id, sha, failed, world);
}
