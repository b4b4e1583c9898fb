import type { Rule, RuleAction, Severity } from '../../rules/rule.ts';
import { plain } from '../markdown.ts';

/** SARIF's `reportingDescriptor`, as far as code scanning reads it. */
export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string };
}

export type SarifLevel = 'error' | 'warning' | 'note';

export const LEVEL: Record<Exclude<RuleAction, 'off'>, SarifLevel> = {
  block: 'error',
  review: 'warning',
  warn: 'note',
};

/** Code scanning shows above 9.0 as critical, from 7.0 as high, from 4.0 as medium, below as low. */
const SCORE: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/** Longer descriptions are refused. */
const MAX_DESCRIPTION = 1024;

/** What is said of a rule; of the gate's own findings too, which no rule makes. */
type Described = Pick<Rule, 'id' | 'summary' | 'why' | 'remediation' | 'severity' | 'action'> & {
  readonly family: string;
};

const OWN = { family: 'policy', severity: 'high', action: 'block' } as const;

/** What the policy itself forbids; see decision/policy-findings.ts. */
const POLICY_RULES: readonly Described[] = [
  {
    ...OWN,
    id: 'policy-invalid',
    summary: 'The change would make the policy invalid.',
    why: 'While a policy is invalid, the strict defaults hold for everybody.',
    remediation: 'Correct the line; `agentguard validate` says what is wrong with it.',
  },
  {
    ...OWN,
    id: 'frozen',
    severity: 'critical',
    summary: 'Agents are frozen here for a time.',
    why: 'Somebody stopped agents here, by `freeze` in the policy or by their word, for a reason that it names.',
    remediation: 'Wait until it ends, or ask those who froze them.',
  },
  {
    ...OWN,
    id: 'agent-not-allowed',
    summary: 'This agent may not make changes here.',
    why: 'The policy denies this agent, or allows only others.',
    remediation: 'Have a person or an allowed agent make the change, or change the list.',
  },
  {
    ...OWN,
    id: 'too-many-open',
    summary: 'This agent has too many open pull requests.',
    why: 'People cannot look at more than so many at once, so the policy sets a limit.',
    remediation: 'Merge or close an older one first.',
  },
  {
    ...OWN,
    id: 'too-large',
    summary: 'The change is larger than an agent may make it here.',
    why: 'Nobody reads what is too long, so the policy sets a limit.',
    remediation: 'Split it into smaller changes.',
  },
];

/** All that may be found, whatever was: code scanning compares runs by their rules. */
export const sarifRules = (rules: readonly Rule[]): SarifRule[] => [...rules, ...POLICY_RULES].map(describe);

const describe = ({ id, family, summary, why, remediation, severity, action }: Described): SarifRule => ({
  id,
  shortDescription: { text: plain(summary, MAX_DESCRIPTION) },
  fullDescription: { text: plain(why, MAX_DESCRIPTION) },
  help: {
    text: `${why}\n\nHow to mend it: ${remediation}`,
    markdown: `**Why**\n\n${why}\n\n**How to mend it**\n\n${remediation}`,
  },
  defaultConfiguration: { level: LEVEL[action] },
  properties: { tags: ['security', family], 'security-severity': SCORE[severity] },
});
