import type { PullRequestFacts } from '../facts/facts.ts';
import type { People, Policy } from '../policy/policy.ts';
import type { Acceptance } from './acceptance.ts';
import type { Plan } from './plan.ts';
import type { ProvenanceEntry } from './decision.ts';
import { teamKey, teamsAsked } from './entitled.ts';
import { asksIn } from './owed.ts';

/** Whom something may ask: what has to be read live. */
export interface AskedPeople {
  /** `org/slug`, lower case. */
  readonly teams: readonly string[];
  readonly logins: readonly string[];
  readonly organization: boolean;
  readonly roles: boolean;
}

type Where = Pick<PullRequestFacts, 'repository'>;

const NOBODY: AskedPeople = { teams: [], logins: [], organization: false, roles: false };

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();

const asked = (sets: readonly People[], logins: readonly string[], { repository }: Where): AskedPeople => ({
  teams: unique(sets.flatMap(({ teams = [] }) => teams.map((team) => teamKey(team, repository.owner)))),
  logins: unique([...logins, ...sets.flatMap(({ users = [] }) => users)]),
  organization: sets.some(({ organization }) => organization === true),
  roles: sets.some(({ roles }) => roles !== undefined),
});

/** The sets of people that conditions of a policy name. */
const conditionSets = ({ reviews }: Pick<Policy, 'reviews'>): People[] =>
  reviews.flatMap(({ author, contributors }) => [author ?? [], contributors ?? []].flat());

/**
 * Who has to be known before a change can be planned, because conditions name people by more than their login;
 * null: nobody.
 */
export function peopleOfConditions(
  policy: Pick<Policy, 'reviews'>,
  facts: Where & Pick<PullRequestFacts, 'author'>,
  contributors: readonly ProvenanceEntry[],
): AskedPeople | null {
  const sets = conditionSets(policy).map(({ users: _users, ...rest }) => rest);
  if (!sets.some((set) => Object.values(set).some((value) => value !== undefined))) return null;
  const involved = contributors.map(({ account }) => account.login);
  return asked(sets, [...(facts.author ? [facts.author.login] : []), ...involved], facts);
}

/** What tells whom a decision may ask. */
export interface PeopleInput {
  readonly facts: Where & Pick<PullRequestFacts, 'reviews' | 'author'>;
  readonly policy: Pick<Policy, 'reviews' | 'waiver' | 'override'>;
  readonly provenance: readonly ProvenanceEntry[];
  readonly acceptances: readonly Acceptance[];
  /** Logins of those who ask for something in a comment or by a button. */
  readonly askers: readonly string[];
}

/** Whom a plan's obligations may ask, and who accepted something or wants to: what has to be read before `decide`. */
export function peopleAskedFor(planned: Plan, input: PeopleInput): AskedPeople {
  const { facts, policy, provenance, acceptances, askers } = input;
  const asks = planned.obligations.flatMap(({ requires }) => asksIn(requires));
  const sets: People[] = asks.map(({ from }) => from);
  const accepting = [...acceptances.map(({ by }) => by.login), ...askers];
  const mayAccept = accepting.length > 0 ? [policy.waiver, policy.override] : [];
  const reviewers = facts.reviews.flatMap(({ author }) => (author ? [author.login] : []));
  const own = asked([...sets, ...mayAccept], [...reviewers, ...accepting], facts);
  const conditions = peopleOfConditions(policy, facts, provenance) ?? NOBODY;
  return {
    teams: unique([...own.teams, ...conditions.teams, ...teamsOf(planned, policy, facts)]),
    logins: unique([...own.logins, ...conditions.logins]),
    organization: own.organization || conditions.organization,
    roles: own.roles || conditions.roles,
  };
}

/** The teams whose members a decision rests on. */
export function teamsOf(planned: Plan, policy: Pick<Policy, 'reviews'>, { repository }: Where): string[] {
  const asks = planned.obligations.flatMap(({ requires }) => asksIn(requires));
  return unique([
    ...asks.flatMap((ask) => teamsAsked(ask, repository.owner)),
    ...conditionSets(policy).flatMap(({ teams = [] }) =>
      teams.map((team) => teamKey(team, repository.owner)),
    ),
  ]);
}
