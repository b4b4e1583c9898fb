import { z } from 'zod';
import { controlFilesOf } from '../../facts/control-files.ts';
import { changedPaths } from '../../facts/paths.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Place, Rule, Side } from '../rule.ts';
import { mayProtect, protectionsIn, type Protection } from './_protection.ts';

/** Files that govern by their place alone are guard-file's. */
const concerns = (file: FileChange): boolean =>
  changedPaths(file).some(mayProtect) && !controlFilesOf(file).includes('ruleset');

function read(file: FileChange, side: Side): readonly Protection[] | null {
  const content = file[side];
  const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
  return content?.state === 'text' && mayProtect(path) ? protectionsIn(path, content.text) : [];
}

const place = (file: FileChange, line: number | null, side: Side): Place => ({ path: file.path, line, side });

/** Protections that say something else than before, are gone, or come beside others. */
function changed(file: FileChange, elsewhere: ReadonlySet<string>): Place[] {
  const before = file.status === 'copied' ? [] : read(file, 'base');
  const after = read(file, 'head');
  if (before === null || after === null)
    return [place(file, null, file.status === 'removed' ? 'base' : 'head')];
  const key = ({ name, content }: Protection): string => `${name} ${content}`;
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  const fresh = after.filter((one) => !old.has(key(one)));
  const names = new Set(fresh.map(({ name }) => name));
  const gone = before.filter((one) => !now.has(key(one)) && !names.has(one.name) && !elsewhere.has(key(one)));
  return [
    ...fresh.map(({ line }) => place(file, line, 'head')),
    ...gone.map(({ line }) => place(file, line, 'base')),
  ];
}

export const protectionAsCode: Rule<Record<string, never>> = {
  id: 'protection-as-code',
  family: 'guard-changed',
  summary:
    'Branch protection, rulesets or the conditions of a merge bot change, in Terraform, exports or settings.',
  why: 'Where protection is kept as code, the code decides who may merge: what is loosened here holds for everyone from the next apply on, with the rights of whoever applies it. An agent that meets a rule in its way finds the rule a few folders further. Layout and comments make no difference, and a resource that only moves to another file is not reported as gone.',
  remediation: 'Change protection in a pull request of its own and have an admin review it.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: concerns(file) ? 'both' : 'nothing' }),
  inspect({ files }) {
    const touched = files.filter(concerns);
    const come = touched.flatMap((file) => read(file, 'head') ?? []);
    const elsewhere = new Set(come.map(({ name, content }) => `${name} ${content}`));
    const went = new Set(
      touched.flatMap((file) => read(file, 'base') ?? []).map(({ name, content }) => `${name} ${content}`),
    );
    const places = touched.flatMap((file) => {
      const kept = (read(file, 'head') ?? []).filter(({ name, content }) => went.has(`${name} ${content}`));
      const lines = new Set(kept.map(({ line }) => line));
      return changed(file, elsewhere).filter(
        ({ side, line }) => side === 'base' || line === null || !lines.has(line),
      );
    });
    if (places.length === 0) return [];
    return [
      {
        rule: 'protection-as-code',
        family: 'guard-changed',
        severity: 'high',
        message:
          'This changes branch protection or rulesets that are kept as code. Have an admin confirm that nothing becomes easier to merge or to push than intended.',
        places,
      },
    ];
  },

  flagged: [
    {
      name: 'fewer approvals, and a ruleset that goes',
      files: [
        {
          path: 'infra/github.tf',
          before:
            'resource "github_branch_protection" "main" {\n  required_pull_request_reviews {\n    required_approving_review_count = 2\n  }\n}\n\nresource "github_repository_ruleset" "tags" {\n  enforcement = "active"\n}\n',
          after:
            'resource "github_branch_protection" "main" {\n  required_pull_request_reviews {\n    required_approving_review_count = 0\n  }\n}\n',
        },
      ],
      places: [
        { path: 'infra/github.tf', line: 1, side: 'head' },
        { path: 'infra/github.tf', line: 7, side: 'base' },
      ],
    },
    {
      name: 'an exported ruleset, and a bot that merges',
      files: [
        {
          path: 'config/rulesets/main.json',
          before: '{ "name": "main", "enforcement": "active", "rules": [] }\n',
          after: '{ "name": "main", "enforcement": "disabled", "rules": [] }\n',
        },
        {
          path: '.mergify.yml',
          before: 'pull_request_rules:\n  - conditions:\n      - "#approved-reviews-by>=1"\n',
          after: 'pull_request_rules:\n  - conditions:\n      - author=app\n',
        },
      ],
      places: [
        { path: 'config/rulesets/main.json', line: null, side: 'head' },
        { path: '.mergify.yml', line: null, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'layout, comments and other resources',
      files: [
        {
          path: 'infra/github.tf',
          before:
            'resource "github_branch_protection" "main" {\n  enforce_admins = true\n}\nresource "github_repository" "a" {\n  name = "a"\n}\n',
          after:
            '# protects main\nresource "github_branch_protection" "main" {\n    enforce_admins   = true\n}\nresource "github_repository" "a" {\n  name = "b"\n}\n',
        },
        {
          path: '.mergify.yml',
          before: 'queue_rules:\n  - name: default\n',
          after: '# the queue\nqueue_rules:\n  - name: default\n',
        },
      ],
    },
    {
      name: 'a resource that moves to a file of its own',
      files: [
        {
          path: 'main.tf',
          before: 'resource "github_repository_ruleset" "a" {\n  enforcement = "active"\n}\n',
          after: '',
        },
        {
          path: 'rules.tf',
          before: null,
          after: 'resource "github_repository_ruleset" "a" {\n  enforcement = "active"\n}\n',
        },
      ],
    },
    {
      name: 'rules of something else',
      files: [
        {
          path: 'src/rulesets/lint.json',
          before: '{ "rules": { "a": 1 } }\n',
          after: '{ "rules": { "a": 2 } }\n',
        },
      ],
    },
  ],
};
