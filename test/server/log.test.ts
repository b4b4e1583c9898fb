import { randomBytes } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { Client } from 'pg';
import { z } from 'zod';
import { createLog } from '../../src/server/log.ts';

// Assembled here, so that no file holds anything that looks like a secret.
const random = randomBytes(24).toString('hex');
const password = `word${random}`;
const jwt = [{ alg: 'RS256' }, { iss: 12, salt: random }, { sign: random }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');
const dashes = '-'.repeat(5);
const pem = `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${random}\n${random}\n${dashes}END RSA PRIVATE KEY${dashes}\n`;
const tokens = ['ghp', 'gho', 'ghu', 'ghs', 'ghr', 'github_pat'].map((kind) => `${kind}_${random}`);
const databaseUrl = `postgres://guard:${password}@db.example:5432/guard`;

const written = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog('trace', { write: (line) => void lines.push(line) }));
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  return lines.join('');
};
const hidden = [random, jwt.split('.')[1] ?? '', jwt.split('.')[2] ?? ''];

/** A request that GitHub refuses, with secrets in everything about it. */
const octokit: unknown = await new Octokit({
  auth: tokens[3],
  log: { debug() {}, info() {}, warn() {}, error() {} },
  request: {
    fetch: async () =>
      Response.json(
        { message: `Bad credentials ${tokens[3]}`, key: pem },
        { status: 401, headers: { 'set-cookie': random } },
      ),
  },
})
  .request('POST /app/hook/deliveries', {
    baseUrl: `https://x-access-token:${random}@api.github.com`,
    headers: { authorization: `bearer ${jwt}`, 'x-other': random },
    secret: random,
  })
  .catch((error: unknown) => error);
const ownProperties = Object.assign(new Error('with properties'), {
  privateKey: pem,
  connection: { connectionString: databaseUrl },
  config: { headers: { authorization: `token ${tokens[0]}` } },
  request: { random },
});
const zod = z
  .object({ key: z.literal('x'), nested: z.object({ n: z.number() }) })
  .safeParse({ key: random, nested: { n: random } }).error;
const nested = new Error('outside', {
  cause: new Error(`connect to ${databaseUrl}`, { cause: new Error(`with ${pem}`, { cause: octokit }) }),
});

/** The same without a message that octokit knows: it takes the body for it. */
const unknown: unknown = await new Octokit({
  log: { debug() {}, info() {}, warn() {}, error() {} },
  request: { fetch: async () => Response.json({ random }, { status: 502 }) },
})
  .request('GET /app')
  .catch((error: unknown) => error);

test.each<[string, unknown]>([
  ['a request error of octokit', octokit],
  ['a request error with a body that is no message', unknown],
  ['the same as a cause', new Error('could not sign in', { cause: unknown })],
  ['an error with secrets as properties', ownProperties],
  ['an error of zod', zod],
  ['nested causes', nested],
  ['several errors in one', new AggregateError([octokit, new Error(databaseUrl)], `all failed: ${jwt}`)],
  ['a message with a private key', new Error(`cannot use ${pem}`)],
  ['a message with a private key that is cut short', new Error(`cannot use ${pem.slice(0, 60)}`)],
  ['a cause that is somebody’s object', new Error('thrown', { cause: { random } })],
  ['an address that cannot be read', new TypeError(`Invalid URL ${databaseUrl}?x=1`)],
  ['a password that should have been escaped', new Error(`postgres://guard:a/b?${random}@db.example/guard`)],
])('shows nothing secret of %s, wherever it is written', (_name, error) => {
  const text = written((log) => {
    log.error({ err: error }, 'failed');
    log.error({ error, reason: error, job: 'acme/shop#1' }, 'failed');
    log.error(error);
    log.error({ err: error });
    log.child({ name: 'probot' }).warn({ err: error }, 'failed');
  });
  for (const secret of hidden) expect(text).not.toContain(secret);
  expect(text).toContain('failed');
});

test('shows nothing secret of an error of PostgreSQL', async () => {
  const client = new Client({ connectionString: `postgres://guard:${password}@127.0.0.1:1/guard` });
  const error: unknown = await client.connect().catch((err: unknown) => err);
  const text = written((log) => log.error({ err: error, client }, 'failed'));
  expect(text).not.toContain(random);
  expect(JSON.parse(text)).toMatchObject({ err: { code: 'ECONNREFUSED' } });
});

test.each([
  ...tokens.map((token) => [token, '[secret]']),
  [`first line\n${tokens[3]}`, 'first line\n[secret]'],
  [`authorization: Bearer ${random}`, 'authorization: Bearer [secret]'],
  [`Basic ${Buffer.from(`name:${random}`).toString('base64')}`, 'Basic [secret]'],
  [`sent ${jwt} to GitHub`, 'sent [secret] to GitHub'],
  [pem, '[secret]\n'],
  [databaseUrl, 'postgres://[secret]@db.example:5432/guard'],
  [`http://proxy:${password}@proxy.example:3128`, 'http://[secret]@proxy.example:3128'],
  [`https://${random}@github.com/acme/shop`, 'https://[secret]@github.com/acme/shop'],
])('masks what looks like a secret in a message: %#', (message, expected) => {
  expect(JSON.parse(written((log) => log.info({ note: message }, message)))).toMatchObject({
    msg: expected,
    note: expected,
  });
});

test.each([
  'at run (file:///srv/node_modules/@octokit/request/index.js:12:3)',
  'see https://docs.github.com/rest/checks/runs?apiVersion=2022-11-28#create',
  'http://localhost:3000/node_modules/@scope/name',
  'a bearer token and basic authentication are wanted',
  'acme/shop#12 by nadia@example.com',
  'installation:42 of ghost_writer',
])('leaves alone what is no secret: %s', (message) => {
  expect(JSON.parse(written((log) => log.info(message)))).toMatchObject({ msg: message });
});

test.each(['headers', 'authorization', 'privateKey', 'webhookSecret', 'databaseUrl', 'metricsToken'])(
  'a field by the name of %s is masked two levels deep',
  (name) => {
    const text = written((log) => log.info({ [name]: random, a: { [name]: random, b: { [name]: random } } }));
    expect(text).not.toContain(random);
  },
);

test('a secret field is masked in lists, in objects of any kind and in what a child log carries', () => {
  class Holder {
    readonly token = random;
    readonly near = 'shown';
  }
  const text = written((log) => {
    log.info({ list: [{ token: random, near: 'listed' }], holder: new Holder(), at: new Date(0) });
    log.child({ token: random, near: 'carried' }).info('of a child');
  });
  expect(text).not.toContain(random);
  for (const word of ['shown', 'listed', 'carried', '1970-01-01T00:00:00.000Z']) expect(text).toContain(word);
});

test('of an error there is its type, message, stack, status, code and the messages of its causes', () => {
  const error = Object.assign(new TypeError('it broke', { cause: new Error('the disk is full') }), {
    status: 503,
    code: '53300',
    detail: random,
  });
  const { err } = JSON.parse(written((log) => log.error({ err: error }, 'failed'))) as { err: object };
  expect(err).toEqual({
    type: 'TypeError',
    message: 'it broke',
    stack: error.stack,
    status: 503,
    code: '53300',
    cause: ['the disk is full'],
  });
});

test('masking takes time in proportion to the line', () => {
  const hostile = ['eyJ', 'ghs_', 'a://b:', '-----BEGIN KEY', 'bearer ', '://'];
  for (const piece of hostile) {
    const began = process.cpuUsage();
    written((log) => log.info(piece.repeat(200_000 / piece.length)));
    const { user, system } = process.cpuUsage(began);
    // Of the processor's own time: the machine may be busy with something else.
    expect((user + system) / 1000).toBeLessThan(1_000);
  }
});
