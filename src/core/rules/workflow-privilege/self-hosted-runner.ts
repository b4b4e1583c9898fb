import { z } from 'zod';
import { yamlEntry, yamlGet } from '../../parsers/yaml.ts';
import type { YamlNode } from '../../parsers/yaml.ts';
import type { Workflow } from '../../parsers/workflows.ts';
import type { Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import type { Item } from './_added.ts';
import { workflowNeeds } from './_needs.ts';
import { runsForOwnOnly } from './_trust.ts';

/** Events by which a stranger's code or words reach a job. */
const PUBLIC = ['pull_request', 'pull_request_target', 'issue_comment', 'issues', 'workflow_run'];

const labelsOf = (node: YamlNode | undefined): string[] => {
  if (node?.kind === 'scalar') return [node.text];
  if (node?.kind === 'list') return node.items.flatMap(labelsOf);
  return node?.kind === 'map' ? labelsOf(yamlGet(node, 'labels')) : [];
};

/** Jobs on runners of one's own that a stranger can start. */
function runnersOf(workflow: Workflow): Item[] {
  const event = PUBLIC.find((name) => workflow.triggers.has(name));
  if (event === undefined) return [];
  return workflow.jobs.flatMap((job): Item[] => {
    const entry = yamlEntry(job.node, 'runs-on');
    const own = labelsOf(entry?.value).some((label) => /^self-hosted$/i.test(label));
    return entry && own && !runsForOwnOnly(job) ? [{ line: entry.line, key: 'self-hosted' }] : [];
  });
}

const path = '.github/workflows/ci.yml';
const workflow = (on: string, runner: string, job = ''): string =>
  `on: ${on}\njobs:\n  test:\n${job}    runs-on: ${runner}\n    steps:\n      - run: make test\n`;

export const selfHostedRunner: Rule<Record<string, never>> = {
  id: 'self-hosted-runner',
  family: 'workflow-privilege',
  summary: 'A job that strangers can start runs on a machine of your own.',
  why: "A self-hosted runner is not thrown away after the job. A stranger's pull request that runs there can stay on the machine, read what later jobs bring, and reach the network behind it; this is how PyTorch's and others' runners were taken over.",
  remediation:
    "Run what strangers can start on GitHub's runners, or on machines that are made new for each job, and require approval for all outside contributors.",
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const places = addedItems(facts, runnersOf).map(({ place }) => place);
    if (places.length === 0) return [];
    return [
      {
        rule: 'self-hosted-runner',
        family: 'workflow-privilege',
        severity: 'high',
        message:
          "Strangers can start this job, and what they bring runs on a machine of your own and may stay there. Use GitHub's runners for it, or let only your own branches reach the job.",
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'tests of pull requests move to an own machine',
      files: [
        {
          path,
          before: workflow('pull_request', 'ubuntu-latest'),
          after: workflow('pull_request', 'self-hosted'),
        },
      ],
      places: [{ path, line: 4, side: 'head' }],
    },
    {
      name: 'labels in a list, the event is new',
      files: [
        {
          path,
          before: workflow('push', '[self-hosted, linux]'),
          after: workflow('[push, pull_request]', '[self-hosted, linux]'),
        },
      ],
      places: [{ path, line: 4, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'only on push, or for own branches',
      files: [
        { path, before: null, after: workflow('push', 'self-hosted') },
        {
          path: '.github/workflows/b.yml',
          before: null,
          after: workflow(
            'pull_request',
            'self-hosted',
            '    if: github.event.pull_request.head.repo.full_name == github.repository\n',
          ),
        },
      ],
    },
    {
      name: 'so before',
      files: [
        {
          path,
          before: workflow('pull_request', 'self-hosted'),
          after: workflow('pull_request', '[self-hosted, large]'),
        },
      ],
    },
  ],
};
