import type { Decision } from '../../decision/decision.ts';
import { code, ended, sentence } from '../markdown.ts';
import { minute } from '../time.ts';
import { wayOut, type By } from './accepting.ts';
import { blocks } from './blocked.ts';
import { steps } from './steps.ts';

/** The outcome in a few words, what it comes from, and what can be done about it by whom. */
export function nextStep(decision: Decision, by: By): string {
  const [heading, text] = answer(decision, by);
  if (decision.mode !== 'observe') return `### ${heading}\n${text}`;
  const observed = decision.outcome === 'allow' ? heading : `If this were enforced: ${heading.toLowerCase()}`;
  return `### ${observed}\n**Observing only: nothing is blocked.** ${text}`;
}

function answer(decision: Decision, by: By): [heading: string, text: string] {
  const { outcome, gated, obligations } = decision;
  const why = ended(sentence(gated.reason));
  const anyway = gated.yes
    ? why
    : `${why} A change of the policy or of CODEOWNERS takes a review whoever made it.`;
  const open = obligations.filter((obligation) => !obligation.met);
  switch (outcome) {
    case 'block':
      return ['Blocked', `${anyway}\n\n${blocks(decision, open, by)}`];
    case 'indeterminate':
      return [
        'Cannot tell yet',
        `${gated.yes ? why : 'No agent was found in what could be read.'} Something that has to be known here could not be read, and what is not known never passes. What to do is said below. It is read again by itself for some minutes; _Re-evaluate_ reads it at once.\n\n${wayOut(by)}`,
      ];
    case 'review_required':
      return [
        open.length === 1 ? 'One review is owed' : 'Reviews are owed',
        `${anyway}\n\n${steps(open, by)}`,
      ];
    case 'allow':
      return allowed(decision, why);
  }
}

function allowed(decision: Decision, why: string): [heading: string, text: string] {
  const { gated, obligations, override, acceptances } = decision;
  if (override) {
    const until = `until ${minute(override.until)}`;
    return [
      'Overridden',
      `${why} ${code(override.by.login)} lifted the gate for this very change ${until}: ${ended(sentence(override.reason))} What stood open is listed below, and all of it is in the record.`,
    ];
  }
  const given = obligations.length > 0 ? ' Every review owed was given.' : '';
  const done = ' Nothing more is needed for this check.';
  const notAgent = acceptances.find(
    ({ acceptance, lapsed }) => acceptance.kind === 'not_agent' && lapsed === null,
  )?.acceptance;
  if (notAgent) {
    return [
      'Accepted: no agent’s change',
      `${code(notAgent.by.login)} answered for that until ${minute(notAgent.until)}: ${ended(sentence(notAgent.reason))}${given}`,
    ];
  }
  return [gated.yes ? 'May merge' : 'No agent found', `${why}${given}${done}`];
}
