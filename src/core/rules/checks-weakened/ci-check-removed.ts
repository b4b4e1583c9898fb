import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { checkNeeds, compareChecks } from './_compare.ts';
import type { CheckUnit } from '../../parsers/builds/checks.ts';

const finding = (message: string, units: readonly CheckUnit[], side: Place['side']): Finding[] =>
  units.length === 0
    ? []
    : [
        {
          rule: 'ci-check-removed',
          family: 'checks-weakened',
          severity: units.some(({ kind }) => kind === 'security') ? 'high' : 'medium',
          message,
          places: units.map(({ path, line }) => ({ path, line, side })),
        },
      ];

const path = '.github/workflows/ci.yml';
const workflow = (...steps: string[]): string =>
  `on: [push, pull_request]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${steps.map((step) => `      - ${step}\n`).join('')}`;

export const ciCheckRemoved: Rule<Record<string, never>> = {
  id: 'ci-check-removed',
  family: 'checks-weakened',
  summary: 'A test, lint, type or security check is taken out of the build, or switched off.',
  why: 'A check that does not run cannot fail. Taking the failing step out is the shortest way to a green build, and from then on nobody sees what it would have caught.',
  remediation:
    'Keep the check and mend what it finds. If it has to go, say in the pull request what takes its place, and let a human agree.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: checkNeeds,
  inspect(facts) {
    const { removed, disabled } = compareChecks(facts);
    return [
      ...finding(
        'A check that ran on every build is gone and nothing in this change takes its place, so what it caught goes unseen. Keep it, or let a human agree.',
        removed,
        'base',
      ),
      ...finding(
        'A check that ran is switched off, so what it caught goes unseen while the build stays green. Switch it on again, or let a human agree.',
        disabled,
        'head',
      ),
    ];
  },
  flagged: [
    {
      name: 'the test step is taken out',
      files: [
        {
          path,
          before: workflow('run: npm run build', 'run: npm test'),
          after: workflow('run: npm run build'),
        },
      ],
      places: [{ path, line: 8, side: 'base' }],
    },
    {
      name: 'the test step is commented out',
      files: [
        {
          path,
          before: workflow('run: npm ci', 'run: npm test'),
          after: workflow('run: npm ci', '#- run: npm test'),
        },
      ],
      places: [{ path, line: 8, side: 'base' }],
    },
    {
      name: 'if: false',
      files: [
        {
          path,
          before: workflow('run: golangci-lint run'),
          after: workflow('if: false\n        run: golangci-lint run'),
        },
      ],
      places: [{ path, line: 8, side: 'head' }],
    },
    {
      name: 'a scanner',
      files: [
        {
          path,
          before: workflow('run: make', 'uses: aquasecurity/trivy-action@v1'),
          after: workflow('run: make'),
        },
      ],
      places: [{ path, line: 8, side: 'base' }],
    },
    {
      name: 'a job of GitLab that never runs',
      files: [
        {
          path: '.gitlab-ci.yml',
          before: 'unit:\n  script:\n    - pytest\n',
          after: 'unit:\n  when: never\n  script:\n    - pytest\n',
        },
      ],
      places: [{ path: '.gitlab-ci.yml', line: 4, side: 'head' }],
    },
    {
      name: 'a script that does nothing any more',
      files: [
        {
          path: 'package.json',
          before: '{\n  "scripts": {\n    "test": "jest"\n  }\n}\n',
          after: '{\n  "scripts": {\n    "test": "echo ok"\n  }\n}\n',
        },
      ],
      places: [{ path: 'package.json', line: 3, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'moved to another workflow',
      files: [
        { path, before: workflow('run: make', 'run: npm test'), after: workflow('run: make') },
        { path: '.github/workflows/test.yml', before: null, after: workflow('run: npm test') },
      ],
    },
    {
      name: 'another tool for the same',
      files: [{ path, before: workflow('run: npx eslint .'), after: workflow('run: npx biome check .') }],
    },
    {
      name: 'handed to a script',
      files: [
        { path, before: workflow('run: npm test', 'run: npx eslint .'), after: workflow('run: make ci') },
      ],
    },
    {
      name: 'what it tested is gone',
      files: [
        {
          path,
          before: workflow('run: npm test', 'run: cd billing && pytest'),
          after: workflow('run: npm test'),
        },
        { path: 'billing/app.py', before: 'x = 1\n', after: null },
      ],
    },
    {
      name: 'a step that checks nothing',
      files: [
        { path, before: workflow('run: npm test', 'run: echo tested'), after: workflow('run: npm test') },
      ],
    },
    {
      name: 'disabled before, and reordered',
      files: [
        {
          path,
          before: workflow('if: false\n        run: npm test', 'run: make'),
          after: workflow('run: make', 'if: ${{ false }}\n        run: npm test'),
        },
      ],
    },
  ],
};
