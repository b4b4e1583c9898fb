import { z } from 'zod';
import { lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import { linesWith } from '../../facts/line-search.ts';
import type { ChangeFacts, Finding, Place, Rule, Side } from '../rule.ts';
import { MAY_RESET, resetCommand } from './_reset-commands.ts';
import { meetsLastingDatabase, placeOf } from './_reset-context.ts';

const options = z.strictObject({});

const RESETS = new RegExp(MAY_RESET, 'gi');

interface Reset {
  readonly command: string;
  readonly key: string;
  readonly place: Place;
}

/** The same command with the same words elsewhere is one that moved. */
const keyOf = (text: string): string => text.replace(/^[\s\-"]+|[\s,"\\]+$/g, '').replace(/\s+/g, ' ');

/** Commands on one side's changed lines that meet a database which is kept. */
function resetsOf(file: FileChange, side: Side): Reset[] {
  const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
  const changed = lineChanges(file)[side === 'base' ? 'removed' : 'added'];
  const found = linesWith(changed, RESETS).flatMap(({ line, text }) => {
    const command = resetCommand(text);
    return command === null ? [] : [{ command, text, line }];
  });
  const content = file[side];
  if (found.length === 0 || content?.state !== 'text' || placeOf(path) === null) return [];
  const lines = content.text.split('\n');
  return found
    .filter(({ line }) => meetsLastingDatabase({ path, lines, line }))
    .map(({ command, text, line }) => ({ command, key: keyOf(text), place: { path, line, side } }));
}

function inspect(facts: ChangeFacts): Finding[] {
  const before = new Set(facts.files.flatMap((file) => resetsOf(file, 'base')).map(({ key }) => key));
  const seen = facts.files.flatMap((file) => resetsOf(file, 'head')).filter(({ key }) => !before.has(key));
  if (seen.length === 0) return [];
  const names = [...new Set(seen.map(({ command }) => command))].slice(0, 5).join(', ');
  return [
    {
      rule: 'database-reset',
      family: 'destructive-migration',
      severity: 'critical',
      message: `Every run would empty a database that is kept: ${names}. Apply migrations forward only there, and keep resets to databases made for tests.`,
      places: seen.map(({ place }) => place),
    },
  ];
}

const file = (path: string, before: string | null, after: string) => ({ path, before, after });

/** Commands that empty whole databases, where they meet more than a test database. */
export const databaseReset: Rule<z.infer<typeof options>> = {
  id: 'database-reset',
  family: 'destructive-migration',
  summary: 'A deployment, image or start script gets a command that drops or empties a whole database.',
  why: 'Development tools offer a reset whenever migrations do not fit, and an agent that wants a failing deployment to pass takes the offer. In July 2025 an agent deleted a company database in production during a code freeze; commands like `prisma migrate reset` and `db push --accept-data-loss` do the same at each deployment.',
  remediation:
    'Use the command that only applies what is missing (`prisma migrate deploy`, `rails db:migrate`, `artisan migrate`), and mend the migration that fails. Keep resets to test databases, with their address on the same line.',
  severity: 'critical',
  action: 'review',
  options,
  needs(change) {
    if (placeOf(change.path) === null) return { content: 'nothing' };
    return { content: change.patch === null || MAY_RESET.test(change.patch) ? 'both' : 'patch' };
  },
  inspect,
  flagged: [
    {
      name: 'scripts that a host runs by itself',
      files: [
        file(
          'package.json',
          '{\n  "scripts": {\n    "build": "next build"\n  }\n}\n',
          '{\n  "scripts": {\n    "build": "prisma db push --accept-data-loss && next build",\n    "db:reset": "prisma migrate reset"\n  }\n}\n',
        ),
        file(
          'Dockerfile',
          'FROM node:22\n',
          'FROM node:22\nCMD npx prisma migrate reset --force && node server.js\n',
        ),
        file('Procfile', 'web: puma\n', 'web: puma\nrelease: rails db:schema:load\n'),
      ],
      places: [
        { path: 'package.json', line: 3, side: 'head' },
        { path: 'Dockerfile', line: 2, side: 'head' },
        { path: 'Procfile', line: 2, side: 'head' },
      ],
    },
    {
      name: 'from the test workflow to the deployment',
      files: [
        file(
          '.github/workflows/test.yml',
          'jobs:\n  test:\n    steps:\n      - run: rails db:drop\n',
          'jobs: {}\n',
        ),
        file('bin/deploy.sh', '', 'rails db:drop\n'),
      ],
      places: [{ path: 'bin/deploy.sh', line: 1, side: 'head' }],
    },
    {
      name: 'a deployment workflow, and a script for production',
      files: [
        file(
          '.github/workflows/deploy.yml',
          null,
          'name: deploy\non: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: php artisan migrate:fresh --force\n',
        ),
        file('scripts/deploy.sh', '', '#!/bin/sh\npsql "$DATABASE_URL" -c "DROP DATABASE shop"\n'),
      ],
      places: [
        { path: '.github/workflows/deploy.yml', line: 7, side: 'head' },
        { path: 'scripts/deploy.sh', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'test databases, and what people call by name',
      files: [
        file(
          '.github/workflows/test.yml',
          null,
          'jobs:\n  test:\n    services:\n      postgres:\n        image: postgres:17\n    steps:\n      - run: npx prisma migrate reset --force\n',
        ),
        file(
          'package.json',
          '{\n}\n',
          '{\n  "scripts": {\n    "db:reset": "prisma migrate reset",\n    "test:setup": "prisma db push --force-reset --accept-data-loss"\n  }\n}\n',
        ),
        file('scripts/reset-db.sh', '', 'rails db:drop db:create\n'),
        file('Makefile', '', 'db-reset:\n\tmix ecto.reset\n'),
      ],
    },
    {
      name: 'migrations forward, and a comment',
      files: [
        file(
          'Dockerfile',
          '',
          'CMD npx prisma migrate deploy && node server.js\n# never: prisma migrate reset\n',
        ),
        file('scripts/deploy.sh', '', 'rails db:migrate\nprisma db push\n'),
      ],
    },
    {
      name: 'it was there before',
      files: [file('bin/start.sh', 'rails db:reset\n', 'set -e\nrails db:reset\n')],
    },
  ],
};
