import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isTestPath } from './_paths.ts';
import { scanPrivateKeys } from './_private-keys.ts';
import { sample } from './_sample.ts';
import { addedSecrets, describePlaces, needsPatch } from './_secrets.ts';

const dashes = '-'.repeat(5);
const pem = (kind: string): string[] => [
  `${dashes}BEGIN ${kind}${dashes}`,
  sample(64),
  sample(128).slice(64),
  `${dashes}END ${kind}${dashes}`,
];

const [header = '', , , footer = ''] = pem('OPENSSH PRIVATE KEY');
/** Its magic words, then no cipher, no key derivation, one key. */
const opensshStart = Buffer.from(
  'openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01\0\0\0',
).toString('base64');

export const privateKey: Rule<Record<string, never>> = {
  id: 'private-key',
  family: 'secret-added',
  summary: 'A private key (PEM, SSH, PGP, age, a service account) is added outside of tests.',
  why: 'Whoever has a private key is, to every machine that trusts it, its owner. A key in a repository is known to everyone who has or will have a clone, and deleting the file does not take it back. Keys that tests use are a matter of their own: see test-private-key.',
  remediation:
    'Take the key out of service wherever it is trusted, make a new one, and keep that in a secret store or on the machine that uses it.',
  severity: 'critical',
  action: 'block',
  options: z.strictObject({}),
  needs: needsPatch,
  inspect({ files }) {
    const found = addedSecrets(files, (lines, path) => (isTestPath(path) ? [] : scanPrivateKeys(lines)));
    return [...found].map(([what, places]) => ({
      rule: 'private-key',
      family: 'secret-added',
      severity: 'critical',
      message: `${what} added in ${describePlaces(places)}. Stop trusting it wherever it is in use, make a new one and keep it out of the repository.`,
      places,
    }));
  },

  flagged: [
    {
      name: 'a key file',
      files: [
        { path: 'deploy/id_ed25519', before: null, after: pem('OPENSSH PRIVATE KEY').join('\n') + '\n' },
      ],
      places: [{ path: 'deploy/id_ed25519', line: 1, side: 'head' }],
    },
    {
      name: 'a key of OpenSSH without a passphrase, whose beginning is mostly zeros',
      files: [
        {
          path: 'deploy/id_rsa',
          before: null,
          after: [header, opensshStart + sample(14), sample(64), footer, ''].join('\n'),
        },
      ],
      places: [{ path: 'deploy/id_rsa', line: 1, side: 'head' }],
    },
    {
      name: 'a service account in JSON',
      files: [
        {
          path: 'config/service-account.json',
          before: null,
          after: `{\n  "type": "service_account",\n  "private_key": "${pem('PRIVATE KEY').join('\\n')}\\n"\n}\n`,
        },
      ],
      places: [{ path: 'config/service-account.json', line: 3, side: 'head' }],
    },
    {
      name: 'a key put together in code',
      files: [
        {
          path: 'src/sign.ts',
          before: null,
          after: `const key =\n  ${pem('RSA PRIVATE KEY')
            .map((line) => `'${line}\\n'`)
            .join(' +\n  ')};\n`,
        },
      ],
      places: [{ path: 'src/sign.ts', line: 2, side: 'head' }],
    },
    {
      name: 'a key for age',
      files: [
        {
          path: 'infra/keys.txt',
          before: null,
          after: `AGE-SECRET-KEY-1${sample(58, 'bech32')}\n`,
        },
      ],
      places: [{ path: 'infra/keys.txt', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'code and help that mention the header',
      files: [
        {
          path: 'src/pem.ts',
          before: null,
          after: `if (!text.startsWith('${dashes}BEGIN PRIVATE KEY${dashes}')) {\n  throw new Error('This is not a key in PEM, as openssl writes it with genpkey');\n}\n`,
        },
        {
          path: 'README.md',
          before: null,
          after: `    PRIVATE_KEY="${dashes}BEGIN RSA PRIVATE KEY${dashes}\\nMIIEpAIBAAKC...\\n${dashes}END RSA PRIVATE KEY${dashes}"\n`,
        },
      ],
    },
    {
      name: 'a public key and a certificate',
      files: [
        { path: 'keys/release.pub', before: null, after: pem('PUBLIC KEY').join('\n') + '\n' },
        { path: 'keys/ca.crt', before: null, after: pem('CERTIFICATE').join('\n') + '\n' },
      ],
    },
    {
      name: 'a key file that is renamed',
      files: [
        {
          path: 'certs/server.key',
          previousPath: 'server.key',
          before: pem('PRIVATE KEY').join('\n'),
          after: pem('PRIVATE KEY').join('\n'),
        },
      ],
    },
  ],
};
