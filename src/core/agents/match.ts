import type { Account } from '../facts/facts.ts';
import type { Agent, Role, Signal, SignalKind } from './agent.ts';
import { AGENTS } from './catalogue.ts';
import { parseMailbox, parseNoreply } from './mailbox.ts';
import type { Trailer } from './trailers.ts';

/** An organisation's own machine user, and the agent that acts through it. */
export interface Identity {
  readonly login: string;
  readonly agent: string;
}

/** An agent that a text or an account names. */
export interface Match {
  /** The agent's id and name. */
  readonly agent: string;
  readonly name: string;
  readonly role: Role;
  /** False: the account's number is not the agent's; somebody may have written the name by hand. */
  readonly fits: boolean;
}

interface Entry {
  readonly agent: Agent;
  readonly signal: Signal;
}

const BY_KIND = new Map<SignalKind, Entry[]>();
for (const agent of AGENTS) {
  for (const signal of agent.signals) {
    const entries = BY_KIND.get(signal.kind) ?? [];
    entries.push({ agent, signal });
    BY_KIND.set(signal.kind, entries);
  }
}

/** Trailers that name who made the change; reviewers, testers and reporters did not. */
const MAKERS = /^(?:co-authored|co-developed|authored|signed-off|made|written)-by$|^author$/i;

const toMatch = ({ agent, signal }: Entry, fits: boolean): Match => ({
  agent: agent.id,
  name: agent.name,
  role: signal.role,
  fits,
});

/** An app's login: nobody but an app can have it. */
const isApp = (login: string): boolean => login.toLowerCase().endsWith('[bot]');

/** The agents that one text of this kind names. */
export function matchText(kind: Exclude<SignalKind, 'login'>, text: string): Match[] {
  return (BY_KIND.get(kind) ?? [])
    .filter(({ signal }) => signal.pattern.test(text))
    .map((entry) => toMatch(entry, true));
}

/** The agents whose account has this number. */
function byId(id: number | null): Entry[] {
  return id === null ? [] : (BY_KIND.get('login') ?? []).filter(({ signal }) => signal.id === id);
}

/** The agent whose login this is; of several that bear it, the one whose row does not call it shared. */
function byLogin(login: string, id: number | null): Match[] {
  const entry = (BY_KIND.get('login') ?? []).find(
    ({ signal }) => signal.shared !== true && signal.pattern.test(login),
  );
  return entry ? [toMatch(entry, id === null || entry.signal.id === undefined)] : [];
}

/**
 * Names the agents of the catalogue and those that act through the organisation's own machine users.
 */
export class Recogniser {
  readonly #identities: ReadonlyMap<string, Match>;

  constructor(identities: readonly Identity[]) {
    this.#identities = new Map(
      identities.map(({ login, agent }) => {
        const name = AGENTS.find((row) => row.id === agent)?.name ?? agent;
        return [login.toLowerCase(), { agent, name, role: 'authored', fits: true }];
      }),
    );
  }

  /**
   * Whose account this is. The number decides where both sides have one, so that a person who bears an agent's
   * name stays a person; without it the account has to be an app.
   */
  account(account: Account): Match[] {
    const own = this.#identities.get(account.login.toLowerCase());
    if (own) return [own];
    const known = byId(account.id);
    if (known.length > 0) return known.map((entry) => toMatch(entry, true));
    return account.type === 'Bot' ? byLogin(account.login, account.id) : [];
  }

  /** Whose e-mail this is, the no-reply addresses of their accounts at GitHub included. */
  email(email: string): Match[] {
    const listed = matchText('email', email);
    const address = listed.length > 0 ? null : parseNoreply(email);
    if (!address) return listed;
    const { login, id } = address;
    const own = this.#identities.get(login.toLowerCase());
    if (own) return [own];
    const known = byId(id);
    if (known.length > 0) return known.map((entry) => toMatch(entry, entry.signal.pattern.test(login)));
    return isApp(login) ? byLogin(login, id) : [];
  }

  /** Whom a trailer names: by its whole text, else by the mailbox of someone who made the change. */
  trailer(trailer: Trailer): { readonly whole: boolean; readonly matches: Match[] } {
    const whole = matchText('trailer', trailer.text);
    if (whole.length > 0 || !MAKERS.test(trailer.key)) return { whole: true, matches: whole };
    const { name, email } = parseMailbox(trailer.value);
    const byEmail = this.email(email);
    return { whole: false, matches: byEmail.length > 0 ? byEmail : matchText('name', name) };
  }
}
