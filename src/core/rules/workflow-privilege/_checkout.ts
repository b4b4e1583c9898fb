import { runsForOwnOnly } from './_trust.ts';
import { expressionsOf, inputsOf, variablesHolding, wantedValue } from './_untrusted.ts';
import type { Scopes } from './_untrusted.ts';
import type { Step, Workflow } from '../../parsers/workflows.ts';

const WANTED = 'head of a pull request';

/** Lines of steps that bring a pull request's own code onto the runner, but for jobs closed to outsiders. */
export function headCheckouts(workflow: Workflow): number[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      if (runsForOwnOnly(job, step)) return [];
      const scopes = [step.env, job.env, workflow.env];
      const line = byAction(workflow, step, scopes) ?? byShell(workflow, step, scopes);
      return line === null ? [] : [line];
    }),
  );
}

/** The input of a checkout action that names the head. */
function byAction(workflow: Workflow, step: Step, scopes: Scopes): number | null {
  const action = step.uses?.text.split('@')[0] ?? '';
  if (!/(?:^|[/-])checkout$/i.test(action)) return null;
  const inputs = inputsOf(step.with);
  for (const name of ['ref', 'repository']) {
    const node = inputs.get(name);
    if (!node) continue;
    const fromHead = expressionsOf(workflow, node).some(
      ({ raw }) => wantedValue(raw, WANTED, scopes) !== null || raw.includes('refs/pull/'),
    );
    if (fromHead || node.text.startsWith('refs/pull/')) return node.line;
  }
  return null;
}

const GIT = String.raw`\bgit\s+(?:-[Cc]\s+\S+\s+|--?\w\S*\s+){0,4}`;
const MOVES = new RegExp(`${GIT}(?:checkout|switch|merge|reset|worktree|pull|clone|rebase)(?:\\s|$)`);
const FETCHES_PULL = new RegExp(`${GIT}fetch\\s[^|;&]{0,200}\\bpull/`);

/** The first line of a script that checks the head out. Fetching it alone runs nothing. */
function byShell(workflow: Workflow, step: Step, scopes: Scopes): number | null {
  const run = step.run;
  if (!run) return null;
  const variables = variablesHolding(WANTED, scopes);
  const named = new Set(
    expressionsOf(workflow, run)
      .filter(({ raw }) => wantedValue(raw, WANTED, scopes) !== null)
      .map(({ line }) => line),
  );
  let fetched: number | null = null;
  for (let line = run.line; line <= run.endLine; line++) {
    const text = (workflow.lines[line - 1] ?? '').slice(0, 2000);
    if (/^\s*#/.test(text)) continue;
    if (/\bgh\s+pr\s+checkout\b/.test(text)) return line;
    if (FETCHES_PULL.test(text)) fetched ??= line;
    if (!MOVES.test(text)) continue;
    if (fetched !== null) return fetched;
    const variable = variables.some((name) => text.includes(`$${name}`) || text.includes(`\${${name}`));
    if (variable || named.has(line) || text.includes('refs/pull/')) return line;
  }
  return null;
}
