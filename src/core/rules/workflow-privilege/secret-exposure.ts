import { z } from 'zod';
import type { Finding, Rule, Severity } from '../rule.ts';
import type { YamlNode, YamlScalar } from '../../parsers/yaml.ts';
import { addedItems } from './_added.ts';
import { flowsOf } from './_expression.ts';
import { privilegedTrigger, runsForOwnOnly } from './_trust.ts';
import { expressionsOf } from './_untrusted.ts';
import { workflowNeeds } from './_needs.ts';
import type { Workflow } from '../../parsers/workflows.ts';

type Kind = 'inherited here' | 'inherited away' | 'all' | 'outsider' | 'third party';

interface Exposure {
  readonly line: number;
  readonly key: string;
  readonly kind: Kind;
}

/** All scalars below a node. */
function scalarsOf(node: YamlNode | undefined): YamlScalar[] {
  if (node?.kind === 'scalar') return [node];
  if (node?.kind === 'list') return node.items.flatMap(scalarsOf);
  return node?.kind === 'map' ? node.entries.flatMap(({ value }) => scalarsOf(value)) : [];
}

/** The secrets that the expressions of some scalars hand on: a name, or `*` for all of them. */
function secretsIn(workflow: Workflow, nodes: readonly YamlScalar[]): { name: string; line: number }[] {
  return nodes.flatMap((node) =>
    expressionsOf(workflow, node).flatMap(({ raw, line }) =>
      flowsOf(raw)
        .filter(({ path }) => path[0] === 'secrets')
        .map(({ path, whole }) => ({ name: path.length === 1 && whole ? '*' : (path[1] ?? ''), line })),
    ),
  );
}

/** An action of somebody else that can be moved to other code: it takes what stands in its environment. */
function isMovable(uses: string, own: string): boolean {
  const match = /^([\w.-]+)\/[^@]+@(.+)$/.exec(uses);
  if (!match || ['actions', 'github', own].includes((match[1] ?? '').toLowerCase())) return false;
  return !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(match[2] ?? '');
}

function exposuresOf(workflow: Workflow, own: string): Exposure[] {
  const exposures: Exposure[] = secretsIn(workflow, scalarsOf(workflow.env))
    .filter(({ name }) => name === '*')
    .map(({ line }) => ({ line, key: 'all', kind: 'all' }));
  const outsiders = privilegedTrigger(workflow) === 'pull_request_target';
  for (const job of workflow.jobs) {
    if (job.secrets?.value.kind === 'scalar' && job.secrets.value.text === 'inherit') {
      const callee = job.uses?.text.split('@')[0] ?? '';
      const here = callee.startsWith('./');
      exposures.push({
        line: job.secrets.line,
        key: `inherit ${here ? 'here' : callee}`,
        kind: here ? 'inherited here' : 'inherited away',
      });
    }
    for (const { uses, env } of job.steps) {
      if (!uses || !isMovable(uses.text, own)) continue;
      for (const { name, line } of secretsIn(workflow, scalarsOf(env))) {
        if (name === '' || name === '*' || name === 'github_token') continue;
        exposures.push({
          line,
          key: `${uses.text.split('@')[0]?.toLowerCase()} ${name}`,
          kind: 'third party',
        });
      }
    }
    const open = outsiders && !runsForOwnOnly(job);
    for (const { name, line } of secretsIn(workflow, scalarsOf(job.node))) {
      if (name === '*') exposures.push({ line, key: 'all', kind: 'all' });
      else if (open && name !== '' && name !== 'github_token') {
        exposures.push({ line, key: `outsider ${name}`, kind: 'outsider' });
      }
    }
  }
  return exposures;
}

const REPORTS: Record<Kind, { severity: Severity; message: string }> = {
  'inherited here': {
    severity: 'low',
    message:
      '`secrets: inherit` hands every secret to the called workflow, whatever it needs. Pass the secrets it needs by name.',
  },
  'inherited away': {
    severity: 'high',
    message:
      '`secrets: inherit` hands every secret of this repository and organisation to a workflow that is kept elsewhere. Pass the secrets it needs by name.',
  },
  all: {
    severity: 'high',
    message:
      'All secrets are written out in one value, so every step that sees it holds every credential, and the log may show those that are not masked. Name the secrets that are needed.',
  },
  'third party': {
    severity: 'medium',
    message:
      "A secret is put into the environment of somebody else's action, which its owner can move to other code. Pin the action to a full commit SHA, or hand the secret to a step of your own.",
  },
  outsider: {
    severity: 'high',
    message:
      'A job that outsiders can start through pull_request_target is given a secret. Use it in a workflow that outsiders cannot start, or let only the own branches reach this job.',
  },
};

const path = '.github/workflows/ci.yml';
const steps = (line: string): string =>
  `jobs:\n  a:\n    steps:\n      - run: ./go\n        env:\n          X: ${line}\n`;

export const secretExposure: Rule<Record<string, never>> = {
  id: 'secret-exposure',
  family: 'workflow-privilege',
  summary: 'A workflow hands out more secrets than before, or gives them to a job that outsiders can start.',
  why: "A secret is as safe as the weakest step that sees it. Handing over all secrets at once, or any secret to a job that a stranger's pull request starts, turns one bad action or one injected command into the loss of every credential.",
  remediation:
    'Pass single secrets by name to the single step that needs them, and keep them out of jobs on pull_request_target.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const own = facts.repository.owner.toLowerCase();
    const added = addedItems(facts, (workflow) => exposuresOf(workflow, own));
    return (Object.keys(REPORTS) as Kind[]).flatMap((kind): Finding[] => {
      const places = new Map(
        added.filter((item) => item.kind === kind).map(({ place }) => [`${place.path}:${place.line}`, place]),
      );
      if (places.size === 0) return [];
      const { severity, message } = REPORTS[kind];
      return [
        {
          rule: 'secret-exposure',
          family: 'workflow-privilege',
          severity,
          message,
          places: [...places.values()],
        },
      ];
    });
  },
  flagged: [
    {
      name: 'all secrets for a called workflow',
      files: [
        {
          path,
          before: 'on: push\njobs:\n  a:\n    uses: other/ci/.github/workflows/a.yml@v1\n',
          after:
            'on: push\njobs:\n  a:\n    uses: other/ci/.github/workflows/a.yml@v1\n    secrets: inherit\n',
        },
      ],
      places: [{ path, line: 5, side: 'head' }],
    },
    {
      name: 'all secrets in one variable',
      files: [{ path, before: null, after: `on: push\n${steps('${{ toJSON(secrets) }}')}` }],
      places: [{ path, line: 7, side: 'head' }],
    },
    {
      name: 'a secret in a job that outsiders start',
      files: [
        {
          path,
          before: `on: pull_request_target\n${steps('1')}`,
          after: `on: pull_request_target\n${steps('${{ secrets.DEPLOY_KEY }}')}`,
        },
      ],
      places: [{ path, line: 7, side: 'head' }],
    },
    {
      name: "in the environment of somebody else's action",
      files: [
        {
          path,
          before: 'on: push\njobs:\n  a:\n    steps:\n      - uses: other/deploy@v1\n',
          after:
            'on: push\njobs:\n  a:\n    steps:\n      - uses: other/deploy@v1\n        env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n',
        },
      ],
      places: [{ path, line: 7, side: 'head' }],
    },
    {
      name: 'a trigger that opens a job with a secret to outsiders',
      files: [
        {
          path,
          before: `on: push\n${steps("${{ secrets['DEPLOY_KEY'] }}")}`,
          after: `on: [push, pull_request_target]\n${steps("${{ secrets['DEPLOY_KEY'] }}")}`,
        },
      ],
      places: [{ path, line: 7, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'one secret on push',
      files: [{ path, before: null, after: `on: push\n${steps('${{ secrets.DEPLOY_KEY }}')}` }],
    },
    {
      name: 'an input that an action asks for, and the environment of one that is pinned',
      files: [
        {
          path,
          before: null,
          after: `on: push\njobs:\n  a:\n    steps:\n      - uses: other/login@v1\n        with:\n          password: \${{ secrets.PASSWORD }}\n      - uses: other/deploy@${'0a1b2c3d4e'.repeat(4)}\n        env:\n          KEY: \${{ secrets.DEPLOY_KEY }}\n`,
        },
      ],
    },
    {
      name: "the job's own token",
      files: [
        { path, before: null, after: `on: pull_request_target\n${steps('${{ secrets.GITHUB_TOKEN }}')}` },
      ],
    },
    {
      name: 'only asked whether it is set',
      files: [
        {
          path,
          before: null,
          after: `on: pull_request_target\n${steps("${{ secrets.DEPLOY_KEY != '' }}")}`,
        },
      ],
    },
    {
      name: 'inherited before, job renamed',
      files: [
        {
          path,
          before: 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/a.yml\n    secrets: inherit\n',
          after: 'on: push\njobs:\n  b:\n    uses: ./.github/workflows/b.yml\n    secrets:    inherit\n',
        },
      ],
    },
  ],
};
