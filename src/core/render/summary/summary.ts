import type { Decision } from '../../decision/decision.ts';
import type { PullRequestFacts } from '../../facts/facts.ts';
import type { EffectivePolicy } from '../../policy/policy.ts';
import { explainMarkdown } from '../explain.ts';
import { code, fit, sentence } from '../markdown.ts';
import { minute } from '../time.ts';
import { acceptances } from './acceptances.ts';
import { findings } from './findings.ts';
import { agents, provenance } from './makers.ts';
import { nextStep } from './next-step.ts';
import { rejected, reviews } from './reviews.ts';

/** What was evaluated, and by what. */
export interface Evaluated {
  readonly facts: Pick<PullRequestFacts, 'repository' | 'number' | 'state' | 'headSha' | 'binding' | 'now'>;
  readonly policy: Pick<EffectivePolicy, 'source' | 'waiver' | 'override'>;
  readonly version: string;
  /** How to mend a finding of a rule, by rule id. */
  readonly remediation: (rule: string) => string;
}

/** GitHub takes 65,535 bytes. */
const MAX_BYTES = 65_000;

/** The check run's page as markdown: answer, what to do and who can, then what it rests on. */
export function summary(decision: Decision, evaluated: Evaluated): string {
  const blocks = [
    nextStep(decision, evaluated),
    footing(decision, evaluated),
    warnings(decision),
    gaps(decision),
    reviews(decision.obligations),
    rejected(decision.obligations),
    acceptances(decision.acceptances),
    ...findings(decision.findings, evaluated.remediation),
    agents(decision, evaluated),
    provenance(decision),
    details('How the policy was applied', explainMarkdown(decision, evaluated.facts)),
    limits(decision),
  ];
  return fit(blocks, MAX_BYTES);
}

function footing(
  { changesAt }: Decision,
  { facts: { headSha, binding, now }, policy, version }: Evaluated,
): string {
  const evaluated = `Evaluated ${code(headSha.slice(0, 7))} against ${code(binding.ref)} by ${sentence(policy.source)}, ${minute(now)}, AgentGuard ${version}.`;
  return changesAt === null
    ? evaluated
    : `${evaluated} Time alone may change the answer: it is looked at again at ${minute(changesAt)}.`;
}

function warnings({ warnings: list }: Decision): string {
  return list
    .map(
      ({ message, at }) =>
        `> **Policy:** ${sentence(message)}${at ? ` (${code(`${at.path}:${at.line}`)})` : ''}`,
    )
    .join('\n>\n');
}

function gaps({ gaps: list }: Decision): string {
  if (list.length === 0) return '';
  return `### Could not be read\n${list.map(({ what, reason }) => `- **${sentence(what)}**: ${sentence(reason)}`).join('\n')}`;
}

function limits({ limits: list }: Decision): string {
  if (list.length === 0) return '';
  const lines = list.map(({ what, reason }) => `- **${sentence(what)}**: ${sentence(reason)}`);
  return details(`What cannot be known here (${list.length})`, lines.join('\n'));
}

const details = (heading: string, text: string): string =>
  text === '' ? '' : `<details><summary>${heading}</summary>\n\n${text}\n\n</details>`;
