import { types } from 'node:util';
import type { Evaluation, Reads } from '../pipeline.ts';
import { LimitError } from '../ports.ts';
import { openThreads, type Thread } from './threads.ts';
import type { Evaluate } from '../worker/world.ts';
import type { Answer, Question, Said, Task } from './messages.ts';
import { unpack } from './places.ts';
import { read } from './readings.ts';
import { startWorkingTime } from './working-time.ts';

export interface EvaluatorOptions {
  /** At most so many evaluations at once; the others wait for their turn. */
  readonly threads?: number;
  /** How long one may work; while it waits for what is read does not count. */
  readonly timeLimitSeconds?: number;
  /** How much one may hold. */
  readonly memoryMb?: number;
  /** How long a thread is kept that nobody needs. */
  readonly idleSeconds?: number;
}

export interface Evaluator {
  readonly evaluate: Evaluate;
  /** Ends all threads; evaluations under way reject. */
  close(): Promise<void>;
}

const THREADS = 2;
const TIME_LIMIT_SECONDS = 30;
const MEMORY_MB = 192;
/** Larger ones are not faster here, and what they grow to is not given back. */
const YOUNG_MEMORY_MB = 4;

/** Nothing runs TypeScript in a thread, so tests use what was built. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/src/evaluation/thread.js' : './thread.js',
  import.meta.url,
);

/**
 * Evaluates in threads, which can be ended: a policy or a change can be made so that deciding takes hours or more memory
 * than there is, and deliveries have to be answered meanwhile. An evaluation that takes too much rejects with a sentence
 * for people; the next one gets a new thread.
 */
export function createEvaluator({
  threads: size = THREADS,
  timeLimitSeconds = TIME_LIMIT_SECONDS,
  memoryMb = MEMORY_MB,
  ...options
}: EvaluatorOptions = {}): Evaluator {
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB };
  const threads = openThreads(SCRIPT, { ...options, size, resourceLimits });
  const tooLong = new LimitError(
    `Evaluating it took longer than ${timeLimitSeconds} seconds and was stopped. Split the pull request, or simplify the patterns of the policy.`,
  );
  const tooLarge = new LimitError(
    `Evaluating it took more than ${memoryMb} MB of memory and was stopped. Split the pull request, or leave its largest files out.`,
  );
  return {
    async evaluate(id, facts, reads, signal) {
      const converse = (thread: Thread): Promise<Ended> => {
        const time = startWorkingTime(timeLimitSeconds * 1000, () => thread.end(tooLong));
        return evaluateIn(thread, { id, facts }, reads, time).finally(time.stop);
      };
      const ended = await threads.use(converse, signal).catch((error: unknown) => {
        throw isOutOfMemory(error) ? tooLarge : error;
      });
      if ('error' in ended) throw ended.error;
      return ended.evaluation;
    },
    close: () => threads.close(),
  };
}

const isOutOfMemory = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** How an evaluation ended; with an error the thread is as good as before. */
type Ended = { readonly evaluation: Evaluation } | { readonly error: unknown };

/** Rejects when the thread ends before the evaluation does. */
async function evaluateIn(
  thread: Thread,
  task: Task,
  reads: Reads,
  time: { hold(): void; goOn(): void },
): Promise<Ended> {
  /** Errors of readings stay here: only so they keep their kind. */
  const errors = new Map<number, unknown>();
  const answer = async (question: Question): Promise<void> => {
    const { number } = question;
    let answered: Answer;
    try {
      answered = { number, value: await read(question, task, reads) };
    } catch (error) {
      errors.set(number, error);
      answered = { number, problem: error instanceof Error ? error.message : String(error) };
    }
    time.goOn();
    thread.post(answered);
  };
  // A thread that is new has to load everything first, which may take a second or more.
  time.hold();
  thread.post(task);
  for (;;) {
    const said = (await thread.heard()) as Said;
    switch (said.kind) {
      case 'begun':
        time.goOn();
        break;
      case 'question':
        time.hold();
        void answer(said).catch((error: unknown) => thread.end(error));
        break;
      case 'evaluated':
        return {
          evaluation: {
            ...said.evaluation,
            decision: unpack(said.decision),
            facts: { ...task.facts, ...said.facts },
          },
        };
      case 'unread':
        return { error: errors.get(said.number) };
      case 'failed':
        return { error: said.error };
    }
  }
}
