import { createSign, generateKeyPairSync } from 'node:crypto';
import { asApp, createStage, propose, refusal } from '../stage.ts';
import type { Stage } from '../stage.ts';

let stage: Stage;
let now = new Date('2026-05-04T09:00:00Z');
beforeEach(async () => {
  now = new Date();
  stage = await createStage({ now: () => now });
});
afterEach(() => stage.github.stop());

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(now.getTime() / 1000);

function jwt(claims: object, privateKey: string, alg = 'RS256'): string {
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

const get = (path: string, token: string) =>
  fetch(`${stage.github.url}/api/v3${path}`, { headers: { authorization: `Bearer ${token}` } });

test('an app signs in with its key and reads what its installation covers', async () => {
  const { github, app, acme, shop, ann } = stage;
  const installation = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  propose(stage, ann);
  const { data } = await asApp(stage).apps.getRepoInstallation({ owner: 'acme', repo: 'shop' });
  expect(data.id).toBe(installation.id);
  const octokit = asApp(stage, installation.id);
  const { data: pulls } = await octokit.pulls.list({ owner: 'acme', repo: 'shop' });
  expect(pulls.map(({ number, user }) => [number, user?.login])).toEqual([[1, 'ann']]);
  const { data: covered } = await octokit.apps.listReposAccessibleToInstallation();
  expect(covered.repositories.map(({ id }) => id)).toEqual([shop.id]);
});

test('GraphQL takes the same token', async () => {
  const { github, app, acme, ann } = stage;
  const installation = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  propose(stage, ann);
  const query = `query { repository(owner: "acme", name: "shop") { pullRequest(number: 1) { title author { __typename login } } } }`;
  expect(await asApp(stage, installation.id).graphql(query)).toEqual({
    repository: { pullRequest: { title: 'Change the cart', author: { __typename: 'User', login: 'ann' } } },
  });
});

describe('a JWT is refused', () => {
  test.each([
    [
      'of another key',
      () =>
        generateKeyPairSync('rsa', { modulusLength: 2048 })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      {},
    ],
    ['that lasts too long', () => stage.app.privateKey, { exp: 3600 }],
    ['that has expired', () => stage.app.privateKey, { exp: -1 }],
    ['of an unknown app', () => stage.app.privateKey, { iss: 1 }],
    ['from the future', () => stage.app.privateKey, { iat: 500 }],
  ])('%s', async (_, key, { exp = 500, iat = -30, iss }: { exp?: number; iat?: number; iss?: number }) => {
    const claims = { iss: iss ?? stage.app.app.id, exp: seconds() + exp, iat: seconds() + iat };
    expect((await get('/app', jwt(claims, key()))).status).toBe(401);
  });

  test('unless it is sound, with the client id as its issuer', async () => {
    const claims = { iss: stage.app.app.clientId, exp: seconds() + 500, iat: seconds() };
    expect((await get('/app', jwt(claims, stage.app.privateKey))).status).toBe(200);
  });
});

test('a token dies after an hour', async () => {
  const { github, app, acme } = stage;
  const { id } = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  const { data } = await asApp(stage).apps.createInstallationAccessToken({ installation_id: id });
  expect(Date.parse(data.expires_at)).toBeCloseTo(now.getTime() + 3_600_000, -4);
  expect((await get('/repos/acme/shop', data.token)).status).toBe(200);
  now = new Date(now.getTime() + 3_600_001);
  expect((await get('/repos/acme/shop', data.token)).status).toBe(401);
});

test('a token is narrowed as asked and never widened', async () => {
  const { github, app, acme, shop } = stage;
  github.createRepository({ owner: acme, name: 'secret', private: true });
  const { id } = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  const octokit = asApp(stage);
  const { data } = await octokit.apps.createInstallationAccessToken({
    installation_id: id,
    repositories: ['shop'],
    permissions: { checks: 'write' },
  });
  expect(data.repositories?.map((each) => each.id)).toEqual([shop.id]);
  expect(data.permissions).toEqual({ metadata: 'read', checks: 'write' });
  expect((await get('/repos/acme/secret', data.token)).status).toBe(404);
  expect((await get('/repos/acme/shop', data.token)).status).toBe(200);
  expect((await get('/repos/acme/shop/pulls', data.token)).status).toBe(403);
  const wider = octokit.apps.createInstallationAccessToken({
    installation_id: id,
    permissions: { contents: 'write' },
  });
  expect((await refusal(wider)).status).toBe(422);
  const unseen = octokit.apps.createInstallationAccessToken({
    installation_id: id,
    repositories: ['nowhere'],
  });
  expect((await refusal(unseen)).status).toBe(422);
});

test('a private repository outside the installation does not exist; a public one can be read', async () => {
  const { github, app, acme, shop } = stage;
  github.createRepository({ owner: acme, name: 'secret', private: true });
  github.createRepository({ owner: acme, name: '.github', files: { '.agentguard.yml': 'version: 1\n' } });
  const { id } = github.installApp({ app: app.app, account: acme, repositories: [shop] });
  const octokit = asApp(stage, id);
  expect(await refusal(octokit.repos.get({ owner: 'acme', repo: 'secret' }))).toEqual({
    status: 404,
    message: 'Not Found',
  });
  const { data } = await octokit.repos.getContent({
    owner: 'acme',
    repo: '.github',
    path: '.agentguard.yml',
  });
  expect(data).toMatchObject({ type: 'file', encoding: 'base64', content: 'dmVyc2lvbjogMQo=\n' });
  const comment = octokit.issues.createComment({
    owner: 'acme',
    repo: '.github',
    issue_number: 1,
    body: 'x',
  });
  expect(await refusal(comment)).toEqual({ status: 403, message: 'Resource not accessible by integration' });
});

test('a manifest becomes an app that can sign in', async () => {
  const { github, olga } = stage;
  const code = github.confirmManifest(olga, {
    name: 'Guard of mine',
    hook_attributes: { url: 'http://127.0.0.1:1/hooks' },
    default_permissions: { checks: 'write' },
    default_events: ['pull_request'],
  });
  const convert = () => fetch(`${github.url}/api/v3/app-manifests/${code}/conversions`, { method: 'POST' });
  const made = (await (await convert()).json()) as {
    id: number;
    pem: string;
    webhook_secret: string;
    slug: string;
  };
  expect(made).toMatchObject({
    slug: 'guard-of-mine',
    permissions: { metadata: 'read', checks: 'write' },
    events: ['pull_request'],
  });
  expect(made.pem).toContain('PRIVATE KEY');
  expect(made.webhook_secret).toMatch(/^[0-9a-f]{40}$/);
  const iat = Math.floor(now.getTime() / 1000);
  expect((await get('/app', jwt({ iss: made.id, iat, exp: iat + 300 }, made.pem))).status).toBe(200);
  expect((await convert()).status).toBe(404);
});
