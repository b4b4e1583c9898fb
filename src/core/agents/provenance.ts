import type { Account, CommitPerson, Hand, PullRequestFacts } from '../facts/facts.ts';
import type { ProvenanceEntry } from './agent.ts';
import { parseMailbox, parseNoreply } from './text/mailbox.ts';
import { matchText, Recogniser } from './match.ts';
import type { Call } from './mentions.ts';
import { readMessage } from './text/trailers.ts';

type HandSeen = ProvenanceEntry['hands'][number];

/** GitHub's own account: it commits merges and edits made in the browser. */
const WEB_FLOW = 'web-flow';

/** Trailers that name someone with a hand in the change; a reviewer, tester or reporter has none. */
const HANDS =
  /^(?:(?:co-authored|co-developed|authored|signed-off|committed|made|written|requested)-by|on-behalf-of|author)$/i;
/** How agents name, in a line of the body they write, the person who set them to work. */
const OPERATOR = /\b(?:on behalf of|started by|requested by):?\W{1,6}@([a-z\d][a-z\d-]{0,38})\b/i;
const OPERATOR_LINE = /^\W{0,4}requested by:?\W{1,6}@[a-z\d-]{1,39}\b/i;

const AGENT_ADDRESSES = new Recogniser([]);

/** The account a no-reply address names; only GitHub can tell more of it. */
function claimedAccount(email: string): Account | null {
  const address = parseNoreply(email);
  if (!address) return null;
  const machine = address.login.toLowerCase().endsWith('[bot]') || AGENT_ADDRESSES.email(email).length > 0;
  return { login: address.login, type: machine ? 'Bot' : 'User', id: address.id };
}

/**
 * Some agents sign with a mailbox that a stranger has registered at GitHub: the account found for it did nothing here.
 * The no-reply address of an account is its own.
 */
function isStranger({ email, account }: CommitPerson): boolean {
  const usesAgentMailbox = account !== null && matchText('email', email).length > 0;
  return usesAgentMailbox && AGENT_ADDRESSES.account(account).length === 0 && parseNoreply(email) === null;
}

/** People by login; an account GitHub knows replaces what was read from an address. */
class Roll {
  readonly #entries = new Map<string, { account: Account; vouched: boolean; hands: HandSeen[] }>();

  add(account: Account | null, vouched: boolean, seen: HandSeen): void {
    if (!account || account.login.toLowerCase() === WEB_FLOW) return;
    const key = account.login.toLowerCase();
    const entry = this.#entries.get(key) ?? { account, vouched, hands: [] };
    if (vouched && !entry.vouched) Object.assign(entry, { account, vouched });
    const known = entry.hands.some((one) => one.hand === seen.hand && one.claimed === seen.claimed);
    if (!known) entry.hands.push(seen);
    this.#entries.set(key, entry);
  }

  list(): ProvenanceEntry[] {
    return [...this.#entries.values()].map(({ account, hands }) => ({ account, hands }));
  }
}

/**
 * Everyone who had a hand in the change, in the order they were found: the opener, who pushed, assigned or
 * mentioned, then commit by commit. `claimed` hands rest on the change's own text alone. Apps are listed too,
 * told apart by their account's type. Takes the facts and who called the agents, see `callers`; never fails.
 */
export function provenance(facts: PullRequestFacts, calls: readonly Call[]): ProvenanceEntry[] {
  const roll = new Roll();
  roll.add(facts.author, true, { hand: 'opened', claimed: false, source: 'pull request' });
  for (const { account, hand, source } of facts.involvements) {
    roll.add(account, true, { hand, claimed: false, source });
  }
  for (const { account, source } of calls) {
    roll.add(account, true, { hand: 'mentioned the agent', claimed: false, source });
  }
  for (const login of operators(facts.body)) {
    const source = "pull request's body";
    roll.add({ login, type: 'User', id: null }, false, { hand: 'assigned the agent', claimed: true, source });
  }
  for (const { sha, author, committer, coAuthors, signature, message } of facts.commits) {
    const source = `commit ${sha.slice(0, 7)}`;
    const claim = (person: CommitPerson, hand: Hand): void => {
      if (isStranger(person)) return;
      const account = person.account ?? claimedAccount(person.email);
      roll.add(account, person.account !== null, { hand, claimed: true, source });
    };
    claim(author, 'authored');
    claim(committer, 'committed');
    for (const person of coAuthors) claim(person, 'co-authored');
    if (signature?.verified === true) {
      const signed = `signature of ${source}`;
      roll.add(signature.signer, true, { hand: 'committed', claimed: false, source: signed });
    }
    for (const { key, value } of readMessage(message).trailers) {
      if (!HANDS.test(key)) continue;
      const account = claimedAccount(parseMailbox(value).email);
      roll.add(account, false, { hand: 'co-authored', claimed: true, source });
    }
  }
  return roll.list();
}

/** Logins that an agent's own footer in the body names as those it works for. */
function operators(body: string): string[] {
  const { lines } = readMessage(body);
  const marked = lines.some((line) => matchText('body', line).length > 0);
  if (!marked) return [];
  return lines
    .filter((line) => matchText('body', line).length > 0 || OPERATOR_LINE.test(line))
    .flatMap((line) => OPERATOR.exec(line)?.[1] ?? []);
}
