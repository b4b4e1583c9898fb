import type { Account } from '../facts/facts.ts';
import { ROLES } from './agent.ts';
import type { Agent, Match, Signal, SignalKind } from './agent.ts';
import { AGENTS } from './catalogue.ts';
import { genericTrailer } from './generic.ts';
import { parseMailbox, parseNoreply } from './text/mailbox.ts';
import type { Trailer } from './text/trailers.ts';

/** An organisation's own machine user, and the agent that acts through it. */
export interface Identity {
  readonly login: string;
  readonly agent: string;
}

export type { Match };

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
   * name stays a person; without it the account has to be an app. What the organisation takes it for comes first, and
   * makes no other agent of one that is known: what is denied to that one would be allowed.
   */
  account(account: Account): Match[] {
    const numbered = byId(account.id).map((entry) => toMatch(entry, true));
    const isNamed = numbered.length === 0 && account.type === 'Bot';
    return this.#withOwn(account.login, isNamed ? byLogin(account.login, account.id) : numbered);
  }

  #withOwn(login: string, known: readonly Match[]): Match[] {
    const own = this.#identities.get(login.toLowerCase());
    return own ? [own, ...known.filter(({ agent }) => agent !== own.agent)] : [...known];
  }

  /** Whose e-mail this is, the no-reply addresses of their accounts at GitHub included. */
  email(email: string): Match[] {
    const listed = matchText('email', email);
    const address = listed.length > 0 ? null : parseNoreply(email);
    if (!address) return listed;
    const { login, id } = address;
    const known = byId(id).map((entry) => toMatch(entry, entry.signal.pattern.test(login)));
    // Number and login of two agents: one of them was written by hand, and either may be meant.
    const fits = known.some((match) => match.fits);
    const named = isApp(login) && !fits ? byLogin(login, id) : [];
    const others = named.filter(({ agent }) => known.every((match) => match.agent !== agent));
    return this.#withOwn(login, [...known, ...others]);
  }

  /** Whom a trailer names: by its whole text, else by the mailbox of someone who made the change. */
  trailer(trailer: Trailer): { readonly whole: boolean; readonly matches: Match[] } {
    const listed = matchText('trailer', trailer.text);
    const whole = listed.length > 0 ? listed : genericTrailer(trailer);
    return whole.length > 0
      ? { whole: true, matches: whole }
      : { whole: false, matches: this.maker(trailer) };
  }

  /** Whose mailbox or name a trailer gives, if it is one that names who made the change. */
  maker(trailer: Trailer): Match[] {
    if (!MAKERS.test(trailer.key)) return [];
    const { name, email } = parseMailbox(trailer.value);
    return this.person(name, email);
  }

  /** Whose name and e-mail these are. A name is free text: it tells something where the e-mail tells less. */
  person(name: string, email: string): Match[] {
    const byEmail = this.email(email);
    return [...byEmail, ...stronger(matchText('name', name), byEmail)];
  }
}

/** The matches of a role that is beyond all of the others'. */
export function stronger(matches: readonly Match[], than: readonly Match[]): Match[] {
  const most = Math.max(-1, ...than.map(({ role }) => ROLES.indexOf(role)));
  return matches.filter(({ role }) => ROLES.indexOf(role) > most);
}
