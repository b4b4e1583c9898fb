import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { baseWorkflow, headWorkflow } from '../../parsers/workflows.ts';
import { workflowNeeds } from './_needs.ts';
import { widenings, writesOfGoneJobs } from './_permissions.ts';
import type { Sides, Widening } from './_permissions.ts';

/** One finding for all widenings of a side: as severe as the worst of them. */
function finding(found: readonly Widening[], side: Place['side'], message: string): Finding[] {
  const own = found.filter(({ place }) => place.side === side);
  if (own.length === 0) return [];
  const places = new Map(own.map(({ place }) => [`${place.path}:${place.line}`, place]));
  return [
    {
      rule: 'token-permissions',
      family: 'workflow-privilege',
      severity: own.every(({ mild }) => mild) ? 'medium' : 'high',
      message,
      places: [...places.values()],
    },
  ];
}

const workflow = (permissions: string, job = ''): string =>
  `on: push\n${permissions}jobs:\n  build:\n${job}    runs-on: ubuntu-latest\n    steps:\n      - run: make\n`;

export const tokenPermissions: Rule<Record<string, never>> = {
  id: 'token-permissions',
  family: 'workflow-privilege',
  summary: "A workflow's token may write more than before.",
  why: 'Every step of a job, and every action it uses, holds the token of that job. With write scopes a poisoned dependency or an injected command can push code, publish releases or approve what it should not; without a `permissions` block the default of the organisation decides, which may be to write everything.',
  remediation:
    'Keep `permissions: contents: read` at the top and give a single scope to the single job that needs it, apart from jobs that run untrusted code.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const sides = facts.files.map((file): Sides => {
      const base = baseWorkflow(file);
      const head = headWorkflow(file);
      return {
        path: file.path,
        basePath: file.previousPath ?? file.path,
        base: base.state === 'workflow' ? base.workflow : null,
        head: head.state === 'workflow' ? head.workflow : null,
      };
    });
    const gone = writesOfGoneJobs(sides);
    const found = sides.flatMap((side) => widenings(side, gone));
    return [
      ...finding(
        found,
        'head',
        "The workflow's token gets the right to write what it could not write before, and every step and action of the job holds it. Grant the one scope to the one job that needs it, or keep to read.",
      ),
      ...finding(
        found,
        'base',
        "Without this `permissions` block the organisation's default decides, which may let the token write everything. Keep the block, or move it to the jobs.",
      ),
    ];
  },
  flagged: [
    {
      name: 'everything may be written',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions: read-all\n'),
          after: workflow('permissions: write-all\n'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'head' }],
    },
    {
      name: 'one more scope',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: read\n  issues: write\n'),
          after: workflow('permissions:\n  contents: write\n  issues: write\n'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 3, side: 'head' }],
    },
    {
      name: 'the block is taken away',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: read\n'),
          after: workflow(''),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'base' }],
    },
    {
      name: 'a new workflow that strangers start may write code',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: workflow('', '    permissions:\n      contents: write\n').replace('push', 'issue_comment'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 5, side: 'head' }],
    },
    {
      name: 'every job of a new workflow may write code',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: `${workflow('permissions:\n  contents: write\n')}  lint:\n    steps:\n      - run: make lint\n`,
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 3, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a new job that says what it needs',
      files: [
        {
          path: '.github/workflows/release.yml',
          before: null,
          after: workflow(
            'permissions: {}\n',
            '    permissions:\n      contents: write\n      id-token: write\n',
          ),
        },
      ],
    },
    {
      name: 'scopes are said where the default held',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow(''),
          after: workflow('', '    permissions:\n      contents: read\n      pull-requests: write\n'),
        },
      ],
    },
    {
      name: 'narrowed from the workflow to the job',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: write\n'),
          after: workflow('permissions: {}\n', '    permissions:\n      contents: write\n'),
        },
      ],
    },
    {
      name: 'reading only',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow(''),
          after: workflow('permissions:\n  contents: read\n  packages: read\n'),
        },
      ],
    },
    {
      name: 'a job renamed and moved to another file',
      files: [
        {
          path: '.github/workflows/a.yml',
          before: workflow('permissions:\n  packages: write\n'),
          after: null,
        },
        {
          path: '.github/workflows/b.yml',
          before: null,
          after: workflow('permissions:\n  packages: write\n').replace('build:', 'publish:'),
        },
      ],
    },
  ],
};
