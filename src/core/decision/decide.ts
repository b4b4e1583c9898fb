import type { Gap, PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { CodeOwners } from '../facts/codeowners.ts';
import type { FileDigests } from '../facts/digests.ts';
import type { EffectivePolicy, PolicyWarning, ReviewEntry } from '../policy/policy.ts';
import { ruleSetting } from '../policy/setting.ts';
import type { Finding } from '../rules/rule.ts';
import type { Acceptance } from './acceptance.ts';
import { judgeAcceptances } from './acceptances.ts';
import { conditionStates } from './obligations/conditions.ts';
import type {
  Decision,
  EntryState,
  JudgedFinding,
  ObligationState,
  Outcome,
  ProvenanceEntry,
} from './decision.ts';
import { binds, gated, type Gated } from './gated.ts';
import { evidenceKey, findingKey, patchKey } from './keys.ts';
import { planObligations } from './obligations/plan.ts';
import type { PlannedObligation } from './obligations/planned.ts';
import { asksIn, mapOwed } from './owed.ts';
import { teamsOf } from './people-asked.ts';
import { FROZEN, isOn, policyFindings, type PolicyFindingsInput } from './policy-findings.ts';
import { judgeReviews, machineUsersOf, nobodyCanMeet, vouchedOnly } from './reviews.ts';

/** What is known before anyone is asked who may answer. */
export interface PlanInput extends PolicyFindingsInput {
  readonly facts: PullRequestFacts;
  readonly provenance: readonly ProvenanceEntry[];
  readonly codeowners: CodeOwners;
  readonly findings: readonly Finding[];
  /** Of the head, by path. */
  readonly headDigests: FileDigests;
  /** Where conditions of the policy name people by team, permission or membership: who these are. */
  readonly people: PeopleFacts;
}

/** What the change owes, before reviews are looked at. */
export interface Plan {
  readonly gated: Gated;
  readonly findings: readonly JudgedFinding[];
  /** Every entry of the policy; empty where the change is not gated. */
  readonly entries: readonly EntryState[];
  readonly obligations: readonly PlannedObligation[];
}

/** What people have accepted already: it changes what is owed. */
interface Accepted {
  readonly waivers: readonly Acceptance[];
  readonly notAgent: Acceptance | null;
}
const NOTHING: Accepted = { waivers: [], notAgent: null };

/** Judges findings by the policy and lists the reviews owed. */
export function plan(input: PlanInput, accepted: Accepted = NOTHING): Plan {
  const { facts, policy, attribution, codeowners } = input;
  const answer = answerFor(gated(attribution, policy), policy, accepted.notAgent);
  // What a person made is not judged, whatever was read of it before somebody said so.
  const isLifted = accepted.notAgent !== null && !answer.yes;
  const findings = [
    ...policyFindings(input, answer.yes),
    ...(isLifted ? [] : input.findings).flatMap((finding) => judge(finding, input, accepted.waivers)),
  ];
  const entries = answer.yes ? policy.reviews.map((entry) => entryState(entry, findings, input)) : [];
  const obligations = planObligations({
    gated: answer.yes,
    files: facts.files,
    findings,
    reviews: policy.reviews,
    entries,
    agents: attribution.agents.filter(binds).map((agent) => agent.name),
    codeowners,
  });
  return { gated: answer, findings, entries, obligations };
}

/** A person's word that no agent made it takes away that reason to gate, and no other. */
function answerFor(answer: Gated, policy: EffectivePolicy, notAgent: Acceptance | null): Gated {
  if (!answer.yes || notAgent === null || policy.appliesTo === 'everyone') return answer;
  return {
    yes: false,
    reason: `${notAgent.by.login} answers for it that no agent made this: ${notAgent.reason}`,
  };
}

function judge(
  finding: Finding,
  { policy, headDigests }: PlanInput,
  waivers: readonly Acceptance[],
): JudgedFinding[] {
  const { action } = ruleSetting(policy, finding.rule);
  if (action === 'off') return [];
  const key = findingKey(finding, headDigests);
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

/** Everything else a decision rests on. */
export interface DecideInput extends PlanInput {
  readonly people: PeopleFacts;
  /** Of the head and of heads evaluated before, by SHA. */
  readonly digests: ReadonlyMap<string, FileDigests>;
  /** What people accepted so far, oldest first. */
  readonly acceptances: readonly Acceptance[];
  /** Gaps found after the snapshot: content that rules needed. */
  readonly gaps: readonly Gap[];
}

/**
 * The answer for one pull request. Pure: the same input gives the same decision.
 * @param first the plan of this very input, where it was made already
 */
export function decide(input: DecideInput, first: Plan = plan(input)): Decision {
  const { facts, policy, attribution, provenance, people } = input;
  const bounds = { not_agent: evidenceKey(attribution), override: patchKey(facts, input.headDigests) };
  const acceptances = judgeAcceptances(
    input.acceptances,
    { findings: first.findings, bounds, now: facts.now },
    { facts, policy, people, provenance },
  );
  const holding = acceptances.flatMap(({ acceptance, lapsed }) => (lapsed === null ? [acceptance] : []));
  const of = (kind: Acceptance['kind']): Acceptance[] => holding.filter((one) => one.kind === kind);
  const override = of('override').at(-1) ?? null;
  const accepted = { waivers: of('waiver'), notAgent: of('not_agent').at(-1) ?? null };
  const planned = holding.length === 0 ? first : plan(input, accepted);
  const { obligations, recorded } = judgeObligations(planned.obligations, input);
  const gaps = [...facts.gaps, ...input.gaps, ...people.gaps, ...missingTeams(planned, input)];
  return {
    outcome: override ? 'allow' : outcomeOf(planned.findings, obligations, gaps),
    mode: policy.mode,
    gated: planned.gated,
    attribution,
    provenance,
    findings: planned.findings,
    entries: planned.entries,
    obligations,
    acceptances,
    override,
    bounds,
    changesAt: nextChange(holding, planned, policy, facts.now),
    gaps,
    limits: facts.limits,
    warnings: [
      ...policy.warnings,
      ...codeownersWarnings(input, planned),
      ...recorded.map((state) => ({
        message: `Recorded, not blocked: ${state.because.map((reason) => reason.value).join(', ')} changed, and nobody else could answer for it.`,
        at: null,
      })),
    ],
  };
}

/** The obligations that stand, and those that are only recorded because nobody could meet them. */
function judgeObligations(
  planned: readonly PlannedObligation[],
  { facts, people, provenance, policy, digests }: DecideInput,
): { obligations: ObligationState[]; recorded: ObligationState[] } {
  const context = { facts, people, provenance, machineUsers: machineUsersOf(policy), digests };
  // Names that only the change's own text claims keep people from approving, and never from being asked: otherwise
  // a change could name everyone and so let itself pass.
  const vouched = vouchedOnly(context);
  const nobodyIsLeft = (obligation: PlannedObligation): boolean =>
    nobodyCanMeet(judgeReviews(obligation, vouched));
  const judged = planned.map((each) => {
    const obligation =
      isControl(each) && (onlyEmails(each) || nobodyIsLeft(each)) ? askedOfAdmins(each) : each;
    const isRecorded = obligation.recordedIfNobody && nobodyIsLeft(obligation);
    return { state: judgeReviews(obligation, context), isRecorded };
  });
  return {
    obligations: judged.flatMap(({ state, isRecorded }) => (isRecorded ? [] : [state])),
    recorded: judged.flatMap(({ state, isRecorded }) => (isRecorded ? [state] : [])),
  };
}

/** The first moment at which somebody's word ends that holds, or a freeze that is in the way. */
function nextChange(
  holding: readonly Acceptance[],
  { findings }: Plan,
  policy: EffectivePolicy,
  now: string,
): string | null {
  const isFrozen = findings.some(({ rule }) => rule === FROZEN);
  const ends = [...holding, ...(isFrozen ? policy.freeze.filter(isOn(now)) : [])];
  const times = ends.map(({ until }) => until).filter((until) => !Number.isNaN(Date.parse(until)));
  return times.toSorted()[0] ?? null;
}

const isControl = ({ because }: PlannedObligation): boolean =>
  because.some(({ kind }) => kind === 'control file');

/** Whose e-mail it is GitHub does not tell, so nobody could ever answer. */
const onlyEmails = ({ requires }: PlannedObligation): boolean =>
  asksIn(requires).every(
    ({ owners }) => owners.length > 0 && owners.every((owner) => !owner.startsWith('@')),
  );

/** Where all code owners made the change themselves, are gone, or are known by e-mail only, the admins answer. */
const askedOfAdmins = (obligation: PlannedObligation): PlannedObligation => ({
  ...obligation,
  requires: mapOwed(obligation.requires, (ask) => ({ ...ask, from: { permission: 'admin' }, owners: [] })),
});

const MAX_OWNER_WARNINGS = 5;

/** GitHub skips lines of CODEOWNERS without a word; where owners are asked, people should know. */
function codeownersWarnings({ facts, codeowners }: PlanInput, { obligations }: Plan): PolicyWarning[] {
  const path = facts.codeownersFile?.path;
  const asks = obligations.flatMap(({ requires }) => asksIn(requires));
  if (path === undefined || !asks.some(({ from }) => from.codeowners)) return [];
  return codeowners.errors
    .slice(0, MAX_OWNER_WARNINGS)
    .map(({ line, message }) => ({ message, at: { path, line, column: 1 } }));
}

function missingTeams(planned: Plan, { facts, policy, people }: PlanInput): Gap[] {
  const asked = teamsOf(planned, policy, facts);
  const unread = new Set(people.gaps.map(({ what }) => what));
  return asked
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
  if (findings.some((finding) => finding.action === 'block' && !finding.waived)) return 'block';
  if (gaps.length > 0) return 'indeterminate';
  return obligations.every((obligation) => obligation.met) ? 'allow' : 'review_required';
}
