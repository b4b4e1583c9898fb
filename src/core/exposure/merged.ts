import { binds } from '../decision/gated.ts';
import type { Decision } from '../decision/decision.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import { object, text, texts, type Body } from './bodies.ts';

/** The entry of the last decision on the merged head. */
export interface Stood {
  readonly sequence: number;
  readonly hash: string;
  readonly body: Body;
}

/** A decision that was made after the merge, because there was none before it. */
export interface Afterwards {
  readonly decision: Decision;
  /** As the record keeps it. */
  readonly body: Body;
}

/** What the record keeps of a merge. */
export function mergeRecord(
  facts: PullRequestFacts,
  stood: Stood | null,
  afterwards: Afterwards | null,
): Body {
  const judged = stood?.body ?? afterwards?.body ?? {};
  const override = object(stood?.body['override']);
  return {
    head: facts.headSha,
    base: facts.baseRef,
    commit: facts.merge?.commit ?? null,
    mergedAt: facts.merge?.at ?? null,
    mergedBy: facts.mergedBy?.login ?? null,
    decision: stood && { sequence: stood.sequence, hash: stood.hash, outcome: stood.body['outcome'] },
    agents: afterwards ? bindingAgents(afterwards.decision) : recordedAgents(judged),
    people: logins(judged['provenance']),
    protected: facts.binding.reason === 'own base' || text(object(judged['base'])?.['ref']) === facts.baseRef,
    observed: judged['mode'] === 'observe',
    override: override && { by: text(override['by']), until: text(override['until']) },
    judged: stood ? 'before the merge' : 'after the merge',
    afterwards: afterwards && {
      outcome: afterwards.body['outcome'],
      policy: afterwards.body['policy'],
      obligations: afterwards.body['obligations'],
      findings: afterwards.body['findings'],
      gaps: afterwards.body['gaps'],
    },
  };
}

const bindingAgents = ({ attribution }: Decision): string[] =>
  attribution.agents.filter(binds).map(({ agent }) => agent);

function recordedAgents(decision: Body): string[] {
  const agents = Array.isArray(decision['agents']) ? decision['agents'].map(object) : [];
  return agents.flatMap((each) => {
    const { role, strength } = each ?? {};
    const isBinding =
      (role === 'authored' || role === 'coauthored') && (strength === 'declared' || strength === 'attested');
    return isBinding ? texts([each?.['agent']]) : [];
  });
}

const logins = (provenance: unknown): string[] =>
  Array.isArray(provenance) ? provenance.flatMap((each) => texts([object(each)?.['login']])) : [];
