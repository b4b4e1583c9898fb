/** A worker thread that evaluates pull requests, one at a time; what it needs read it asks of the main thread. */
import { parentPort } from 'node:worker_threads';
import { evaluate } from '../pipeline.ts';
import { since, type Answer, type Readings, type Said, type Task } from './messages.ts';
import { pack } from './places.ts';
import { remoteReads } from './readings.ts';

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

async function work(task: Task): Promise<void> {
  say({ kind: 'begun' });
  try {
    const { facts, decision, ...evaluation } = await evaluate(task.id, task.facts, remoteReads(task, ask));
    say({ kind: 'evaluated', evaluation, decision: pack(decision), facts: since(task.facts, facts) });
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

const ask = (reading: keyof Readings, ...values: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const number = ++asked;
    waiting.set(number, { resolve, reject });
    say({ kind: 'question', number, reading, values });
  });
