import { z } from 'zod';
import { lineChanges } from '../../facts/diff.ts';
import type { Place, Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import { headCheckouts } from './_checkout.ts';
import { privilegedTrigger as triggerOf } from './_trust.ts';
import { workflowNeeds } from './_needs.ts';

const JOB = `jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm ci && npm test
`;

export const privilegedTrigger: Rule<Record<string, never>> = {
  id: 'privileged-trigger',
  family: 'workflow-privilege',
  summary: 'A workflow with access to secrets checks out the code of an outsider.',
  why: 'Workflows on pull_request_target, workflow_run and issue_comment run with the secrets and the token of the repository even when a stranger opened the pull request. If they check its code out, its build scripts, tests and configuration run with these rights; several supply chain attacks of 2025 began this way.',
  remediation:
    'Build and test on `pull_request`. Where results must be written back, hand them as an artifact to a second workflow that never checks out the head.',
  severity: 'critical',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const added = addedItems(facts, (workflow) => {
      const trigger = triggerOf(workflow);
      return trigger === null ? [] : headCheckouts(workflow).map((line) => ({ line, key: trigger, trigger }));
    });
    const places = added.map((item): Place => {
      const file = facts.files.find(({ path }) => path === item.place.path);
      const isNew = file && lineChanges(file).added.some(({ line }) => line === item.line);
      const triggerLine = item.workflow.triggers.get(item.trigger);
      return isNew || triggerLine === undefined ? item.place : { ...item.place, line: triggerLine };
    });
    const first = added[0];
    if (!first) return [];
    return [
      {
        rule: 'privileged-trigger',
        family: 'workflow-privilege',
        severity: 'critical',
        message: `On ${first.trigger} this workflow holds the repository's secrets and token while it checks out code that an outsider can choose. Run that code on \`pull_request\`, or let only the repository's own branches reach this job.`,
        places: [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()],
      },
    ];
  },
  flagged: [
    {
      name: 'a new pull_request_target workflow tests the head',
      files: [{ path: '.github/workflows/ci.yml', before: null, after: `on: pull_request_target\n${JOB}` }],
      places: [{ path: '.github/workflows/ci.yml', line: 8, side: 'head' }],
    },
    {
      name: 'the trigger is turned into the privileged one',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: `on:\n  pull_request:\n    branches: [main]\n${JOB}`,
          after: `on:\n  pull_request_target:\n    branches: [main]\n${JOB}`,
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'head' }],
    },
    {
      name: 'a comment starts a job that checks the pull request out in a script',
      files: [
        {
          path: '.github/workflows/bench.yml',
          before: null,
          after:
            'on:\n  issue_comment:\njobs:\n  bench:\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          gh pr checkout "$PR"\n          make bench\n',
        },
      ],
      places: [{ path: '.github/workflows/bench.yml', line: 8, side: 'head' }],
    },
    {
      name: 'the head by way of an environment variable',
      files: [
        {
          path: '.github/workflows/after.yml',
          before: null,
          after:
            'on:\n  workflow_run:\n    workflows: [ci]\nenv:\n  HEAD: ${{ github.event.workflow_run.head_sha }}\njobs:\n  a:\n    steps:\n      - run: |\n          git fetch origin\n          git checkout "$HEAD"\n',
        },
      ],
      places: [{ path: '.github/workflows/after.yml', line: 11, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a labeller that never touches the head',
      files: [
        {
          path: '.github/workflows/label.yml',
          before: null,
          after:
            'on: pull_request_target\njobs:\n  label:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/labeler@v5\n',
        },
      ],
    },
    {
      name: 'an unprivileged trigger',
      files: [{ path: '.github/workflows/ci.yml', before: null, after: `on: pull_request\n${JOB}` }],
    },
    {
      name: 'only the own branches get there',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: `on: pull_request_target\n${JOB.replace('    runs-on', '    if: github.event.pull_request.head.repo.full_name == github.repository\n    runs-on')}`,
        },
      ],
    },
    {
      name: 'it was so before: reindented and moved to another file',
      files: [
        { path: '.github/workflows/a.yml', before: `on: pull_request_target\n${JOB}`, after: null },
        {
          path: '.github/workflows/b.yml',
          before: null,
          after: `name: tests\n\non: [pull_request_target]\n${JOB}`,
        },
      ],
    },
  ],
};
