import { createHash } from 'node:crypto';
import type { PullRequestFacts, TextFile } from '../facts/facts.ts';
import type { EffectivePolicy } from '../policy/policy.ts';
import type { Acceptance } from './acceptance.ts';
import type { Decision, JudgedFinding } from './decision.ts';

/**
 * What the record keeps of a decision: what it rested on, by name and SHA. No diff content and no secret, and
 * nothing that differs between two evaluations of the same state, so that these add one entry.
 */
export function decisionRecord(
  facts: PullRequestFacts,
  policy: EffectivePolicy,
  decision: Decision,
  version: string,
): Record<string, unknown> {
  return {
    version,
    outcome: decision.outcome,
    mode: decision.mode,
    state: facts.state,
    mergedBy: facts.mergedBy?.login ?? null,
    author: facts.author?.login ?? null,
    head: facts.headSha,
    base: { ref: facts.binding.ref, sha: facts.binding.sha, reason: facts.binding.reason },
    policy: { source: policy.source, digest: policy.digest, strict: policy.strict },
    gated: decision.gated,
    agents: decision.attribution.agents.map(({ agent, role, strength, evidence }) => ({
      agent,
      role,
      strength,
      evidence: evidence.slice(0, 20),
    })),
    bots: decision.attribution.bots,
    provenance: decision.provenance.map(({ account, hands }) => ({ login: account.login, hands })),
    entries: decision.entries.filter(({ triggered }) => triggered).map(({ name }) => name),
    findings: decision.findings.map(({ rule, severity, action, key, waived, places }) => ({
      rule,
      severity,
      action,
      key,
      waivedBy: waived?.by.login ?? null,
      places: places.slice(0, 50),
      count: places.length,
    })),
    obligations: decision.obligations.map(
      ({ name, asked, missing, because, met, counted, opposed, rejected }) => ({
        name,
        asked,
        missing,
        because: because.slice(0, 50),
        met,
        counted,
        opposed,
        rejected,
      }),
    ),
    acceptances: decision.acceptances.flatMap(({ acceptance, lapsed }) =>
      lapsed === null ? [given(acceptance)] : [],
    ),
    override: decision.override && given(decision.override),
    ...(decision.recovery && {
      recovery: { takesBack: decision.recovery.takesBack, lapsed: decision.recovery.lapsed },
    }),
    bounds: decision.bounds,
    gaps: decision.gaps,
    limits: decision.limits,
  };
}

/**
 * What the record keeps of what binds a branch: the same until the policy or the organisation's floor is another one.
 * Names the files by what they hold, not by the commit they were read at.
 */
export function policyRecord(facts: PullRequestFacts, policy: EffectivePolicy): Record<string, unknown> {
  const { policyFile, floor } = facts;
  return {
    digest: policy.digest,
    mode: policy.mode,
    appliesTo: policy.appliesTo,
    file: policyFile && nameOf(policyFile),
    floor: floor.state === 'present' ? nameOf(floor.file) : floor.state,
    strict: policy.strict !== null,
  };
}

const nameOf = ({ path, text }: TextFile): object => ({
  path,
  sha256: createHash('sha256').update(text).digest('hex'),
});

const given = ({ kind, by, until, bound }: Acceptance): object => ({ kind, by: by.login, until, bound });

/**
 * What the record keeps of what somebody accepted: their word as it is read again, the head it was given on, the
 * command it came by, and of a waiver the finding.
 */
export const acceptanceRecord = (
  acceptance: Acceptance,
  from: { readonly head: string; readonly command: string; readonly finding: JudgedFinding | null },
): Record<string, unknown> => ({
  ...acceptance,
  head: from.head,
  command: from.command,
  finding: from.finding && { rule: from.finding.rule, places: from.finding.places.slice(0, 50) },
});
