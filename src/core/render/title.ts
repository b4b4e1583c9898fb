import type { Decision, JudgedFinding, ObligationState } from '../decision/decision.ts';
import { FROZEN } from '../decision/policy-findings.ts';
import { nobodyCanMeet } from '../decision/reviews.ts';
import { plain } from './markdown.ts';
import { worstFirst } from './summary/findings.ts';
import { shortTime } from './time.ts';

const MAX = 79;

/** The same answer, told ever shorter: the first that fits is the title, so that none is cut. */
type Answer = readonly [string, ...string[]];

/** The answer in under 80 characters. */
export function title(decision: Decision): string {
  const observed = decision.mode === 'observe' && decision.outcome !== 'allow';
  const answers = answerOf(decision).map((answer) =>
    plain(observed ? `Would block: ${answer.replace(/^Blocked: /, '')}` : answer, 1000),
  );
  const fitting = answers.find((answer) => Array.from(answer).length <= MAX);
  return fitting ?? plain(answers.at(-1) ?? '', MAX);
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

/** What the policy forbids, where the rule's name alone would not say it. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'too-large': 'too large for an agent (too-large)',
  'too-many-open': 'this agent has too many open pull requests',
  'agent-not-allowed': 'this agent is not allowed here',
};

function blocked(decision: Decision): Answer {
  const findings = blocking(decision);
  const [first] = findings;
  if (!first) return ['Blocked'];
  const more = and(findings.length - 1);
  // "Agents are frozen here until 2026-11-25 12:00 UTC", without the reason.
  if (first.rule === FROZEN) {
    const frozen = (first.message.split(': ')[0] ?? '').replace(/^Agents/, 'agents');
    const [who = ''] = frozen.split(/ frozen .*?until /);
    const shorter = frozen.replace(/ frozen .*?until /, ' frozen until ');
    const told = [shorter, `${who} frozen`, 'frozen'].map((each) => `Blocked: ${each}${more}`);
    return [`Blocked: ${frozen}${more}`, ...told];
  }
  const what = `Blocked: ${first.family === 'policy' ? (FORBIDDEN[first.rule] ?? first.rule) : first.rule}`;
  const [place] = first.places;
  if (!place) return [`${what}${more}`];
  const line = place.line === null ? '' : `:${place.line}`;
  const name = place.path.split('/').at(-1) ?? '';
  return [`${what} (${place.path}${line})${more}`, `${what} (…/${name}${line})${more}`, `${what}${more}`];
}

function unknown({ gaps }: Decision): Answer {
  const more = and(gaps.length - 1);
  return [
    `Cannot tell yet: ${gaps[0]?.what ?? 'something'} could not be read${more}`,
    `Cannot tell yet: something could not be read${more}`,
  ];
}

function waiting(open: readonly ObligationState[]): Answer {
  // What asks particular people says more than what anyone may answer.
  const [first] = open.toSorted((a, b) => Number(a.covers === null) - Number(b.covers === null));
  if (!first) return ['Waiting for a review'];
  const { about, opposed, claimedOut, missing } = first;
  const more = and(open.length - 1);
  if (nobodyCanMeet(first)) {
    const but = claimedOut.length > 0 ? ' but those this change names' : '';
    const nobody = `Nobody is left who could approve${but}`;
    return [`${nobody}: ${about}${more}`, `${nobody}${more}`];
  }
  if (opposed.length > 0) {
    const asked = `${opposed[0]} asked for changes`;
    return [`${asked} (${about})${more}`, `${asked}${more}`];
  }
  const reviews = open.length === 1 ? 'Waiting for a review' : `Waiting for ${open.length} reviews`;
  return [
    `Waiting for ${missing} (${about})${more}`,
    `Waiting for ${missing}${more}`,
    open.length === 1 ? `${reviews} (${about})` : reviews,
    reviews,
  ];
}

function allowed({ gated, obligations, override, acceptances }: Decision): Answer {
  if (override) return [`Overridden by ${override.by.login} until ${shortTime(override.until)}`];
  const people = [...new Set(obligations.flatMap((obligation) => obligation.counted))];
  const [first] = people;
  if (first !== undefined) {
    const by = (shown: number): string =>
      `Approved by ${people.slice(0, shown).join(', ')}${and(people.length - shown)}`;
    return [by(3), by(2), by(1)];
  }
  const notAgent = acceptances.find(
    ({ acceptance, lapsed }) => acceptance.kind === 'not_agent' && lapsed === null,
  );
  if (notAgent) return [`Accepted: no agent's change, says ${notAgent.acceptance.by.login}`];
  return [gated.yes ? 'No review is needed' : 'No agent found'];
}
