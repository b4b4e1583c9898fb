import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isTestPath } from './_paths.ts';
import { scanPrivateKeys } from './_private-keys.ts';
import { sample } from './_sample.ts';
import { addedSecrets, describePlaces, needsPatch } from './_secrets.ts';

const dashes = '-'.repeat(5);
const key = [
  `${dashes}BEGIN PRIVATE KEY${dashes}`,
  sample(64),
  sample(96).slice(64),
  `${dashes}END PRIVATE KEY${dashes}`,
  '',
].join('\n');

export const testPrivateKey: Rule<Record<string, never>> = {
  id: 'test-private-key',
  family: 'secret-added',
  summary: 'A private key is added among tests or fixtures.',
  why: 'Most keys among tests were made for them and open nothing. But a key does not show where else it is trusted, and copying a working one is the quickest way to make a test pass, so a person who knows has to say.',
  remediation:
    'Make the key when the test runs, or confirm in the review that it was made for the tests only.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: needsPatch,
  inspect({ files }) {
    const found = addedSecrets(files, (lines, path) => (isTestPath(path) ? scanPrivateKeys(lines) : []));
    return [...found].map(([what, places]) => ({
      rule: 'test-private-key',
      family: 'secret-added',
      severity: 'low',
      message: `${what} added among tests in ${describePlaces(places)}. Make it when the test runs, or confirm that nothing else trusts it.`,
      places,
    }));
  },

  flagged: [
    {
      name: 'a fixture',
      files: [{ path: 'test/fixtures/server.key', before: null, after: key }],
      places: [{ path: 'test/fixtures/server.key', line: 1, side: 'head' }],
    },
    {
      name: 'a key in a test',
      files: [{ path: 'pkg/tls_test.go', before: null, after: `package tls\n\nconst key = \`${key}\`\n` }],
      places: [{ path: 'pkg/tls_test.go', line: 3, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a key that is made when the test runs',
      files: [
        {
          path: 'test/tls.test.ts',
          before: null,
          after: "const { privateKey } = generateKeyPairSync('ed25519');\n",
        },
      ],
    },
    {
      name: 'a public key among fixtures',
      files: [{ path: 'test/fixtures/server.pub', before: null, after: key.replaceAll('PRIVATE', 'PUBLIC') }],
    },
  ],
};
