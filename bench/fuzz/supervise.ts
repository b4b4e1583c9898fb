import type { Worker } from 'node:worker_threads';
import type { Slow } from './loop.ts';

/** Which cases of which target. */
export interface Order {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
}

export type Message =
  | { readonly kind: 'ran'; readonly index: number; readonly milliseconds: number }
  | {
      readonly kind: 'failure';
      readonly index: number;
      readonly wrong: readonly string[];
      readonly input: string;
    }
  | { readonly kind: 'done'; readonly summary: string };

export interface Outcome {
  readonly name: string;
  readonly cases: number;
  readonly seconds: number;
  readonly p99: number;
  readonly slowest: readonly Slow[];
  readonly failures: number;
  readonly summary: string;
}

/** No case takes this long, on however busy a machine. */
const HANGS_AFTER_MS = 60_000;
const SHOWN = 20;

/** Has an order worked off in threads: one that hangs or dies is a failure, and the next begins with the case after it. */
export async function supervise(
  order: Order,
  start: (data: Order & { shared: SharedArrayBuffer }) => Worker,
  { verbose }: { readonly verbose: boolean },
): Promise<Outcome> {
  const began = performance.now();
  const times: Slow[] = [];
  const failed = new Set<number>();
  let summary = '';
  let from = order.from;
  const seconds = (): number => (performance.now() - began) / 1000;

  const failure = (index: number, wrong: readonly string[], input: string): void => {
    failed.add(index);
    if (failed.size > SHOWN) return;
    process.stdout.write(
      `\nFAILED --only ${order.name} --seed ${order.seed} --case ${index}\n  ${wrong.slice(0, 5).join('\n  ')}\n`,
    );
    if (input !== '') process.stdout.write(`  input: ${verbose ? input : input.slice(0, 600)}\n`);
  };

  /** Resolves with where to go on. */
  const part = (): Promise<number> =>
    new Promise((resolve) => {
      const shared = new SharedArrayBuffer(4);
      const current = new Int32Array(shared);
      Atomics.store(current, 0, from);
      const worker = start({ ...order, from, shared });
      let [last, since] = [from, performance.now()];
      let isDone = false;
      const end = (index: number, wrong: string | null): void => {
        if (isDone) return;
        isDone = true;
        clearInterval(watch);
        if (wrong !== null) failure(index, [wrong], '');
        void worker.terminate().then(() => resolve(wrong === null ? order.until : index + 1));
      };
      const watch = setInterval(() => {
        const index = Atomics.load(current, 0);
        if (index !== last) [last, since] = [index, performance.now()];
        else if (performance.now() - since > HANGS_AFTER_MS) end(index, 'hangs');
      }, 1000);
      worker.on('message', (message: Message) => {
        if (message.kind === 'failure') failure(message.index, message.wrong, message.input);
        else if (message.kind === 'done') {
          summary = message.summary;
          end(order.until, null);
        } else {
          times.push({ index: message.index, milliseconds: message.milliseconds });
          if (times.length % 1000 === 0) {
            process.stderr.write(
              `${order.name}: ${times.length} of ${order.until - order.from}, ${seconds().toFixed(0)} s, ${failed.size} wrong\n`,
            );
          }
        }
      });
      worker.on('error', (error) =>
        end(Atomics.load(current, 0), `the thread died: ${error.stack ?? error.message}`),
      );
      worker.on('exit', () => end(Atomics.load(current, 0), 'the thread ended'));
    });

  while (from < order.until) from = await part();
  const sorted = times.toSorted((a, b) => b.milliseconds - a.milliseconds);
  return {
    name: order.name,
    cases: times.length,
    seconds: seconds(),
    p99: sorted[Math.floor(sorted.length * 0.01)]?.milliseconds ?? 0,
    slowest: sorted.slice(0, 5),
    failures: failed.size,
    summary,
  };
}
