import type { CodeOwners } from '../facts/codeowners.ts';
import type { FileDigests } from '../facts/digests.ts';
import type { PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { ReviewEntry } from '../policy/policy.ts';
import { ruleSetting } from '../policy/setting.ts';
import type { Acceptance } from './acceptance.ts';
import type { EntryState, JudgedFinding, ProvenanceEntry } from './decision.ts';
import { binds, gated, type Gated } from './gated.ts';
import { keyOf, type KeyedFinding } from './keys.ts';
import { conditionStates } from './obligations/conditions.ts';
import { planObligations } from './obligations/plan.ts';
import { recoveryObligation } from './obligations/recovery.ts';
import type { PlannedObligation } from './obligations/planned.ts';
import { isRecovery, whyGated, type Recovery } from './recovery.ts';
import { policyFindings, type PolicyFindingsInput } from './policy-findings.ts';

/** What is known before anyone is asked who may answer. */
export interface PlanInput extends PolicyFindingsInput {
  readonly facts: PullRequestFacts;
  readonly provenance: readonly ProvenanceEntry[];
  readonly codeowners: CodeOwners;
  readonly findings: readonly KeyedFinding[];
  /** Of the head, by path. */
  readonly headDigests: FileDigests;
  /** What AgentGuard opened it for; null: it did not open it. */
  readonly recovery?: Recovery | null;
  /** Where conditions of the policy name people by team, permission or membership: who these are. */
  readonly people: PeopleFacts;
}

/** What the change owes, before reviews are looked at. */
export interface Plan {
  readonly gated: Gated;
  readonly findings: readonly JudgedFinding[];
  /** Every entry of the policy; empty where the change is not gated, or is a recovery. */
  readonly entries: readonly EntryState[];
  readonly obligations: readonly PlannedObligation[];
}

/** What people have accepted already: it changes what is owed. */
export interface Accepted {
  readonly waivers: readonly Acceptance[];
  readonly notAgent: Acceptance | null;
}
const NOTHING: Accepted = { waivers: [], notAgent: null };

/** Judges findings by the policy and lists the reviews owed. */
export function plan(input: PlanInput, accepted: Accepted = NOTHING): Plan {
  const { facts, policy, attribution, codeowners, recovery } = input;
  const answer = answerFor(input, accepted.notAgent);
  const isFast = isRecovery(recovery);
  // What a person made is not judged, whatever was read of it before somebody said so.
  const isLifted = accepted.notAgent !== null && !answer.yes;
  const findings = [
    // Who made what is taken back, and how much it is, must not keep it in.
    ...policyFindings(input, answer.yes && !isFast),
    ...(isLifted ? [] : input.findings).flatMap((finding) => judge(finding, input, accepted.waivers)),
  ];
  const entries =
    answer.yes && !isFast ? policy.reviews.map((entry) => entryState(entry, findings, input)) : [];
  const obligations = planObligations({
    gated: answer.yes,
    files: facts.files,
    findings,
    reviews: policy.reviews,
    entries,
    agents: attribution.agents.filter(binds).map((agent) => agent.name),
    codeowners,
    instead: isFast ? recoveryObligation(recovery.takesBack, policy.recovery) : null,
  });
  return { gated: answer, findings, entries, obligations };
}

/**
 * A person's word that no agent made it takes away that reason to gate, and no other: what AgentGuard opened itself is
 * always gated.
 */
function answerFor({ attribution, policy, recovery }: PlanInput, notAgent: Acceptance | null): Gated {
  const answer = gated(attribution, policy);
  if (recovery && (!answer.yes || isRecovery(recovery))) return { yes: true, reason: whyGated(recovery) };
  if (recovery || !answer.yes || notAgent === null || policy.appliesTo === 'everyone') return answer;
  return {
    yes: false,
    reason: `${notAgent.by.login} answers for it that no agent made this: ${notAgent.reason}`,
  };
}

function judge(
  finding: KeyedFinding,
  { policy, headDigests, recovery }: PlanInput,
  waivers: readonly Acceptance[],
): JudgedFinding[] {
  const { action: set } = ruleSetting(policy, finding.rule);
  if (set === 'off') return [];
  const action = isRecovery(recovery) ? 'warn' : set;
  const key = keyOf(finding, headDigests);
  const waived = key === null ? null : (waivers.find(({ bound }) => bound === key) ?? null);
  return [{ ...finding, action, key, waived }];
}

function entryState(entry: ReviewEntry, findings: readonly JudgedFinding[], input: PlanInput): EntryState {
  const { facts, attribution, provenance, people } = input;
  const conditions = conditionStates(entry, {
    facts,
    findings,
    agents: attribution.agents,
    contributors: provenance,
    people,
  });
  return {
    name: entry.name,
    conditions,
    triggered: conditions.every(({ holds }) => holds),
    certain: !conditions.some(({ unknown }) => unknown),
  };
}
