import { botAccount } from '../agents/bots.ts';
import { Recogniser } from '../agents/match.ts';
import type { Account } from '../facts/facts.ts';
import type { Policy } from '../policy/policy.ts';
import type { ProvenanceEntry } from './decision.ts';

/** Who can answer for nothing here. */
export interface Excluded {
  readonly provenance: readonly ProvenanceEntry[];
  /** The organisation's own machine users, by lower-case login, with the agent they are taken for. */
  readonly machineUsers: ReadonlyMap<string, string>;
}

/** Some automation has the account of a person. */
const AGENT_ACCOUNTS = new Recogniser([]);

/** Logins are compared without case. */
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
/** A renamed account keeps its number. */
const sameAccount = (a: Account, b: Account): boolean =>
  same(a.login, b.login) || (a.id !== null && a.id === b.id);
/** Why an account can approve nothing here, whatever an obligation asks; null: it can. */
export function cannotCount(account: Account | null, context: Excluded): string | null {
  if (account === null) return 'the account was deleted';
  if (account.type !== 'User') return 'not a person: only people can approve';
  const agent = context.machineUsers.get(account.login.toLowerCase());
  if (agent !== undefined) return `the policy lists this account as a machine user of ${agent}`;
  const automation = AGENT_ACCOUNTS.account(account)[0]?.name ?? botAccount(account);
  if (automation !== null) return `not a person: this is the account of ${automation}`;
  const entry = context.provenance.find((other) => sameAccount(other.account, account));
  return entry ? `had a hand in this change: ${handsOf(entry)}` : null;
}

/** A policy's machine users, see `Excluded`. */
export const machineUsersOf = (policy: Pick<Policy, 'agents'>): Excluded['machineUsers'] =>
  new Map(policy.agents.identities.map(({ login, agent }) => [login.toLowerCase(), agent] as const));

/** The same with only the hands that GitHub vouches for: as if the change's own text named nobody. */
export const vouchedOnly = <Context extends Pick<Excluded, 'provenance'>>(context: Context): Context => ({
  ...context,
  provenance: context.provenance.filter(({ hands }) => hands.some(({ claimed }) => !claimed)),
});

/** "opened the pull request (GitHub), co-authored 1a2b3c4 (its own text)". */
export function handsOf(entry: ProvenanceEntry): string {
  const hands = entry.hands.map(({ hand, source }) => `${hand} (${source})`);
  const shown = [...new Set(hands)].slice(0, 3).join(', ');
  return hands.length > 3 ? `${shown} and more` : shown;
}

/** Whom only the change's own text takes out: anyone can write anybody's name there. */
export function claimedOut(everyoneAsked: readonly Account[], context: Excluded): string[] {
  const vouched = vouchedOnly(context);
  return everyoneAsked
    .filter((account) => cannotCount(account, context) !== null && cannotCount(account, vouched) === null)
    .map(({ login }) => login);
}
