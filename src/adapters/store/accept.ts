import type { Kysely } from 'kysely';
import type { Store } from '../../ports.ts';
import type { Schema } from './schema.ts';
import { saveCommand } from './tables/commands.ts';
import { saveDeliveries, savePushes } from './tables/deliveries.ts';
import { putWaiting, waitingRow } from './tables/jobs.ts';
import { forget } from './tables/publications.ts';

type Write = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => Promise<T>;
type Accepted = Parameters<Store['accept']>;

interface Waiting {
  readonly accepted: Accepted;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** So many deliveries share a commit at most: none of them should wait long for the others. */
const MOST_TOGETHER = 100;

/**
 * How long the deliveries of a failed commit are tried one by one. Where nothing can be stored each may take seconds to
 * fail; GitHub has given up by then, and others wait behind them.
 */
const PATIENCE_MS = 5000;

/**
 * Stores deliveries. Those that come while a commit is under way share the next one, so that there are no more writes
 * to the disk than it can take. Each call settles when its own delivery is stored, or could not be.
 */
export function acceptTogether(write: Write): Store['accept'] {
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      // What has reached the process by now comes along.
      await new Promise((resolve) => setImmediate(resolve));
      await store(waiting.splice(0, MOST_TOGETHER));
    }
    isRunning = false;
  }

  async function store(batch: readonly Waiting[]): Promise<void> {
    const began = performance.now();
    try {
      await write((trx) =>
        save(
          trx,
          batch.map(({ accepted }) => accepted),
        ),
      );
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      // One that cannot be stored must not take the others with it.
      for (const each of batch) {
        if (performance.now() - began < PATIENCE_MS) await store([each]);
        else each.reject(error);
      }
    }
  }

  return (...accepted) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ accepted, resolve, reject });
      if (!isRunning) void run();
    });
}

async function save(trx: Kysely<Schema>, batch: readonly Accepted[]): Promise<void> {
  await saveDeliveries(
    trx,
    batch.map(([delivery]) => delivery),
  );
  const rows = batch.flatMap(([{ id, receivedAt }, { jobs }]) =>
    jobs.map((job) => waitingRow(job, { delivery: id, since: receivedAt })),
  );
  await putWaiting(trx, rows);
  await savePushes(
    trx,
    batch.flatMap(([, { pushes }]) => pushes ?? []),
  );
  for (const [, told] of batch) {
    if (told.forget) await forget(trx, told.forget);
    if (told.command) await saveCommand(trx, told.command);
  }
}
