import { pino } from 'pino';
import { createPages, type PagesOptions } from '../../src/pages/app.tsx';

/** What anybody may ask for. Every other address has to ask who it is. */
const OPEN = [
  'GET /',
  'GET /assets/style.css',
  'GET /sign-in',
  'GET /sign-in/callback',
  'GET /sign-out',
  'POST /sign-out',
];

// Nobody gets past the sign-in here, so that nothing behind it is ever used.
const app = createPages({
  version: '0.0.0-test',
  webUrl: 'https://github.com',
  clock: { now: () => new Date() },
  log: pino({ level: 'silent' }),
  readiness: { obstacles: async () => [] },
  signIn: {
    clientId: 'Iv1',
    clientSecret: 'a'.repeat(40),
    publicUrl: 'https://guard.example.com',
    gitHub: {},
    viewers: {},
  },
} as unknown as PagesOptions);

const routes = [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`),
  ),
];

test('the pages that anybody may see are these', () => {
  expect(OPEN.filter((route) => !routes.includes(route))).toEqual([]);
  expect(routes.length).toBeGreaterThan(OPEN.length);
});

test.each(routes.filter((route) => !OPEN.includes(route)))('%s asks who it is', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace(':owner', 'acme')
    .replace(':repo', 'shop')
    .replace(/:number.*/, '1');
  const response = await app.request(`https://guard.example.com${address}`, { method, redirect: 'manual' });
  expect([302, 303, 401, 403]).toContain(response.status);
  expect(await response.text()).not.toContain('Sign out');
});
