import { z } from 'zod';
import { controlFile } from '../../facts/control-files.ts';
import { parseJsonc } from '../../parsers/jsonc.ts';
import { parseYaml } from '../../parsers/yaml.ts';
import type { YamlNode } from '../../parsers/yaml.ts';
import type { Rule } from '../rule.ts';
import { lineNaming, loosened } from './_settings.ts';
import type { Setting } from './_settings.ts';

const TERRAFORM = /\.tf(?:\.json)?$/;
const BOTS = /(?:^|\/)\.?(?:mergify|kodiak|bulldozer|policy-bot)(?:\/config)?\.(?:ya?ml|toml)$/;

const holds = (path: string): boolean =>
  controlFile(path) === 'ruleset' || TERRAFORM.test(path) || BOTS.test(path);

/** Switches that protect a branch when they are on, and those that protect it when they are off. */
const ON =
  /^(?:enforce_admins|strict|strict_required_status_checks_policy|dismiss_stale_reviews(?:_on_push)?|require_code_owner_reviews?|require_last_push_approval|required_review_thread_resolution|required_linear_history|require_signed_commits|required_signatures|required_conversation_resolution|require_conversation_resolution|enabled)$/;
const OFF =
  /^(?:allow_force_pushes|allows_force_pushes|allow_deletions|allows_deletions|allow_auto_merge|allow_bypass)$/;
const COUNT = /^(?:required_approving_review_count|required_approvals|minimum_approvals)$/;
const ENFORCEMENT: Readonly<Record<string, number>> = { disabled: 0, evaluate: 1, active: 2 };

function settingOf(key: string, text: string, line: number): Setting[] {
  const name = key.toLowerCase();
  const on = /^true$/i.test(text);
  const off = /^(?:false|null)$/i.test(text);
  if (COUNT.test(name) && /^\d+$/.test(text))
    return [{ key: name, level: Number(text), line, absent: 'looser' }];
  if (name === 'enforcement') return [{ key: name, level: ENFORCEMENT[text] ?? 0, line, absent: 'unknown' }];
  if (ON.test(name) && (on || off))
    return [{ key: name, level: on ? 1 : 0, line, absent: on ? 'looser' : 'unknown' }];
  if (OFF.test(name) && (on || off))
    return [{ key: name, level: on ? 0 : 1, line, absent: on ? 'stricter' : 'unknown' }];
  return [];
}

/** Names of required checks stand in lists below these keys, as texts or as maps with a `context`. */
const CONTEXTS = /^(?:contexts|required_status_checks|required_check|required_contexts|checks)$/;

function fromTree(
  node: YamlNode,
  setting: (key: string, text: string, line: number) => void,
  inChecks = false,
): void {
  if (node.kind === 'list') {
    for (const item of node.items) {
      if (item.kind === 'scalar' && inChecks) setting('context', item.text, item.line);
      else fromTree(item, setting, inChecks);
    }
  }
  if (node.kind !== 'map') return;
  for (const { key, line, value } of node.entries) {
    if (value.kind !== 'scalar') fromTree(value, setting, inChecks || CONTEXTS.test(key));
    else setting(key, value.text, line);
  }
}

function settings(path: string, text: string): Setting[] {
  if (!holds(path)) return [];
  const found: Setting[] = [];
  const setting = (key: string, value: string, line: number): void => {
    if (key === 'context') found.push({ key: `check ${value}`, level: 1, line, absent: 'looser' });
    else found.push(...settingOf(key, value, line));
  };
  if (TERRAFORM.test(path)) {
    if (
      !/github_(?:branch_protection|repository_ruleset|organization_ruleset)|gitlab_branch_protection/.test(
        text,
      )
    )
      return [];
    for (const [i, line] of text.split('\n').entries()) {
      const pair = /^\s*(\w{3,60})\s*=\s*"?([\w.-]{1,60})"?\s*$/.exec(line.slice(0, 500));
      if (pair) setting(pair[1] ?? '', pair[2] ?? '', i + 1);
      const list = /^\s*(?:contexts|checks)\s*=\s*\[([^\]]{0,2000})\]/.exec(line);
      for (const name of list?.[1]?.match(/"[^"]{1,200}"/g) ?? [])
        setting('context', name.slice(1, -1), i + 1);
    }
    return found;
  }
  const { documents } = parseYaml(text);
  for (const root of documents) fromTree(root, setting);
  if (documents.length === 0 && path.endsWith('.json') && parseJsonc(text).problem === null) {
    return text.split('\n').flatMap((line) => {
      const pair = /"(\w{3,60})"\s*:\s*"?([\w.-]{1,60})"?/.exec(line.slice(0, 500));
      return pair ? settingOf(pair[1] ?? '', pair[2] ?? '', lineNaming(text.split('\n'), line)) : [];
    });
  }
  return found;
}

const path = '.github/settings.yml';
const protection = (checks: string, count: number, admins: boolean): string =>
  `branches:\n  - name: main\n    protection:\n      required_pull_request_reviews:\n        required_approving_review_count: ${count}\n      required_status_checks:\n        strict: true\n        contexts: [${checks}]\n      enforce_admins: ${admins}\n`;

export const requiredChecksLowered: Rule<Record<string, never>> = {
  id: 'required-checks-lowered',
  family: 'checks-weakened',
  summary:
    'Branch protection that is kept as code asks for less: fewer checks or approvals, or nothing at all.',
  why: 'Required checks and approvals are what makes all others count. Once they are optional, a red build or a missing review stops nobody.',
  remediation:
    'Leave protection as it is. If it has to change, let an admin do it apart from any other change.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: holds(file.path) ? 'both' : 'nothing' }),
  inspect(facts) {
    const places = loosened(facts, settings);
    if (places.length === 0) return [];
    return [
      {
        rule: 'required-checks-lowered',
        family: 'checks-weakened',
        severity: 'high',
        message:
          'The protected branch asks for less than before it is merged into. Keep the protection, or let an admin change it apart from this.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'a check, an approval and the admins less',
      files: [{ path, before: protection('test, scan', 2, true), after: protection('test', 1, false) }],
      places: [
        { path, line: 5, side: 'head' },
        { path, line: 8, side: 'base' },
        { path, line: 9, side: 'head' },
      ],
    },
    {
      name: 'a ruleset that only watches, in JSON and in Terraform',
      files: [
        {
          path: '.github/rulesets/main.json',
          before: '{\n  "enforcement": "active"\n}\n',
          after: '{\n  "enforcement": "disabled"\n}\n',
        },
        {
          path: 'github.tf',
          before: 'resource "github_branch_protection" "main" {\n  enforce_admins = true\n}\n',
          after: 'resource "github_branch_protection" "main" {\n  enforce_admins = false\n}\n',
        },
      ],
      places: [
        { path: '.github/rulesets/main.json', line: 2, side: 'head' },
        { path: 'github.tf', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'more is asked for',
      files: [{ path, before: protection('test', 1, false), after: protection('scan, test', 2, true) }],
    },
    {
      name: 'other Terraform',
      files: [
        {
          path: 'main.tf',
          before: 'resource "aws_x" "y" {\n  enabled = true\n}\n',
          after: 'resource "aws_x" "y" {\n  enabled = false\n}\n',
        },
      ],
    },
  ],
};
