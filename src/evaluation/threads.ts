import { Worker, type WorkerOptions } from 'node:worker_threads';

/** One worker thread, for as long as somebody uses it. */
export interface Thread {
  /** @throws {Error} for what cannot be cloned. */
  post(message: unknown): void;
  /** Its next message. Rejects once it is ended or has died, with the reason. */
  heard(): Promise<unknown>;
  /** Ends it at once, whatever it is at. */
  end(why: unknown): void;
}

/** Some threads that run the same script, and a queue in front of them. */
export interface Threads {
  /**
   * Waits for a free thread and has the work done with it. Settles as the work does, which has to wait for nothing but
   * the thread, or for its end. A thread is used again only after work that resolved; once the signal is aborted the
   * work leaves the queue, or its thread is ended, and it rejects with the signal's reason.
   */
  use<Result>(work: (thread: Thread) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Ends them all; work that is under way or waits rejects. */
  close(): Promise<void>;
}

export interface ThreadsOptions extends Pick<WorkerOptions, 'workerData' | 'resourceLimits'> {
  /** At most so many at once; each is started when it is needed. */
  readonly size: number;
  /** How long one that is not needed is kept. */
  readonly idleSeconds?: number;
}

const IDLE_SECONDS = 60;

export function openThreads(
  script: URL,
  { size, idleSeconds = IDLE_SECONDS, ...options }: ThreadsOptions,
): Threads {
  const all = new Set<StartedThread>();
  const idle: { readonly thread: StartedThread; readonly timer: NodeJS.Timeout }[] = [];
  const queue = new Set<{ begin(): void; leave(why: unknown): void }>();
  let free = size;
  let closed = false;

  const turn = (signal?: AbortSignal): Promise<StartedThread> =>
    new Promise((resolve, reject) => {
      const leave = (why: unknown): void => {
        stopWaiting();
        reject(why as Error);
      };
      const begin = (): void => {
        stopWaiting();
        free--;
        resolve(take());
      };
      const aborted = (): void => leave(signal?.reason);
      const waiting = { begin, leave };
      const stopWaiting = (): void => {
        queue.delete(waiting);
        signal?.removeEventListener('abort', aborted);
      };
      queue.add(waiting);
      signal?.addEventListener('abort', aborted);
      next();
    });

  function next(): void {
    const [first] = queue;
    if (first && free > 0) first.begin();
  }

  function take(): StartedThread {
    const kept = idle.pop();
    if (kept) {
      clearTimeout(kept.timer);
      return kept.thread;
    }
    const thread = startThread(script, options);
    all.add(thread);
    void thread.gone.then(() => {
      all.delete(thread);
      const place = idle.findIndex((each) => each.thread === thread);
      if (place >= 0) clearTimeout(idle.splice(place, 1)[0]?.timer);
    });
    return thread;
  }

  async function giveBack(thread: StartedThread): Promise<void> {
    if (thread.isOver()) await thread.gone;
    else {
      const timer = setTimeout(() => thread.end(new Error('The thread was not needed.')), idleSeconds * 1000);
      idle.push({ thread, timer: timer.unref() });
    }
    free++;
    next();
  }

  return {
    async use(work, signal) {
      signal?.throwIfAborted();
      if (closed) throw CLOSED;
      const thread = await turn(signal);
      const aborted = (): void => thread.end(signal?.reason);
      signal?.addEventListener('abort', aborted);
      if (signal?.aborted === true) aborted();
      try {
        return await work(thread);
      } catch (error) {
        thread.end(error);
        throw error;
      } finally {
        signal?.removeEventListener('abort', aborted);
        void giveBack(thread);
      }
    },
    async close() {
      closed = true;
      for (const waiting of queue) waiting.leave(CLOSED);
      for (const thread of all) thread.end(CLOSED);
      await Promise.all([...all].map(({ gone }) => gone));
    },
  };
}

const CLOSED = new Error('The threads were ended before it was done.');

interface StartedThread extends Thread {
  isOver(): boolean;
  /** Resolves once nothing of it is left. */
  readonly gone: Promise<void>;
}

const NOBODY = (): void => {};

function startThread(script: URL, options: WorkerOptions): StartedThread {
  const worker = new Worker(script, options);
  const arrived: unknown[] = [];
  let over: { readonly why: unknown } | null = null;
  let tell = NOBODY;
  const end = (why: unknown): void => {
    if (over) return;
    over = { why };
    tell();
    void worker.terminate();
  };
  worker.on('message', (message) => {
    arrived.push(message);
    tell();
  });
  worker.on('messageerror', end);
  worker.on('error', end);
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end(new Error(`The thread ended by itself with ${code}.`));
      resolve();
    });
  });
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(message);
    },
    heard: () =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          tell = NOBODY;
          if (over) reject(over.why as Error);
          else if (arrived.length > 0) resolve(arrived.shift());
          else tell = look;
        };
        look();
      }),
    end,
    isOver: () => over !== null,
    gone,
  };
}
