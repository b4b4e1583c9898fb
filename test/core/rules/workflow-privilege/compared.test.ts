import { privilegedTrigger } from '../../../../src/core/rules/workflow-privilege/privileged-trigger.ts';
import { secretExposure } from '../../../../src/core/rules/workflow-privilege/secret-exposure.ts';
import { templateInjection } from '../../../../src/core/rules/workflow-privilege/template-injection.ts';
import { tokenPermissions } from '../../../../src/core/rules/workflow-privilege/token-permissions.ts';
import { unreadableWorkflow } from '../../../../src/core/rules/workflow-privilege/unreadable-workflow.ts';
import type { Example, Finding, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const path = '.github/workflows/ci.yml';

function inspect(rule: Rule<Record<string, never>>, files: Example['files']): Finding[] {
  return rule.inspect(changeFacts(files), {});
}
const lines = (findings: readonly Finding[]): (number | null)[] =>
  findings.flatMap(({ places }) => places.map(({ line }) => line));

const echo = (count: number): string =>
  `on: issues\njobs:\n  a:\n    steps:\n${'      - run: echo "${{ github.event.issue.title }}"\n'.repeat(count)}`;

describe('base against head', () => {
  test('a second use of what was there is a finding, once', () => {
    expect(lines(inspect(templateInjection, [{ path, before: echo(1), after: echo(2) }]))).toEqual([6]);
  });
  test('fewer uses are none', () => {
    expect(inspect(templateInjection, [{ path, before: echo(3), after: echo(1) }])).toEqual([]);
  });
  test('a template that becomes a workflow is all new', () => {
    expect(
      lines(
        inspect(templateInjection, [
          { path, previousPath: 'templates/ci.yml', before: echo(1), after: echo(1) },
        ]),
      ),
    ).toEqual([5]);
  });
  test('a renamed workflow is not', () => {
    expect(
      inspect(templateInjection, [
        { path, previousPath: '.github/workflows/old.yml', before: echo(1), after: echo(1) },
      ]),
    ).toEqual([]);
  });
  test('what could not be read before is all new', () => {
    expect(lines(inspect(templateInjection, [{ path, before: 'a: [', after: echo(1) }]))).toEqual([5]);
  });
  test('two places are one finding', () => {
    const findings = inspect(templateInjection, [{ path, before: null, after: echo(2) }]);
    expect(findings).toHaveLength(1);
    expect(lines(findings)).toEqual([5, 6]);
  });
});

describe('privileged-trigger', () => {
  const workflow = (condition: string): string =>
    `on: pull_request_target\njobs:\n  a:\n    if: ${condition}\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: \${{ github.head_ref }}\n`;
  test.each([
    ['github.event.pull_request.head.repo.full_name == github.repository', []],
    ['${{ !github.event.pull_request.head.repo.fork }}', []],
    ["github.event_name == 'push'", []],
    ["contains(github.event.pull_request.labels.*.name, 'safe')", [8]],
    ["github.event.pull_request.head.repo.full_name == github.repository || github.actor == 'x'", [8]],
    ["github.event_name == 'pull_request_target'", [8]],
  ])('if: %s', (condition, expected) => {
    const files = [{ path, before: null, after: workflow(condition) }];
    expect(lines(inspect(privilegedTrigger, files))).toEqual(expected);
  });
  test('fetching the head without running it is no finding', () => {
    const after =
      'on: pull_request_target\njobs:\n  a:\n    steps:\n      - run: |\n          git fetch origin pull/1/head\n          git diff FETCH_HEAD\n';
    expect(inspect(privilegedTrigger, [{ path, before: null, after }])).toEqual([]);
  });
});

describe('severity', () => {
  const permissions = (scope: string): string =>
    `on: push\npermissions:\n  ${scope}: write\njobs:\n  a:\n    steps: []\n`;
  test.each([
    ['contents', 'high'],
    ['id-token', 'high'],
    ['statuses', 'high'],
    ['issues', 'medium'],
    ['pull-requests', 'medium'],
  ])('a token that may write %s: %s', (scope, severity) => {
    const files = [{ path, before: permissions('x'), after: permissions(scope) }];
    expect(inspect(tokenPermissions, files).map((finding) => finding.severity)).toEqual([severity]);
  });
  test('a new workflow of one job may write what it says', () => {
    expect(inspect(tokenPermissions, [{ path, before: null, after: permissions('contents') }])).toEqual([]);
  });
  test('everything is too much for it, too', () => {
    const after = permissions('x').replace('permissions:\n  x: write', 'permissions: write-all');
    expect(lines(inspect(tokenPermissions, [{ path, before: null, after }]))).toEqual([2]);
  });
  test.each([
    ['./.github/workflows/a.yml', 'low'],
    ['acme/ci/.github/workflows/a.yml@main', 'high'],
  ])('secrets for %s: %s', (uses, severity) => {
    const after = `on: push\njobs:\n  a:\n    uses: ${uses}\n    secrets: inherit\n`;
    const findings = inspect(secretExposure, [{ path, before: null, after }]);
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
  });
});

test('a workflow that is not text is reported', () => {
  const facts = changeFacts([{ path, before: null, after: 'x' }]);
  const binary = facts.files.map((file) => ({ ...file, head: { state: 'binary' as const } }));
  expect(lines(unreadableWorkflow.inspect({ ...facts, files: binary }, {}))).toEqual([null]);
});
