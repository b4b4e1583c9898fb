import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { buildSide } from '../../parsers/builds/checks.ts';
import { baseWorkflow, headWorkflow, isWorkflowPath } from '../../parsers/workflows.ts';
import type { Workflow } from '../../parsers/workflows.ts';
import { yamlGet, yamlText } from '../../parsers/yaml.ts';
import type { YamlNode } from '../../parsers/yaml.ts';
import type { ChangeFacts, Place, Rule } from '../rule.ts';

/** Events on which changes are checked before or as they land. */
const EVENTS = ['pull_request', 'pull_request_target', 'merge_group', 'push'] as const;
/** What nobody misses a test for. */
const PROSE =
  /(?:\.(?:md|mdx|rst|txt|adoc|png|svg|jpe?g|gif|drawio)|LICENSE\S*|CODEOWNERS|CHANGELOG\S*|README\S*|\.gitignore|\.editorconfig)['"]?$|^['"]?(?:\*\*\/)?(?:docs?|documentation|website|site|\.github\/(?:CODEOWNERS|\*))(?:\/|$)|(?:^|['"/])\.(?:vscode|devcontainer|claude|cursor|agents?|github\/(?:ISSUE_TEMPLATE|skills|instructions|prompts|agents|chatmodes))(?:\/|$)/i;

const entries = (node: YamlNode | undefined, key: string): string[] | null => {
  const value = yamlGet(node, key);
  if (value?.kind === 'list') return value.items.map((item) => yamlText(item) ?? '');
  const text = yamlText(value);
  return text === undefined || text === '' ? null : [text];
};

/** Whether every one of some patterns is in, or covered by, the others. */
const within = (some: readonly string[], others: readonly string[]): boolean =>
  some.every((one) => others.includes(one) || others.some((other) => /^\*\*?$/.test(other)));

/** Whether more is left out than before, and more than prose; as many as before: a folder that moved. */
const leavesOut = (was: readonly string[], is: readonly string[]): boolean =>
  is.length > was.length && is.some((one) => !was.includes(one) && !PROSE.test(one));

const isException = (pattern: string): boolean => pattern.startsWith('!');
const exceptions = (patterns: readonly string[] | null): string[] =>
  (patterns ?? []).filter(isException).map((pattern) => pattern.slice(1));

/** Whether an event starts the workflow less often than before. */
function narrowed(before: YamlNode | undefined, after: YamlNode | undefined): boolean {
  for (const key of ['branches', 'paths']) {
    const [had, has] = [entries(before, key), entries(after, key)];
    if (has === null) continue;
    if (leavesOut(exceptions(had), exceptions(has))) return true;
    const was = had && had.filter((one) => !isException(one));
    const is = has.filter((one) => !isException(one));
    // Patterns of branches that come in place of others are a matter of names.
    if (was === null) {
      if (key === 'paths' || !is.some((one) => /^(?:\*\*?|main|master|develop|trunk)$/.test(one)))
        return true;
    } else if (is.length < was.length && within(is, was) && !within(was, is)) return true;
  }
  for (const key of ['branches-ignore', 'paths-ignore']) {
    if (leavesOut(entries(before, key) ?? [], entries(after, key) ?? [])) return true;
  }
  return false;
}

const eventOf = (workflow: Workflow, event: string): YamlNode | undefined =>
  workflow.on?.kind === 'map' ? yamlGet(workflow.on, event) : undefined;

function placesOf(file: FileChange, gained: ReadonlySet<string>): Place[] {
  const [base, head] = [baseWorkflow(file), headWorkflow(file)];
  if (base.state !== 'workflow' || head.state !== 'workflow') return [];
  if (buildSide(file, 'base').checks.length === 0 || buildSide(file, 'head').checks.length === 0) return [];
  const [was, is] = [base.workflow, head.workflow];
  // Called by another workflow from now on, which says when.
  if (!was.triggers.has('workflow_call') && is.triggers.has('workflow_call')) return [];
  return EVENTS.flatMap((event): Place[] => {
    const line = was.triggers.get(event);
    if (line === undefined) return [];
    if (!is.triggers.has(event)) {
      const covered =
        event === 'push' || event === 'merge_group' ? is.triggers.has('pull_request') : gained.has(event);
      const swapped = EVENTS.slice(0, 2).some((other) => other !== event && is.triggers.has(other));
      return covered || swapped ? [] : [{ path: file.previousPath ?? file.path, line, side: 'base' }];
    }
    if (!narrowed(eventOf(was, event), eventOf(is, event))) return [];
    // A push that is left to the pull request before it.
    if (event === 'push' && is.triggers.has('pull_request')) return [];
    return [{ path: file.path, line: is.triggers.get(event) ?? null, side: 'head' }];
  });
}

/** Events that another workflow with checks newly has. */
function gainedEvents(facts: ChangeFacts): Set<string> {
  const events = new Set<string>();
  for (const file of facts.files) {
    const [base, head] = [baseWorkflow(file), headWorkflow(file)];
    if (head.state !== 'workflow' || buildSide(file, 'head').checks.length === 0) continue;
    for (const event of head.workflow.triggers.keys()) {
      if (base.state !== 'workflow' || !base.workflow.triggers.has(event)) events.add(event);
    }
  }
  return events;
}

const path = '.github/workflows/ci.yml';
const workflow = (on: string): string =>
  `on:\n${on}jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n`;

export const ciTriggerNarrowed: Rule<Record<string, never>> = {
  id: 'ci-trigger-narrowed',
  family: 'checks-weakened',
  summary: 'A workflow with checks no longer runs on changes it ran on before.',
  why: 'Checks that are not started report nothing, and where they are not required nobody notices. A path or a branch that is left out is a door for everything that goes there.',
  remediation: 'Keep the workflow running on every pull request. To save time leave out prose, not code.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({
    content:
      isWorkflowPath(file.path) || (file.previousPath !== null && isWorkflowPath(file.previousPath))
        ? 'both'
        : 'nothing',
  }),
  inspect(facts) {
    const gained = gainedEvents(facts);
    const places = facts.files.flatMap((file) => placesOf(file, gained));
    if (places.length === 0) return [];
    return [
      {
        rule: 'ci-trigger-narrowed',
        family: 'checks-weakened',
        severity: 'medium',
        message:
          'The checks of this workflow no longer run on changes they ran on before. Keep them running there, or let a human agree.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'no longer on pull requests',
      files: [
        { path, before: workflow('  push:\n  pull_request:\n'), after: workflow('  workflow_dispatch:\n') },
      ],
      places: [
        { path, line: 2, side: 'base' },
        { path, line: 3, side: 'base' },
      ],
    },
    {
      name: 'code is left out',
      files: [
        {
          path,
          before: workflow('  pull_request:\n'),
          after: workflow("  pull_request:\n    paths-ignore:\n      - 'src/payments/**'\n"),
        },
      ],
      places: [{ path, line: 2, side: 'head' }],
    },
    {
      name: 'an exception among the paths',
      files: [
        {
          path,
          before: workflow('  pull_request:\n    paths: [src/**]\n'),
          after: workflow("  pull_request:\n    paths: [src/**, '!src/payments/**']\n"),
        },
      ],
      places: [{ path, line: 2, side: 'head' }],
    },
    {
      name: 'a branch less, a path less',
      files: [
        {
          path,
          before: workflow('  pull_request:\n    branches: [main, release]\n'),
          after: workflow('  pull_request:\n    branches: [main]\n'),
        },
        {
          path: '.github/workflows/b.yml',
          before: workflow('  pull_request:\n    paths: [src/**, lib/**]\n'),
          after: workflow('  pull_request:\n    paths: [src/**]\n'),
        },
      ],
      places: [
        { path, line: 2, side: 'head' },
        { path: '.github/workflows/b.yml', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'prose is left out',
      files: [
        {
          path,
          before: workflow('  pull_request:\n'),
          after: workflow("  pull_request:\n    paths-ignore: ['**.md', 'docs/**', LICENSE]\n"),
        },
      ],
    },
    {
      name: 'exceptions among the paths taken out, or of prose',
      files: [
        {
          path,
          before: workflow("  pull_request:\n    paths: [src/**, '!src/**/AGENTS.md', '!src/skills/**']\n"),
          after: workflow('  pull_request:\n    paths: [src/**]\n'),
        },
        {
          path: '.github/workflows/b.yml',
          before: workflow('  pull_request:\n    paths: [src/**]\n'),
          after: workflow("  pull_request:\n    paths: [src/**, '!src/**/*.md', '!src/.github/skills/**']\n"),
        },
      ],
    },
    {
      name: 'no longer twice, on push and on the pull request',
      files: [{ path, before: workflow('  push:\n  pull_request:\n'), after: workflow('  pull_request:\n') }],
    },
    {
      name: 'called by another workflow',
      files: [{ path, before: workflow('  pull_request:\n'), after: workflow('  workflow_call:\n') }],
    },
    {
      name: 'wider, and another name for the same branch',
      files: [
        {
          path,
          before: workflow('  pull_request:\n    branches: [master]\n'),
          after: workflow('  pull_request:\n    branches: [main, dev]\n'),
        },
      ],
    },
  ],
};
