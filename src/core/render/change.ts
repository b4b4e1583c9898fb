import type { CheckJson } from './json.ts';
import { withoutOwner } from './obligation-json.ts';
import { findingLine } from './history/commit-text.ts';
import { plain } from './markdown.ts';
import type { Decision } from '../decision/decision.ts';

/** What `check` prints for people: the answer first, then what it rests on, and what to do. */
export function changeText(
  json: CheckJson,
  decision: Decision,
  remediation: (rule: string) => string,
): string {
  const rules = [...new Set(json.findings.map(({ rule }) => rule))];
  const blocks = [
    [`${ANSWER[decision.outcome]} ${plain(decision.gated.reason)}`],
    [
      `${json.merge_base.slice(0, 10)}..${json.head.slice(0, 10)}, ${json.commits.length} ${json.commits.length === 1 ? 'commit' : 'commits'}`,
    ],
    list(
      'Agents',
      decision.attribution.agents.map(
        ({ name, role, strength, evidence }) =>
          `${name} ${role} (${strength}): ${plain(evidence[0]?.value ?? '', 100)}`,
      ),
    ),
    list('Findings', json.findings.map(findingLine)),
    list(
      'How to mend',
      rules.flatMap((rule) =>
        remediation(rule) === '' ? [] : [`${rule}: ${plain(remediation(rule), 600)}`],
      ),
    ),
    list(
      'Reviews owed',
      decision.obligations.map(
        ({ name, asked, because }) =>
          `${plain(withoutOwner(asked))} (${plain(name)}), because of ${because
            .slice(0, 3)
            .map(({ value }) => plain(value, 80))
            .join(', ')}${because.length > 3 ? ` and ${because.length - 3} more` : ''}`,
      ),
    ),
    list(
      'Not read',
      json.gaps.map(({ what, reason }) => `${plain(what)}: ${plain(reason, 300)}`),
    ),
    list(
      'Policy',
      decision.warnings.map(({ message }) => plain(message, 300)),
    ),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

const ANSWER: Record<Decision['outcome'], string> = {
  allow: 'Allowed.',
  review_required: 'A review will be required.',
  block: 'Blocked.',
  indeterminate: 'Cannot be told: something could not be read.',
};

const list = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`)];
