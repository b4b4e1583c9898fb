import { Hono } from 'hono';
import { pageHeaders } from '../../../src/pages/headers.ts';
import { sessionCookie } from '../../../src/pages/sign-in/cookies.ts';

const now = new Date('2026-11-23T12:00:00Z');
const clock = { now: () => now };

test.each([
  ['https://guard.example', /^__Host-agentguard=\S+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/],
  ['http://localhost:3000', /^agentguard=\S+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/],
])('the cookie at %s', async (publicUrl, expected) => {
  const cookie = sessionCookie({ clientSecret: 'a secret', publicUrl, clock });
  const app = new Hono().use(pageHeaders(publicUrl.startsWith('https:'))).get('/', async (context) => {
    await cookie.write(context, { token: 't', csrf: 'c' }, new Date(now.getTime() + 60_000));
    return context.text('');
  });
  const { headers } = await app.request('/');
  expect(headers.getSetCookie()[0]).toMatch(expected);
  expect(headers.get('strict-transport-security')).toBe(
    publicUrl.startsWith('https:') ? 'max-age=31536000' : null,
  );
});
