import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { checkNeeds, compareChecks } from './_compare.ts';

const path = '.github/workflows/ci.yml';
const workflow = (step: string): string =>
  `on: [push, pull_request]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`;

export const ciCheckIgnored: Rule<Record<string, never>> = {
  id: 'ci-check-ignored',
  family: 'checks-weakened',
  summary: 'A check still runs, but its failure no longer stops anything.',
  why: '`continue-on-error`, `|| true` and their kin turn a failing test, linter or scanner into a green build. The check looks as if it were still there, which is worse than none.',
  remediation: 'Let the check fail the build, and mend what it finds.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: checkNeeds,
  inspect(facts) {
    const { ignored } = compareChecks(facts);
    if (ignored.length === 0) return [];
    return [
      {
        rule: 'ci-check-ignored',
        family: 'checks-weakened',
        severity: 'high',
        message:
          'This check could fail the build before, and now its failure is dropped. Let it fail, and mend what it finds.',
        places: ignored.map(({ path: at, line }) => ({ path: at, line, side: 'head' })),
      },
    ];
  },
  flagged: [
    {
      name: '|| true',
      files: [{ path, before: workflow('run: npm test'), after: workflow('run: npm test || true') }],
      places: [{ path, line: 6, side: 'head' }],
    },
    {
      name: 'continue-on-error',
      files: [
        {
          path,
          before: workflow('run: |\n          make\n          go test ./...'),
          after: workflow('continue-on-error: true\n        run: |\n          make\n          go test ./...'),
        },
      ],
      places: [{ path, line: 9, side: 'head' }],
    },
    {
      name: 'set +e',
      files: [
        {
          path,
          before: workflow('run: |\n          set -e\n          mypy src'),
          after: workflow('run: |\n          set +e\n          mypy src'),
        },
      ],
      places: [{ path, line: 8, side: 'head' }],
    },
    {
      name: 'GitLab, package.json and Makefile',
      files: [
        {
          path: '.gitlab-ci.yml',
          before: 'scan:\n  script: semgrep ci\n',
          after: 'scan:\n  script: semgrep ci\n  allow_failure: true\n',
        },
        {
          path: 'package.json',
          before: '{\n  "scripts": {\n    "test": "jest"\n  }\n}\n',
          after: '{\n  "scripts": {\n    "test": "jest --passWithNoTests"\n  }\n}\n',
        },
        { path: 'Makefile', before: 'lint:\n\truff check .\n', after: 'lint:\n\truff check . --exit-zero\n' },
      ],
      places: [
        { path: '.gitlab-ci.yml', line: 2, side: 'head' },
        { path: 'package.json', line: 3, side: 'head' },
        { path: 'Makefile', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'a command that checks nothing',
      files: [{ path, before: workflow('run: rm -r dist'), after: workflow('run: rm -r dist || true') }],
    },
    {
      name: 'a new check that is tried out',
      files: [
        {
          path,
          before: workflow('run: npm test'),
          after: workflow('run: npm test\n      - run: npx knip || true'),
        },
      ],
    },
    {
      name: 'so before',
      files: [
        {
          path,
          before: workflow('run: npm test || true'),
          after: workflow('name: Test\n        continue-on-error: true\n        run: npm test || true'),
        },
      ],
    },
    {
      name: 'the exit code is looked at',
      files: [
        {
          path,
          before: workflow('run: npm test'),
          after: workflow(
            'run: |\n          set +e\n          npm test\n          code=$?\n          ./report\n          exit $code',
          ),
        },
      ],
    },
  ],
};
