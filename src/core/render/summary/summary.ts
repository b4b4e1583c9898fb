import type { Decision } from '../../decision/decision.ts';
import type { PullRequestFacts } from '../../facts/facts.ts';
import type { EffectivePolicy } from '../../policy/policy.ts';
import { previewMarkdown, type PolicyPreview } from '../comparison/preview.ts';
import { explainMarkdown } from '../explain.ts';
import { code, fit, sentence } from '../markdown.ts';
import { minute } from '../time.ts';
import { acceptances } from './acceptances.ts';
import type { Accepters } from '../../decision/who-could.ts';
import { findings } from './findings.ts';
import { forAgents } from './for-agents.ts';
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
  /** Who could accept something, by name; absent: nobody is known. */
  readonly accepters?: Accepters;
  /** Of a pull request that changes the policy: what that would change for others. */
  readonly preview?: PolicyPreview | undefined;
}

/** GitHub takes 65,535 bytes. */
const MAX_BYTES = 65_000;

/** The check run's page as markdown: answer, what to do and who can, then what it rests on. */
export function summary(decision: Decision, evaluated: Evaluated): string {
  const found = findings(decision.findings, evaluated.remediation);
  const blocks = [
    nextStep(decision, evaluated),
    ...(decision.outcome === 'indeterminate' ? [gaps(decision)] : []),
    footing(decision, evaluated),
    warnings(decision),
    ...(decision.outcome === 'indeterminate' ? [] : [gaps(decision)]),
    ...(decision.outcome === 'block' ? found : []),
    reviews(decision.obligations),
    rejected(decision.obligations),
    previewMarkdown(evaluated.preview),
    acceptances(decision.acceptances),
    ...(decision.outcome === 'block' ? [] : found),
    agents(decision, evaluated),
    provenance(decision),
    details('For agents: what to mend, a JSON object a line', forAgents(decision, evaluated)),
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

/** Of anything that is listed outside of tables; what is beyond is counted. */
const MAX_LISTED = 20;

function warnings({ warnings: list }: Decision): string {
  const lines = list
    .slice(0, MAX_LISTED)
    .map(
      ({ message, at }) =>
        `> **Policy:** ${sentence(message)}${at ? ` (${code(`${at.path}:${at.line}`)})` : ''}`,
    );
  const more = list.length - lines.length;
  return [...lines, ...(more > 0 ? [`> … and ${more} more about the policy.`] : [])].join('\n>\n');
}

function bullets(list: readonly { readonly what: string; readonly reason: string }[]): string {
  const lines = list
    .slice(0, MAX_LISTED)
    .map(({ what, reason }) => `- **${sentence(what)}**: ${sentence(reason)}`);
  const more = list.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more.`] : [])].join('\n');
}

function gaps({ gaps: list }: Decision): string {
  if (list.length === 0) return '';
  return `### Could not be read\n${bullets(list)}`;
}

function limits({ limits: list }: Decision): string {
  if (list.length === 0) return '';
  return details(`What cannot be known here (${list.length})`, bullets(list));
}

const details = (heading: string, text: string): string =>
  text === '' ? '' : `<details><summary>${heading}</summary>\n\n${text}\n\n</details>`;
