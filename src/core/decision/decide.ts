import type { FileDigests } from '../facts/digests.ts';
import type { Gap, PeopleFacts } from '../facts/facts.ts';
import type { EffectivePolicy, PolicyWarning } from '../policy/policy.ts';
import type { Acceptance } from './acceptance.ts';
import { judgeAcceptances } from './acceptances.ts';
import type { Decision, JudgedFinding, ObligationState, Outcome } from './decision.ts';
import { isOn } from './freezes.ts';
import { evidenceKey, patchKey } from './keys.ts';
import type { PlannedObligation } from './obligations/planned.ts';
import { asksIn, mapOwed } from './owed.ts';
import { teamsOf } from './people-asked.ts';
import { plan, type Plan, type PlanInput } from './plan.ts';
import { FROZEN } from './policy-findings.ts';
import { judgeReviews, nobodyCanMeet } from './reviews.ts';
import { machineUsersOf, vouchedOnly } from './who-counts.ts';

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
    recovery: input.recovery ?? null,
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
