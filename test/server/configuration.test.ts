import { generateKeyPairSync } from 'node:crypto';
import { configurationFrom } from '../../src/server/configuration.ts';

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
      credentials: { appId: 12, privateKey: key.trim(), webhookSecret: 's' },
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
      host: '0.0.0.0',
      port: 3000,
      data: './data',
      logLevel: 'info',
      floor: 'look',
    },
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
  ['a key that is none', { ...complete, PRIVATE_KEY: 'hello' }, [/^PRIVATE_KEY is not a private key/]],
  [
    'a key file that is not there',
    { APP_ID: '1', WEBHOOK_SECRET: 's', PRIVATE_KEY_PATH: 'x.pem' },
    [/x\.pem cannot be read/],
  ],
  [
    'several wrong values at once',
    { APP_ID: 'x', PORT: '99999', GHE_PROTOCOL: 'ftp', AGENTGUARD_FLOOR: 'maybe' },
    [/^APP_ID/, /^GHE_PROTOCOL/, /^PORT/, /^AGENTGUARD_FLOOR/],
  ],
  ['a host with a path', { ...complete, GHE_HOST: 'ghe.example/api' }, [/^GHE_HOST/]],
])('names the problem: %s', (_name, environment, expected) => {
  const result = read(environment);
  const problems = 'problems' in result ? result.problems : [];
  expect(problems).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern);
});

test('a problem never repeats the key', () => {
  const result = read({ ...complete, PRIVATE_KEY: `${key.slice(0, 200)}broken` });
  expect(JSON.stringify(result)).not.toContain(key.slice(40, 90));
});
