import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { scanProviders } from './_providers.ts';
import { sample } from './_sample.ts';
import { addedSecrets, describePlaces, needsPatch } from './_secrets.ts';

const github = 'ghp_' + sample(36);
const stripe = 'sk_live_' + sample(24);
const serviceRole = (iss: string): string =>
  [
    { alg: 'HS256', typ: 'JWT' },
    { iss, role: 'service_role', exp: 1983812996 },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(sample(43))
    .join('.');

export const providerToken: Rule<Record<string, never>> = {
  id: 'provider-token',
  family: 'secret-added',
  summary: 'A token or key in a format that a provider made recognisable is added.',
  why: 'Whatever is pushed must be taken as known to others: forks, caches, logs and every clone keep it, and public repositories are searched for such tokens within minutes. Agents write what they find in their environment or were given to try something out straight into code, tests and notes. A line that only moved is not reported, since nothing new became known.',
  remediation:
    'Revoke the credential at its provider first; deleting the line leaves it in the history. Then read it from the environment or a secret store.',
  severity: 'critical',
  action: 'block',
  options: z.strictObject({}),
  needs: needsPatch,
  inspect: ({ files }) =>
    [...addedSecrets(files, scanProviders)].map(([what, places]) => ({
      rule: 'provider-token',
      family: 'secret-added',
      severity: 'critical',
      message: `${what} added in ${describePlaces(places)}. Revoke it at the provider now, then read it from the environment or a secret store.`,
      places,
    })),

  flagged: [
    {
      name: 'a token as a default value',
      files: [
        {
          path: 'src/client.ts',
          before: 'const token = process.env.GITHUB_TOKEN;\n',
          after: `const token = process.env.GITHUB_TOKEN ?? '${github}';\n`,
        },
      ],
      places: [{ path: 'src/client.ts', line: 1, side: 'head' }],
    },
    {
      name: 'keys in a committed environment file and in a test',
      files: [
        {
          path: '.env',
          before: 'PORT=8080\n',
          after: `PORT=8080\nSTRIPE_KEY=${stripe}\nAWS_ACCESS_KEY_ID=${'AKIA' + sample(16, 'base32')}\n`,
        },
        { path: 'test/pay.test.ts', before: null, after: `pay({ key: "${stripe}" });\n` },
      ],
      places: [
        { path: '.env', line: 2, side: 'head' },
        { path: '.env', line: 3, side: 'head' },
        { path: 'test/pay.test.ts', line: 1, side: 'head' },
      ],
    },
    {
      name: "a hosted project's key past all row policies",
      files: [{ path: 'src/admin.ts', before: null, after: `const key = '${serviceRole('supabase')}';\n` }],
      places: [{ path: 'src/admin.ts', line: 1, side: 'head' }],
    },
    {
      name: 'one token is replaced with another',
      files: [
        {
          path: 'deploy.sh',
          before: `export GITHUB_TOKEN=${github}\n`,
          after: `export GITHUB_TOKEN=${'gho_' + sample(36)}\n`,
        },
      ],
      places: [{ path: 'deploy.sh', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'placeholders and examples',
      files: [
        {
          path: 'docs/setup.md',
          before: null,
          after: [
            `GITHUB_TOKEN=${'ghp_' + 'x'.repeat(36)}`,
            `AWS_ACCESS_KEY_ID=${['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')}`,
            `OPENAI_API_KEY=${'sk-' + 'abcdefghijkl'.repeat(4)}`,
            'NPM_TOKEN=${NPM_TOKEN}',
            '',
          ].join('\n'),
        },
      ],
    },
    {
      name: 'a line that moved to another file',
      files: [
        { path: 'src/a.ts', before: `const key = '${stripe}';\n`, after: '\n' },
        { path: 'src/b.ts', before: null, after: `export const key = '${stripe}';\n` },
      ],
    },
    {
      name: 'the key that everyone has for a database on the own machine',
      files: [
        { path: 'src/admin.ts', before: null, after: `const key = '${serviceRole('supabase-demo')}';\n` },
      ],
    },
    {
      name: 'names in code that go on like the prefix of a token',
      files: [
        {
          path: 'test/test_conftest.py',
          before: null,
          after: [
            'def test_check_vcr_cassette_usage_allows_loaded_unused_cassettes_by_default() -> None:',
            '    vcr_cassette_usage_allows_loaded_unused_cassettes_by_default()',
            '    assert cache_key_sk_live_and_publishable_key_are_told_apart',
            '',
          ].join('\n'),
        },
        {
          path: 'scripts/scrub.py',
          before: null,
          after: `if "${'ASIA' + sample(16, 'base32')}" not in redacted:\n    print("done")\n`,
        },
        {
          path: 'src/records.ts',
          before: null,
          after: `const refund = find('rnd_${sample(32)}');\nconst icon = 'my-pa-${sample(43)}';\n`,
        },
      ],
    },
    {
      name: 'patterns that recognise tokens',
      files: [
        {
          path: 'src/scan.ts',
          before: null,
          after: 'export const TOKEN = /ghp_[A-Za-z0-9]{36}/;\n',
        },
      ],
    },
  ],
};
