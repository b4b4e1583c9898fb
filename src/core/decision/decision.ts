import type { Attribution, ProvenanceEntry } from '../agents/agent.ts';
import type { Gap, Limit } from '../facts/facts.ts';
import type { From, PolicyWarning } from '../policy/policy.ts';
import type { Finding, RuleAction } from '../rules/rule.ts';

export type { ProvenanceEntry } from '../agents/agent.ts';

/** Weakest demand first; the worst of several is the last of them. */
export const OUTCOMES = ['allow', 'review_required', 'indeterminate', 'block'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A finding with what the policy makes of it. */
export interface JudgedFinding extends Finding {
  readonly action: Exclude<RuleAction, 'off'>;
}

/** What made an obligation: `{kind: 'path', value: 'db/migrations/1.sql'}`, `{kind: 'rule', value: 'secret-added'}`. */
export interface Because {
  readonly kind: 'agent' | 'path' | 'rule' | 'severity' | 'control file' | 'everyone';
  readonly value: string;
}

/** A human review owed: from whom, how many, why. */
export interface Obligation {
  readonly name: string;
  /** What it is about, short, for titles: the entry's paths as the policy has them, else its name. */
  readonly about: string;
  /** As the policy says it. */
  readonly from: From;
  /** The code owners meant by `from.codeowners`, as CODEOWNERS writes them: `@olga`, `@acme/dba`, an e-mail. */
  readonly owners: readonly string[];
  /** How many people have to approve; at least 1. */
  readonly approvals: number;
  readonly because: readonly Because[];
  /** Files this is about: their change is what an approval approves. null: the whole pull request. */
  readonly covers: readonly string[] | null;
  /** Where nobody outside the provenance could answer, it is recorded instead of blocking. */
  readonly recordedIfNobody: boolean;
}

/** A review that does not count towards an obligation, and why, in plain words. */
export interface RejectedReview {
  readonly login: string;
  readonly reason: string;
}

/** An obligation with the reviews there are. */
export interface ObligationState extends Obligation {
  readonly met: boolean;
  /** Logins whose approval counts. */
  readonly counted: readonly string[];
  /** Entitled people whose latest opinion is CHANGES_REQUESTED; they keep it open. */
  readonly opposed: readonly string[];
  readonly rejected: readonly RejectedReview[];
  /** Who could still meet it, at most 20 logins; people outside the provenance only. */
  readonly eligible: readonly string[];
  /** True: there are, or may be, more eligible people than were listed. */
  readonly moreEligible: boolean;
  /** People asked who are out only because the change's own text names them, such as co-authors; at most 20. */
  readonly claimedOut: readonly string[];
  /** As a person reads it: "@acme/dba", "someone with write access". */
  readonly who: string;
}

/** The answer, with everything it rests on that people need to see. */
export interface Decision {
  readonly outcome: Outcome;
  readonly mode: 'enforce' | 'observe';
  /** Why the change is gated, or why it is not: one sentence. */
  readonly gated: { readonly yes: boolean; readonly reason: string };
  readonly attribution: Attribution;
  readonly provenance: readonly ProvenanceEntry[];
  readonly findings: readonly JudgedFinding[];
  readonly obligations: readonly ObligationState[];
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
  /** Things about the policy that people should know: overruled values, strict defaults in force. */
  readonly warnings: readonly PolicyWarning[];
}
