import { Worker } from 'node:worker_threads';
import { failedReport, type CommitReport } from '../../core/render/history/report.ts';
import type { HistoryOptions } from './commit.ts';

/** Within a thread git reads ahead while rules run on one commit; without contents, most of the time is waiting for git. */
export const commitsAtOnce = ({ rules }: HistoryOptions): number => (rules ? 2 : 64);

/**
 * What is in use at once is some 70 MB a thread; without a limit on what could be, threads of a large machine let several
 * times as much pile up before they tidy. Changes of 50 MB, beyond which no contents are read, stay within it.
 */
const MEMORY = { maxOldGenerationSizeMb: 1200, maxYoungGenerationSizeMb: 24 };

/** What goes to a thread and what comes back. */
export interface Task {
  readonly id: number;
  readonly shas: readonly string[];
}
export interface Answer {
  readonly id: number;
  readonly reports: readonly CommitReport[];
}

/** Judges groups of commits. */
export interface Pool {
  /** Never rejects. The reports come in the order of the commits. */
  judge(shas: readonly string[]): Promise<readonly CommitReport[]>;
  close(): Promise<void>;
}

interface Waiting extends Task {
  resolve(reports: readonly CommitReport[]): void;
}

/** Judges in worker threads. A thread that dies costs the group it was at, which is reported as indeterminate. */
export function openThreadPool(options: HistoryOptions, size: number, script: URL): Pool {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let next = 0;

  const give = (worker: Worker): void => {
    const task = queue.shift();
    if (!task) return void idle.push(worker);
    const settle = (reports: readonly CommitReport[]): void => {
      worker.off('message', answered);
      worker.off('error', broke);
      task.resolve(reports);
    };
    const answered = ({ reports }: Answer): void => {
      settle(reports);
      give(worker);
    };
    const broke = (error: unknown): void => {
      all.delete(worker);
      settle(task.shas.map((sha) => failedReport(sha, error)));
      give(start());
    };
    worker.on('message', answered);
    worker.on('error', broke);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id: task.id, shas: task.shas } satisfies Task);
  };
  const start = (): Worker => {
    const worker = new Worker(script, { workerData: options, resourceLimits: MEMORY });
    all.add(worker);
    return worker;
  };
  for (let count = 0; count < size; count++) idle.push(start());

  return {
    judge(shas) {
      return new Promise((resolve) => {
        queue.push({ id: next++, shas, resolve });
        const worker = idle.shift();
        if (worker) give(worker);
      });
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
