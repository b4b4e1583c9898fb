import { attempt, refusedFor, sourceError } from '../../../../src/adapters/github/api/errors.ts';
import { SourceError } from '../../../../src/ports.ts';

const failure = (status: number, message: string, headers: object = {}) =>
  Object.assign(new Error(message), { status, response: { headers, data: {} } });

describe('sentences', () => {
  test.each<[string, unknown, string]>([
    [
      '5xx',
      failure(503, '<html>'),
      "GitHub answered 503. It is tried again; see GitHub's status page if this stays.",
    ],
    [
      'credentials',
      failure(401, 'Bad credentials'),
      "GitHub does not accept the app's credentials. Check APP_ID and PRIVATE_KEY.",
    ],
    [
      'a permission that GitHub names',
      failure(403, 'Resource not accessible by integration', {
        'x-accepted-github-permissions': 'contents=read; pull_requests=write',
      }),
      "a permission is missing (contents: read or pull_requests: write). Grant it in the app's settings and accept it in the installation, or give it to the token.",
    ],
    [
      'a refusal for another reason',
      failure(403, 'This installation has been suspended - https://docs.github.com/rest'),
      "GitHub refused it: This installation has been suspended. Check the permissions of the app's installation, or of the token.",
    ],
    [
      'nothing there',
      failure(404, 'Not Found'),
      'GitHub found nothing there, or does not show it. Check that the app is installed on the repository, or what the token may see.',
    ],
    ['not taken', failure(422, 'Validation\nFailed'), 'GitHub answered 422: Validation Failed.'],
    [
      'no network',
      Object.assign(new Error('getaddrinfo ENOTFOUND'), { status: 500 }),
      'GitHub did not answer (getaddrinfo ENOTFOUND). It is tried again; check the network if this stays.',
    ],
    ['a fault of our own', new TypeError('x is not a function'), 'x is not a function.'],
    ['thrown text', 'odd', 'odd.'],
  ])('%s', (_, error, wanted) => {
    expect(sourceError('do it', error).message).toBe(`Could not do it: ${wanted}`);
  });

  test('GitHub is quoted briefly', () => {
    expect(sourceError('do it', failure(422, 'x'.repeat(5000))).message.length).toBeLessThan(300);
  });

  test('an error that has its sentence keeps it', async () => {
    const error = new SourceError('Said already.', { retryAfterSeconds: 3 });
    await expect(attempt('do it', async () => Promise.reject(error))).rejects.toBe(error);
  });
});

describe('how long to wait', () => {
  const now = Date.parse('2026-05-04T09:00:00Z');
  const reset = String(now / 1000 + 90);
  test.each<[string, number, object, string, number | null]>([
    ['as told', 429, { 'retry-after': '7' }, '', 7],
    [
      'until the reset',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      'API rate limit exceeded',
      91,
    ],
    [
      'a reset that is over',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' },
      'API rate limit exceeded',
      1,
    ],
    [
      'a minute',
      403,
      { 'x-ratelimit-remaining': '10', 'x-ratelimit-reset': reset },
      'secondary rate limit',
      60,
    ],
    ['an hour at most, whatever is told', 429, { 'retry-after': '1000000000' }, '', 3600],
    [
      'an hour at most, whatever the clocks say',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' },
      'API rate limit exceeded',
      3600,
    ],
    ['a minute when the time is no number', 429, { 'retry-after': 'soon' }, '', 60],
    ['GraphQL over the limit', 200, { 'retry-after': '8' }, 'RATE_LIMITED', 8],
    ['not for a missing permission', 403, {}, 'Resource not accessible by integration', null],
    [
      'not for a missing permission when nothing is left',
      403,
      { 'x-ratelimit-remaining': '0' },
      'Resource not accessible',
      null,
    ],
    ['not for 5xx', 503, { 'retry-after': '7' }, '', null],
    ['not for success', 200, {}, '', null],
  ])('%s', (_, status, headers, message, wanted) => {
    expect(refusedFor(status, headers as Record<string, string>, message, now)).toBe(wanted);
  });

  test('a 5xx that says when to come back', () => {
    expect(sourceError('do it', failure(503, '', { 'retry-after': '7' }))).toMatchObject({
      retryAfterSeconds: 7,
    });
  });
});
