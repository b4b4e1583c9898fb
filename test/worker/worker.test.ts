import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openStore } from '../../src/adapters/store/store.ts';
import { type Job, LimitError, type NewJob, SourceError, type Store } from '../../src/ports.ts';
import type { Failure, Handler } from '../../src/worker/run-job.ts';
import { startWorker, type Worker, type WorkerOptions } from '../../src/worker/worker.ts';

let folder: string;
let store: Store;
let worker: Worker | undefined;
let now: Date;
let ended: unknown[];
let logged: { level: number; msg: string }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-worker-'));
  store = await openStore({ folder });
  now = new Date('2026-03-02T12:00:00.000Z');
  logged = [];
  ended = [];
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await store.close();
  rmSync(folder, { recursive: true });
});

const job = (key: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'pull_request',
  key,
  installationId: 42,
  priority: 2,
  ...more,
});

function start(handler: Handler, options: Partial<WorkerOptions> = {}): Worker {
  const log = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  worker = startWorker({
    store,
    clock: { now: () => now },
    meter: { job: (...seen) => void ended.push(seen.slice(0, 2)) },
    log,
    handlers: {
      pull_request: handler,
      merge_group: handler,
      conversation: handler,
      repository: handler,
      installation: handler,
      sweep: handler,
    },
    random: () => 0,
    ...options,
  });
  return worker;
}

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

/** A handler that runs until it is let go, and what it was given. */
function gate() {
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  const open: (() => void)[] = [];
  const first = new EventEmitter();
  const started = once(first, 'start');
  const handler: Handler = async ({ key }, signal) => {
    begun.push(key);
    signals.push(signal);
    first.emit('start');
    await new Promise<void>((resolve) => open.push(resolve));
  };
  return { handler, begun, signals, started, open: () => open.splice(0).forEach((each) => each()) };
}

describe('doing jobs', () => {
  test('each by its kind, the most urgent first, and then they are gone', async () => {
    await store.enqueue([
      job('a/b', { kind: 'repository', priority: 3 }),
      job('a/b#1'),
      job('a/b@c', { kind: 'merge_group', priority: 0 }),
    ]);
    const done: string[] = [];
    const note =
      (kind: string): Handler =>
      async ({ key }) => {
        done.push(`${kind} ${key}`);
      };
    await start(note('pull_request'), {
      concurrency: 1,
      handlers: {
        pull_request: note('pull_request'),
        merge_group: note('merge_group'),
        conversation: note('conversation'),
        repository: note('repository'),
        installation: note('installation'),
        sweep: note('sweep'),
      },
    }).idle();
    expect(done).toEqual(['merge_group a/b@c', 'pull_request a/b#1', 'repository a/b']);
    expect(await store.jobs()).toEqual([]);
  });

  test('several at once, and never two of one key', async () => {
    const keys = ['a/b#1', 'a/b#2', 'a/b#3'];
    const active = new Map<string, number>();
    let most = 0;
    let overlapping = 0;
    let runs = 0;
    const running = start(
      async ({ key }) => {
        active.set(key, (active.get(key) ?? 0) + 1);
        if ((active.get(key) ?? 0) > 1) overlapping++;
        most = Math.max(
          most,
          [...active.values()].reduce((sum, each) => sum + each, 0),
        );
        // Ever more deliveries while it runs.
        if (runs++ < 20) await store.enqueue(keys.map((each) => job(each)));
        await new Promise((resolve) => setTimeout(resolve, 2));
        active.set(key, (active.get(key) ?? 0) - 1);
      },
      { concurrency: 3 },
    );
    await store.enqueue(keys.map((key) => job(key)));
    await running.idle();
    expect({ overlapping, most }).toEqual({ overlapping: 0, most: 3 });
    expect(runs).toBeGreaterThan(20);
    expect(await store.jobs()).toEqual([]);
  });

  test('no more than asked for', async () => {
    await store.enqueue(['a/b#1', 'a/b#2', 'a/b#3'].map((key) => job(key)));
    const { handler, begun, started, open } = gate();
    const running = start(handler, { concurrency: 2 });
    await started;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(begun).toEqual(['a/b#1', 'a/b#2']);
    const idle = running.idle();
    const opening = setInterval(open, 5);
    await idle;
    clearInterval(opening);
    expect(begun).toHaveLength(3);
  });

  test('wakes up when something comes', async () => {
    const done: string[] = [];
    const running = start(async ({ key }) => void done.push(key));
    await running.idle();
    await store.enqueue([job('a/b#1')]);
    running.wake();
    await running.idle();
    expect(done).toEqual(['a/b#1']);
  });

  test('at their time by itself', async () => {
    const began = Date.now();
    await store.enqueue([job('a/b#1', { runAt: new Date(began + 80).toISOString() })]);
    const at = await new Promise<number>((resolve) => {
      start(async () => resolve(Date.now()), { clock: { now: () => new Date() } });
    });
    expect(at - began).toBeGreaterThanOrEqual(80);
    expect(at - began).toBeLessThan(2000);
  });

  test('is idle while a job is put off to later', async () => {
    await store.enqueue([job('a/b#1', { runAt: new Date(now.getTime() + 60_000).toISOString() })]);
    await start(async () => {}).idle();
    expect(await store.jobs()).toMatchObject([{ state: 'waiting' }]);
  });
});

describe('a job that fails', () => {
  const failures: [string, string, Failure][] = [];
  const onFailure = async ({ key }: Job, { message }: Error, failure: Failure) => {
    failures.push([key, message, failure]);
  };
  beforeEach(() => {
    failures.length = 0;
  });

  test('is tried again, later each time, and set aside in the end', async () => {
    await store.enqueue([job('a/b#1')]);
    const running = start(() => Promise.reject(new Error('no luck')), { maxAttempts: 3, onFailure });
    await running.idle();
    expect(await store.jobs()).toMatchObject([{ state: 'waiting', attempts: 1, error: 'no luck' }]);
    pass(5);
    await running.idle();
    pass(10);
    await running.idle();
    expect(failures).toEqual([
      ['a/b#1', 'no luck', { attempt: 1, next: new Date('2026-03-02T12:00:05.000Z') }],
      ['a/b#1', 'no luck', { attempt: 2, next: new Date('2026-03-02T12:00:15.000Z') }],
      ['a/b#1', 'no luck', { attempt: 3, next: null }],
    ]);
    expect(await store.jobs()).toMatchObject([{ state: 'parked', attempts: 3, error: 'no luck' }]);
    expect(logged.map(({ level, msg }) => [level, msg])).toEqual([
      [40, 'a job failed and is tried again'],
      [40, 'a job failed and is tried again'],
      [50, 'a job failed too often and is set aside'],
    ]);
  });

  test('because it took too much is tried once more and set aside', async () => {
    await store.enqueue([job('a/b#1')]);
    const running = start(() => Promise.reject(new LimitError('too much')), { onFailure });
    await running.idle();
    pass(5);
    await running.idle();
    expect(failures.map(([, , { attempt, next }]) => [attempt, next])).toEqual([
      [1, new Date('2026-03-02T12:00:05.000Z')],
      [2, null],
    ]);
    expect(await store.jobs()).toMatchObject([{ state: 'parked', error: 'too much' }]);
  });

  test('waits as long as GitHub asks', async () => {
    await store.enqueue([job('a/b#1')]);
    const error = new SourceError('GitHub asks us to wait', { retryAfterSeconds: 60 });
    await start(() => Promise.reject(error), { onFailure }).idle();
    expect(await store.jobs()).toMatchObject([{ runAt: '2026-03-02T12:01:00.000Z' }]);
  });

  test('rests an hour at most, whatever is asked', async () => {
    await store.enqueue([job('a/b#1')]);
    const error = new SourceError('too many requests', { retryAfterSeconds: 1e15, resting: true });
    await start(() => Promise.reject(error), { onFailure }).idle();
    expect(await store.jobs()).toMatchObject([
      { state: 'waiting', attempts: 0, runAt: '2026-03-02T13:00:00.000Z' },
    ]);
  });

  test('because its installation has to rest loses no attempt, and nothing else of that installation is tried', async () => {
    await store.enqueue([job('a/b#1'), job('a/b#2'), job('c/d#1', { installationId: 7 })]);
    const done: string[] = [];
    const error = new SourceError('too many requests', { retryAfterSeconds: 60, resting: true });
    let refused = true;
    const running = start(
      async ({ key, installationId }) => {
        if (refused && installationId === 42) throw error;
        done.push(key);
      },
      { concurrency: 1, onFailure },
    );
    await running.idle();
    expect(done).toEqual(['c/d#1']);
    const left = (await store.jobs()).map(({ key, attempts, error: why }) => [key, attempts, why]);
    expect(left.toSorted()).toEqual([
      ['a/b#1', 0, null],
      ['a/b#2', 0, null],
    ]);
    expect([failures, ended]).toEqual([
      [],
      [
        ['pull_request', 'done'],
        ['pull_request', 'paused'],
      ],
    ]);
    refused = false;
    pass(59);
    await running.idle();
    expect(done).toEqual(['c/d#1']);
    pass(1);
    await running.idle();
    expect(done.toSorted()).toEqual(['a/b#1', 'a/b#2', 'c/d#1']);
  });

  test('and then works is done', async () => {
    await store.enqueue([job('a/b#1')]);
    const running = start(async ({ attempts }) => {
      if (attempts === 1) throw new Error('no luck');
    });
    await running.idle();
    pass(5);
    await running.idle();
    expect(await store.jobs()).toEqual([]);
  });

  test('is told of before anyone else can work on the key', async () => {
    await store.enqueue([job('a/b#1')]);
    const seen: (string | undefined)[] = [];
    await start(() => Promise.reject(new Error('no luck')), {
      onFailure: async () => void seen.push((await store.jobs())[0]?.state),
    }).idle();
    expect(seen).toEqual(['active']);
  });

  test('is put back even if it cannot be told', async () => {
    await store.enqueue([job('a/b#1')]);
    await start(() => Promise.reject(new Error('no luck')), {
      onFailure: () => Promise.reject(new Error('no luck either')),
    }).idle();
    expect(await store.jobs()).toMatchObject([{ state: 'waiting', error: 'no luck' }]);
    expect(logged.at(-1)).toMatchObject({ level: 50, msg: 'the failure of a job could not be told' });
  });

  test('does not hold up the others', async () => {
    await store.enqueue([job('a/b#1'), job('a/b#2')]);
    const done: string[] = [];
    await start(
      async ({ key }) => {
        if (key === 'a/b#1') throw new Error('no luck');
        done.push(key);
      },
      { concurrency: 1 },
    ).idle();
    expect(done).toEqual(['a/b#2']);
  });

  test('by taking too long is told to stop', async () => {
    await store.enqueue([job('a/b#1')]);
    const { handler, signals } = gate();
    await start(handler, { timeLimitSeconds: 0.02, onFailure }).idle();
    expect(failures.map(([, message]) => message)).toEqual(['It took longer than 0.02 seconds.']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await store.jobs()).toMatchObject([{ state: 'waiting' }]);
  });

  test('by taking the process down each time is set aside without being begun again', async () => {
    await store.enqueue([job('a/b#1')]);
    for (let n = 0; n < 2; n++) {
      await store.claim('doomed', now, 60);
      await store.close();
      store = await openStore({ folder });
    }
    const done: string[] = [];
    await start(async ({ key }) => void done.push(key), { maxAttempts: 2, onFailure }).idle();
    expect(done).toEqual([]);
    expect(await store.jobs()).toMatchObject([
      { state: 'parked', error: 'It was begun 2 times and never came to an end.' },
    ]);
    expect(failures).toMatchObject([['a/b#1', expect.anything(), { next: null }]]);
  });
});

describe('a lease', () => {
  test('is kept while a job runs longer', async () => {
    await store.enqueue([job('a/b#1')]);
    const { handler, begun, started, open } = gate();
    const running = start(handler, { leaseSeconds: 0.3, clock: { now: () => new Date() } });
    await started;
    await new Promise((resolve) => setTimeout(resolve, 700));
    running.wake();
    open();
    await running.idle();
    expect(begun).toEqual(['a/b#1']);
    expect(logged).toEqual([]);
  });

  test('that is lost stops the job, which is then done again', async () => {
    await store.enqueue([job('a/b#1')]);
    const { handler, begun, signals, started, open } = gate();
    const running = start(handler, { leaseSeconds: 0.06 });
    await started;
    await store.releaseExpired(new Date(now.getTime() + 1000));
    await new Promise((resolve) => signals[0]?.addEventListener('abort', resolve));
    running.wake();
    while (begun.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    open();
    await running.idle();
    expect(begun).toEqual(['a/b#1', 'a/b#1']);
    expect(await store.jobs()).toEqual([]);
    expect(logged.map(({ msg }) => msg)).toEqual([
      'The lease on the job is lost: another worker may have it.',
    ]);
  });
});

test('a lease that cannot be renewed is taken for lost before another worker can have the job', async () => {
  await store.enqueue([job('a/b#1')]);
  const { handler, signals, started } = gate();
  const running = start(handler, {
    leaseSeconds: 0.09,
    store: { ...store, renew: () => Promise.reject(new Error('no connection')) },
  });
  await started;
  await new Promise((resolve) => signals[0]?.addEventListener('abort', resolve));
  await running.stop();
  expect(ended).toEqual([['pull_request', 'lost']]);
  expect(await store.jobs()).toMatchObject([{ state: 'active' }]);
});

describe('stopping', () => {
  test('waits for what is under way and takes nothing new', async () => {
    await store.enqueue([job('a/b#1'), job('a/b#2')]);
    const { handler, begun, started, open } = gate();
    const running = start(handler, { concurrency: 1 });
    await started;
    const stopped = running.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    open();
    await stopped;
    await running.stop();
    expect(begun).toEqual(['a/b#1']);
    expect(await store.jobs()).toMatchObject([{ key: 'a/b#2', state: 'waiting' }]);
  });

  test('puts back what takes too long, and tells nobody that it failed', async () => {
    await store.enqueue([job('a/b#1')]);
    const { handler, signals, started } = gate();
    const told: string[] = [];
    const running = start(handler, {
      drainSeconds: 0.02,
      onFailure: async ({ key }) => void told.push(key),
    });
    await started;
    await running.stop();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(told).toEqual([]);
    expect(await store.jobs()).toMatchObject([
      { state: 'waiting', runAt: now.toISOString(), attempts: 0, error: null },
    ]);
  });

  test('lets those go who wait for idleness', async () => {
    const { handler, started, open } = gate();
    await store.enqueue([job('a/b#1')]);
    const running = start(handler);
    await started;
    const idle = running.idle();
    const stopped = running.stop();
    open();
    await Promise.all([idle, stopped]);
    expect(await store.jobs()).toEqual([]);
  });
});

test('a store that fails for a moment is logged and asked again', async () => {
  let broken = true;
  const running = start(async () => {}, {
    store: {
      ...store,
      claim: (...claim) => (broken ? Promise.reject(new Error('disk full')) : store.claim(...claim)),
    },
  });
  await store.enqueue([job('a/b#1')]);
  const idle = running.idle();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(logged[0]).toMatchObject({ level: 50, msg: 'the store failed; looking again soon' });
  broken = false;
  running.wake();
  await idle;
  expect(await store.jobs()).toEqual([]);
});
