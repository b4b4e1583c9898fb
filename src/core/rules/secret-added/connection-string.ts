import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { scanConnectionStrings } from './_connection-strings.ts';
import { sample } from './_sample.ts';
import { addedSecrets, describePlaces, needsPatch } from './_secrets.ts';

const password = sample(18);

export const connectionString: Rule<Record<string, never>> = {
  id: 'connection-string',
  family: 'secret-added',
  summary: 'A URL with a password written out is added.',
  why: 'A connection string names the server, the account and the password at once: whoever reads it can sign in. Those for the own machine, with a stand-in such as "password", or with a variable in place of the password are left alone; among tests and docs, and for web addresses, only passwords that look generated count.',
  remediation:
    'Change the password on the server, then put the address together from the environment or a secret store.',
  severity: 'high',
  action: 'block',
  options: z.strictObject({}),
  needs: needsPatch,
  inspect: ({ files }) =>
    [...addedSecrets(files, scanConnectionStrings)].map(([what, places]) => ({
      rule: 'connection-string',
      family: 'secret-added',
      severity: 'high',
      message: `${what} added in ${describePlaces(places)}. Change that password on the server, then read it from the environment or a secret store.`,
      places,
    })),

  flagged: [
    {
      name: 'a database with a generated password',
      files: [
        {
          path: 'src/db.ts',
          before: null,
          after: `connect('postgresql://app:${password}@db.acme.io:5432/shop');\n`,
        },
      ],
      places: [{ path: 'src/db.ts', line: 1, side: 'head' }],
    },
    {
      name: 'a queue in the values of a chart',
      files: [
        {
          path: 'deploy/values.yaml',
          before: null,
          after: `broker: amqps://shop:${sample(12)}@mq.acme.io/shop\n`,
        },
      ],
      places: [{ path: 'deploy/values.yaml', line: 1, side: 'head' }],
    },
    {
      name: 'a cache without a user name, in a test',
      files: [
        {
          path: 'test/cache.test.ts',
          before: null,
          after: `const cache = open("rediss://:${password}@eu-1.cache.acme.io:6380");\n`,
        },
      ],
      places: [{ path: 'test/cache.test.ts', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'variables and templates',
      files: [
        {
          path: 'src/db.ts',
          before: null,
          after: [
            'connect(`postgresql://${user}:${password}@${host}/shop`);',
            "connect('postgresql://app:' + password + '@db.acme.io/shop');",
            'url: mysql://app:{{ .Values.password }}@db.acme.io/shop',
            'url: mysql://app:$DB_PASSWORD@db.acme.io/shop',
            'dsn = "amqp://%s:%s@mq.acme.io/" % (user, password)',
            '',
          ].join('\n'),
        },
      ],
    },
    {
      name: 'the own machine and stand-ins',
      files: [
        {
          path: 'docker-compose.yml',
          before: null,
          after: [
            `url: postgres://postgres:${'postgres'}@db:5432/shop`,
            `url: mongodb://root:${'s3cretPa55'}@localhost:27017`,
            `url: redis://:${'password'}@cache.acme.io`,
            `url: https://user:${'hunter' + 2}@proxy.example.com:8080`,
            '',
          ].join('\n'),
        },
      ],
    },
    {
      name: 'URLs without a password',
      files: [
        {
          path: 'README.md',
          before: null,
          after:
            'git clone ssh://git@github.com:22/acme/shop.git\nhttps://cdn.acme.io/npm/@acme/ui@1.2.3/a:b@c\n',
        },
      ],
    },
  ],
};
