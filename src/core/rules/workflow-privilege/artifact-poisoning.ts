import { z } from 'zod';
import type { Job, Step, Workflow } from '../../parsers/workflows.ts';
import type { Rule } from '../rule.ts';
import { addedItems } from './_added.ts';
import type { Item } from './_added.ts';
import { workflowNeeds } from './_needs.ts';
import { runsForOwnOnly } from './_trust.ts';
import { inputsOf } from './_untrusted.ts';

const DOWNLOAD = /(?:^|\/)[\w-]*download[\w-]*artifacts?(?:@|$)/i;
const DOWNLOAD_RUN =
  /\bgh\s+run\s+download\b|\bactions\.downloadArtifact\b|\/actions\/artifacts\/[^\s"']{1,80}\/zip/;
/** What is read from a file becomes the environment of the steps that follow, or a command. */
const INTO_ENVIRONMENT =
  /\bcat\s[^|;&>]{1,200}>>\s*"?\$\{?GITHUB_(?:ENV|PATH)\b|\bxargs\b[^|;&]{0,200}GITHUB_(?:ENV|PATH)\b|\becho\s+"?[\w=]{0,60}\$\((?:cat\s|<)[^)]{1,200}\)"?\s*>>\s*"?\$\{?GITHUB_(?:ENV|PATH)\b/;
const EXECUTES = /^\s*(?:(?:bash|sh|source|\.|node|python3?|ruby|chmod\s+\+x)\s+)(?:\.\/)?/;

/** Where the artifact is put; null: this step brings none. */
function targetOf(step: Step): string | null {
  const script = [step.run?.text ?? '', inputsOf(step.with).get('script')?.text ?? '']
    .join('\n')
    .slice(0, 20_000);
  if (DOWNLOAD.test(step.uses?.text.split('@')[0] ?? '')) {
    return (inputsOf(step.with).get('path')?.text ?? '').replace(/^\.\/|\/$/g, '');
  }
  return DOWNLOAD_RUN.test(script) ? (/(?:--dir|-D)[= ]([\w./-]{1,100})/.exec(script)?.[1] ?? '') : null;
}

function linesOf(workflow: Workflow, step: Step): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  if (!step.run) return found;
  for (let line = step.run.line; line <= step.run.endLine; line++) {
    const text = (workflow.lines[line - 1] ?? '').slice(0, 2000).replace(/^\s*(?:-\s+)?run:\s*/, '');
    if (!/^\s*#/.test(text)) found.push({ line, text });
  }
  return found;
}

function poisonedIn(workflow: Workflow, job: Job): Item[] {
  const items: Item[] = [];
  let target: string | null = null;
  for (const step of job.steps) {
    if (runsForOwnOnly(job, step)) continue;
    const put = targetOf(step);
    target = put ?? target;
    if (target === null) continue;
    for (const { line, text } of linesOf(workflow, step)) {
      const inside = target === '' || text.includes(target);
      const runs =
        target !== '' && inside && EXECUTES.test(text) && text.replace(EXECUTES, '').startsWith(target);
      const direct = target !== '' && text.trim().replace(/^\.\//, '').startsWith(`${target}/`);
      if ((inside && INTO_ENVIRONMENT.test(text)) || runs || direct) items.push({ line, key: text.trim() });
    }
  }
  return items;
}

const path = '.github/workflows/after.yml';
const workflow = (run: string, on = 'workflow_run:\n    workflows: [ci]'): string =>
  `on:\n  ${on}\njobs:\n  report:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with:\n          path: pr\n          run-id: \${{ github.event.workflow_run.id }}\n      - run: ${run}\n`;

export const artifactPoisoning: Rule<Record<string, never>> = {
  id: 'artifact-poisoning',
  family: 'workflow-privilege',
  summary:
    'A privileged workflow runs what a pull request left in an artifact, or takes it into its environment.',
  why: 'A workflow that strangers start can put anything into its artifacts. Where a second workflow with secrets runs a file from there, or appends it to GITHUB_ENV, the stranger chooses what runs with those secrets.',
  remediation:
    'Take from artifacts only data that is checked before use (a number with a pattern), and unpack them outside of the workspace.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const places = addedItems(facts, (side) =>
      side.triggers.has('workflow_run') ? side.jobs.flatMap((job) => poisonedIn(side, job)) : [],
    ).map(({ place }) => place);
    if (places.length === 0) return [];
    return [
      {
        rule: 'artifact-poisoning',
        family: 'workflow-privilege',
        severity: 'high',
        message:
          "Whoever opens a pull request can choose what is in this artifact, and here it runs or becomes the environment of a job with the repository's secrets. Read single values from it and check their form.",
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'a file becomes the environment',
      files: [{ path, before: null, after: workflow('cat pr/vars >> $GITHUB_ENV') }],
      places: [{ path, line: 12, side: 'head' }],
    },
    {
      name: 'a script from the artifact runs',
      files: [{ path, before: workflow('ls pr'), after: workflow('bash ./pr/report.sh') }],
      places: [{ path, line: 12, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a number is read',
      files: [{ path, before: null, after: workflow('echo "number=$(cat pr/number)" >> "$GITHUB_OUTPUT"') }],
    },
    {
      name: 'the own artifact, without privilege',
      files: [{ path, before: null, after: workflow('bash ./pr/report.sh', 'pull_request:') }],
    },
  ],
};
