import { scanAssignments } from '../../../../src/core/rules/secret-added/_assignments.ts';
import { scanConnectionStrings } from '../../../../src/core/rules/secret-added/_connection-strings.ts';
import { looksRandom } from '../../../../src/core/rules/secret-added/_placeholder.ts';
import { sample } from '../../../../src/core/rules/secret-added/_sample.ts';

const value = sample(32);
const found = (text: string, path = 'config/mcp.json'): number =>
  scanAssignments([{ line: 1, text }], path).length;

test.each([
  ['a header of a tool server', `"headers": { "Authorization": "Bearer ${value}" }`],
  ['a header on a command line', `curl -H "Authorization: Bearer ${value}" https://api.acme.io`],
  ['a key in a header', `fetch(url, { headers: { 'X-Api-Key': '${value}' } })`],
  ['an option', `deploy --api-key ${value} --verbose`],
  ['an option with its value', `deploy --token=${value}`],
  ['arguments of a tool server', `"args": ["--api-key", "${value}"]`],
  ['a user of curl', `curl -u admin:${sample(16)} https://api.acme.io`],
  ['an attribute', `<add key="ClearTextPassword" value="${sample(16)}" />`],
  ['a login to a registry', `{ "auths": { "ghcr.io": { "auth": "${btoa(`app:${sample(20)}`)}" } } }`],
  ['capitals and digits', `token = "${'QX7' + sample(40, 'base32').slice(0, 25)}9"`],
])('%s', (_name, text) => {
  expect(found(text)).toBe(1);
});

test.each([
  ['a variable in a header', '"Authorization": "Bearer ${ACME_TOKEN}"'],
  ['a stand-in in a header', 'Authorization: Bearer YOUR_TOKEN_GOES_HERE_12345'],
  ['a word in a header', 'Authorization: Bearer my-access-token-for-this-service'],
  ['an option that names a file', 'deploy --key-file ./deploy/production.key.json'],
  ['a variable as an option', 'deploy --token $DEPLOY_TOKEN'],
  ['a token against forged requests', `csrf-token=${value}`],
  ['a hash of a secret', `"hashed_secret": "${sample(40, 'hex')}"`],
  ['a constant', 'token = "DEFAULT_TOKEN_NAME_2"'],
  ['a login without a password', `"auth": "${btoa('app:YOUR_PASSWORD_123')}"`],
])('not %s', (_name, text) => {
  expect(found(text)).toBe(0);
});

test('tests, docs and files of tools are left out', () => {
  const text = `"Authorization": "Bearer ${value}"`;
  for (const path of [
    'test/mcp.json',
    'docs/mcp.json',
    'README.md',
    '.secrets.baseline',
    'package-lock.json',
  ]) {
    expect(found(text, path)).toBe(0);
  }
});

describe('a connection string of keys and values', () => {
  const scan = (text: string) =>
    scanConnectionStrings([{ line: 1, text }], 'src/db.cs').map(({ what }) => what);
  const what = 'Password in a connection string';
  test.each([
    `Server=tcp:shop.database.windows.net,1433;Database=shop;User ID=app;Password=${sample(14)};Encrypt=True`,
    `Host=db.acme.io;Username=app;Password=${sample(14)}`,
    `Data Source=10.20.7.31;Initial Catalog=shop;User Id=app;Pwd=${sample(14)};`,
  ])('%s', (text) => {
    expect(scan(text)).toEqual([what]);
  });
  test.each([
    `Server=localhost;Database=shop;User ID=sa;Password=${sample(14)}`,
    'Server=db.acme.io;User ID=app;Password=${DB_PASSWORD}',
    'Server=db.acme.io;User ID=app;Password=password',
    'Server=db.acme.io;User ID=app;Password={0}',
  ])('not %s', (text) => {
    expect(scan(text)).toEqual([]);
  });
});

test.each([
  ['xqfk4rmbwtgzhnpvd27slc9jb', true],
  ['configurationmanager2024x1y2', false],
  ['my-long-service-account-name-2', false],
  ['projectSettingsControllerV2', false],
])('%s looks random: %s', (text, expected) => {
  expect(looksRandom(text)).toBe(expected);
});
