import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { endOnSignals, endOnUncaught } from '../../../src/cli/serve/ending.ts';

function ended() {
  const codes: number[] = [];
  const said: string[] = [];
  const say =
    (level: string) =>
    (...given: unknown[]): void =>
      void said.push(`${level}: ${String(given.at(-1))}`);
  const log = { info: say('info'), warn: say('warn'), error: say('error'), fatal: say('fatal') };
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void codes.push(code) });
  return { codes, said, log, host };
}

/** Lets what is resolved run on. */
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.each(['SIGTERM', 'SIGINT'])('%s: ends with 0 once all is put away', async (signal) => {
  const { codes, said, log, host } = ended();
  let closed = (): void => {};
  endOnSignals(log, () => new Promise((resolve) => (closed = resolve)), host);
  host.emit(signal, signal);
  await soon();
  expect(codes).toEqual([]);
  closed();
  await soon();
  expect(codes).toEqual([0]);
  expect(said.at(-1)).toBe('info: stopped');
});

test('a second signal ends it at once with 1, and closes nothing twice', async () => {
  const { codes, said, log, host } = ended();
  let closings = 0;
  endOnSignals(
    log,
    () => {
      closings += 1;
      return new Promise(() => {});
    },
    host,
  );
  host.emit('SIGINT', 'SIGINT');
  host.emit('SIGTERM', 'SIGTERM');
  expect([closings, codes]).toEqual([1, [1]]);
  expect(said.at(-1)).toMatch(/^warn: a second signal: ending at once/);
});

test('when closing fails it ends with 1', async () => {
  const { codes, said, log, host } = ended();
  endOnSignals(log, () => Promise.reject(new Error('disk full')), host);
  host.emit('SIGTERM', 'SIGTERM');
  await soon();
  expect(codes).toEqual([1]);
  expect(said.at(-1)).toBe('error: could not stop cleanly; ending');
});

test('when closing takes too long it ends with 1', () => {
  jest.useFakeTimers();
  try {
    const { codes, log, host } = ended();
    endOnSignals(log, () => new Promise(() => {}), host);
    host.emit('SIGTERM', 'SIGTERM');
    jest.advanceTimersByTime(24_999);
    expect(codes).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(codes).toEqual([1]);
  } finally {
    jest.useRealTimers();
  }
});

test.each(['uncaughtException', 'unhandledRejection'])('%s is logged and ends it with 1', (event) => {
  const { codes, said, log, host } = ended();
  endOnUncaught(log, host);
  host.emit(event, new Error('nobody caught it'), event);
  expect(codes).toEqual([1]);
  expect(said).toEqual(['fatal: an error that nobody caught; ending']);
});
