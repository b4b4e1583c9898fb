import type { AskState, Decision, ObligationState } from '../decision/decision.ts';
import type { Limit, PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy } from '../policy/policy.ts';
import { acceptanceJson, decisionJson, SCHEMA, type AcceptanceJson, type DecisionJson } from './json.ts';
import { askJson, owedJson, type AskJson, type ObligationJson, type OwedJson } from './obligation-json.ts';
import { title } from './title.ts';

/** An ask with the reviews there are. */
interface AskStateJson extends AskJson {
  readonly met: boolean;
  readonly counted: readonly string[];
  readonly opposed: readonly string[];
  readonly rejected: readonly { readonly login: string; readonly reason: string }[];
  readonly eligible: readonly string[];
  readonly more_eligible: boolean;
}

interface ObligationStateJson extends ObligationJson {
  readonly met: boolean;
  /** What is still missing of it, for people. */
  readonly missing: string;
  readonly requires: OwedJson<AskStateJson>;
}

/** The object of `explain`: a pull request as it stands. */
export interface PullRequestJson extends DecisionJson {
  readonly schema: typeof SCHEMA;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly state: PullRequestFacts['state'];
  readonly head: string;
  readonly base: { readonly ref: string; readonly commit: string; readonly reason: string };
  readonly at: string;
  readonly policy: { readonly source: string; readonly digest: string; readonly strict: string | null };
  /** The check run's title. */
  readonly title: string;
  readonly gated: { readonly yes: boolean; readonly reason: string };
  readonly obligations: readonly ObligationStateJson[];
  readonly entries: Decision['entries'];
  readonly acceptances: readonly (AcceptanceJson & { readonly lapsed: string | null })[];
  readonly override: AcceptanceJson | null;
  /** When time alone may change the answer. */
  readonly changes_at: string | null;
  readonly limits: readonly Limit[];
  readonly warnings: readonly { readonly message: string; readonly at: string | null }[];
}

/** A pull request, decided. */
export function pullRequestJson(
  facts: Pick<PullRequestFacts, 'repository' | 'number' | 'state' | 'headSha' | 'binding' | 'now'>,
  { source, digest, strict }: Pick<EffectivePolicy, 'source' | 'digest' | 'strict'>,
  decision: Decision,
): PullRequestJson {
  const { repository, number, state, headSha, binding, now } = facts;
  const said = decisionJson(decision);
  return {
    schema: SCHEMA,
    repository: `${repository.owner}/${repository.name}`,
    number,
    state,
    head: headSha,
    base: { ref: binding.ref, commit: binding.sha, reason: binding.reason },
    at: now,
    policy: { source, digest, strict },
    title: title(decision),
    gated: { yes: decision.gated.yes, reason: decision.gated.reason },
    ...said,
    obligations: decision.obligations.map((obligation, index) => ({
      ...(said.obligations[index] as ObligationJson),
      ...standing(obligation),
    })),
    entries: decision.entries,
    acceptances: decision.acceptances.map(({ acceptance, lapsed }) => ({
      ...acceptanceJson(acceptance),
      lapsed,
    })),
    override: decision.override && acceptanceJson(decision.override),
    changes_at: decision.changesAt,
    limits: decision.limits.map(({ what, reason }) => ({ what, reason })),
    warnings: decision.warnings.map(({ message, at }) => ({
      message,
      at: at && `${at.path}:${at.line}:${at.column}`,
    })),
  };
}

const standing = ({ met, missing, requires }: ObligationState) => ({
  met,
  missing,
  requires: owedJson(requires, askStateJson),
});

const askStateJson = (ask: AskState): AskStateJson => ({
  ...askJson(ask),
  met: ask.met,
  counted: ask.counted,
  opposed: ask.opposed,
  rejected: ask.rejected.map(({ login, reason }) => ({ login, reason })),
  eligible: ask.eligible,
  more_eligible: ask.moreEligible,
});
