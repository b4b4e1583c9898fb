import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { parse } from 'yaml';
import { SourceError } from '../../src/ports.ts';
import { permissionsOf } from '../../src/server/setup/manifest.ts';
import { variablesOf } from '../../src/server/setup/variables.ts';
import { createSetup, type RegisteredApp, type SetupOptions } from '../../src/server/setup.tsx';

const appYml = readFileSync('app.yml', 'utf8');

const registered: RegisteredApp = {
  appId: 12,
  privateKey: 'key',
  webhookSecret: 'secret',
  clientId: 'Iv1',
  clientSecret: 'client',
  url: 'https://github.com/apps/agentguard-acme',
};

const finished: [RegisteredApp, string][] = [];
const codes: string[] = [];
const options: SetupOptions = {
  manifest: appYml,
  version: '1.2.3',
  webUrl: 'https://github.com',
  log: pino({ level: 'silent' }),
  claim: null,
  publicUrl: null,
  kept: 'a drawer',
  obstacle: () => null,
  register: async (code) => {
    codes.push(code);
    if (code === 'old') throw new SourceError('GitHub does not know this code.');
    return registered;
  },
  finish: async (app, publicUrl) => void finished.push([app, publicUrl]),
};
const setup = createSetup(options);

const page = async (
  path = '/probot',
  headers: Record<string, string> = {},
  from: Pick<typeof setup, 'request'> = setup,
): Promise<string> => (await from.request(`http://guard.example:3000${path}`, { headers })).text();

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const manifestIn = (text: string): Record<string, unknown> =>
  JSON.parse(unescape(/name="manifest" value="([^"]*)"/.exec(text)?.[1] ?? '')) as Record<string, unknown>;

test('the first visit leads to the page', async () => {
  const response = await setup.request('/');
  expect([response.status, response.headers.get('location')]).toEqual([302, '/probot']);
});

test('the manifest is app.yml with the addresses of this server', async () => {
  expect(manifestIn(await page())).toEqual({
    ...(parse(appYml) as object),
    url: 'http://guard.example:3000',
    hook_attributes: { url: 'http://guard.example:3000/api/github/webhooks', active: true },
    redirect_url: 'http://guard.example:3000/probot/setup',
    callback_urls: ['http://guard.example:3000/sign-in/callback'],
    request_oauth_on_install: false,
  });
});

test('behind a proxy the address is the one people use', async () => {
  const text = await page('/probot', {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'guard.acme.example',
  });
  expect(manifestIn(text)).toMatchObject({ redirect_url: 'https://guard.acme.example/probot/setup' });
});

test('registers for an organisation, whose name cannot break out of the page', async () => {
  expect(await page('/probot?organization=acme')).toContain(
    'action="https://github.com/organizations/acme/settings/apps/new?state=',
  );
  expect(await page('/probot?organization=%22%3E%3Cscript%3E')).not.toContain('<script>');
});

test('asks for exactly the permissions and events it needs, and is not public', () => {
  expect(parse(appYml)).toMatchObject({
    public: false,
    default_permissions: {
      metadata: 'read',
      checks: 'write',
      contents: 'read',
      pull_requests: 'write',
      issues: 'write',
      members: 'read',
      merge_queues: 'read',
      statuses: 'write',
      administration: 'read',
    },
  });
  const manifest = parse(appYml) as { default_permissions: object; default_events: string[] };
  expect(Object.keys(manifest.default_permissions)).toHaveLength(9);
  expect(manifest.default_events).toEqual([
    'pull_request',
    'pull_request_review',
    'issue_comment',
    'issues',
    'check_run',
    'check_suite',
    'merge_group',
    'push',
    'member',
    'membership',
    'team',
    'organization',
    'repository',
    'repository_ruleset',
    'branch_protection_rule',
  ]);
});

/** The state that its page sends to GitHub. */
const stateOf = async (from: Pick<typeof setup, 'request'>): Promise<string> =>
  /[?]state=([0-9a-f]{32})/.exec(await page('/probot', {}, from))?.[1] ?? '';

test('takes the code only from its own flow, stores the credentials once and goes on to installing', async () => {
  const state = await stateOf(setup);
  for (const query of ['code=abc', 'code=abc&state=forged', `state=${state}`]) {
    expect((await setup.request(`/probot/setup?${query}`)).status).toBe(400);
  }
  expect(codes).toEqual([]);
  for (let times = 0; times < 2; times++) {
    const response = await setup.request(`/probot/setup?code=abc&state=${state}`);
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `${registered.url}/installations/new`,
    ]);
  }
  expect([codes, finished]).toEqual([['abc'], [[registered, 'http://guard.example:3000']]]);
});

test('a code that GitHub refuses is told, and the next one is taken', async () => {
  const other = createSetup(options);
  const state = await stateOf(other);
  const refused = await other.request(`/probot/setup?code=old&state=${state}`);
  expect(refused.status).toBe(502);
  expect(await refused.text()).toContain('GitHub does not know this code.');
  expect((await other.request(`/probot/setup?code=new&state=${state}`)).status).toBe(302);
});

test('where credentials cannot be kept nothing is asked of GitHub', async () => {
  let obstacle: string | null = '/srv cannot be written to.';
  const stuck = createSetup({ ...options, obstacle: () => obstacle });
  const before = codes.length;
  const response = await stuck.request('/probot');
  expect(response.status).toBe(503);
  const text = await response.text();
  expect(text).toContain('/srv cannot be written to.');
  expect(text).not.toContain('Register GitHub App');
  obstacle = null;
  const state = await stateOf(stuck);
  obstacle = '/srv cannot be written to.';
  expect((await stuck.request(`/probot/setup?code=abc&state=${state}`)).status).toBe(502);
  expect(codes).toHaveLength(before);
});

describe('a server that strangers can reach', () => {
  const guarded = createSetup({ ...options, claim: 'c1a1m' });

  test.each([
    ['nothing', '/probot', 200, 'Setup code'],
    ['the first visit', '/?claim=wrong', 302, ''],
    ['another code', '/probot?claim=wrong', 403, 'That is not the code of this start.'],
    ['the code', '/probot?claim=c1a1m', 200, 'Register GitHub App'],
  ])('shows the button only with the code: %s', async (_name, path, status, text) => {
    const response = await guarded.request(path);
    const body = await response.text();
    expect(response.status).toBe(status);
    expect(body).toContain(text);
    expect(body.includes('settings/apps/new')).toBe(text === 'Register GitHub App');
  });

  test('keeps the code when the organisation is changed', async () => {
    const text = await page('/probot?claim=c1a1m&organization=acme', {}, guarded);
    expect(text).toContain('name="claim" value="c1a1m"');
  });

  test('sends forms to GitHub and to nowhere else, and runs nothing', async () => {
    const { headers } = await guarded.request('/probot');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://github.com; base-uri 'none'; frame-ancestors 'none'",
    );
  });
});

test('an address of its own goes into the manifest, and the browser comes back to this page', async () => {
  const apart = createSetup({ ...options, publicUrl: 'https://guard.acme.example' });
  expect(manifestIn(await page('/probot', {}, apart))).toMatchObject({
    url: 'https://guard.acme.example',
    hook_attributes: { url: 'https://guard.acme.example/api/github/webhooks' },
    callback_urls: ['https://guard.acme.example/sign-in/callback'],
    redirect_url: 'http://guard.example:3000/probot/setup',
  });
});

test.each([
  ['http://localhost:3000', 'it cannot reach it from outside'],
  ['http://guard.acme.example', 'is not encrypted'],
])('says what cannot work at %s', async (publicUrl, warning) => {
  expect(await page('/probot', {}, createSetup({ ...options, publicUrl }))).toContain(warning);
});

test('every permission is shown with its reason', async () => {
  const asked = (parse(appYml) as { default_permissions: Record<string, string> }).default_permissions;
  const shown = permissionsOf(appYml);
  expect(shown.map(({ name, access }) => [name.replaceAll(' ', '_'), access])).toEqual(Object.entries(asked));
  expect(shown.filter(({ why }) => why.length < 10)).toEqual([]);
  const text = await page();
  for (const { why } of shown) expect(text).toContain(why.replaceAll("'", '&#39;'));
});

test('people sign in only where that is safe', () => {
  const credentials = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'];
  const keys = (publicUrl: string): string[] => Object.keys(variablesOf(registered, publicUrl));
  expect(keys('https://guard.acme.example')).toEqual([
    ...credentials,
    'CLIENT_ID',
    'CLIENT_SECRET',
    'PUBLIC_URL',
  ]);
  expect(keys('http://guard.acme.example')).toEqual(credentials);
});
