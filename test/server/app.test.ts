import { pino } from 'pino';
import { createApp, type AppOptions } from '../../src/server/app.ts';
import type { Obstacle } from '../../src/server/readiness.ts';

const app = (changed: Partial<AppOptions> = {}) =>
  createApp({
    store: { accept: async () => {} },
    clock: { now: () => new Date('2026-11-23T12:00:00Z') },
    log: pino({ level: 'silent' }),
    version: '1.2.3',
    verify: async () => true,
    wake() {},
    ping: async () => {},
    ...changed,
  });

const obstacle: Obstacle = { part: 'github', problem: 'It does not let the app in.', remedy: 'Look at it.' };
const metrics = { contentType: 'text/plain; version=0.0.4', text: async () => 'up 1\n' };
const token = 'a-token-of-16-or-more';

test.each<[string, Obstacle[], number, object]>([
  ['ready', [], 200, { status: 'ready', version: '1.2.3' }],
  ['not ready', [obstacle], 503, { status: 'not ready', version: '1.2.3', obstacles: [obstacle] }],
])('/readyz says whether it is %s', async (_name, obstacles, status, body) => {
  const response = await app({ readiness: { obstacles: async () => obstacles } }).request('/readyz');
  expect([response.status, await response.json()]).toEqual([status, body]);
});

test.each<[string, string | null, string | undefined, number]>([
  ['no token is set', null, undefined, 200],
  ['the token fits', token, `Bearer ${token}`, 200],
  ['the scheme is in lower case', token, `bearer ${token}`, 200],
  ['there is none', token, undefined, 401],
  ['it is another', token, 'Bearer another', 401],
  ['it is longer', token, `Bearer ${token}x`, 401],
  ['it is of another scheme', token, `Basic ${token}`, 401],
])('/metrics when %s', async (_name, wanted, authorization, status) => {
  const response = await app({ metrics: { ...metrics, token: wanted } }).request('/metrics', {
    headers: authorization === undefined ? {} : { authorization },
  });
  expect(response.status).toBe(status);
  const shown = await response.text();
  expect(shown === 'up 1\n').toBe(status === 200);
  expect(shown).not.toContain(token);
});

test('metrics are in the format of Prometheus', async () => {
  const response = await app({ metrics: { ...metrics, token: null } }).request('/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
});

test('an error is answered without what it says', async () => {
  const broken = app({ ping: () => Promise.reject(new Error('postgres says no')) });
  const response = await broken.request('/healthz');
  expect([response.status, await response.text()]).toEqual([
    500,
    'AgentGuard could not handle this. Its log says more.',
  ]);
});
