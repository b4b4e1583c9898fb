import type { PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { Decision, ObligationState } from './decision.ts';
import { teamsAsked } from './entitled.ts';

/** Whom to ask on GitHub: logins, and teams as `org/slug`. */
export interface ReviewersToAsk {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

/**
 * The particular people and teams that open obligations name, without those who were asked before (by us or by
 * hand), who have reviewed already, or who cannot count. Nobody in particular is asked where anyone with a
 * permission may answer: that would call the whole organisation.
 */
export function reviewersToAsk(
  decision: Pick<Decision, 'mode' | 'outcome' | 'obligations'>,
  facts: Pick<PullRequestFacts, 'repository' | 'draft' | 'requestedReviewers' | 'reviews'>,
  people: PeopleFacts,
  askedBefore: ReadonlySet<string>,
): ReviewersToAsk {
  if (facts.draft || decision.mode === 'observe' || decision.outcome !== 'review_required') {
    return { users: [], teams: [] };
  }
  const known = new Set([
    ...askedBefore,
    ...facts.requestedReviewers.map((reviewer) => reviewer.toLowerCase()),
    ...facts.reviews.flatMap(({ author }) => (author ? [author.login.toLowerCase()] : [])),
  ]);
  const isNew = (reviewer: string): boolean => !known.has(reviewer.toLowerCase());
  const open = decision.obligations.filter((state) => !state.met && state.opposed.length === 0);
  const users = open.flatMap((state) => usersOf(state));
  const teams = open.flatMap((state) => teamsOf(state, facts.repository.owner, people));
  return { users: [...new Set(users)].filter(isNew), teams: [...new Set(teams)].filter(isNew) };
}

function usersOf({ from, owners, eligible }: ObligationState): string[] {
  const named = [
    ...(from.users ?? []),
    ...owners.filter((owner) => owner.startsWith('@') && !owner.includes('/')).map((owner) => owner.slice(1)),
  ].map((login) => login.toLowerCase());
  return eligible.filter((login) => named.includes(login.toLowerCase()));
}

/** A team is asked if one of its members could still answer. */
function teamsOf(state: ObligationState, organization: string, people: PeopleFacts): string[] {
  return teamsAsked(state, organization).filter((team) =>
    (people.teams.get(team) ?? []).some((member) => state.eligible.includes(member.login)),
  );
}
