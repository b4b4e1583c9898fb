/** A worker thread of `agentguard history`: takes groups of commits, gives their reports. */
import { parentPort, workerData } from 'node:worker_threads';
import { openJudge, type HistoryOptions } from './commit.ts';
import { mapInOrder } from './in-order.ts';
import { commitsAtOnce } from './pool.ts';

const options = workerData as HistoryOptions;
const judge = openJudge(options);

parentPort?.on('message', (shas: readonly string[]) => {
  void (async () => {
    const reports = [];
    for await (const report of mapInOrder(shas, commitsAtOnce(options), judge.judge)) reports.push(report);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(reports);
  })();
});
