import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { attempt } from '../../../src/adapters/github/api/errors.ts';
import { SourceError } from '../../../src/ports.ts';
import type { RequestSeen } from '../../../src/ports.ts';
import { next } from './support/answers.ts';
import { APP_ID, BASE, claimsOf, fakeGitHub, guardRequests, INSTALLATION, token } from './support/github.ts';
import type { FakeGitHub, Reply } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});

const PULL = 'GET /repos/acme/shop/pulls/1';
const readPull = async (client = github.clients.installation(INSTALLATION, { repositories: ['shop'] })) =>
  client.rest.pulls.get({ owner: 'acme', repo: 'shop', pull_number: 1 });

describe('signing in', () => {
  test('the app signs with its own key', async () => {
    github.on('GET /app', { body: { id: APP_ID } });
    await github.clients.app.rest.apps.getAuthenticated();
    const { iss, iat, exp } = claimsOf(github.sent[0]?.authorization ?? '');
    expect(Number(iss)).toBe(APP_ID);
    expect(exp - iat).toBeLessThanOrEqual(660);
  });

  test('an installation token is for one repository and what is needed of what was granted', async () => {
    github.on(`GET /app/installations/${INSTALLATION}`, {
      body: {
        permissions: {
          metadata: 'read',
          contents: 'write',
          checks: 'write',
          members: 'read',
          administration: 'read',
          pull_requests: 'read',
        },
      },
    });
    github.on(PULL, { body: { number: 1 } });
    await readPull();
    expect(github.bodies(`POST /app/installations/${INSTALLATION}/access_tokens`)).toEqual([
      {
        repositories: ['shop'],
        permissions: {
          metadata: 'read',
          contents: 'read',
          checks: 'write',
          members: 'read',
          pull_requests: 'read',
        },
      },
    ]);
    expect(github.sent.at(-1)?.authorization).toMatch(/^token ghs_\d+$/);
  });

  test('the token is kept for the same repository and not used for another', async () => {
    github.on(PULL, { body: {} });
    github.on('GET /repos/acme/web/pulls/1', { body: {} });
    await readPull();
    await readPull();
    await github.clients
      .installation(INSTALLATION, { repositories: ['web'] })
      .rest.pulls.get({ owner: 'acme', repo: 'web', pull_number: 1 });
    const used = github.sent.filter(({ url }) => url.includes('/pulls/')).map((each) => each.authorization);
    expect(used[0]).toBe(used[1]);
    expect(used[2]).not.toBe(used[0]);
    expect(github.bodies(`POST /app/installations/${INSTALLATION}/access_tokens`)).toHaveLength(2);
  });

  test('a token that GitHub no longer takes is replaced once', async () => {
    github.on(
      PULL,
      { body: {} },
      { status: 401, body: { message: 'Bad credentials' } },
      { body: { number: 1 } },
    );
    await readPull();
    expect((await readPull()).data.number).toBe(1);
    const used = github.sent.filter(({ url }) => url.includes('/pulls/')).map((each) => each.authorization);
    expect(new Set(used).size).toBe(2);
  });

  test('a repository that is not in the installation', async () => {
    github.on(`POST /app/installations/${INSTALLATION}/access_tokens`, {
      status: 422,
      body: { message: 'There is at least one repository that does not exist' },
    });
    await expect(readPull()).rejects.toThrow(
      'Could not sign in to installation 42: GitHub answered 422: There is at least one repository that does not exist.',
    );
  });
});

describe('reading', () => {
  const TOKENS = `POST /app/installations/${INSTALLATION}/access_tokens`;

  test('takes a token that cannot write, for the repository and the floor', async () => {
    const { client, floor } = await github.clients.reader(INSTALLATION, 'shop');
    github.on(PULL, { body: { number: 1 } });
    await readPull(client);
    expect(floor).toBe('yes');
    expect(github.bodies(TOKENS)).toEqual([
      { repositories: ['shop', '.github'], permissions: { metadata: 'read', contents: 'read' } },
    ]);
  });

  test('of the repository alone where GitHub refuses the other, which is remembered until it is forgotten', async () => {
    github.on(TOKENS, ({ body }) => {
      const isBoth = (body['repositories'] as string[]).length > 1;
      return isBoth ? { status: 422, body: { message: 'does not exist' } } : { status: 201, body: signedIn };
    });
    const look = async () => (await github.clients.reader(INSTALLATION, 'shop')).floor;
    expect([await look(), await look(), await look()]).toEqual(['no', 'not lately', 'not lately']);
    expect(github.bodies(TOKENS)).toHaveLength(2);
    github.clients.forget(INSTALLATION);
    expect(await look()).toBe('no');
    github.clients.sawFloor(INSTALLATION);
    expect(await look()).toBe('no');
  });

  test('rejects where neither is covered, and for any other reason', async () => {
    github.on(TOKENS, { status: 422, body: { message: 'does not exist' } });
    const look = async () => github.clients.reader(INSTALLATION, 'shop');
    await expect(look()).rejects.toThrow('GitHub answered 422');
    github.on(TOKENS, { status: 500, body: {} });
    await expect(look()).rejects.toThrow('Could not sign in to installation 42: GitHub answered 500');
  });

  test('whether all repositories are covered is remembered only as a yes, and not once a floor was seen', async () => {
    const covers = (repository_selection: string) =>
      github.on(`GET /app/installations/${INSTALLATION}`, { body: { repository_selection } });
    const saw = async () => github.clients.sawAll(INSTALLATION, 'acme');
    covers('selected');
    expect(await saw()).toBe(false);
    covers('all');
    expect(await saw()).toBe(true);
    covers('selected');
    expect(await saw()).toBe(true);
    github.clients.sawFloor(INSTALLATION);
    expect(await saw()).toBe(false);
  });

  const signedIn = { token: `${'ghs'}_y`, expires_at: '2099-01-01T00:00:00Z', permissions: {} };
});

describe('every request that was sent is told', () => {
  let told: RequestSeen[];
  beforeEach(() => {
    told = [];
    nock.cleanAll();
    github = fakeGitHub({ seen: (request) => void told.push(request) });
  });

  test('by kind, installation, status and what is left, also when it is sent again', async () => {
    const headers = { 'x-ratelimit-resource': 'core', 'x-ratelimit-remaining': '4998' };
    github.on(PULL, { status: 502 }, { body: { number: 1 }, headers });
    await readPull();
    expect(told.map(({ seconds: _seconds, ...each }) => each)).toEqual([
      { installationId: null, kind: 'GET /app/installations/{installation_id}', status: 200, budget: null },
      {
        installationId: null,
        kind: 'POST /app/installations/{installation_id}/access_tokens',
        status: 201,
        budget: null,
      },
      { installationId: INSTALLATION, kind: KIND, status: 502, budget: null },
      {
        installationId: INSTALLATION,
        kind: KIND,
        status: 200,
        budget: { resource: 'core', remaining: 4998 },
      },
    ]);
    expect(told.every(({ seconds }) => seconds >= 0 && seconds < 10)).toBe(true);
  });

  test('GraphQL and next pages by no name of anything', async () => {
    github.query('viewer', { body: { data: { viewer: null } } });
    github.on(
      'GET /repos/acme/shop/pulls',
      {
        body: [],
        headers: next('/repos/acme/shop/pulls?page=2'),
      },
      { body: [] },
    );
    const client = github.clients.installation(INSTALLATION);
    await client.graphql('query viewer { viewer { login } }');
    await client.paginate(client.rest.pulls.list, { owner: 'acme', repo: 'shop' });
    github.on('GET /repos/acme/shop/rules/branches/secret', { body: [] });
    await client.paginate(client.rest.repos.getBranchRules, {
      owner: 'acme',
      repo: 'shop',
      branch: 'secret',
    });
    expect(told.slice(2).map(({ kind }) => kind)).toEqual([
      'POST /graphql',
      'GET /repos/{owner}/{repo}/pulls',
      'GET /repos/{owner}/{repo}/pulls',
      'GET /repos/{owner}/{repo}/rules/branches/{}',
    ]);
  });

  test('without an answer, and once when it was cut off', async () => {
    nock.cleanAll();
    nock(BASE).get('/app').times(3).replyWithError('socket hang up');
    await expect(github.clients.app.rest.apps.getAuthenticated()).rejects.toThrow('socket hang up');
    expect(told.map(({ status }) => status)).toEqual([null, null, null]);
    told.length = 0;
    nock(BASE).get('/app').times(3).reply(200, '{"id": ', { 'content-type': 'application/json' });
    await expect(github.clients.app.rest.apps.getAuthenticated()).rejects.toThrow('cut off');
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  const KIND = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
});

test('requests are sent by the way that is given, signing in included', async () => {
  nock.cleanAll();
  const asked: string[] = [];
  const answer = (body: object) =>
    new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  github = fakeGitHub({
    fetch: async (url) => {
      asked.push(String(url instanceof Request ? url.url : url).replace(BASE, ''));
      return answer({ token: `${'ghs'}_z`, expires_at: '2099-01-01T00:00:00Z', permissions: {} });
    },
  });
  await readPull();
  expect(asked).toEqual([
    `/app/installations/${INSTALLATION}`,
    `/app/installations/${INSTALLATION}/access_tokens`,
    '/repos/acme/shop/pulls/1',
  ]);
});

describe('what is sent again', () => {
  const ok: Reply = { body: { number: 1 } };
  test.each<[string, Reply[], number]>([
    ['a read after two 5xx', [{ status: 502 }, { status: 503, body: {} }, ok], 3],
    [
      'a read whose answer was cut off',
      [{ body: '{"number": 1, "ti', headers: { 'content-type': 'application/json' } }, ok],
      2,
    ],
  ])('%s', async (_, replies, times) => {
    github.on(PULL, ...replies);
    expect((await readPull()).data.number).toBe(1);
    expect(github.calls()).toHaveLength(times);
  });

  test.each<[string, Reply, number]>([
    ['a read that fails every time', { status: 500, body: {} }, 3],
    [
      'a read when GitHub says how long to wait',
      { status: 503, body: {}, headers: { 'retry-after': '9' } },
      1,
    ],
    ['a read that is refused', { status: 404, body: { message: 'Not Found' } }, 1],
  ])('not for ever: %s', async (_, reply, times) => {
    github.on(PULL, reply);
    await expect(readPull()).rejects.toMatchObject({ status: reply.status });
    expect(github.calls()).toHaveLength(times);
  });

  test('never a write', async () => {
    github.on('POST /repos/acme/shop/merges', { status: 502 });
    const client = github.clients.installation(INSTALLATION, { repositories: ['shop'] });
    await expect(
      client.rest.repos.merge({ owner: 'acme', repo: 'shop', base: 'a', head: 'b' }),
    ).rejects.toMatchObject({ status: 502 });
    expect(github.calls()).toHaveLength(1);
  });

  test('a GraphQL query after a 502, at the GraphQL address of the server', async () => {
    github.query('viewer', { status: 502 }, { body: { data: { viewer: null } } });
    const client = github.clients.installation(INSTALLATION);
    expect(await client.graphql('query viewer { viewer { login } }')).toEqual({ viewer: null });
    expect(github.calls()).toEqual(['query viewer', 'query viewer']);
  });

  test('a read after the connection broke', async () => {
    nock.cleanAll();
    const scope = nock(BASE)
      .get('/app')
      .replyWithError('socket hang up')
      .get('/app')
      .reply(200, { id: APP_ID });
    expect((await github.clients.app.rest.apps.getAuthenticated()).data?.id).toBe(APP_ID);
    scope.done();
  });

  test('not a read that took too long', async () => {
    let asked = 0;
    const silent = createServer(() => void asked++);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    nock.cleanAll();
    nock.enableNetConnect('127.0.0.1');
    github = fakeGitHub({ timeoutMs: 500, baseUrl: `http://127.0.0.1:${port}` });
    const read = attempt('read the app', async () => github.clients.app.rest.apps.getAuthenticated());
    await expect(read).rejects.toThrow('Could not read the app: GitHub did not answer (');
    expect(asked).toBe(1);
    const signIn = github.clients.reader(INSTALLATION, 'shop');
    await expect(signIn).rejects.toThrow(
      `Could not sign in to installation ${INSTALLATION}: GitHub did not answer (`,
    );
    nock.disableNetConnect();
    silent.closeAllConnections();
    silent.close();
  });
});

describe('being refused for too many requests', () => {
  const refusals: [string, Reply, number][] = [
    [
      '429 with a time',
      { status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '17' } },
      17,
    ],
    [
      'secondary limit with a time',
      {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit' },
        headers: { 'retry-after': '30' },
      },
      30,
    ],
    [
      'secondary limit without a time',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit' } },
      60,
    ],
  ];
  test.each(refusals)('%s', async (_, reply, seconds) => {
    github.on(PULL, reply);
    const error = await attempt('read it', readPull).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({
      retryAfterSeconds: seconds,
      resting: true,
      message: `Could not read it: GitHub asks to wait ${seconds} seconds (too many requests). It is tried again then.`,
    });
    expect(github.calls()).toHaveLength(1);
  });

  test('used up until the hour is over', async () => {
    const reset = Math.floor(Date.now() / 1000) + 100;
    github.on(PULL, {
      status: 403,
      body: { message: 'API rate limit exceeded for installation' },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    });
    const error = (await attempt('read it', readPull).catch((caught: unknown) => caught)) as SourceError;
    expect(error.retryAfterSeconds).toBeGreaterThan(97);
    expect(error.retryAfterSeconds).toBeLessThan(104);
  });

  test('until then nothing more is sent for that installation, and others go on', async () => {
    github.on(PULL, { status: 429, body: {}, headers: { 'retry-after': '17' } });
    github.on('GET /app/installations/43', { body: { permissions: { metadata: 'read' } } });
    github.on('POST /app/installations/43/access_tokens', token());
    await expect(readPull()).rejects.toMatchObject({ status: 429 });
    await expect(readPull()).rejects.toMatchObject({ retryAfterSeconds: 17 });
    expect(github.calls()).toHaveLength(1);
    github.on(PULL, { body: { number: 1 } });
    expect((await readPull(github.clients.installation(43))).data.number).toBe(1);
  });
});

test('log lines tell what was asked and never a token', async () => {
  const lines: unknown[] = [];
  const log = {
    debug: (...line: unknown[]) => void lines.push(line),
    warn: (...line: unknown[]) => void lines.push(line),
  };
  nock.cleanAll();
  github = fakeGitHub({ log });
  github.on(PULL, { status: 502 }, { body: {} });
  await readPull();
  expect(lines).toContainEqual([
    { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}', status: 200, ms: expect.any(Number) },
    'GitHub answered',
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/ghs_|bearer|eyJ/i);
});
