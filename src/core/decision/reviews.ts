import type { FileDigests } from '../facts/digests.ts';
import type { PeopleFacts, PullRequestFacts, ReviewFacts } from '../facts/facts.ts';
import type { AskOwed, AskState, ObligationState, Owed, RejectedReview } from './decision.ts';
import {
  allKnown,
  countOf,
  isAmong,
  isAsked,
  isNamed,
  isOwner,
  peopleAsked,
  peopleText,
  who,
} from './entitled.ts';
import type { PlannedAsk, PlannedObligation } from './obligations/planned.ts';
import { asksIn, holds, mapOwed } from './owed.ts';
import { cannotCount, claimedOut, same, vouchedOnly, type Excluded } from './who-counts.ts';

/** What it takes to tell whether a review stands. */
export interface ReviewContext extends Excluded {
  readonly facts: Pick<PullRequestFacts, 'repository' | 'headSha' | 'reviews'>;
  readonly people: PeopleFacts;
  /** Per-file digests of this head and of heads evaluated before, by SHA. */
  readonly digests: ReadonlyMap<string, FileDigests>;
}

const MAX_ELIGIBLE = 20;
const short = (sha: string): string => sha.slice(0, 7);

/** Each person's latest opinion, in the order of submission. Comments are no opinion; a dismissal is one. */
export function latestOpinions(reviews: readonly ReviewFacts[]): ReviewFacts[] {
  const latest = new Map<string, ReviewFacts>();
  for (const review of reviews) {
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue;
    const key = review.author ? review.author.login.toLowerCase() : `deleted account ${review.id}`;
    latest.delete(key);
    latest.set(key, review);
  }
  return [...latest.values()];
}

/** Sets the reviews there are against one obligation. Every approval that does not count carries its reason. */
export function judgeReviews(obligation: PlannedObligation, context: ReviewContext): ObligationState {
  const requires = mapOwed(obligation.requires, (ask) => judgeAsk(ask, context));
  const asks = asksIn(requires);
  const all = <T>(list: (ask: AskState) => readonly T[]): T[] => [...new Set(asks.flatMap(list))];
  const counted = all((ask) => ask.counted);
  const opposed = all((ask) => ask.opposed);
  return {
    ...obligation,
    requires,
    met: holds(requires, (ask) => ask.met) && opposed.length === 0,
    counted,
    opposed,
    rejected: withoutRepeats(asks.flatMap((ask) => ask.rejected)).filter(
      ({ login }) => !counted.some((other) => same(login, other)),
    ),
    eligible: all((ask) => (ask.met ? [] : ask.eligible)).slice(0, MAX_ELIGIBLE),
    moreEligible: asks.some((ask) => ask.moreEligible),
    claimedOut: all((ask) => ask.claimedOut).slice(0, MAX_ELIGIBLE),
    asked: requirementText(requires, (ask) => countOf(ask.approvals, ask.who)),
    missing: requirementText(requires, (ask) =>
      ask.met ? '' : countOf(Math.max(1, ask.approvals - ask.counted.length), ask.who),
    ),
  };
}

function withoutRepeats(list: readonly RejectedReview[]): RejectedReview[] {
  return list.filter(
    ({ login, reason }, index) =>
      list.findIndex((other) => other.login === login && other.reason === reason) === index,
  );
}

/** Sets the reviews against one ask. */
function judgeAsk({ inScope, ...ask }: PlannedAsk, context: ReviewContext): AskState {
  const { facts, people } = context;
  const heard = { ...vouchedOnly(context), machineUsers: new Map<string, string>() };
  // Many may have approved one commit, and comparing thousands of files takes its time.
  const known = new Map<string | null, string | null>();
  const stale = (review: ReviewFacts): string | null => {
    if (review.otherBase) return 'the base branch was changed after this review';
    if (!known.has(review.commit))
      known.set(review.commit, staleness(review.commit, { ...ask, inScope }, context));
    return known.get(review.commit) ?? null;
  };
  const counted: string[] = [];
  const opposed: string[] = [];
  const rejected: RejectedReview[] = [];

  for (const review of latestOpinions(facts.reviews)) {
    const login = review.author?.login ?? 'a deleted account';
    const standing = cannotCount(review.author, context);
    const asked = review.author !== null && isAsked(login, ask, facts.repository, people);
    if (review.state === 'CHANGES_REQUESTED') {
      // Whom only the change's own text names is heard still, or whom a policy calls a machine: otherwise these could
      // silence who refuses it.
      if (asked && cannotCount(review.author, heard) === null) opposed.push(login);
      continue;
    }
    const reason =
      notApproving(review) ?? standing ?? (asked ? stale(review) : notAsked(login, ask, context));
    if (reason === null) counted.push(login);
    else rejected.push({ login, reason });
  }

  const everyoneAsked = peopleAsked(ask, facts.repository, people);
  const eligible = everyoneAsked
    .filter((account) => cannotCount(account, context) === null)
    .map((account) => account.login)
    .filter((login) => !counted.some((other) => same(login, other)));
  return {
    ...ask,
    met: counted.length >= ask.approvals && opposed.length === 0,
    counted,
    opposed,
    rejected,
    eligible: eligible.slice(0, MAX_ELIGIBLE),
    moreEligible: eligible.length > MAX_ELIGIBLE || !allKnown(ask, people),
    claimedOut: claimedOut(everyoneAsked, context).slice(0, MAX_ELIGIBLE),
    who: who(ask, facts.repository.owner),
  };
}

/** Why an opinion is no approval; null: it is one. GitHub may come to know more states than there are today. */
function notApproving({ state }: ReviewFacts): string | null {
  if (state === 'APPROVED') return null;
  return state === 'DISMISSED'
    ? 'their review was dismissed'
    : 'it is of a kind that AgentGuard does not know';
}

/** True when it is unmet, nobody who could meet it is left, and the list of people is whole. */
export const nobodyCanMeet = ({
  requires,
  met,
  opposed,
}: Pick<ObligationState, 'requires' | 'met' | 'opposed'>): boolean =>
  !met &&
  opposed.length === 0 &&
  !holds(
    requires,
    (ask) => ask.met || ask.moreEligible || ask.eligible.length + ask.counted.length >= ask.approvals,
  );

/** "2 of @acme/dba and @olga, or an admin"; parts that say nothing are left out. */
function requirementText(owed: Owed<AskState>, text: (ask: AskState) => string): string {
  if ('anyOf' in owed) {
    const texts = owed.anyOf.map((each) => requirementText(each, text));
    // One alternative that is met leaves nothing to be said.
    return texts.includes('') ? '' : texts.join(', or ');
  }
  if (!('allOf' in owed)) return text(owed);
  const texts = owed.allOf.map((each) => requirementText(each, text)).filter((each) => each !== '');
  return texts.length > 1
    ? texts.map((each) => (each.includes(', or ') ? `(${each})` : each)).join(' and ')
    : (texts[0] ?? '');
}

/** Reviews that do not count, each reason once, with the names of the obligations it concerns. */
export function rejections(
  states: readonly Pick<ObligationState, 'name' | 'rejected'>[],
): { login: string; reason: string; names: string[] }[] {
  const found = new Map<string, { login: string; reason: string; names: string[] }>();
  for (const { name, rejected } of states) {
    for (const { login, reason } of rejected) {
      const key = JSON.stringify([login, reason]);
      const entry = found.get(key) ?? { login, reason, names: [] };
      entry.names.push(name);
      found.set(key, entry);
    }
  }
  return [...found.values()];
}

function notAsked(login: string, ask: AskOwed, { facts, people }: ReviewContext): string {
  const { owner } = facts.repository;
  if (ask.except && isAmong(login, ask.except, facts.repository, people)) {
    return `the policy takes ${login} out of this (${peopleText(ask.except, owner)})`;
  }
  const permission = people.permissions.get(login.toLowerCase())?.permission ?? 'no';
  const now = `at this moment ${login} has ${permission} access`;
  if (isOwner(login, ask, facts.repository, people)) return `code owners need write access; ${now}`;
  if (isNamed(login, ask)) {
    const needed = facts.repository.private
      ? 'access to the repository'
      : 'write access to a public repository';
    return `whoever is named needs ${needed}; ${now}`;
  }
  const wanted = who(ask, owner);
  const { users, teams, organization, roles, codeowners } = ask.from;
  const among = users || teams || organization || roles || codeowners ? ' and is not among them' : '';
  return `only ${wanted} can answer for this; ${now}${among}`;
}

/** Why an approval of a commit is not of this very change; null: it is. Only SHAs and digests decide, never times. */
function staleness(commit: string | null, ask: PlannedAsk, context: ReviewContext): string | null {
  const head = context.facts.headSha;
  if (commit === head) return null;
  if (commit === null) return 'the commit they approved is gone';
  const then = context.digests.get(commit);
  const now = context.digests.get(head);
  if (!then || !now) return `they approved ${short(commit)}, which cannot be compared with the head`;
  const covered = ask.covers ?? Object.keys(now);
  const changed = [
    ...covered.filter((path) => typeof now[path] !== 'string' || now[path] !== then[path]),
    ...Object.keys(then).filter(
      (path) => ask.inScope(path) && !covered.includes(path) && now[path] !== then[path],
    ),
  ];
  if (changed.length === 0) return null;
  const shown = changed.slice(0, 3).join(', ');
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  return `they approved ${short(commit)}; since then changed: ${shown}${more}`;
}
