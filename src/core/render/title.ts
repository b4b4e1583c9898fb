import type { Decision, ObligationState } from '../decision/decision.ts';
import { nobodyCanMeet } from '../decision/decide.ts';
import { countOf } from '../decision/entitled.ts';
import { SEVERITIES } from '../rules/rule.ts';
import { plain } from './markdown.ts';

const MAX = 79;

/** The answer in under 80 characters. */
export function title(decision: Decision): string {
  const answer = answerOf(decision);
  if (decision.mode === 'enforce' || decision.outcome === 'allow') return plain(answer, MAX);
  return plain(`Would block: ${answer.replace(/^Blocked: /, '')}`, MAX);
}

function answerOf(decision: Decision): string {
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

function blocked({ findings }: Decision): string {
  const blocking = findings
    .filter((finding) => finding.action === 'block')
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  const [first] = blocking;
  if (!first) return 'Blocked';
  const place = first.places[0];
  const where = place ? ` (${place.path}${place.line === null ? '' : `:${place.line}`})` : '';
  const more = blocking.length > 1 ? ` and ${blocking.length - 1} more` : '';
  return `Blocked: ${first.rule}${where}${more}`;
}

function unknown({ gaps }: Decision): string {
  const more = gaps.length > 1 ? ` and ${gaps.length - 1} more` : '';
  return `Cannot tell yet: ${gaps[0]?.what ?? 'something'} could not be read${more}`;
}

function waiting(open: readonly ObligationState[]): string {
  // What asks particular people says more than what anyone may answer.
  const [first] = open.toSorted((a, b) => Number(a.covers === null) - Number(b.covers === null));
  if (!first) return 'Waiting for a review';
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  if (nobodyCanMeet(first)) {
    return first.claimedOut.length > 0
      ? `Nobody is left who could approve but those this change names: ${first.about}${more}`
      : `Nobody is left who could approve: ${first.about}${more}`;
  }
  if (first.opposed.length > 0) return `${first.opposed[0]} asked for changes (${first.about})${more}`;
  const missing = first.approvals - first.counted.length;
  return `Waiting for ${countOf(missing, first.who)} (${first.about})${more}`;
}

function allowed({ gated, obligations }: Decision): string {
  const people = [...new Set(obligations.flatMap((obligation) => obligation.counted))];
  if (people.length > 0) {
    const more = people.length > 3 ? ` and ${people.length - 3} more` : '';
    return `Approved by ${people.slice(0, 3).join(', ')}${more}`;
  }
  return gated.yes ? 'Nothing to answer for' : 'No agent found';
}
