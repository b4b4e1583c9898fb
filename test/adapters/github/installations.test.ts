import { installations } from '../../../src/adapters/github/installations.ts';
import { registerFromManifest } from '../../../src/adapters/github/manifest.ts';
import { next } from './support/answers.ts';
import { BASE, fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});

test('installations, page by page', async () => {
  const one = (id: number, more: object = {}) => ({
    id,
    account: { login: `org${id}` },
    suspended_at: null,
    repository_selection: 'selected',
    ...more,
  });
  github.on(
    'GET /app/installations',
    { body: [one(1)], headers: next('/app/installations?per_page=100&page=2') },
    { body: [one(2, { suspended_at: '2026-01-01T00:00:00Z', repository_selection: 'all', account: null })] },
  );
  expect(await installations(github.clients).list()).toEqual([
    { id: 1, account: 'org1', suspended: false, allRepositories: false },
    { id: 2, account: '', suspended: true, allRepositories: true },
  ]);
});

test('repositories, with a token for all of them, without archived ones', async () => {
  const repository = (name: string, archived = false) => ({
    name,
    archived,
    owner: { login: 'acme' },
    pushed_at: '2026-01-01T00:00:00Z',
    default_branch: 'main',
    topics: ['money'],
  });
  const told = { pushedAt: '2026-01-01T00:00:00Z', defaultBranch: 'main', topics: ['money'] };
  github.on(
    'GET /installation/repositories',
    {
      body: { total_count: 3, repositories: [repository('shop'), repository('old', true)] },
      headers: next('/installation/repositories?per_page=100&page=2'),
    },
    { body: { total_count: 3, repositories: [repository('web')] } },
  );
  expect(await installations(github.clients).repositories(INSTALLATION)).toEqual([
    { owner: 'acme', name: 'shop', ...told },
    { owner: 'acme', name: 'web', ...told },
  ]);
  const [request] = github.bodies(`POST /app/installations/${INSTALLATION}/access_tokens`);
  expect(request).not.toHaveProperty('repositories');
});

test('open pull requests', async () => {
  github.on('GET /repos/acme/shop/pulls', {
    body: [{ number: 3, head: { sha: 'abc' }, base: { ref: 'main' } }],
  });
  expect(
    await installations(github.clients).openPullRequests(INSTALLATION, { owner: 'acme', name: 'shop' }),
  ).toEqual([{ number: 3, headSha: 'abc', baseRef: 'main' }]);
  expect(github.calls()).toEqual(['GET /repos/acme/shop/pulls?state=open&per_page=100']);
});

test('the installation of a repository', async () => {
  github.on('GET /repos/acme/shop/installation', { body: { id: 5 } });
  const { of } = installations(github.clients);
  expect(await of({ owner: 'acme', name: 'shop' })).toBe(5);
  expect(await of({ owner: 'acme', name: 'gone' })).toBeNull();
  github.on('GET /repos/acme/shop/installation', {
    status: 401,
    body: { message: 'A JSON web token could not be decoded' },
  });
  await expect(of({ owner: 'acme', name: 'shop' })).rejects.toThrow(
    "Could not find the installation for acme/shop: GitHub does not accept the app's credentials. Check APP_ID and PRIVATE_KEY.",
  );
});

describe('registering from a manifest', () => {
  const CONVERT = 'POST /app-manifests/abc/conversions';

  test('gives the credentials, without signing in', async () => {
    github.on(CONVERT, {
      status: 201,
      body: { id: 7, pem: 'key', webhook_secret: 'hush', html_url: 'https://ghe.example.test/apps/x' },
    });
    expect(await registerFromManifest({ baseUrl: BASE, code: 'abc' })).toEqual({
      appId: 7,
      privateKey: 'key',
      webhookSecret: 'hush',
      url: 'https://ghe.example.test/apps/x',
    });
    expect(github.sent.map(({ authorization }) => authorization)).toEqual(['undefined']);
  });

  test('a code that was used', async () => {
    github.on(CONVERT, { status: 404, body: { message: 'Not Found' } });
    await expect(registerFromManifest({ baseUrl: BASE, code: 'abc' })).rejects.toThrow(
      'Could not register the app: ',
    );
  });
});
