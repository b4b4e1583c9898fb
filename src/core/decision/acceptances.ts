import type { Account, PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy, People } from '../policy/policy.ts';
import type { Acceptance, AcceptanceKind } from './acceptance.ts';
import type { AcceptanceState, JudgedFinding, ProvenanceEntry } from './decision.ts';
import { allKnown, hasUnreadTeam, isAsked, peopleAsked, peopleText } from './entitled.ts';
import { cannotCount, machineUsersOf, vouchedOnly } from './who-counts.ts';

/** How long somebody's word holds. */
export const LASTS_HOURS: Readonly<Record<AcceptanceKind, number>> = {
  waiver: 14 * 24,
  not_agent: 14 * 24,
  override: 72,
};

/** What it takes to tell who may accept something. */
export interface AcceptContext {
  readonly facts: Pick<PullRequestFacts, 'repository'>;
  readonly policy: Pick<EffectivePolicy, 'agents' | 'waiver' | 'override'>;
  readonly people: PeopleFacts;
  readonly provenance: readonly ProvenanceEntry[];
}

/** Who a policy lets accept this. */
export const whoMayAccept = (
  kind: AcceptanceKind,
  policy: Pick<EffectivePolicy, 'waiver' | 'override'>,
): People => (kind === 'override' ? policy.override : policy.waiver);

/** Whether somebody may accept something at this moment. */
export interface MayAccept {
  /** Why not, as a sentence; null: they may. */
  readonly refusal: string | null;
  /** True: they had a hand in the change, and nobody else is there who could. */
  readonly selfAccepted: boolean;
}

/**
 * Findings are accepted, and agents' marks contested, by people of the policy who had no hand in the change. The gate
 * as a whole can also be lifted by one of those who had, if nobody else could: a repository of one person must not be
 * locked. There, what only the change's own text claims keeps nobody out.
 */
export function mayAccept(kind: AcceptanceKind, account: Account, context: AcceptContext): MayAccept {
  const { facts, policy, people } = context;
  const no = (refusal: string): MayAccept => ({ refusal, selfAccepted: false });
  const set = whoMayAccept(kind, policy);
  const asked = { from: set, owners: [] };
  const machineUsers = machineUsersOf(policy);
  const all = { provenance: context.provenance, machineUsers };
  const considered = kind === 'override' ? vouchedOnly(all) : all;
  const nobody = { provenance: [], machineUsers };

  const unable = cannotCount(account, nobody);
  if (unable !== null) return no(`${account.login}: ${unable}.`);
  if (isSomebodyElse(account, people))
    return no(`The login ${account.login} belongs to another account now.`);
  if (!isAsked(account.login, asked, facts.repository, people)) {
    const permission = people.permissions.get(account.login.toLowerCase())?.permission ?? 'no';
    const who = peopleText(set, facts.repository.owner);
    return no(`This takes ${who}; at this moment ${account.login} has ${permission} access.`);
  }
  const involved = cannotCount(account, considered);
  if (involved === null) return { refusal: null, selfAccepted: false };
  const others = peopleAsked(asked, facts.repository, people).filter(
    (other) => cannotCount(other, considered) === null,
  );
  const isAlone = others.length === 0 && allKnown(asked, people) && allRead(set, context);
  if (kind === 'override' && isAlone) {
    return { refusal: null, selfAccepted: true };
  }
  const instead = others.slice(0, 3).map(({ login }) => login);
  const ask = instead.length > 0 ? ` Ask ${instead.join(' or ')}.` : '';
  return no(`This takes somebody else, since ${account.login} ${involved}.${ask}`);
}

/** Logins are given up and taken again, and what is known of somebody is known by login. */
function isSomebodyElse({ login, id }: Account, { permissions, teams }: PeopleFacts): boolean {
  const name = login.toLowerCase();
  const known = [
    ...[permissions.get(name)?.account ?? []].flat(),
    ...[...teams.values()].flatMap((members) => members ?? []),
  ];
  return known.some((other) => other.login.toLowerCase() === name && differ(other.id, id));
}

const differ = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b;

/** Whether everybody in a set could be read: somebody may be there whom nobody knows of. */
const allRead = (set: People, { facts, people }: AcceptContext): boolean =>
  people.gaps.length === 0 && !hasUnreadTeam(set, facts.repository.owner, people);

/** What acceptances are held against: what there is to accept now, and the time. */
export interface AcceptableNow {
  readonly findings: readonly Pick<JudgedFinding, 'key'>[];
  readonly bounds: Readonly<Record<Exclude<AcceptanceKind, 'waiver'>, string | null>>;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** Which of the acceptances given so far hold, and why the others do not; of two for the same thing the newest. */
export function judgeAcceptances(
  given: readonly Acceptance[],
  at: AcceptableNow,
  context: AcceptContext,
): AcceptanceState[] {
  const newest = given.filter(
    (one, index) =>
      !given.some(
        (other, later) =>
          later > index &&
          other.kind === one.kind &&
          other.bound === one.bound &&
          other.by.login === one.by.login,
      ),
  );
  return newest.map((acceptance) => ({ acceptance, lapsed: lapsed(acceptance, at, context) }));
}

function lapsed(acceptance: Acceptance, at: AcceptableNow, context: AcceptContext): string | null {
  const { kind, bound, by, until } = acceptance;
  const isBound =
    kind === 'waiver' ? at.findings.some(({ key }) => key === bound) : at.bounds[kind] === bound;
  if (!isBound) return 'the change is another one since';
  if (!(Date.parse(until) > Date.parse(at.now))) return `it ended on ${until.slice(0, 10)}`;
  return mayAccept(kind, by, context).refusal;
}
