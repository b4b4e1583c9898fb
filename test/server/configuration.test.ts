import { generateKeyPairSync } from 'node:crypto';
import { configurationFrom } from '../../src/server/configuration.ts';
import { newRecordKey } from '../support/record-key.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const noFile = (): string => {
  throw new Error('ENOENT');
};
const complete = { APP_ID: '12', PRIVATE_KEY: key, WEBHOOK_SECRET: 's' };

const read = (environment: Record<string, string>, readFile: (path: string) => string = noFile) =>
  configurationFrom(environment, readFile);

test('is complete without GitHub Enterprise Server', () => {
  expect(read(complete)).toEqual({
    configuration: {
      credentials: {
        appId: 12,
        privateKey: key.trim(),
        webhookSecret: 's',
        previousWebhookSecret: null,
      },
      recordKey: null,
      signIn: null,
      publicUrl: null,
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
      host: '0.0.0.0',
      port: 3000,
      data: './data',
      databaseUrl: null,
      concurrency: 4,
      writesPerMinute: 60,
      metricsToken: null,
      proxy: null,
      logLevel: 'info',
      floor: 'look',
    },
    notes: [],
  });
});

test('takes GitHub Enterprise Server as Probot does', () => {
  expect(read({ ...complete, GHE_HOST: 'ghe.acme.example:8443', GHE_PROTOCOL: 'http' })).toMatchObject({
    configuration: { apiUrl: 'http://ghe.acme.example:8443/api/v3', webUrl: 'http://ghe.acme.example:8443' },
  });
});

test.each([
  ['with literal line ends', key.replaceAll('\n', '\\n')],
  ['in base64', Buffer.from(key).toString('base64')],
])('takes the key %s', (_name, given) => {
  expect(read({ ...complete, PRIVATE_KEY: given })).toMatchObject({
    configuration: { credentials: { privateKey: key.trim() } },
  });
});

test('reads the key from a file', () => {
  const { PRIVATE_KEY: _key, ...rest } = complete;
  const readFile = (path: string): string => (path === 'key.pem' ? key : noFile());
  expect(read({ ...rest, PRIVATE_KEY_PATH: 'key.pem' }, readFile)).toMatchObject({
    configuration: { credentials: { privateKey: key.trim() } },
  });
});

test('takes a key for the record in the same forms', () => {
  const { pem } = newRecordKey();
  for (const RECORD_KEY of [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')]) {
    expect(read({ ...complete, RECORD_KEY })).toMatchObject({ configuration: { recordKey: pem.trim() } });
  }
});

test.each([
  ['nothing', {}],
  [
    'blank values, as .env.example has them',
    { APP_ID: '', PRIVATE_KEY_PATH: '', WEBHOOK_SECRET: '', GHE_HOST: '' },
  ],
])('without credentials there are none, and no problem: %s', (_name, environment) => {
  expect(read(environment)).toMatchObject({ configuration: { credentials: null } });
});

test.each<[string, Record<string, string>, RegExp[]]>([
  ['no webhook secret', { APP_ID: '12', PRIVATE_KEY: key }, [/^WEBHOOK_SECRET is missing/]],
  ['a blank webhook secret', { ...complete, WEBHOOK_SECRET: '' }, [/^WEBHOOK_SECRET is missing/]],
  ['everything else missing', { WEBHOOK_SECRET: 's' }, [/^APP_ID is missing/, /^PRIVATE_KEY /]],
  [
    'a key for the record that is none',
    { ...complete, RECORD_KEY: 'hello' },
    [/^RECORD_KEY is not an Ed25519 private key/],
  ],
  [
    'a key for the record of another kind',
    { ...complete, RECORD_KEY: key },
    [/^RECORD_KEY is not an Ed25519 private key/],
  ],
  ['a key that is none', { ...complete, PRIVATE_KEY: 'hello' }, [/^PRIVATE_KEY is not a private key/]],
  [
    'a key file that is not there',
    { APP_ID: '1', WEBHOOK_SECRET: 's', PRIVATE_KEY_PATH: 'x.pem' },
    [/x\.pem cannot be read/],
  ],
  [
    'several wrong values at once, and what is missing besides',
    { APP_ID: 'x', PORT: '99999', GHE_PROTOCOL: 'ftp', AGENTGUARD_FLOOR: 'maybe', PRIVATE_KEY: 'hello' },
    [
      /^APP_ID must/,
      /^GHE_PROTOCOL/,
      /^PORT/,
      /^AGENTGUARD_FLOOR/,
      /^WEBHOOK_SECRET is missing/,
      /^PRIVATE_KEY is not/,
    ],
  ],
  [
    'only the secret before',
    { WEBHOOK_SECRET_PREVIOUS: 's' },
    [/^APP_ID/, /^PRIVATE_KEY/, /^WEBHOOK_SECRET is/],
  ],
  ['an app id that is no whole number', { ...complete, APP_ID: '1.5' }, [/^APP_ID must be a whole number/]],
  ['a database that is none', { DATABASE_URL: 'mysql://db/agentguard' }, [/^DATABASE_URL must/]],
  ['a database with blanks', { DATABASE_URL: 'agentguard' }, [/^DATABASE_URL must/]],
  ['too many jobs at once', { AGENTGUARD_CONCURRENCY: '65' }, [/^AGENTGUARD_CONCURRENCY must .* 0 to 64/]],
  ['half a job', { AGENTGUARD_CONCURRENCY: '0.5' }, [/^AGENTGUARD_CONCURRENCY must/]],
  ['no writes', { AGENTGUARD_WRITES_PER_MINUTE: '0' }, [/^AGENTGUARD_WRITES_PER_MINUTE must .* 1 to 1000/]],
  ['a token that can be guessed', { METRICS_TOKEN: 'metrics' }, [/^METRICS_TOKEN must/]],
  ['a proxy of another kind', { HTTPS_PROXY: 'socks5://proxy:1080' }, [/^HTTPS_PROXY must/]],
  ['certificates that are not there', { NODE_EXTRA_CA_CERTS: 'ca.pem' }, [/file ca\.pem cannot be read/]],
  ['half of sign-in', { ...complete, CLIENT_ID: 'Iv23' }, [/^CLIENT_SECRET is missing/, /^PUBLIC_URL is/]],
  [
    'the other half of sign-in',
    { ...complete, CLIENT_SECRET: 's', PUBLIC_URL: 'https://guard.example' },
    [/^CLIENT_ID is missing/],
  ],
  ['sign-in without an address', { ...complete, CLIENT_ID: 'i', CLIENT_SECRET: 's' }, [/^PUBLIC_URL is/]],
  [
    'sign-in at an address that is refused',
    { ...complete, CLIENT_ID: 'i', CLIENT_SECRET: 's', PUBLIC_URL: 'guard.example' },
    [/^PUBLIC_URL must/],
  ],
  ['an address without encryption', { PUBLIC_URL: 'http://guard.example' }, [/^PUBLIC_URL must be an https/]],
  ['an address with a path', { PUBLIC_URL: 'https://guard.example/pages' }, [/^PUBLIC_URL must/]],
  ['an address with a password', { PUBLIC_URL: 'https://a:b@guard.example' }, [/^PUBLIC_URL must/]],
  ['an address of another kind', { PUBLIC_URL: 'javascript:alert(1)' }, [/^PUBLIC_URL must/]],
  ['a host with a path', { ...complete, GHE_HOST: 'ghe.example/api' }, [/^GHE_HOST/]],
])('names the problem: %s', (_name, environment, expected) => {
  const result = read(environment);
  const problems = 'problems' in result ? result.problems : [];
  expect(problems).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern);
});

test.each([
  ['https://guard.example', 'https://guard.example'],
  ['https://Guard.Example:443/', 'https://guard.example'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
])('people sign in at %s', (given, publicUrl) => {
  expect(read({ ...complete, CLIENT_ID: 'i', CLIENT_SECRET: 's', PUBLIC_URL: given })).toMatchObject({
    configuration: { signIn: { clientId: 'i', clientSecret: 's' }, publicUrl },
  });
});

test('reads what is there for operators', () => {
  const environment = {
    ...complete,
    WEBHOOK_SECRET_PREVIOUS: 'before',
    DATABASE_URL: 'postgresql://name:word@db.example:6432/guard?sslmode=verify-full',
    AGENTGUARD_CONCURRENCY: '0',
    AGENTGUARD_WRITES_PER_MINUTE: '1000',
    METRICS_TOKEN: 'x'.repeat(16),
    https_proxy: 'proxy.example:3128',
    HTTPS_PROXY: 'http://another.example:3128',
    HTTP_PROXY: 'https://proxy.example',
    NO_PROXY: 'ghe.example,.internal',
    NODE_EXTRA_CA_CERTS: 'ca.pem',
  };
  expect(read(environment, () => '-----BEGIN CERTIFICATE-----')).toMatchObject({
    configuration: {
      credentials: { webhookSecret: 's', previousWebhookSecret: 'before' },
      databaseUrl: environment.DATABASE_URL,
      concurrency: 0,
      writesPerMinute: 1000,
      metricsToken: environment.METRICS_TOKEN,
      proxy: {
        https: 'http://proxy.example:3128',
        http: 'https://proxy.example',
        except: 'ghe.example,.internal',
      },
    },
    notes: [],
  });
});

test('a file of certificates that holds none is named', () => {
  expect(read({ NODE_EXTRA_CA_CERTS: 'ca.pem' }, () => 'hello')).toEqual({
    problems: ['NODE_EXTRA_CA_CERTS: the file ca.pem holds no certificate in PEM format.'],
  });
});

test.each<[string, Record<string, string>, string[]]>([
  [
    'two stores',
    { DATABASE_URL: 'postgres://db/guard', AGENTGUARD_DATA: './data' },
    ['DATABASE_URL is set, so AGENTGUARD_DATA has no effect'],
  ],
  [
    'nobody to evaluate',
    { AGENTGUARD_CONCURRENCY: '0' },
    [
      'AGENTGUARD_CONCURRENCY is 0 and the store is embedded, which no other process can share: nothing will be evaluated',
    ],
  ],
  [
    'the same secret twice',
    { ...complete, WEBHOOK_SECRET_PREVIOUS: 's' },
    ['WEBHOOK_SECRET_PREVIOUS is the same as WEBHOOK_SECRET and has no effect'],
  ],
  [
    'a typing error',
    { AGENTGUARD_CONCURENCY: '8' },
    [
      'AGENTGUARD_CONCURENCY is no variable of this version and has no effect. Did you mean `AGENTGUARD_CONCURRENCY`?',
    ],
  ],
  [
    'a variable of another version',
    { AGENTGUARD_TELEPATHY_RANGE_KILOMETRES: '8' },
    ['AGENTGUARD_TELEPATHY_RANGE_KILOMETRES is no variable of this version and has no effect.'],
  ],
  [
    'what Kubernetes sets by itself',
    {
      AGENTGUARD_SERVICE_HOST: '10.0.0.1',
      AGENTGUARD_SERVICE_PORT_HTTP: '3000',
      AGENTGUARD_PORT: 'tcp://10.0.0.1:3000',
      AGENTGUARD_PORT_3000_TCP_ADDR: '10.0.0.1',
    },
    [],
  ],
])('says what has no effect: %s', (_name, environment, notes) => {
  expect(read(environment)).toMatchObject({ notes });
});

test.each([
  ['DATABASE_URL', 'mysql://name:word-of-passage@db/guard'],
  ['DATABASE_URL', 'name:word-of-passage@db/guard'],
  ['HTTPS_PROXY', 'ftp://name:word-of-passage@proxy'],
  ['METRICS_TOKEN', 'word-of-passage with blanks'],
  ['PORT', 'word-of-passage'],
])('a problem never repeats a password: %s', (name, value) => {
  const result = read({ [name]: value });
  expect(result).toMatchObject({ problems: [expect.stringContaining(`${name} must`)] });
  expect(JSON.stringify(result)).not.toContain('passage');
});

test('a problem never repeats the key', () => {
  const result = read({ ...complete, PRIVATE_KEY: `${key.slice(0, 200)}broken` });
  expect(JSON.stringify(result)).not.toContain(key.slice(40, 90));
});
