import { failedReport, type CommitReport } from '../../core/render/history/report.ts';
import { openThreads, type Thread } from '../../evaluation/threads.ts';
import type { HistoryOptions } from './commit.ts';

/** Within a thread git reads ahead while rules run on one commit; without contents, most of the time is waiting for git. */
export const commitsAtOnce = ({ rules }: HistoryOptions): number => (rules ? 2 : 64);

/**
 * What is in use at once is some 70 MB a thread; without a limit on what could be, threads of a large machine let several
 * times as much pile up before they tidy. Changes of 50 MB, beyond which no contents are read, stay within it.
 */
const MEMORY = { maxOldGenerationSizeMb: 1200, maxYoungGenerationSizeMb: 24 };

/** Judges groups of commits. */
export interface Pool {
  /** Never rejects. The reports come in the order of the commits. */
  judge(shas: readonly string[]): Promise<readonly CommitReport[]>;
  close(): Promise<void>;
}

/** Judges in worker threads. A thread that dies costs the group it was at, which is reported as indeterminate. */
export function openThreadPool(options: HistoryOptions, size: number, script: URL): Pool {
  const threads = openThreads(script, { size, workerData: options, resourceLimits: MEMORY });
  const judgeIn = async (thread: Thread, shas: readonly string[]): Promise<readonly CommitReport[]> => {
    thread.post(shas);
    return (await thread.heard()) as readonly CommitReport[];
  };
  return {
    judge: (shas) =>
      threads
        .use((thread) => judgeIn(thread, shas))
        .catch((error: unknown) => shas.map((sha) => failedReport(sha, error))),
    close: () => threads.close(),
  };
}
