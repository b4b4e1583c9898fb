import { z } from 'zod';
import type { Step, Workflow } from '../../parsers/workflows.ts';
import type { Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import type { Item } from './_added.ts';
import { workflowNeeds } from './_needs.ts';
import { BY_ANYONE, runsForOwnOnly } from './_trust.ts';
import { inputsOf } from './_untrusted.ts';

/** Inputs that say who may set the agent to work. */
const WHO = /^(?:allowed_non_write_users|allow-users|allowed_users|allow_users)$/;
/** What lets an agent do everything without being asked. */
const UNBOUND =
  /--dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|\bdanger-full-access\b|--yolo\b|--allow-all-tools\b|--permission-mode[= ]bypassPermissions|--approval-mode[= ]yolo|--trust-all-tools\b|"?defaultMode"?\s*:\s*"bypassPermissions"/;

function openingsOf(workflow: Workflow): Item[] {
  const anyone = BY_ANYONE.some((event) => workflow.triggers.has(event));
  const ofStep = (step: Step, closed: boolean): Item[] => {
    const inputs = [...inputsOf(step.with)];
    const items: Item[] = inputs
      .filter(([name, node]) => WHO.test(name) && /^\s*\*\s*$/.test(node.text))
      .map(([, node]) => ({ line: node.line, key: 'anyone' }));
    if (!anyone || closed) return items;
    for (const node of [step.run, ...inputs.map(([, value]) => value)]) {
      if (!node) continue;
      const unsafe = node === inputsOf(step.with).get('safety-strategy') && node.text === 'unsafe';
      if (unsafe) items.push({ line: node.line, key: 'unbound' });
      for (let line = node.line; line <= node.endLine; line++) {
        const text = (workflow.lines[line - 1] ?? '').slice(0, 2000);
        if (UNBOUND.test(text) && !/^\s*#/.test(text)) items.push({ line, key: 'unbound' });
      }
    }
    return items;
  };
  return workflow.jobs.flatMap((job) => job.steps.flatMap((step) => ofStep(step, runsForOwnOnly(job, step))));
}

const path = '.github/workflows/triage.yml';
const workflow = (on: string, ...inputs: string[]): string =>
  `on: ${on}\njobs:\n  triage:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          prompt: Triage the issue.\n${inputs.map((input) => `          ${input}\n`).join('')}`;

export const openAgent: Rule<Record<string, never>> = {
  id: 'open-agent',
  family: 'workflow-privilege',
  summary:
    'An agent in a workflow may be set to work by anyone, or does what strangers write without limits.',
  why: "An agent in a workflow has the job's token and secrets, and takes what it reads for instructions. Where anyone can start it, one issue is enough to make it run commands; this is how a triage agent gave away a release pipeline in early 2026.",
  remediation:
    'Let only people with write access start the agent, and give it the few tools that the task needs, none of which writes or runs code.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const added = addedItems(facts, openingsOf);
    const places = new Map(added.map(({ place }) => [`${place.path}:${place.line}`, place]));
    if (places.size === 0) return [];
    return [
      {
        rule: 'open-agent',
        family: 'workflow-privilege',
        severity: 'high',
        message:
          "Anyone can set this agent to work, and it has the job's token and secrets without being held to safe tools. Restrict who may start it, and list the tools it may use.",
        places: [...places.values()],
      },
    ];
  },
  flagged: [
    {
      name: 'anyone may start it',
      files: [
        { path, before: workflow('issues'), after: workflow('issues', 'allowed_non_write_users: "*"') },
      ],
      places: [{ path, line: 9, side: 'head' }],
    },
    {
      name: 'without asking, on what strangers write',
      files: [
        {
          path,
          before: null,
          after: workflow('issue_comment', 'claude_args: --max-turns 5 --dangerously-skip-permissions'),
        },
      ],
      places: [{ path, line: 9, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'started by those with access, with few tools',
      files: [
        {
          path,
          before: null,
          after: workflow('issues', 'claude_args: --allowedTools "Bash(gh issue view:*)"'),
        },
      ],
    },
    {
      name: 'unbound, and closed to strangers',
      files: [
        {
          path,
          before: null,
          after: workflow('schedule', 'claude_args: --dangerously-skip-permissions'),
        },
      ],
    },
  ],
};
