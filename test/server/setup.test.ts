import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { parse } from 'yaml';
import { createSetup, type RegisteredApp } from '../../src/server/setup.ts';

const appYml = readFileSync('app.yml', 'utf8');

const registered: RegisteredApp = {
  appId: 12,
  privateKey: 'key',
  webhookSecret: 'secret',
  url: 'https://github.com/apps/agentguard-acme',
};

const finished: RegisteredApp[] = [];
const codes: string[] = [];
const setup = createSetup({
  manifest: appYml,
  version: '1.2.3',
  webUrl: 'https://github.com',
  log: pino({ level: 'silent' }),
  register: async (code) => {
    codes.push(code);
    return registered;
  },
  finish: async (app) => void finished.push(app),
});

const page = async (path = '/probot', headers: Record<string, string> = {}): Promise<string> =>
  (await setup.request(`http://guard.example:3000${path}`, { headers })).text();

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

test('takes the code only from its own flow, stores the credentials and goes on to installing', async () => {
  const state = /[?]state=([0-9a-f]{32})/.exec(await page())?.[1] ?? '';
  for (const query of ['code=abc', 'code=abc&state=forged', `state=${state}`]) {
    expect((await setup.request(`/probot/setup?${query}`)).status).toBe(400);
  }
  expect(codes).toEqual([]);
  const response = await setup.request(`/probot/setup?code=abc&state=${state}`);
  expect([response.status, response.headers.get('location')]).toEqual([
    302,
    `${registered.url}/installations/new`,
  ]);
  expect([codes, finished]).toEqual([['abc'], [registered]]);
});
