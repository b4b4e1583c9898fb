import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { RecordKey } from '../../../src/core/record/key.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { Clock, Job, PullRequestState, Store } from '../../../src/ports.ts';
import type { SentDelivery, SweepSource } from '../../../src/ports/sweeps.ts';
import { createSweeps } from '../../../src/worker/sweeps/sweep.ts';
import { newRecordKey } from '../../support/record-key.ts';
import type { World } from '../../../src/worker/world.ts';
import { nothingWatched } from '../../support/watch.ts';

export const SHOP = { owner: 'acme', name: 'shop' };
export const LISTED = { ...SHOP, pushedAt: '2026-11-22T10:00:00Z', defaultBranch: 'main', topics: [] };

/** A delivery of the installation that never arrived. */
export const sent = (change: Partial<SentDelivery> = {}): SentDelivery => ({
  id: 1,
  guid: 'g1',
  at: '2026-11-22T11:00:00Z',
  status: 0,
  event: 'push',
  action: null,
  installationId: 42,
  ...change,
});

export const pull = (number: number, change: Partial<PullRequestState> = {}): PullRequestState => ({
  id: { ...SHOP, number },
  open: true,
  headSha: 'a'.repeat(40),
  agents: [],
  updatedAt: '2026-11-22T11:00:00Z',
  bindingRef: 'main',
  teams: [],
  ...change,
});

/** A store, a clock that stands still, and a GitHub with one installation (42) and a suspended one (43). */
export interface SweepStage {
  readonly store: Store;
  readonly clock: Clock;
  now: Date;
  readonly lines: Record<string, unknown>[];
  redelivered: number[];
  /** Signs the record. */
  recordKey: RecordKey;
  /** So many records were found broken; null: nobody looked. */
  broken: number | null;
  github: Partial<SweepSource>;
  /** Runs one sweep; gives the jobs that were not there before by key, with the seconds until each. */
  run(key: string, installationId?: number): Promise<[string, number][]>;
  minutes(count: number): void;
  listing(...items: SentDelivery[]): void;
  close(): Promise<void>;
}

export async function createSweepStage(): Promise<SweepStage> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-sweeps-'));
  const store = await openStore({ folder });
  const stage: SweepStage = {
    store,
    clock: { now: () => stage.now },
    now: new Date('2026-11-22T12:00:00Z'),
    lines: [],
    redelivered: [],
    recordKey: newRecordKey().key,
    broken: null,
    github: {
      list: async () => [
        { id: 42, suspended: false },
        { id: 43, suspended: true },
      ],
      repositories: async () => [LISTED],
      redeliver: async (id) => stage.redelivered.push(id) > 0,
    },
    async run(key, installationId = 0) {
      const before = new Set((await store.jobs()).map((job) => job.key));
      const sweeps = createSweeps({
        store,
        clock: stage.clock,
        log: pino({ level: 'info' }, { write: (line) => void stage.lines.push(JSON.parse(line)) }),
        source: stage.github as SweepSource,
        version: '1.2.3',
        meter: { recordBroken: (owners) => void (stage.broken = owners) },
        recordKey: stage.recordKey,
        worldOf: () => ({ store, clock: stage.clock, watch: nothingWatched }) as unknown as World,
      });
      await sweeps({ key, installationId } as Job, new AbortController().signal);
      const left = (await store.jobs()).filter((job) => !before.has(job.key) && job.key !== key);
      return left
        .map((job): [string, number] => [
          job.key,
          Math.max(0, (Date.parse(job.runAt ?? '') - stage.now.getTime()) / 1000),
        ])
        .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    },
    minutes(count) {
      stage.now = new Date(stage.now.getTime() + count * 60_000);
    },
    listing(...items) {
      stage.github.deliveries = async () => ({ items, next: null });
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  return stage;
}
