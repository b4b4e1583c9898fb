import type { Attribution } from '../agents/agent.ts';
import type { CodeOwners } from '../facts/codeowners.ts';
import type { FileDigests } from '../facts/digests.ts';
import type { Gap, PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy, PolicyWarning } from '../policy/policy.ts';
import { ruleSetting } from '../policy/setting.ts';
import type { Finding } from '../rules/rule.ts';
import type { Decision, JudgedFinding, ObligationState, Outcome, ProvenanceEntry } from './decision.ts';
import { teamsAsked } from './entitled.ts';
import { binds, gated, type Gated } from './gated.ts';
import { planObligations, type PlannedObligation } from './obligations.ts';
import { policyFindings, type PolicyFindingsInput } from './policy-findings.ts';
import { judgeReviews, vouchedOnly } from './reviews.ts';

/** What is known before anyone is asked who may answer. */
export interface PlanInput extends PolicyFindingsInput {
  readonly facts: PullRequestFacts;
  readonly codeowners: CodeOwners;
  readonly findings: readonly Finding[];
}

/** What the change owes, before reviews are looked at. */
export interface Plan {
  readonly gated: Gated;
  readonly findings: readonly JudgedFinding[];
  readonly obligations: readonly PlannedObligation[];
}

/** Judges findings by the policy and lists the reviews owed. */
export function plan(input: PlanInput): Plan {
  const { facts, policy, attribution, codeowners } = input;
  const answer = gated(attribution, policy);
  const findings = [
    ...policyFindings(input, answer.yes),
    ...input.findings.flatMap((finding) => judge(finding, policy)),
  ];
  const obligations = planObligations({
    gated: answer.yes,
    files: facts.files,
    findings,
    reviews: policy.reviews,
    agents: attribution.agents.filter(binds).map((agent) => agent.name),
    codeowners,
  });
  return { gated: answer, findings, obligations };
}

function judge(finding: Finding, policy: EffectivePolicy): JudgedFinding[] {
  const { action } = ruleSetting(policy, finding.rule);
  return action === 'off' ? [] : [{ ...finding, action }];
}

/** Whom the plan's obligations may ask: what has to be read live before `decide`. */
export function peopleAskedFor(
  planned: Plan,
  facts: PullRequestFacts,
): { teams: string[]; logins: string[] } {
  const teams = planned.obligations.flatMap((obligation) => teamsAsked(obligation, facts.repository.owner));
  const reviewers = facts.reviews.flatMap((review) => (review.author ? [review.author.login] : []));
  const named = planned.obligations.flatMap((obligation) => obligation.from.users ?? []);
  const logins = [...reviewers, ...named];
  return { teams: [...new Set(teams)].toSorted(), logins: [...new Set(logins)].toSorted() };
}

/** Everything else a decision rests on. */
export interface DecideInput {
  readonly facts: PullRequestFacts;
  readonly policy: EffectivePolicy;
  readonly attribution: Attribution;
  readonly provenance: readonly ProvenanceEntry[];
  readonly plan: Plan;
  readonly codeowners: CodeOwners;
  readonly people: PeopleFacts;
  readonly digests: ReadonlyMap<string, FileDigests>;
  /** Gaps found after the snapshot: content that rules needed. */
  readonly gaps: readonly Gap[];
}

/** The answer for one pull request. Pure: the same input gives the same decision. */
export function decide(input: DecideInput): Decision {
  const { facts, policy, attribution, provenance, plan: planned, people } = input;
  const machineUsers = new Map(
    policy.agents.identities.map(({ login, agent }) => [login.toLowerCase(), agent] as const),
  );
  const context = { facts, people, provenance, machineUsers, digests: input.digests };
  // Names that only the change's own text claims keep people from approving, and never from being asked: otherwise
  // a change could name everyone and so let itself pass.
  const vouched = vouchedOnly(context);
  const nobodyIsLeft = (obligation: PlannedObligation): boolean =>
    nobodyCanMeet(judgeReviews(obligation, vouched));
  const asked = planned.obligations.map((obligation) =>
    isControl(obligation) && (onlyEmails(obligation) || nobodyIsLeft(obligation))
      ? askedOfAdmins(obligation)
      : obligation,
  );
  const judged = asked.map((obligation) => ({ obligation, state: judgeReviews(obligation, context) }));
  const states = judged.map(({ state }) => state);
  const recorded = judged.flatMap(({ obligation, state }) =>
    obligation.recordedIfNobody && nobodyIsLeft(obligation) ? [state] : [],
  );
  const obligations = states.filter((state) => !recorded.includes(state));
  const gaps = [...facts.gaps, ...input.gaps, ...people.gaps, ...missingTeams(planned, input)];
  return {
    outcome: outcomeOf(planned.findings, obligations, gaps),
    mode: policy.mode,
    gated: planned.gated,
    attribution,
    provenance,
    findings: planned.findings,
    obligations,
    gaps,
    limits: facts.limits,
    warnings: [
      ...policy.warnings,
      ...codeownersWarnings(input),
      ...recorded.map((state) => ({
        message: `Recorded, not blocked: ${state.because.map((reason) => reason.value).join(', ')} changed, and nobody else could answer for it.`,
        at: null,
      })),
    ],
  };
}

const isControl = ({ because }: PlannedObligation): boolean =>
  because.some(({ kind }) => kind === 'control file');

/** Whose e-mail it is GitHub does not tell, so nobody could ever answer. */
const onlyEmails = ({ owners }: PlannedObligation): boolean =>
  owners.length > 0 && owners.every((owner) => !owner.startsWith('@'));

/** Where all code owners made the change themselves, are gone, or are known by e-mail only, the admins answer. */
const askedOfAdmins = (obligation: PlannedObligation): PlannedObligation => ({
  ...obligation,
  from: { permission: 'admin' },
  owners: [],
});

const MAX_OWNER_WARNINGS = 5;

/** GitHub skips lines of CODEOWNERS without a word; where owners are asked, people should know. */
function codeownersWarnings({ facts, plan: planned, codeowners }: DecideInput): PolicyWarning[] {
  const path = facts.codeownersFile?.path;
  if (path === undefined || !planned.obligations.some((obligation) => obligation.from.codeowners)) return [];
  return codeowners.errors
    .slice(0, MAX_OWNER_WARNINGS)
    .map(({ line, message }) => ({ message, at: { path, line, column: 1 } }));
}

/** True when it is unmet, nobody who could meet it is left, and the list of people is whole. */
export const nobodyCanMeet = (state: ObligationState): boolean =>
  !state.met &&
  state.opposed.length === 0 &&
  state.eligible.length + state.counted.length < state.approvals &&
  !state.moreEligible;

function missingTeams(planned: Plan, { facts, people }: DecideInput): Gap[] {
  const asked = planned.obligations.flatMap((obligation) => teamsAsked(obligation, facts.repository.owner));
  const unread = new Set(people.gaps.map(({ what }) => what));
  return [...new Set(asked)]
    .filter((team) => (people.teams.get(team) ?? null) === null && !unread.has(`team ${team}`))
    .map((team) => ({
      what: `team ${team}`,
      reason: `The team @${team} does not exist or this app cannot see it. Correct its name in the policy or CODEOWNERS, or give the app read access to members.`,
    }));
}

function outcomeOf(
  findings: readonly JudgedFinding[],
  obligations: readonly ObligationState[],
  gaps: readonly Gap[],
): Outcome {
  if (findings.some((finding) => finding.action === 'block')) return 'block';
  if (gaps.length > 0) return 'indeterminate';
  return obligations.every((obligation) => obligation.met) ? 'allow' : 'review_required';
}
