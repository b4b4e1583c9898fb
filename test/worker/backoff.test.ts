import { SourceError } from '../../src/ports.ts';
import { backoffSeconds } from '../../src/worker/backoff.ts';

const asks = (retryAfterSeconds: number | null) => new SourceError('GitHub refused', { retryAfterSeconds });

test.each<[string, number, unknown, number, number]>([
  ['starts with 5 seconds', 1, new Error('x'), 0, 5],
  ['doubles', 2, new Error('x'), 0, 10],
  ['doubles again', 5, new Error('x'), 0, 80],
  ['up to 15 minutes', 9, new Error('x'), 0, 900],
  ['however often', 5000, new Error('x'), 0, 900],
  ['spreads by a quarter', 1, new Error('x'), 1, 6.25],
  ['spreads the longest too', 20, new Error('x'), 0.5, 1012.5],
  ['waits as long as GitHub asks', 1, asks(60), 0, 60],
  ['and a little more', 1, asks(60), 1, 75],
  ['longer than GitHub asks if it failed often', 6, asks(1), 0, 160],
  ['no longer than GitHub could mean', 1, asks(10 ** 9), 0, 3600],
  ['as always if GitHub asks for nothing', 1, asks(null), 0, 5],
  ['whatever was thrown', 1, 'text', 0, 5],
])('%s', (_, attempt, error, random, seconds) => {
  expect(backoffSeconds(attempt, error, random)).toBe(seconds);
});
