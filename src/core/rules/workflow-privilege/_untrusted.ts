import type { YamlNode, YamlScalar } from '../../parsers/yaml.ts';
import { carries, embeddedExpressions, flowsOf } from './_expression.ts';
import type { Flow } from './_expression.ts';
import type { Workflow } from '../../parsers/workflows.ts';

/** Values that anyone can choose freely who opens an issue, a pull request or a discussion. */
const ANYONES_TEXT = [
  'github.head_ref',
  'github.event.issue.title',
  'github.event.issue.body',
  'github.event.comment.body',
  'github.event.discussion.title',
  'github.event.discussion.body',
  'github.event.review.body',
  'github.event.review_comment.body',
  'github.event.pull_request.title',
  'github.event.pull_request.body',
  'github.event.pull_request.head.ref',
  'github.event.pull_request.head.label',
  'github.event.pull_request.head.repo.default_branch',
  'github.event.pull_request.head.repo.description',
  'github.event.pull_request.head.repo.homepage',
  'github.event.changes.*.from',
  'github.event.pages.*.page_name',
  'github.event.commits.*.message',
  'github.event.commits.*.author.name',
  'github.event.commits.*.author.email',
  'github.event.commits.*.committer.name',
  'github.event.commits.*.committer.email',
  'github.event.head_commit.message',
  'github.event.head_commit.author.name',
  'github.event.head_commit.author.email',
  'github.event.head_commit.committer.name',
  'github.event.head_commit.committer.email',
  'github.event.workflow_run.head_branch',
  'github.event.workflow_run.display_title',
  'github.event.workflow_run.head_commit.message',
  'github.event.workflow_run.head_commit.author.name',
  'github.event.workflow_run.head_commit.author.email',
  'github.event.workflow_run.head_repository.description',
  'github.event.workflow_run.pull_requests.*.head.ref',
].map((path) => path.split('.'));

/** Names of the commit or branch that a pull request brings. */
const HEAD_OF_PULL_REQUEST = [
  'github.head_ref',
  'github.event.pull_request.head.ref',
  'github.event.pull_request.head.sha',
  'github.event.pull_request.head.label',
  'github.event.pull_request.head.repo.full_name',
  'github.event.pull_request.merge_commit_sha',
  'github.event.workflow_run.head_branch',
  'github.event.workflow_run.head_sha',
  'github.event.workflow_run.head_commit.id',
  'github.event.workflow_run.head_repository.full_name',
  'github.event.workflow_run.pull_requests.*.head.ref',
  'github.event.workflow_run.pull_requests.*.head.sha',
].map((path) => path.split('.'));

/** `env` maps in force, innermost first. */
export type Scopes = readonly (YamlNode | undefined)[];

export type Wanted = 'anyones text' | 'head of a pull request';

/** The first value in the expression that is of the wanted kind, as people write it; null: none. */
export function wantedValue(expression: string, wanted: Wanted, scopes: Scopes): string | null {
  for (const flow of throughEnv(flowsOf(expression), scopes)) {
    const patterns = wanted === 'anyones text' ? ANYONES_TEXT : HEAD_OF_PULL_REQUEST;
    if (patterns.some((pattern) => carries(flow, pattern))) return flow.path.join('.');
  }
  return null;
}

/** Replaces `env.NAME` by what flows into it where it is set. One step: GitHub does not nest them either. */
function throughEnv(flows: readonly Flow[], scopes: Scopes): Flow[] {
  return flows.flatMap((flow) => {
    if (flow.path[0] !== 'env' || flow.path.length !== 2) return [flow];
    for (const scope of scopes) {
      if (scope?.kind !== 'map') continue;
      const entry = scope.entries.findLast(({ key }) => key.toLowerCase() === flow.path[1]);
      if (entry?.value.kind !== 'scalar') continue;
      return embeddedExpressions(entry.value.text).flatMap(({ raw }) => flowsOf(raw));
    }
    return [];
  });
}

/** The expressions of a scalar with the line each stands on. */
export function expressionsOf(workflow: Workflow, node: YamlScalar): { raw: string; line: number }[] {
  let line = node.line;
  let column = 0;
  return embeddedExpressions(node.text).map(({ raw }) => {
    const first = `\${{${raw.split('\n')[0] ?? ''}`.trimEnd();
    for (let at = line; at <= node.endLine; at++) {
      const index = (workflow.lines[at - 1] ?? '').indexOf(first, at === line ? column : 0);
      if (index === -1) continue;
      line = at;
      column = index + first.length;
      return { raw, line };
    }
    return { raw, line };
  });
}

/** Names of environment variables that hold a value of the wanted kind. */
export function variablesHolding(wanted: Wanted, scopes: Scopes): string[] {
  return scopes.flatMap((scope) =>
    scope?.kind === 'map'
      ? scope.entries
          .filter(
            ({ value }) =>
              value.kind === 'scalar' &&
              embeddedExpressions(value.text).some(({ raw }) => wantedValue(raw, wanted, scopes) !== null),
          )
          .map(({ key }) => key)
      : [],
  );
}

/** The scalars of a step's `with`, by lower-case name. */
export function inputsOf(node: YamlNode | undefined): Map<string, YamlScalar> {
  const inputs = new Map<string, YamlScalar>();
  if (node?.kind !== 'map') return inputs;
  for (const { key, value } of node.entries) {
    if (value.kind === 'scalar') inputs.set(key.toLowerCase(), value);
  }
  return inputs;
}
