import type { RepositoryReader } from '../../adapters/git/reader.ts';
import type { Attribution } from '../../core/agents/agent.ts';
import { attribute } from '../../core/agents/detect.ts';
import { provenance } from '../../core/agents/provenance.ts';
import { decide } from '../../core/decision/decide.ts';
import { plan } from '../../core/decision/plan.ts';
import type { Decision } from '../../core/decision/decision.ts';
import { gated } from '../../core/decision/gated.ts';
import { teamsOf } from '../../core/decision/people-asked.ts';
import { withoutEndlessPaths } from '../../core/facts/paths.ts';
import { codeOwners } from '../../core/facts/codeowners.ts';
import { controlFilesOf, POLICY_PATH } from '../../core/facts/control-files.ts';
import type { PeopleFacts, PullRequestFacts } from '../../core/facts/facts.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import type { EffectivePolicy } from '../../core/policy/policy.ts';
import { reviewPolicyChange } from '../../core/policy/review-change.ts';
import { activeRules } from '../../core/policy/setting.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import type { ActiveRule } from '../../core/rules/inspect.ts';
import { readChange } from '../../pipeline.ts';

/** A local change, decided as the app would decide it without reviews. */
export interface LocalEvaluation {
  readonly policy: EffectivePolicy;
  /** Its findings are all there are, also where the change is a person's and they decide nothing. */
  readonly decision: Decision;
}

/**
 * Runs the core on facts from git. Differs from the app in what cannot be known locally: no account, no review,
 * nobody who could answer. Rules run on people's changes too, to be reported.
 */
export async function evaluateLocally(
  fetched: PullRequestFacts,
  reader: Pick<RepositoryReader, 'contents' | 'codeownersFile'>,
  { rules }: { readonly rules: boolean },
): Promise<LocalEvaluation> {
  const snapshot = withoutEndlessPaths(fetched);
  const { policy, active } = policyOf(snapshot);
  // Whether an e-mail belongs to an account only GitHub knows.
  const attribution: Attribution = { ...attribute(snapshot, policy.agents.identities), unattributed: [] };
  const isGated = gated(attribution, policy).yes;
  // Gaps that count whoever made the change: objects that are lost, and the policy it brings.
  const needed = new Set([`content of ${POLICY_PATH}`]);
  const read = await readChange(snapshot, rules ? active : [], async (requests) => {
    const { files, lost } = await reader.contents(requests);
    for (const { what } of lost) needed.add(what);
    return files;
  });
  const owners = await ownersFor(snapshot, isGated, reader);
  const facts = { ...snapshot, files: read.files, ...owners };

  const codeowners = codeOwners(facts.codeownersFile);
  const input = {
    facts,
    policy,
    attribution,
    // Nobody reviews locally; who had a hand matters only where a condition asks.
    provenance: policy.reviews.some(({ contributors }) => contributors) ? provenance(facts, []) : [],
    codeowners,
    headDigests: {},
    policyProblems: reviewPolicyChange(facts),
    openByAgent: new Map<string, number[]>(),
    people: nobodyKnown([]),
  };
  const all = plan({ ...input, findings: read.findings });
  const deciding = { ...input, findings: isGated ? read.findings : [] };
  const planned = isGated || read.findings.length === 0 ? all : plan(deciding);
  const decision = decide(
    {
      ...deciding,
      people: nobodyKnown(teamsOf(planned, policy, facts)),
      digests: new Map(),
      acceptances: [],
      gaps: isGated ? read.gaps : read.gaps.filter(({ what }) => needed.has(what)),
    },
    planned,
  );
  return { policy, decision: { ...decision, findings: all.findings } };
}

/** Read only where somebody may be asked: most commits of most histories ask nobody. */
async function ownersFor(
  facts: PullRequestFacts,
  isGated: boolean,
  reader: Pick<RepositoryReader, 'codeownersFile'>,
): Promise<Pick<PullRequestFacts, 'codeownersFile' | 'gaps'>> {
  const asked = isGated || facts.files.some((file) => controlFilesOf(file).length > 0);
  const found = asked ? await reader.codeownersFile(facts.binding.sha || null) : null;
  return found !== null && 'what' in found
    ? { codeownersFile: null, gaps: [...facts.gaps, found] }
    : { codeownersFile: found, gaps: facts.gaps };
}

/** Nobody is known, which is not the same as nobody being there; every team is taken to exist. */
const nobodyKnown = (teams: readonly string[]): PeopleFacts => ({
  permissions: new Map(),
  complete: false,
  teams: new Map(teams.map((team) => [team, []])),
  members: new Set(),
  gaps: [],
});

interface PolicyInForce {
  readonly policy: EffectivePolicy;
  readonly active: readonly ActiveRule[];
}

/** A policy's text hardly ever changes from one commit to the next. Which commit it was read at shows nowhere here. */
let last: { readonly text: string | null; readonly inForce: PolicyInForce } | null = null;

function policyOf(facts: PullRequestFacts): PolicyInForce {
  const text = facts.policyFile?.text ?? null;
  if (last?.text === text) return last.inForce;
  const policy = effectivePolicy(facts);
  const inForce = { policy, active: activeRules(policy, RULES) };
  last = { text, inForce };
  return inForce;
}
