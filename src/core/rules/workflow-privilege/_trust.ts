import type { Job, Step, Workflow } from '../../parsers/workflows.ts';

/** Events that run with the base repository's token and secrets although an outsider started them. */
const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'] as const;

/** Events that a stranger starts, with the repository's own token. */
export const BY_ANYONE: readonly string[] = [
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
];

/** The first event of a workflow that gives an outsider's change the repository's own rights; null: none. */
export function privilegedTrigger(workflow: Workflow): string | null {
  return PRIVILEGED.find((name) => workflow.triggers.has(name)) ?? null;
}

/** A condition that lets only the repository's own branches, or events without an outsider, through. */
const OWN_ONLY = [
  /\.head\.repo\.(?:full_name|owner\.login|id|node_id)\s*==\s*(?:github\.repository|github\.event\.(?:pull_request\.base\.repo|repository)\.)/,
  /(?:github\.repository|github\.repository_owner)\s*==\s*github\.event\.pull_request\.head\.repo\./,
  /!\s*github\.event\.pull_request\.head\.repo\.fork\b/,
  /head\.repo\.fork\s*(?:==\s*false|!=\s*true)/,
  /workflow_run\.head_repository\.(?:full_name|owner\.login)\s*==\s*(?:github\.repository|'[^']+')/,
  /workflow_run\.head_repository\.fork\s*==\s*false/,
  /workflow_run\.event\s*==\s*'(?:push|schedule|workflow_dispatch|release|merge_group)'/,
  /github\.event_name\s*==\s*'(?:push|schedule|workflow_dispatch|release|merge_group|pull_request|workflow_call)'/,
];

/** Whether the job or the step runs for nobody but the repository's own people. An `||` leaves a way around. */
export function runsForOwnOnly(job: Job, step?: Step): boolean {
  return [job.condition, step?.condition ?? ''].some(
    (condition) =>
      !condition.includes('||') && condition.length < 5000 && OWN_ONLY.some((guard) => guard.test(condition)),
  );
}
