import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { Probot } from 'probot';
import { createApp } from '../../src/server/app.ts';
import type { Delivery, NewJob } from '../../src/ports.ts';

const secret = 'it is a secret';
const stored: { delivery: Delivery; jobs: readonly NewJob[] }[] = [];
let wakes = 0;
let broken = false;

const log = pino({ level: 'silent' });
const probot = new Probot({ appId: 1, privateKey: 'unused here', secret, log });

const app = createApp({
  store: {
    async accept(delivery, { jobs }) {
      if (broken) throw new Error('disk full');
      stored.push({ delivery, jobs });
    },
  },
  clock: { now: () => new Date('2026-11-22T12:00:00Z') },
  log,
  version: '1.2.3',
  verify: (body, signature) => probot.webhooks.verify(body, signature),
  wake: () => wakes++,
  ping: async () => {
    if (broken) throw new Error('disk full');
  },
});

const opened = JSON.stringify({
  action: 'opened',
  installation: { id: 5 },
  repository: { name: 'shop', full_name: 'acme/shop', default_branch: 'main', owner: { login: 'acme' } },
  pull_request: { number: 7, head: { sha: 'a'.repeat(40) } },
  number: 7,
  sender: { login: 'nadia', type: 'User', id: 3 },
});

const sign = (body: string, key = secret): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

const deliver = (body: string, headers: Record<string, string | undefined> = {}): Promise<Response> => {
  const all = {
    'content-type': 'application/json',
    'x-github-delivery': '0b989ba4-242f-11e5-81e1-c7b6966d2516',
    'x-github-event': 'pull_request',
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Promise.resolve(
    app.request('/api/github/webhooks', { method: 'POST', body, headers: Object.fromEntries(given) }),
  );
};

beforeAll(() => probot.ready());
beforeEach(() => {
  stored.length = 0;
  wakes = 0;
  broken = false;
});

test('stores a signed delivery with its job, then answers 202', async () => {
  expect((await deliver(opened)).status).toBe(202);
  expect(stored).toHaveLength(1);
  expect(stored[0]?.delivery).toEqual({
    id: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
    event: 'pull_request',
    action: 'opened',
    receivedAt: '2026-11-22T12:00:00.000Z',
  });
  expect(stored[0]?.jobs).toMatchObject([{ kind: 'pull_request', key: 'acme/shop#7', installationId: 5 }]);
  expect(wakes).toBe(1);
});

test('a delivery that changes nothing is stored without a job', async () => {
  const body = JSON.stringify({ action: 'started', installation: { id: 5 } });
  expect((await deliver(body, { 'x-github-event': 'watch' })).status).toBe(202);
  expect(stored).toMatchObject([{ jobs: [] }]);
  expect(wakes).toBe(0);
});

test.each([
  ['no signature', opened, { 'x-hub-signature-256': undefined }, 400],
  ['a signature with another secret', opened, { 'x-hub-signature-256': sign(opened, 'guess') }, 401],
  ['a signature of another body', opened, { 'x-hub-signature-256': sign('{}') }, 401],
  ['a SHA-1 signature', opened, { 'x-hub-signature-256': 'sha1=0' }, 400],
  ['no delivery id', opened, { 'x-github-delivery': undefined }, 400],
  ['a body that is no JSON', 'payload=%7B%7D', {}, 400],
  ['no body', '', {}, 401],
])('refuses %s and stores nothing', async (_name, body, headers, status) => {
  expect((await deliver(body, headers)).status).toBe(status);
  expect(stored).toEqual([]);
});

test.each(['a token, perhaps', 'OPENED', 'x'.repeat(51), ''])(
  'an action that is none of GitHub’s is not kept: %s',
  async (action) => {
    expect((await deliver(JSON.stringify({ action }))).status).toBe(202);
    expect(stored).toMatchObject([{ delivery: { action: null }, jobs: [] }]);
  },
);

test('refuses a body over 25 MB before it looks at the signature', async () => {
  const large = 'x'.repeat(25 * 1024 * 1024 + 1);
  expect((await deliver(large, { 'x-hub-signature-256': sign('another') })).status).toBe(413);
  expect(stored).toEqual([]);
});

test('what cannot be stored is not acknowledged, and health says so', async () => {
  broken = true;
  expect((await deliver(opened)).status).toBe(500);
  expect((await app.request('/healthz')).status).toBe(500);
  broken = false;
  const health = await app.request('/healthz');
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
});
