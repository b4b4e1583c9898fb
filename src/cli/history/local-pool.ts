import type { CommitReport } from '../../core/render/history/report.ts';
import { openJudge, type HistoryOptions } from './commit.ts';
import { mapInOrder } from './in-order.ts';
import { commitsAtOnce, type Pool } from './pool.ts';

/** Judges in this thread: a few commits take less time than starting threads. */
export function openLocalPool(options: HistoryOptions): Pool {
  const { judge, close } = openJudge(options);
  return {
    async judge(shas) {
      const reports: CommitReport[] = [];
      for await (const report of mapInOrder(shas, commitsAtOnce(options), judge)) reports.push(report);
      return reports;
    },
    close: async () => close(),
  };
}
