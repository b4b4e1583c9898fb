import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme, type Acme } from '../../support/organization.ts';

let gate: Gate;
let acme: Acme;
beforeEach(async () => {
  gate = await createGate({ signIn: true });
  acme = createAcme(gate);
  acme.shop.private = true;
});
afterEach(() => gate.close());

/** A browser's cookies and no more. */
function browser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async get(path: string, init: RequestInit = {}): Promise<Response> {
      const response = await fetch(new URL(path, gate.url), {
        redirect: 'manual',
        ...init,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...init.headers,
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}
type Browser = ReturnType<typeof browser>;

/** From the server's page to GitHub's and back: the address GitHub sends this person to. */
async function begin(one: Browser, login: string, to = ''): Promise<string> {
  const { headers } = await one.get(`/sign-in${to}`);
  const { headers: sent } = await fetch(`${headers.get('location')}&login=${login}`, { redirect: 'manual' });
  return sent.get('location') ?? '';
}

async function signedIn(login: string): Promise<Browser> {
  const one = browser();
  const { status } = await one.get(await begin(one, login));
  expect(status).toBe(303);
  return one;
}

const csrfOf = async (one: Browser): Promise<string> =>
  /name="csrf" value="([^"]+)"/.exec(await (await one.get('/')).text())?.[1] ?? '';

const signOut = (one: Browser, csrf: string, headers: Record<string, string> = {}): Promise<Response> =>
  one.get('/sign-out', { method: 'POST', body: new URLSearchParams({ csrf }), headers });

test('a session is in one cookie, sealed, that scripts and other sites cannot use', async () => {
  const one = browser();
  const response = await one.get(await begin(one, 'nadia'));
  const line = response.headers.getSetCookie().find((each) => each.startsWith('agentguard=')) ?? '';
  expect(line).toMatch(/; Max-Age=2(?:8800|87\d\d); Path=\/; HttpOnly; SameSite=Lax$/);
  expect([...one.cookies.keys()]).toEqual(['agentguard']);
  expect(Buffer.from(one.cookies.get('agentguard')?.split('.')[3] ?? '', 'base64url').toString()).not.toMatch(
    'ghu_',
  );
});

test.each([
  ['to the first page', '', '/'],
  ['to where one wanted to go', '?to=%2Forgs%2Facme%3Fa%3Db', '/orgs/acme?a=b'],
  ['not to another server', '?to=https://evil.example/', '/'],
  ['nor without a protocol', '?to=//evil.example', '/'],
  ['nor by way of folders', '?to=/.//evil.example', '/.//evil.example'],
  ['nor with a backslash', '?to=/%5Cevil.example', '/'],
  ['nor with a tab', '?to=/%09/evil.example', '/'],
  ['nor to sign in for ever', '?to=/sign-in', '/'],
  ['nor out', '?to=/sign-out', '/'],
])('signing in leads %s', async (_name, to, expected) => {
  const one = browser();
  const { headers } = await one.get(await begin(one, 'nadia', to));
  expect(headers.get('location')).toBe(new URL(`${gate.url}${expected}`).href);
});

test('only the browser that began it can end it, once, and with its own state', async () => {
  const [one, other] = [browser(), browser()];
  const back = await begin(one, 'nadia');
  expect((await other.get(back)).status).toBe(400);
  expect(other.cookies.size).toBe(0);
  const kept = new Map(one.cookies);
  expect((await one.get(back)).status).toBe(303);
  const replayed = browser();
  for (const [name, value] of kept) replayed.cookies.set(name, value);
  expect((await replayed.get(back)).status).toBe(400);
  const begun = browser();
  const foreign = new URL(await begin(begun, 'nadia'));
  foreign.searchParams.set('state', 'another');
  expect((await begun.get(foreign.href)).status).toBe(400);
});

test('a session that somebody brought along is replaced', async () => {
  const attacker = await signedIn('olga');
  const victim = browser();
  victim.cookies.set('agentguard', attacker.cookies.get('agentguard') ?? '');
  await victim.get(await begin(victim, 'nadia'));
  expect(victim.cookies.get('agentguard')).not.toBe(attacker.cookies.get('agentguard'));
  expect(await (await victim.get('/')).text()).toContain('<span>nadia</span>');
});

test.each<[string, (value: string) => string]>([
  ['changed', (value) => `${value.slice(0, -2)}xx`],
  ['cut off', (value) => value.slice(0, 40)],
  ['not sealed', () => Buffer.from('{"token":"t","csrf":"c"}').toString('base64url')],
  ['without encryption', () => 'eyJhbGciOiJub25lIn0.eyJ0b2tlbiI6InQifQ.'],
])('a cookie that is %s is nobody', async (_name, change) => {
  const one = await signedIn('nadia');
  one.cookies.set('agentguard', change(one.cookies.get('agentguard') ?? ''));
  expect(await (await one.get('/')).text()).toContain('Sign in with GitHub');
  expect((await one.get('/orgs/acme')).status).toBe(302);
});

test('the cookie of a sign-in under way is no session', async () => {
  const one = browser();
  await begin(one, 'nadia');
  const two = browser();
  two.cookies.set('agentguard', one.cookies.get('agentguard-sign-in') ?? '');
  expect(await (await two.get('/')).text()).toContain('Sign in with GitHub');
});

test('forms are taken from the own pages only', async () => {
  const one = await signedIn('nadia');
  const csrf = await csrfOf(one);
  const foreign = await csrfOf(await signedIn('olga'));
  const cases: [string, Record<string, string>, number][] = [
    ['', {}, 403],
    [foreign, {}, 403],
    [csrf, { 'sec-fetch-site': 'cross-site' }, 403],
    [csrf, { 'sec-fetch-site': 'same-site' }, 403],
    [csrf, { origin: 'https://evil.example' }, 403],
    [csrf, { origin: 'null' }, 403],
    [csrf, { 'sec-fetch-site': 'same-origin' }, 303],
  ];
  const statuses = [];
  for (const [given, headers] of cases) statuses.push((await signOut(one, given, headers)).status);
  expect(statuses).toEqual(cases.map(([, , status]) => status));
});

test('signing out ends copies of the cookie too, also when GitHub does not answer', async () => {
  const one = await signedIn('nadia');
  const copy = browser();
  copy.cookies.set('agentguard', one.cookies.get('agentguard') ?? '');
  gate.github.fail({ method: 'DELETE', path: /^\/applications\//, status: 502, times: 9 });
  expect((await signOut(one, await csrfOf(one))).status).toBe(303);
  expect(one.cookies.size).toBe(0);
  expect(await (await copy.get('/')).text()).toContain('Sign in with GitHub');
});

test('who is revoked at GitHub, or whose time is over, is signed out', async () => {
  const one = await signedIn('nadia');
  await one.get('/');
  gate.github.revokeAuthorization(gate.app, acme.nadia);
  await gate.later(61);
  const response = await one.get('/');
  expect([response.status, one.cookies.size]).toEqual([401, 0]);
  expect(await response.text()).toContain('Your sign-in has ended');
  const two = await signedIn('nadia');
  await gate.later(8 * 60 * 60);
  expect((await two.get('/orgs/acme')).status).toBe(302);
});

test('what one cannot read is not there: for others, and a minute after access is gone', async () => {
  gate.github.createUser('eve');
  const [nadia, eve] = [await signedIn('nadia'), await signedIn('eve')];
  const statuses = async (one: Browser): Promise<number[]> =>
    Promise.all(['/orgs/acme', '/repos/acme/shop/policy'].map(async (path) => (await one.get(path)).status));
  expect(await statuses(nadia)).toEqual([200, 200]);
  expect(await statuses(eve)).toEqual([404, 404]);
  expect(await (await eve.get('/')).text()).not.toContain('acme');
  gate.github.removeMember(acme.organization, acme.nadia, acme.ada);
  acme.shop.collaborators.delete(acme.nadia);
  await gate.later(61);
  expect(await statuses(nadia)).toEqual([404, 404]);
  expect(await (await nadia.get('/')).text()).not.toContain('acme');
});

test('nothing is shown while GitHub does not answer', async () => {
  const one = await signedIn('nadia');
  gate.github.fail({ path: /^\/user/, status: 502, times: 9 });
  const response = await one.get('/orgs/acme');
  expect([response.status, one.cookies.size]).toEqual([503, 1]);
});

test.each(['/', '/nowhere', '/sign-in/callback', '/orgs/acme'])('%s has its headers', async (path) => {
  const one = await signedIn('nadia');
  const { headers } = await one.get(path);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('the style sheet is kept under the address that pages name', async () => {
  const one = browser();
  const page = await (await one.get('/')).text();
  const href = /href="(\/assets\/style\.css\?[^"]+)"/.exec(page)?.[1] ?? '';
  const { headers } = await one.get(href);
  expect(headers.get('cache-control')).toContain('immutable');
  expect((await one.get('/assets/style.css')).headers.get('cache-control')).toBe('no-cache');
});
