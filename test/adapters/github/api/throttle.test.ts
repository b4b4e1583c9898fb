import { jest } from '@jest/globals';
import { createThrottle } from '../../../../src/adapters/github/api/throttle.ts';

/** Requests that stay open until the test ends them. */
function requests() {
  const open: (() => void)[] = [];
  const started: string[] = [];
  const request = (name: string) => async () => {
    started.push(name);
    await new Promise<void>((resolve) => open.push(resolve));
    return name;
  };
  const turn = async () => new Promise((resolve) => setImmediate(resolve));
  const endOne = async () => {
    open.shift()?.();
    await turn();
  };
  return { started, request, endOne, turn };
}

test('reads go few at a time, in order', async () => {
  const { started, request, endOne, turn } = requests();
  const throttle = createThrottle({ atOnce: 2 });
  const all = ['a', 'b', 'c', 'd'].map((name) => throttle.run('read', request(name)));
  await turn();
  expect(started).toEqual(['a', 'b']);
  await endOne();
  expect(started).toEqual(['a', 'b', 'c']);
  for (let left = 3; left > 0; left--) await endOne();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('writes go one after another and do not hold up reads', async () => {
  const { started, request, endOne, turn } = requests();
  const throttle = createThrottle();
  const all = [
    throttle.run('write', request('w1')),
    throttle.run('write', request('w2')),
    throttle.run('read', request('r')),
  ];
  await turn();
  expect(started.toSorted()).toEqual(['r', 'w1']);
  await endOne();
  await endOne();
  expect(started.toSorted()).toEqual(['r', 'w1', 'w2']);
  await endOne();
  expect(await Promise.all(all)).toEqual(['w1', 'w2', 'r']);
});

test('a failure gives its place on', async () => {
  const throttle = createThrottle({ atOnce: 1 });
  const fails = async () => Promise.reject(new Error('no'));
  const results = await Promise.allSettled([
    throttle.run('read', fails),
    throttle.run('write', fails),
    throttle.run('write', async () => 'written'),
    throttle.run('read', async () => 'read'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
});

test('a pause refuses what waits and what comes, and the longest holds', async () => {
  const throttle = createThrottle();
  throttle.pause(30);
  throttle.pause(5);
  let sent = 0;
  const send = async () => ++sent;
  await expect(throttle.run('read', send)).rejects.toMatchObject({
    name: 'SourceError',
    retryAfterSeconds: 30,
    resting: true,
  });
  await expect(throttle.run('write', send)).rejects.toMatchObject({ retryAfterSeconds: 30 });
  expect(sent).toBe(0);
});

describe('the pace of writes', () => {
  /** How many of 50 writes were sent at once, after 5 seconds, and after 10 more. */
  const sentOver = async (writesPerMinute: number): Promise<number[]> => {
    jest.useFakeTimers();
    const throttle = createThrottle({ writesPerMinute });
    let sent = 0;
    for (let count = 0; count < 50; count++) void throttle.run('write', async () => ++sent);
    const counts: number[] = [];
    for (const seconds of [0, 5, 10]) {
      await jest.advanceTimersByTimeAsync(seconds * 1000);
      counts.push(sent);
    }
    jest.useRealTimers();
    return counts;
  };

  test.each([
    [60, [20, 25, 35]],
    [120, [20, 30, 50]],
    [0, [50, 50, 50]],
    [Infinity, [50, 50, 50]],
  ])('%s a minute', async (writesPerMinute, counts) => {
    expect(await sentOver(writesPerMinute)).toEqual(counts);
  });

  test('reads do not wait for it', async () => {
    jest.useFakeTimers();
    const throttle = createThrottle({ writesPerMinute: 1 });
    for (let count = 0; count < 30; count++) void throttle.run('write', async () => count);
    await jest.advanceTimersByTimeAsync(0);
    expect(await throttle.run('read', async () => 'read')).toBe('read');
    jest.useRealTimers();
  });
});
