import { connectionString } from '../../../../src/core/rules/secret-added/connection-string.ts';
import { genericSecret } from '../../../../src/core/rules/secret-added/generic-secret.ts';
import { privateKey } from '../../../../src/core/rules/secret-added/private-key.ts';
import { providerToken } from '../../../../src/core/rules/secret-added/provider-token.ts';
import { maskSamples, sample } from '../../../../src/core/rules/secret-added/_sample.ts';
import { testPrivateKey } from '../../../../src/core/rules/secret-added/test-private-key.ts';
import type { Example, Finding } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const RULES = [providerToken, privateKey, testPrivateKey, connectionString, genericSecret];

const inspect = (files: Example['files']): Finding[] =>
  RULES.flatMap((rule) => rule.inspect(changeFacts(files), {}));
const added = (path: string, after: string): Example['files'][number] => ({ path, before: null, after });

const token = 'ghp_' + sample(36);

describe('messages', () => {
  const texts = RULES.flatMap((rule) => rule.flagged).flatMap(({ files }) =>
    inspect(files).map(({ message }) => message),
  );
  test('never contain a part of the secret', () => {
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) expect(maskSamples(text)).toBe(text);
  });
  test('name the provider and where it is', () => {
    const [finding] = inspect([
      added('src/a.ts', `one\nconst t = '${token}';\n`),
      added('src/b.ts', `const t = '${token}';\n`),
    ]);
    expect(finding).toEqual({
      rule: 'provider-token',
      family: 'secret-added',
      severity: 'critical',
      message:
        'GitHub token added in src/a.ts:2 and 1 other place. Revoke it at the provider now, then read it from the environment or a secret store.',
      places: [
        { path: 'src/a.ts', line: 2, side: 'head' },
        { path: 'src/b.ts', line: 1, side: 'head' },
      ],
    });
  });
});

test('one secret is reported by one rule', () => {
  const rules = (line: string): string[] => inspect([added('src/a.ts', `${line}\n`)]).map(({ rule }) => rule);
  expect(rules(`const apiKey = '${token}';`)).toEqual(['provider-token']);
  expect(rules(`const dbPassword = 'postgres://a:${sample(20)}@db.acme.io/x';`)).toEqual([
    'connection-string',
  ]);
});

test('what is taken away elsewhere has only moved; a second, new one has not', () => {
  const other = 'ghp_' + sample(72).slice(36);
  const moved = [
    { path: 'src/a.ts', before: `a('${token}');\n`, after: null },
    added('src/b.ts', `b('${token}');\nb('${other}');\n`),
  ];
  expect(inspect(moved).flatMap(({ places }) => places)).toEqual([
    { path: 'src/b.ts', line: 2, side: 'head' },
  ]);
});

test('a token anywhere in a very long line is found once', () => {
  const filler = 'lorem ipsum '.repeat(1_500);
  for (const position of [0, 14_300, 16_370, 18_000]) {
    const text = `${filler.slice(0, position)} ${token} ${filler.slice(position)}`;
    expect(inspect([added('dist/app.js', `${text}\n`)]).flatMap(({ places }) => places)).toEqual([
      { path: 'dist/app.js', line: 1, side: 'head' },
    ]);
  }
});

test.each([
  ['prefixes', 'ghp_xoxb-sk-AKIA'.repeat(60_000)],
  ['names', 'password='.repeat(100_000)],
  ['assignments', `secret="${sample(30)}",`.repeat(20_000)],
  ['URLs', 'a://b:c'.repeat(100_000)],
  ['almost URLs', 'https://user:pass'.repeat(50_000) + '@'],
  ['query parameters', '?sv=1&se=2&sig='.repeat(60_000)],
  ['key headers', `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}`.repeat(30_000)],
  ['base64', sample(1_000) + 'A9+/'.repeat(200_000)],
  ['dots', 'MTk4.'.repeat(150_000)],
])('a line of a million %s takes a bounded time', (_name, text) => {
  const start = performance.now();
  inspect([added('config/app.yml', `${text}\n`)]);
  expect(performance.now() - start).toBeLessThan(6_000);
});
