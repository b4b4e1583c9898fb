import type { RepositoryReader } from '../../adapters/git/reader.ts';
import type { LoadedContents } from '../../adapters/git/contents.ts';
import type { Attribution } from '../../core/agents/agent.ts';
import { attribute } from '../../core/agents/detect.ts';
import { decide, peopleAskedFor, plan, type Plan } from '../../core/decision/decide.ts';
import type { Decision } from '../../core/decision/decision.ts';
import { gated } from '../../core/decision/gated.ts';
import { withoutEndlessPaths } from '../../core/facts/paths.ts';
import { codeOwners } from '../../core/facts/codeowners.ts';
import { controlFilesOf } from '../../core/facts/control-files.ts';
import type { FileChange, Gap, PeopleFacts, PullRequestFacts } from '../../core/facts/facts.ts';
import { loadParsers } from '../../core/parsers/parsers.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import { POLICY_PATH, type EffectivePolicy } from '../../core/policy/policy.ts';
import { reviewPolicyChange } from '../../core/policy/review-change.ts';
import { activeRules } from '../../core/policy/setting.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import { inspect, needsOf, type ActiveRule } from '../../core/rules/inspect.ts';
import type { Finding } from '../../core/rules/rule.ts';

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
  const read = await readChange(snapshot, rules ? active : [], reader);
  const owners = await ownersFor(snapshot, isGated, reader);
  const facts = { ...snapshot, files: read.files, ...owners };

  const planWith = (findings: readonly Finding[]): Plan =>
    plan({
      facts,
      policy,
      attribution,
      codeowners: codeOwners(facts.codeownersFile),
      findings,
      policyProblems: reviewPolicyChange(facts),
      openByAgent: new Map(),
    });
  const all = planWith(read.findings);
  const planned = isGated || read.findings.length === 0 ? all : planWith([]);
  const decision = decide({
    facts,
    policy,
    attribution,
    // It tells whose review cannot count, and there are no reviews.
    provenance: [],
    plan: planned,
    codeowners: codeOwners(facts.codeownersFile),
    people: nobodyKnown(peopleAskedFor(planned, facts).teams),
    digests: new Map(),
    gaps: isGated ? read.gaps : read.gaps.filter(({ what }) => read.needed.has(what)),
  });
  return { policy, decision: { ...decision, findings: all.findings } };
}

interface ReadChange {
  readonly files: readonly FileChange[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  /** Gaps that count whoever made the change: objects that are lost, and the policy it brings. */
  readonly needed: ReadonlySet<string>;
}

async function readChange(
  facts: PullRequestFacts,
  rules: readonly ActiveRule[],
  reader: Pick<RepositoryReader, 'contents'>,
): Promise<ReadChange> {
  const needs = needsOf(facts.files, rules);
  const policyFile = facts.files
    .filter((file) => file.path === POLICY_PATH && !needs.contents.some((need) => need.file === file))
    .map((file) => ({ file, sides: 'both' as const }));
  const wanted = [...needs.contents, ...policyFile];
  const loaded: LoadedContents =
    wanted.length === 0 ? { files: [], lost: [] } : await reader.contents(wanted);
  await loadParsers(needs.parsers);
  const byFile = new Map(wanted.map(({ file }, index) => [file, loaded.files[index]]));
  const files = facts.files.map((file) => byFile.get(file) ?? file);
  const needed = new Set([`content of ${POLICY_PATH}`, ...loaded.lost.map(({ what }) => what)]);
  return { files, needed, ...inspect({ ...facts, files }, rules) };
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
