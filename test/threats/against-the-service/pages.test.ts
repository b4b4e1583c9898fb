/**
 * Ways to read of a repository without access to it: what is answered beside the pages says nothing, and these say
 * nothing without a sign-in (test/pages/sign-in has theirs).
 */
import { pino } from 'pino';
import { createApp } from '../../../src/server/app.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
let acme: Acme;
beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  await gate.answer(acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n' }, { title: 'Add the ledger' }));
});
afterAll(() => gate.close());

/** Whoever reaches the server may read these; METRICS_TOKEN closes the numbers. */
const ROUTES = ['GET /healthz', 'GET /metrics', 'GET /readyz', 'POST /api/github/webhooks'];

test('#36 every route there is: a new one has to say here who may read it', () => {
  const app = createApp({
    store: { accept: async () => {} },
    clock: { now: () => new Date() },
    log: pino({ level: 'silent' }),
    version: '0.0.0-test',
    verify: async () => false,
    wake: () => {},
    ping: async () => {},
    readiness: { obstacles: async () => [] },
    metrics: { contentType: 'text/plain', text: async () => '', token: null },
  });
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routes)].toSorted()).toEqual(ROUTES.toSorted());
});

/** And whoever is not signed in this, which says what AgentGuard is. */
const OPEN = [...ROUTES, 'GET /'];

describe('#36 what is answered tells nothing of any repository', () => {
  const OTHERS = [
    'GET /probot',
    'GET /orgs/acme',
    'GET /repos/acme/shop/pull/1',
    'GET /repos/acme/shop/policy',
    'GET /probot/setup?code=1&state=1',
    'GET /acme/shop',
    'GET /acme/shop/pull/1',
    'GET /api/acme/shop/1',
    'GET /api/github/webhooks',
    'GET /data/agentguard.db',
    'GET /.env',
    'GET /..%2f.env',
    'DELETE /healthz',
  ];

  test.each([...OPEN, ...OTHERS])('%s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const signedIn = { authorization: `Bearer ${gate.github.createUserToken(acme.ada)}` };
    for (const headers of [{}, signedIn]) {
      const response = await fetch(gate.url + path, { method, headers, redirect: 'manual' });
      const text = `${JSON.stringify([...response.headers])}\n${await response.text()}`;
      expect(response.status).toBe(OPEN.includes(route) ? (method === 'GET' ? 200 : 400) : 404);
      expect(text).not.toMatch(/acme|shop|claude|nadia|ledger|1\.sql|ghs_|ghu_/i);
    }
  });
});
