import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { Probot } from 'probot';
import { createApp } from '../../src/server/app.ts';
import type { Delivery, NewJob } from '../../src/ports.ts';

const secret = 'it is a secret';
const before = 'the secret before';
const stored: { delivery: Delivery; jobs: readonly NewJob[] }[] = [];
let wakes = 0;
const moved: number[] = [];
let broken = false;
let now = new Date('2026-11-22T12:00:00Z');
const counted: string[] = [];
const lines: Record<string, unknown>[] = [];

const log = pino(
  { level: 'info' },
  { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
);
const quiet = pino({ level: 'silent' });
const [probot, previous] = [secret, before].map(
  (each) => new Probot({ appId: 1, privateKey: 'unused here', secret: each, log: quiet }),
) as [Probot, Probot];

const app = createApp({
  store: {
    async accept(delivery, { jobs }) {
      if (broken) throw new Error('disk full');
      stored.push({ delivery, jobs });
    },
  },
  clock: { now: () => now },
  log,
  version: '1.2.3',
  verify: (body, signature) => probot.webhooks.verify(body, signature),
  verifyPrevious: (body, signature) => previous.webhooks.verify(body, signature),
  meter: { delivery: (event, status) => void counted.push(`${event} ${status}`) },
  wake: () => wakes++,
  installationMoved: (id) => void moved.push(id),
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

const signedHeaders = (body: string) => ({
  'content-type': 'application/json',
  'x-github-delivery': '0b989ba4-242f-11e5-81e1-c7b6966d2516',
  'x-github-event': 'pull_request',
  'x-hub-signature-256': sign(body),
});

const deliver = (body: string, headers: Record<string, string | undefined> = {}): Promise<Response> => {
  const all = { ...signedHeaders(body), ...headers };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Promise.resolve(
    app.request('/api/github/webhooks', { method: 'POST', body, headers: Object.fromEntries(given) }),
  );
};

beforeAll(() => Promise.all([probot.ready(), previous.ready()]));
beforeEach(() => {
  stored.length = 0;
  counted.length = 0;
  lines.length = 0;
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

test.each([
  ['installation_repositories', 'removed', [5]],
  ['installation', 'new_permissions_accepted', [5]],
  ['repository', 'created', [5]],
  ['watch', 'started', []],
])('%s %s says that the installation is not what it was: %j', async (event, action, said) => {
  moved.length = 0;
  const body = JSON.stringify({ action, installation: { id: 5 } });
  expect((await deliver(body, { 'x-github-event': event })).status).toBe(202);
  expect(moved).toEqual(said);
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
])('refuses %s and stores nothing', async (name, body, headers, status) => {
  expect((await deliver(body, headers)).status).toBe(status);
  expect(stored).toEqual([]);
  // Only a signature proves that GitHub named the event.
  expect(counted).toEqual([name === 'a body that is no JSON' ? 'pull_request 400' : `invalid ${status}`]);
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

test('refuses a body whose announced length is too large without reading any of it', async () => {
  let read = 0;
  const body = new ReadableStream({
    pull(controller) {
      read += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const response = await app.request('/api/github/webhooks', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { ...signedHeaders(opened), 'content-length': String(26 * 1024 * 1024) },
  } as RequestInit);
  expect(response.status).toBe(413);
  // A stream fills its queue with one piece before anybody reads.
  expect(read).toBeLessThanOrEqual(1);
});

test('stops reading a body of unknown length once it is too large', async () => {
  let read = 0;
  let cancelled = false;
  const body = new ReadableStream({
    pull(controller) {
      read += 1;
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
    cancel: () => void (cancelled = true),
  });
  const response = await app.request('/api/github/webhooks', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: signedHeaders(opened),
  } as RequestInit);
  expect([response.status, cancelled]).toEqual([413, true]);
  expect(read).toBeLessThanOrEqual(28);
  expect(counted).toEqual(['invalid 413']);
});

test('a sender that leaves in the middle is no error of the server', async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });
  const headers = signedHeaders(opened);
  const init = { method: 'POST', body, duplex: 'half', headers } as RequestInit;
  expect((await app.request('/api/github/webhooks', init)).status).toBe(401);
  expect([lines, stored]).toEqual([[], []]);
});

test('of large bodies there are only so many at once, and small ones pass by them', async () => {
  const held: (() => void)[] = [];
  const large = (): Promise<Response> =>
    Promise.resolve(
      app.request('/api/github/webhooks', {
        method: 'POST',
        body: new ReadableStream({
          start: (controller) =>
            void held.push(() => {
              controller.enqueue(Buffer.from('{}'));
              controller.close();
            }),
        }),
        duplex: 'half',
        headers: signedHeaders('{}'),
      } as RequestInit),
    );
  const [first, second] = [large(), large()];
  const third = await large();
  expect([third.status, third.headers.get('retry-after')]).toEqual([503, '10']);
  const small = await deliver(opened, { 'content-length': String(opened.length) });
  expect(small.status).toBe(202);
  for (const release of held) release();
  expect([(await first).status, (await second).status]).toEqual([202, 202]);
  const later = large();
  held.at(-1)?.();
  expect((await later).status).toBe(202);
});

test('while the secret is rotated both are taken, and a hint comes once an hour', async () => {
  const hints = (): unknown[] =>
    lines.filter(({ msg }) => String(msg).includes('WEBHOOK_SECRET_PREVIOUS')).map(({ level }) => level);
  const old = { 'x-hub-signature-256': sign(opened, before) };
  expect((await deliver(opened)).status).toBe(202);
  expect(hints()).toEqual([]);
  expect((await deliver(opened, old)).status).toBe(202);
  expect((await deliver(opened, old)).status).toBe(202);
  expect(hints()).toEqual([30]);
  now = new Date(now.getTime() + 60 * 60_000);
  expect((await deliver(opened, old)).status).toBe(202);
  expect(hints()).toEqual([30, 30]);
  expect(stored).toHaveLength(4);
});

test('every outcome is counted, and a failure is logged with its delivery', async () => {
  await deliver(opened);
  broken = true;
  await deliver(opened);
  expect(counted).toEqual(['pull_request 202', 'pull_request 500']);
  expect(lines.at(-1)).toMatchObject({
    level: 50,
    delivery: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
    event: 'pull_request',
    msg: 'a delivery could not be stored',
    err: { message: 'disk full' },
  });
});

test('what cannot be stored is not acknowledged, and health says so', async () => {
  broken = true;
  expect((await deliver(opened)).status).toBe(500);
  expect((await app.request('/healthz')).status).toBe(500);
  broken = false;
  const health = await app.request('/healthz');
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
});
