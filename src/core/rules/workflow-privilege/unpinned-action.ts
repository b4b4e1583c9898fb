import { z } from 'zod';
import type { ChangeFacts, Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import { baseWorkflow } from '../../parsers/workflows.ts';
import { workflowNeeds } from './_needs.ts';
import type { Workflow } from '../../parsers/workflows.ts';
import type { YamlScalar } from '../../parsers/yaml.ts';

interface Use {
  readonly line: number;
  readonly key: string;
  readonly name: string;
  readonly pinned: boolean;
}

const PINNED = /@(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/i;

/** Every action, reusable workflow and container image that a workflow takes from elsewhere. */
function usesOf(workflow: Workflow): Use[] {
  const nodes = workflow.jobs.flatMap((job) => [job.uses, ...job.steps.map(({ uses }) => uses)]);
  return nodes
    .filter((node): node is YamlScalar => node !== undefined)
    .filter(({ text }) => /^(?:docker:\/\/|[\w.-]+\/[\w.-]+)/.test(text) && !text.startsWith('.'))
    .map(({ text, line }) => {
      const image = text.startsWith('docker://');
      const name = (image ? text.replace(/@.*$|:[^:/]*$/, '') : text.replace(/@.*$/, '')).toLowerCase();
      return { line, key: name, name, pinned: PINNED.test(text) };
    });
}

interface Options {
  readonly trusted: readonly string[];
}

const ownerOf = (name: string): string => name.split('/')[0] ?? '';

/** Actions that some workflow of the change held by SHA before. */
function pinnedBefore(facts: ChangeFacts): Set<string> {
  const names = new Set<string>();
  for (const file of facts.files) {
    const base = baseWorkflow(file);
    const uses = base.state === 'workflow' ? usesOf(base.workflow) : [];
    for (const { name, pinned } of uses) if (pinned) names.add(name);
  }
  return names;
}

const SHA = '0a1b2c3d4e'.repeat(4);
const path = '.github/workflows/ci.yml';
const workflow = (...uses: string[]): string =>
  `on: push\njobs:\n  build:\n    steps:\n${uses.map((use) => `      - uses: ${use}\n`).join('')}`;

export const unpinnedAction: Rule<Options> = {
  id: 'unpinned-action',
  family: 'workflow-privilege',
  summary: "A workflow newly uses somebody else's action by a tag or branch that can be moved.",
  why: 'Whoever controls the action can move its tags to other code, which then runs with the secrets of every workflow that uses them. This happened with tj-actions/changed-files in March 2025 and with trivy-action in March 2026.',
  remediation: 'Pin the action to a full commit SHA, with the version in a comment, and let a bot raise it.',
  severity: 'medium',
  action: 'warn',
  options: z.strictObject({
    trusted: z
      .array(z.string())
      .default(['actions', 'github'])
      .describe("Owners whose actions may be used by tag. The repository's own owner always may."),
  }),
  needs: workflowNeeds,
  inspect(facts, options) {
    const own = facts.repository.owner.toLowerCase();
    const trusted = new Set(options.trusted.map((owner) => owner.toLowerCase()));
    const pins = pinnedBefore(facts);
    const places = addedItems(facts, (side) => usesOf(side).filter(({ pinned }) => !pinned))
      .filter(({ name }) => ownerOf(name) !== own && (!trusted.has(ownerOf(name)) || pins.has(name)))
      .map(({ place }) => place);
    if (places.length === 0) return [];
    return [
      {
        rule: 'unpinned-action',
        family: 'workflow-privilege',
        severity: 'medium',
        message:
          "The owner of this action, or whoever takes over their account, can move this tag or branch to code that then runs with this workflow's token and secrets. Pin it to a full commit SHA.",
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'new, by tag',
      files: [
        {
          path,
          before: workflow('actions/checkout@v4'),
          after: workflow('actions/checkout@v4', 'tj-actions/changed-files@v45'),
        },
      ],
      places: [{ path, line: 6, side: 'head' }],
    },
    {
      name: 'a pin is given up, whoever owns the action',
      files: [
        {
          path,
          before: workflow(`actions/checkout@${SHA} # v4`, `docker/login-action@${SHA}`),
          after: workflow('actions/checkout@v4', 'docker/login-action@master'),
        },
      ],
      places: [
        { path, line: 5, side: 'head' },
        { path, line: 6, side: 'head' },
      ],
    },
    {
      name: 'a reusable workflow and an image',
      files: [
        {
          path,
          before: null,
          after:
            'on: push\njobs:\n  a:\n    uses: other/ci/.github/workflows/a.yml@main\n  b:\n    steps:\n      - uses: docker://alpine:3\n',
        },
      ],
      places: [
        { path, line: 4, side: 'head' },
        { path, line: 7, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'pinned, local, trusted and own',
      files: [
        {
          path,
          before: null,
          after: workflow(
            `docker/login-action@${SHA}`,
            './tools/setup',
            'actions/cache@v4',
            'Acme/deploy@main',
            `docker://alpine@sha256:${'0f'.repeat(32)}`,
          ),
        },
      ],
    },
    {
      name: 'used by tag before: another version, another place',
      files: [
        {
          path,
          before: workflow('docker/login-action@v2', 'pnpm/action-setup@v3'),
          after: workflow('pnpm/action-setup@v4', 'docker/login-action@v3'),
        },
      ],
    },
    {
      name: 'an owner that the policy trusts',
      options: { trusted: ['aws-actions'] },
      files: [{ path, before: null, after: workflow('aws-actions/configure-aws-credentials@v4') }],
    },
  ],
};
