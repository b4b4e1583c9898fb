import type { Account, CommentFacts } from '../facts/facts.ts';
import type { Detection } from './agent.ts';
import { AGENTS } from './catalogue.ts';
import { Recogniser, type Identity } from './match.ts';
import { visibleLines } from './text/visible.ts';

/** Somebody who called an agent of this change, and where. */
export interface Call {
  readonly account: Account;
  readonly source: string;
}

/** An account named in a line; not an e-mail's, a package's or a path's. */
const MENTION = /(?<![\w`/@.-])@[a-z\d](?:[a-z\d-]{0,38})(?![\w/-])/gi;
/** A command stands first in its line. */
const COMMAND = /^ {0,3}\/[a-z][a-z-]{0,30}(?![\w/-])/gi;
/** Longer lines are no talk. */
const LINE_LIMIT = 2000;

const BY_CALL = new Map<string, string[]>();
for (const { id, calls } of AGENTS) {
  for (const call of calls ?? []) BY_CALL.set(call, [...(BY_CALL.get(call) ?? []), id]);
}
const VENDORS = new Map(AGENTS.map(({ id, vendor }) => [id, vendor]));

/** True for a command that an agent takes, such as `/oc`. */
export const isAgentCommand = (call: string): boolean => call.startsWith('/') && BY_CALL.has(call);

/** The agents that a call means: by what people call them, or by the login of their account. */
function meant(call: string, who: Recogniser): string[] {
  const login = call.slice(1);
  const byLogin = call.startsWith('@')
    ? [
        ...who.account({ login: `${login}[bot]`, type: 'Bot', id: null }),
        ...who.account({ login, type: 'User', id: null }),
      ]
    : [];
  return [...(BY_CALL.get(call) ?? []), ...byLogin.map(({ agent }) => agent)];
}

/** What a comment calls, outside code, quotations and HTML comments, in lower case. */
export function callsIn(body: string): string[] {
  const calls = visibleLines(body).flatMap((line) => {
    if (line === null) return [];
    const text = line.slice(0, LINE_LIMIT).replace(/`[^`]*`/g, '``');
    return [...(text.match(MENTION) ?? []), ...(text.match(COMMAND) ?? [])];
  });
  return [...new Set(calls.map((call) => call.trim().toLowerCase()))];
}

/**
 * Who called one of the change's agents in a comment. One name can stand for several agents of a vendor, so it is
 * enough that one of the same vendor had a hand. To call an agent that had none is to have had no hand either.
 */
export function callers(
  comments: readonly CommentFacts[],
  agents: readonly Detection[],
  identities: readonly Identity[],
): Call[] {
  const who = new Recogniser(identities);
  const ids = new Set(agents.map(({ agent }) => agent));
  const vendors = new Set(agents.flatMap(({ agent }) => VENDORS.get(agent) ?? []));
  const isHere = (id: string): boolean => ids.has(id) || vendors.has(VENDORS.get(id) ?? '');
  return comments.flatMap(({ author, body, source }) =>
    callsIn(body).some((call) => meant(call, who).some(isHere)) ? [{ account: author, source }] : [],
  );
}
