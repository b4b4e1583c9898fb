import type { PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { AskState, Decision, ObligationState, Owed } from './decision.ts';
import { owningUsers, teamKey, teamsAsked } from './entitled.ts';

/** Whom to ask on GitHub: logins, and teams as `org/slug`. */
export interface ReviewersToAsk {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

type Facts = Pick<
  PullRequestFacts,
  'repository' | 'number' | 'draft' | 'requestedReviewers' | 'removedReviewers' | 'reviews'
>;

/**
 * Whom open obligations name, as their entry of the policy wants it: teams and people by name, so many people as are
 * missing, or nobody. Without those who were asked before (by us or by hand), whose request somebody took back, who
 * have reviewed already, or who cannot count. Whoever was picked by hand and could answer is enough. Where anyone with
 * a permission may answer, nobody is asked by name: that would call the whole organisation.
 */
export function reviewersToAsk(
  decision: Pick<Decision, 'mode' | 'outcome' | 'obligations'>,
  facts: Facts,
  people: PeopleFacts,
  askedBefore: ReadonlySet<string>,
): ReviewersToAsk {
  if (facts.draft || decision.mode === 'observe' || decision.outcome !== 'review_required') {
    return { users: [], teams: [] };
  }
  const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());
  const waitedFor = new Set(lower(facts.requestedReviewers));
  const known = new Set([
    ...askedBefore,
    ...waitedFor,
    ...lower(facts.removedReviewers),
    ...lower(facts.reviews.flatMap(({ author }) => (author ? [author.login] : []))),
  ]);
  const users = new Set<string>();
  const teams = new Set<string>();
  for (const { request, ask } of openAsks(decision.obligations)) {
    const picked = ask.eligible.filter((login) => waitedFor.has(login.toLowerCase())).length;
    const wanted = ask.approvals - ask.counted.length - picked;
    if (wanted <= 0) continue;
    const found = request === 'people' ? inTurn(ask, known, wanted, facts.number) : named(ask, facts, people);
    for (const login of found.users) if (!known.has(login.toLowerCase())) users.add(login);
    for (const team of found.teams) if (!known.has(team)) teams.add(team);
  }
  return { users: [...users], teams: [...teams] };
}

/** Asks that still wait for somebody. Of alternatives the first that anybody could meet: not everybody is called. */
function openAsks(
  obligations: readonly ObligationState[],
): { request: ObligationState['request']; ask: AskState }[] {
  return obligations
    .filter(({ met, opposed, request }) => !met && opposed.length === 0 && request !== 'nobody')
    .flatMap(({ request, requires }) => open(requires).map((ask) => ({ request, ask })));
}

function open(owed: Owed<AskState>): AskState[] {
  if ('anyOf' in owed) return owed.anyOf.map(open).find((asks) => asks.every(canBeMet)) ?? [];
  if ('allOf' in owed) return owed.allOf.flatMap(open);
  return owed.met ? [] : [owed];
}

const canBeMet = ({ eligible, counted, approvals, moreEligible }: AskState): boolean =>
  moreEligible || eligible.length + counted.length >= approvals;

/** The people and teams that an ask names. A team is asked if one of its members could still answer. */
function named(ask: AskState, { repository }: Facts, people: PeopleFacts): ReviewersToAsk {
  const logins = [...(ask.from.users ?? []).map((login) => login.toLowerCase()), ...owningUsers(ask)];
  const taken = new Set((ask.except?.teams ?? []).map((team) => teamKey(team, repository.owner)));
  const teams = teamsAsked(ask, repository.owner).filter(
    (team) =>
      !taken.has(team) &&
      (people.teams.get(team) ?? []).some((member) => ask.eligible.includes(member.login)),
  );
  return { users: ask.eligible.filter((login) => logins.includes(login.toLowerCase())), teams };
}

/** So many people as are wanted; each pull request begins at another one, so that all get their turn. */
function inTurn(
  { eligible }: AskState,
  known: ReadonlySet<string>,
  wanted: number,
  turn: number,
): ReviewersToAsk {
  const start = turn % Math.max(1, eligible.length);
  const order = [...eligible.slice(start), ...eligible.slice(0, start)];
  return { users: order.filter((login) => !known.has(login.toLowerCase())).slice(0, wanted), teams: [] };
}
