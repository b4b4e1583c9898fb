import { parentPort } from 'node:worker_threads';
import { runCase } from './loop.ts';
import type { Message, Order } from './supervise.ts';
import type { Target } from './target.ts';

/** Runs the cases of an order in this thread and tells about them. The shared number is the case in hand. */
export async function work(target: Target, order: Order & { shared: SharedArrayBuffer }): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const tell = (message: Message): void => parentPort?.postMessage(message);
  const current = new Int32Array(order.shared);
  const opened = await target.open();
  for (let index = order.from; index < order.until; index++) {
    Atomics.store(current, 0, index);
    const one = async (): Promise<number> => {
      const wall = performance.now();
      const before = process.cpuUsage();
      const { wrong, input } = await runCase(opened, target, order.seed, index);
      const { user, system } = process.cpuUsage(before);
      if (wrong.length > 0) tell({ kind: 'failure', index, wrong, input: input() });
      // A machine that is busy with others makes nothing slow.
      return Math.min(performance.now() - wall, (user + system) / 1000);
    };
    let milliseconds = await one();
    for (let again = 0; again < 2 && milliseconds > target.mostMilliseconds; again++) {
      milliseconds = Math.min(milliseconds, await one());
    }
    if (milliseconds > target.mostMilliseconds) {
      const wrong = [`took ${milliseconds.toFixed(0)} ms, each of three times`];
      tell({ kind: 'failure', index, wrong, input: '' });
    }
    tell({ kind: 'ran', index, milliseconds });
  }
  Atomics.store(current, 0, order.until);
  tell({ kind: 'done', summary: await opened.close() });
}
