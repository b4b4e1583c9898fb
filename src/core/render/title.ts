import type { Decision, JudgedFinding, ObligationState } from '../decision/decision.ts';
import { FROZEN } from '../decision/policy-findings.ts';
import { nobodyCanMeet } from '../decision/reviews.ts';
import { plain } from './markdown.ts';
import { worstFirst } from './summary/findings.ts';
import { shortTime } from './time.ts';

const MAX = 79;

/** What the answer is, then where, then how much more there is: the middle goes first where there is no room. */
type Answer = readonly [what: string, where?: string, more?: string];

/** The answer in under 80 characters. */
export function title(decision: Decision): string {
  const [what, where = '', more = ''] = answerOf(decision);
  const observed = decision.mode === 'observe' && decision.outcome !== 'allow';
  const begun = observed ? `Would block: ${what.replace(/^Blocked: /, '')}` : what;
  const whole = `${begun}${where}${more}`;
  return Array.from(whole).length <= MAX ? plain(whole, MAX) : `${plain(begun, MAX - more.length)}${more}`;
}

function answerOf(decision: Decision): Answer {
  switch (decision.outcome) {
    case 'block':
      return blocked(decision);
    case 'indeterminate':
      return unknown(decision);
    case 'review_required':
      return waiting(decision.obligations.filter((obligation) => !obligation.met));
    case 'allow':
      return allowed(decision);
  }
}

/** What blocks, the worst first. */
export const blocking = ({ findings }: Pick<Decision, 'findings'>): JudgedFinding[] =>
  worstFirst(findings.filter(({ action, waived }) => action === 'block' && waived === null));

const and = (more: number): string => (more > 0 ? ` and ${more} more` : '');

function blocked(decision: Decision): Answer {
  const findings = blocking(decision);
  const [first] = findings;
  if (!first) return ['Blocked'];
  // "Agents are frozen here until 2026-11-25 12:00 UTC", without the reason.
  if (first.rule === FROZEN)
    return [`Blocked: ${(first.message.split(': ')[0] ?? '').replace(/^Agents/, 'agents')}`];
  const place = first.places[0];
  const where = place ? ` (${place.path}${place.line === null ? '' : `:${place.line}`})` : '';
  return [`Blocked: ${first.rule}`, where, and(findings.length - 1)];
}

function unknown({ gaps }: Decision): Answer {
  return [`Cannot tell yet: ${gaps[0]?.what ?? 'something'} could not be read`, '', and(gaps.length - 1)];
}

function waiting(open: readonly ObligationState[]): Answer {
  // What asks particular people says more than what anyone may answer.
  const [first] = open.toSorted((a, b) => Number(a.covers === null) - Number(b.covers === null));
  if (!first) return ['Waiting for a review'];
  const { about, opposed, claimedOut, missing } = first;
  const more = and(open.length - 1);
  if (nobodyCanMeet(first)) {
    const but = claimedOut.length > 0 ? ' but those this change names' : '';
    return [`Nobody is left who could approve${but}`, `: ${about}`, more];
  }
  if (opposed.length > 0) return [`${opposed[0]} asked for changes`, ` (${about})`, more];
  return [`Waiting for ${missing}`, ` (${about})`, more];
}

function allowed({ gated, obligations, override, acceptances }: Decision): Answer {
  if (override) return [`Overridden by ${override.by.login} until ${shortTime(override.until)}`];
  const people = [...new Set(obligations.flatMap((obligation) => obligation.counted))];
  if (people.length > 0) return [`Approved by ${people.slice(0, 3).join(', ')}`, '', and(people.length - 3)];
  const notAgent = acceptances.find(
    ({ acceptance, lapsed }) => acceptance.kind === 'not_agent' && lapsed === null,
  );
  if (notAgent) return [`Accepted: no agent's change, says ${notAgent.acceptance.by.login}`];
  return [gated.yes ? 'Nothing to answer for' : 'No agent found'];
}
