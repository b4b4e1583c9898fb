/** A worker thread of `agentguard history`: takes groups of commits, gives their reports. */
import { parentPort, workerData } from 'node:worker_threads';
import { openJudge, type HistoryOptions } from './commit.ts';
import { mapInOrder } from './in-order.ts';
import { COMMITS_AT_ONCE, type Answer, type Task } from './pool.ts';

const judge = openJudge(workerData as HistoryOptions);

parentPort?.on('message', ({ id, shas }: Task) => {
  void (async () => {
    const reports = [];
    for await (const report of mapInOrder(shas, COMMITS_AT_ONCE, judge.judge)) reports.push(report);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage({ id, reports } satisfies Answer);
  })();
});
