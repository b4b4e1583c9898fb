import { botAccount } from '../agents/bots.ts';
import { Recogniser } from '../agents/match.ts';
import type { FileDigests } from '../facts/digests.ts';
import type { Account, PeopleFacts, PullRequestFacts, ReviewFacts } from '../facts/facts.ts';
import type { ObligationState, ProvenanceEntry, RejectedReview } from './decision.ts';
import { allKnown, isAsked, peopleAsked, who } from './entitled.ts';
import type { PlannedObligation } from './obligations.ts';

/** What it takes to tell whether a review stands. */
export interface ReviewContext {
  readonly facts: Pick<PullRequestFacts, 'repository' | 'headSha' | 'reviews'>;
  readonly people: PeopleFacts;
  readonly provenance: readonly ProvenanceEntry[];
  /** The organisation's own machine users, by lower-case login, with the agent they are taken for. */
  readonly machineUsers: ReadonlyMap<string, string>;
  /** Per-file digests of this head and of heads evaluated before, by SHA. */
  readonly digests: ReadonlyMap<string, FileDigests>;
}

/** Some automation has the account of a person. */
const AGENT_ACCOUNTS = new Recogniser([]);

const MAX_ELIGIBLE = 20;
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
/** A renamed account keeps its number. */
const sameAccount = (a: Account, b: Account): boolean =>
  same(a.login, b.login) || (a.id !== null && a.id === b.id);
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
  const { facts, people } = context;
  const organization = facts.repository.owner;
  const counted: string[] = [];
  const opposed: string[] = [];
  const rejected: RejectedReview[] = [];

  for (const review of latestOpinions(facts.reviews)) {
    const login = review.author?.login ?? 'a deleted account';
    const standing = cannotCount(review.author, context);
    const asked = review.author !== null && isAsked(login, obligation, facts.repository, people);
    if (review.state === 'CHANGES_REQUESTED') {
      if (standing === null && asked) opposed.push(login);
      continue;
    }
    const reason =
      review.state === 'DISMISSED'
        ? 'their review was dismissed'
        : (standing ??
          (asked
            ? staleness(review, obligation, context)
            : notAsked(login, obligation, organization, people)));
    if (reason === null) counted.push(login);
    else rejected.push({ login, reason });
  }

  const everyoneAsked = peopleAsked(obligation, facts.repository, people);
  const eligible = everyoneAsked
    .filter((account) => cannotCount(account, context) === null)
    .map((account) => account.login)
    .filter((login) => !counted.some((other) => same(login, other)));
  return {
    name: obligation.name,
    about: obligation.about,
    from: obligation.from,
    owners: obligation.owners,
    approvals: obligation.approvals,
    because: obligation.because,
    covers: obligation.covers,
    recordedIfNobody: obligation.recordedIfNobody,
    met: counted.length >= obligation.approvals && opposed.length === 0,
    counted,
    opposed,
    rejected,
    eligible: eligible.slice(0, MAX_ELIGIBLE),
    moreEligible: eligible.length > MAX_ELIGIBLE || !allKnown(obligation, people),
    claimedOut: claimedOut(everyoneAsked, context).slice(0, MAX_ELIGIBLE),
    who: who(obligation, organization),
  };
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

/** Why an account can approve nothing here, whatever an obligation asks; null: it can. */
function cannotCount(account: Account | null, context: ReviewContext): string | null {
  if (account === null) return 'the account was deleted';
  if (account.type !== 'User') return 'not a person: only people can approve';
  const agent = context.machineUsers.get(account.login.toLowerCase());
  if (agent !== undefined) return `the policy lists this account as a machine user of ${agent}`;
  const automation = AGENT_ACCOUNTS.account(account)[0]?.name ?? botAccount(account);
  if (automation !== null) return `not a person: this is the account of ${automation}`;
  const entry = context.provenance.find((other) => sameAccount(other.account, account));
  return entry ? `had a hand in this change: ${handsOf(entry)}` : null;
}

/** The same with only the hands that GitHub vouches for: as if the change's own text named nobody. */
export const vouchedOnly = (context: ReviewContext): ReviewContext => ({
  ...context,
  provenance: context.provenance.filter(({ hands }) => hands.some(({ claimed }) => !claimed)),
});

/** Whom only the change's own text takes out: anyone can write anybody's name there. */
function claimedOut(everyoneAsked: readonly Account[], context: ReviewContext): string[] {
  const vouched = vouchedOnly(context);
  return everyoneAsked
    .filter((account) => cannotCount(account, context) !== null && cannotCount(account, vouched) === null)
    .map(({ login }) => login);
}

/** "opened the pull request (GitHub), co-authored 1a2b3c4 (its own text)". */
export function handsOf(entry: ProvenanceEntry): string {
  const hands = entry.hands.map(({ hand, source }) => `${hand} (${source})`);
  const shown = [...new Set(hands)].slice(0, 3).join(', ');
  return hands.length > 3 ? `${shown} and more` : shown;
}

function notAsked(
  login: string,
  obligation: PlannedObligation,
  organization: string,
  people: PeopleFacts,
): string {
  const permission = people.permissions.get(login.toLowerCase())?.permission ?? 'no';
  const wanted = who(obligation, organization);
  const { users, teams, codeowners } = obligation.from;
  const among = users || teams || codeowners ? ' and is not among them' : '';
  return `only ${wanted} can answer for this; at this moment ${login} has ${permission} access${among}`;
}

/** Why an approval is not of this very change; null: it is. Only SHAs and digests decide, never times. */
function staleness(
  review: ReviewFacts,
  obligation: PlannedObligation,
  context: ReviewContext,
): string | null {
  if (review.otherBase) return 'the base branch was changed after this review';
  const head = context.facts.headSha;
  if (review.commit === head) return null;
  if (review.commit === null) return 'the commit they approved is gone';
  const then = context.digests.get(review.commit);
  const now = context.digests.get(head);
  if (!then || !now) return `they approved ${short(review.commit)}, which cannot be compared with the head`;
  const covered = obligation.covers ?? Object.keys(now);
  const changed = [
    ...covered.filter((path) => typeof now[path] !== 'string' || now[path] !== then[path]),
    ...Object.keys(then).filter((path) => obligation.inScope(path) && !covered.includes(path)),
  ];
  if (changed.length === 0) return null;
  const shown = changed.slice(0, 3).join(', ');
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  return `they approved ${short(review.commit)}; since then changed: ${shown}${more}`;
}
