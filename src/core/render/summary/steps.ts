import type { AskState, ObligationState, Owed } from '../../decision/decision.ts';
import { holds } from '../../decision/owed.ts';
import { nobodyCanMeet } from '../../decision/reviews.ts';
import { code, listed, oneOf, sentence, withNames } from '../markdown.ts';
import { wayOut, type By } from './accepting.ts';

/** So many are said before the tables; these have them all. */
const MAX_STEPS = 6;
const MAX_CALLED = 4;
const MAX_NAME = 60;

/** What is still owed, by whom it could be given; reviews that wait for the same are one line. */
export function steps(open: readonly ObligationState[], by: By): string {
  const alike = new Map<string, ObligationState[]>();
  for (const state of open) {
    const text = step(state);
    alike.set(text, [...(alike.get(text) ?? []), state]);
  }
  const shown = [...alike].slice(0, MAX_STEPS);
  const lines = shown.map(([text, states]) => {
    const called = states.map(({ name }) => `**${sentence(name, MAX_NAME)}**`);
    return `- ${listed(called, MAX_CALLED)}: ${text}`;
  });
  const more = open.length - shown.reduce((sum, [, states]) => sum + states.length, 0);
  const all = open.length > 1 ? inAll(open.map(({ requires }) => completers(requires))) : [];
  const could = oneOf(
    all.map((login) => code(login)),
    3,
  );
  return [
    [...lines, ...(more > 0 ? [`- and ${more} more: see the table.`] : [])].join('\n'),
    ...(could === '' ? [] : [`One approval answers all of them if it comes from ${could}.`]),
    ...(open.some(canApprove) ? [HOW] : []),
    ...(open.some(nobodyCanMeet) ? [wayOut(by)] : []),
  ].join('\n\n');
}

const HOW =
  'To approve: _Files changed_, _Review changes_, _Approve_. This check then answers again by itself.';

const canApprove = (state: ObligationState): boolean => state.opposed.length === 0 && !nobodyCanMeet(state);

/** Known people whose one approval would complete it. */
function completers(owed: Owed<AskState>): string[] {
  if ('anyOf' in owed) return [...new Set(owed.anyOf.flatMap(completers))];
  if ('allOf' in owed) return inAll(owed.allOf.filter((part) => !isMet(part)).map(completers));
  const { approvals, counted, opposed, eligible } = owed;
  return approvals - counted.length === 1 && opposed.length === 0 ? [...eligible] : [];
}

const isMet = (owed: Owed<AskState>): boolean => holds(owed, ({ met }) => met);

/** What all lists hold. */
function inAll([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((item) => others.every((other) => other.includes(item)));
}

const names = (logins: readonly string[]): string =>
  listed(
    logins.map((login) => code(login)),
    5,
  );

function step(state: ObligationState): string {
  if (nobodyCanMeet(state)) {
    const claimed = names(state.claimedOut);
    const why =
      claimed === ''
        ? 'and everyone who is had a hand in this change. Give someone else that role'
        : `and nobody is left: ${claimed} would be, but the change’s own text (authors, co-authors) names them. If that is not so, have those lines taken out of the commits and push again, or give someone else that role`;
    return `${withNames(state.asked)} is asked, ${why}.`;
  }
  if (state.opposed.length > 0) {
    return `${names(state.opposed)} asked for changes. Answer or make these, then ask for another review; it stays open until they approve or their review is dismissed.`;
  }
  return missing(state.requires, '  ');
}

/** What is still missing of it: a sentence, or alternatives as a nested list. */
function missing(owed: Owed<AskState>, indent: string): string {
  const several = (head: string, parts: readonly Owed<AskState>[]): string =>
    [head, ...parts.map((part) => `${indent}- ${missing(part, `${indent}  `)}`)].join('\n');
  if ('anyOf' in owed) return several('any one of', owed.anyOf);
  if ('allOf' in owed) {
    const left = owed.allOf.filter((part) => !isMet(part));
    const [only] = left;
    return left.length === 1 && only ? missing(only, indent) : several('all of', left);
  }
  const count = Math.max(1, owed.approvals - owed.counted.length);
  const more = owed.counted.length > 0 ? ' more' : '';
  const from = `${count}${more} ${count === 1 ? 'approval' : 'approvals'} from ${withNames(owed.who)}`;
  if (!owed.moreEligible && owed.eligible.length < count) return `${from}: nobody is left who could.`;
  // Who is asked by name needs no example.
  const named = owed.eligible.every((login) => owed.who.includes(`@${login}`));
  return named
    ? `${from}.`
    : `${from}, for example ${oneOf(
        owed.eligible.map((login) => code(login)),
        3,
      )}.`;
}
