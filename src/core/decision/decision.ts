import type { Attribution, ProvenanceEntry } from '../agents/agent.ts';
import type { Gap, Limit } from '../facts/facts.ts';
import type { Ask, PolicyWarning, RequestMode } from '../policy/policy.ts';
import type { Finding, RuleAction } from '../rules/rule.ts';
import type { Acceptance } from './acceptance.ts';
import type { Recovery } from './recovery.ts';

export type { ProvenanceEntry } from '../agents/agent.ts';

/** Weakest demand first; the worst of several is the last of them. */
export const OUTCOMES = ['allow', 'review_required', 'indeterminate', 'block'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A finding with what the policy makes of it. */
export interface JudgedFinding extends Finding {
  readonly action: Exclude<RuleAction, 'off'>;
  /**
   * Names it together with the change it is about, hex: when either changes it is another finding. null: what it is
   * about is not known well enough, or it is the policy's own, so that nobody can accept it. People see the first
   * `SHOWN_KEY` characters.
   */
  readonly key: string | null;
  /** Whose waiver holds: it does not block and owes no review of its own. null: nobody's. */
  readonly waived: Acceptance | null;
}

/** So many characters of a finding's key are shown. */
export const SHOWN_KEY = 8;

/** What made an obligation: `{kind: 'path', value: 'db/migrations/1.sql'}`, `{kind: 'rule', value: 'secret-added'}`. */
export interface Because {
  readonly kind: 'agent' | 'path' | 'rule' | 'severity' | 'control file' | 'everyone' | 'revert';
  readonly value: string;
}

/** A human review owed: from whom, how many, why. */
export interface Obligation<Part extends AskOwed = AskOwed> {
  readonly name: string;
  /** What it is about, short, for titles: the entry's paths as the policy has them, else its name. */
  readonly about: string;
  readonly requires: Owed<Part>;
  readonly because: readonly Because[];
  /** Files this is about: their change is what an approval approves. null: the whole pull request. */
  readonly covers: readonly string[] | null;
  /** Where nobody outside the provenance could answer, it is recorded instead of blocking. */
  readonly recordedIfNobody: boolean;
  readonly request: RequestMode;
  /** Which of the decision's `entries` it comes from; null: the gate itself asks, for control files and findings. */
  readonly entry: number | null;
}

/** What an obligation takes: approvals, one of several alternatives, or all of several. */
export type Owed<Part> =
  Part | { readonly anyOf: readonly Owed<Part>[] } | { readonly allOf: readonly Owed<Part>[] };

/** So many approvals of some people, of some files. */
export interface AskOwed extends Ask {
  /** The code owners meant by `from.codeowners`, as CODEOWNERS writes them: `@olga`, `@acme/dba`, an e-mail. */
  readonly owners: readonly string[];
  /** The obligation's files, or those of them that these code owners own. null: the whole pull request. */
  readonly covers: readonly string[] | null;
}

/** A review that does not count towards an obligation, and why, in plain words. */
export interface RejectedReview {
  readonly login: string;
  readonly reason: string;
}

/** What the reviews there are mean for an ask or an obligation. */
export interface Standing {
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
}

/** An ask with the reviews there are. */
export interface AskState extends AskOwed, Standing {
  /** As a person reads it: "@acme/dba", "someone with write access". */
  readonly who: string;
}

/** An obligation with the reviews there are; its standing is that of its asks together. */
export interface ObligationState extends Obligation<AskState>, Standing {
  /** All that is asked, as a person reads it: "2 of @acme/dba, or @olga". */
  readonly asked: string;
  /** What is still missing of it, likewise; empty: nothing. */
  readonly missing: string;
}

/** One condition of an entry of the policy. */
export interface ConditionState {
  /** The key in the policy: `paths`, `changed_lines`. */
  readonly key: string;
  /** What it wants, as a person reads it. */
  readonly wants: string;
  readonly holds: boolean;
  /** True: whether it holds is not known, so it does; see `EntryState.certain`. */
  readonly unknown?: true;
  /** What made it hold; what was found instead where it does not. At most ten. */
  readonly found: readonly string[];
}

/** One entry of the policy: whether it asks for a review here, and by what. */
export interface EntryState {
  readonly name: string;
  /** Conditions that were given; empty: it always asks. */
  readonly conditions: readonly ConditionState[];
  readonly triggered: boolean;
  /** False: it asks because something is not known, so it takes the place of no other review. */
  readonly certain: boolean;
}

/** Somebody's word beyond a review, and whether it holds. */
export interface AcceptanceState {
  readonly acceptance: Acceptance;
  /** Why it does not hold, in plain words; null: it holds. */
  readonly lapsed: string | null;
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
  /** Every entry of the policy, also those that ask for nothing here; empty where the change is not gated, or is a recovery. */
  readonly entries: readonly EntryState[];
  readonly acceptances: readonly AcceptanceState[];
  /** What AgentGuard opened it for; null: it did not open it. */
  readonly recovery: Recovery | null;
  /** Who lifted the gate; null: nobody. The outcome is `allow` then, whatever else is said here. */
  readonly override: Acceptance | null;
  /** What somebody's word would be bound to now; null: there is nothing to accept, or it is not known well enough. */
  readonly bounds: { readonly not_agent: string | null; readonly override: string };
  /** When time alone may change the answer, ISO 8601 in UTC; null: never. */
  readonly changesAt: string | null;
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
  /** Things about the policy that people should know: overruled values, strict defaults in force. */
  readonly warnings: readonly PolicyWarning[];
}
