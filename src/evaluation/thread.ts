/** A worker thread that evaluates pull requests, one at a time; what it needs read it asks of the main thread. */
import { parentPort } from 'node:worker_threads';
import type { PullRequestFacts } from '../core/facts/facts.ts';
import { evaluate, type Reads } from '../pipeline.ts';
import { factsSince, READS, type Answer, type Said, type Task } from './messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let asked = 0;

/** Which reading an error is of. The main thread has the error itself, with its kind and all that belongs to it. */
const numbers = new WeakMap<object, number>();

const say = (message: Said): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
};

parentPort?.on('message', (message: Task | Answer) => {
  if ('number' in message) hear(message);
  else void work(message);
});

async function work({ id, facts }: Task): Promise<void> {
  try {
    const { facts: seen, ...evaluation } = await evaluate(id, facts, readsFor(facts));
    say({ kind: 'evaluated', evaluation, facts: factsSince(facts, seen) });
  } catch (error) {
    const number = error instanceof Error ? numbers.get(error) : undefined;
    say(number === undefined ? { kind: 'failed', error } : { kind: 'unread', number });
  }
}

function hear(answer: Answer): void {
  const asker = waiting.get(answer.number);
  waiting.delete(answer.number);
  if ('value' in answer) return asker?.resolve(answer.value);
  const error = new Error(answer.problem);
  numbers.set(error, answer.number);
  asker?.reject(error);
}

const readsFor = (facts: PullRequestFacts): Reads => ({
  source: portFor('source', facts),
  store: portFor('store', facts),
});

/** A port whose methods are called on the main thread. */
function portFor<Name extends keyof Reads>(port: Name, task: PullRequestFacts): Reads[Name] {
  const methods = Object.entries(READS[port]).map(([method, how]) => [
    method,
    (...[first, ...more]: unknown[]) =>
      ask(port, method, [
        how === 'facts first' ? factsSince(task, first as PullRequestFacts) : first,
        ...more,
      ]),
  ]);
  return Object.fromEntries(methods) as Reads[Name];
}

const ask = (port: keyof Reads, method: string, values: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const number = ++asked;
    waiting.set(number, { resolve, reject });
    say({ kind: 'question', number, port, method, values });
  });
