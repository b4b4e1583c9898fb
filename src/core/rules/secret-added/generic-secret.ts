import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { scanAssignments } from './_assignments.ts';
import { sample } from './_sample.ts';
import { addedSecrets, describePlaces, needsPatch } from './_secrets.ts';

const value = sample(32);

export const genericSecret: Rule<Record<string, never>> = {
  id: 'generic-secret',
  family: 'secret-added',
  summary: 'A value that looks generated is assigned to a name such as password, secret, token or API key.',
  why: 'Most credentials have no format that tells who issued them, but their names give them away. Since a name and a look are no proof, a person decides. Tests, docs, examples and lockfiles are left out, and so are words, names, paths, references to variables and encrypted values.',
  remediation:
    'If it is a credential, change it where it is used and read it from the environment or a secret store. If it is not, say so in the review.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: needsPatch,
  inspect: ({ files }) =>
    [...addedSecrets(files, scanAssignments).values()].map((places) => ({
      rule: 'generic-secret',
      family: 'secret-added',
      severity: 'medium',
      message: `What looks like a credential is added in ${describePlaces(places)}. If it is one, change it where it is used and read it from the environment or a secret store.`,
      places,
    })),

  flagged: [
    {
      name: 'a key in code',
      files: [{ path: 'src/mail.ts', before: null, after: `const options = { apiKey: '${value}' };\n` }],
      places: [{ path: 'src/mail.ts', line: 1, side: 'head' }],
    },
    {
      name: 'settings without quotes',
      files: [
        {
          path: 'deploy/production.env',
          before: null,
          after: `PORT=8080\nJWT_SECRET=${sample(64, 'hex')}\n`,
        },
        { path: 'config/app.yml', before: null, after: `db:\n  password: ${sample(14)}\n` },
      ],
      places: [
        { path: 'deploy/production.env', line: 2, side: 'head' },
        { path: 'config/app.yml', line: 2, side: 'head' },
      ],
    },
    {
      name: 'a fallback beside a variable',
      files: [
        {
          path: 'settings.py',
          before: 'SECRET_KEY = os.environ["SECRET_KEY"]\n',
          after: `SECRET_KEY = os.environ.get("SECRET_KEY", "${value}")\n`,
        },
      ],
      places: [{ path: 'settings.py', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'names, words and references',
      files: [
        {
          path: 'src/auth.ts',
          before: null,
          after: [
            "const tokenKey = 'session-access-token';",
            'const password = process.env.DB_PASSWORD_2;',
            "const secretName = 'projects/shop/secrets/db-2024';",
            `form.append('password', 'currentPassword1');`,
            `const nextPageToken = '${value}';`,
            "const apiKey = 'YOUR_API_KEY_1234567';",
            "const clientSecret = '${CLIENT_SECRET_V2}';",
            '',
          ].join('\n'),
        },
      ],
    },
    {
      name: 'a test and an example file',
      files: [
        { path: 'test/mail.test.ts', before: null, after: `const apiKey = '${value}';\n` },
        { path: '.env.example', before: null, after: `API_KEY=${value}\n` },
      ],
    },
    {
      name: 'references in settings',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: 'env:\n  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n  API_KEY: op://vault/Mail2/credential\n',
        },
      ],
    },
  ],
};
