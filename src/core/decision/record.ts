import type { PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy } from '../policy/policy.ts';
import type { Decision } from './decision.ts';

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
    findings: decision.findings.map(({ rule, severity, action, places }) => ({
      rule,
      severity,
      action,
      places: places.slice(0, 50),
      count: places.length,
    })),
    obligations: decision.obligations.map(
      ({ name, who, approvals, because, met, counted, opposed, rejected }) => ({
        name,
        who,
        approvals,
        because: because.slice(0, 50),
        met,
        counted,
        opposed,
        rejected,
      }),
    ),
    gaps: decision.gaps,
    limits: decision.limits,
  };
}
