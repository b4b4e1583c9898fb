import type { Child } from 'hono/jsx';
import { FROZEN } from '../../core/decision/policy-findings.ts';
import type { Waiting } from '../../core/statistics/entries.ts';
import { shown } from '../pull-request/text.ts';

const SHOWN = 4;
const RULES_SHOWN = 3;

/** What is waited for, and for whom. */
export const WaitingFor = ({ waits }: { readonly waits: readonly Waiting[] }) => (
  <ul class="waits">
    {waits.slice(0, SHOWN).map((wait) => (
      <li>{wordsOf(wait)}</li>
    ))}
    {waits.length > SHOWN && <li>and {waits.length - SHOWN} more</li>}
  </ul>
);

function wordsOf(wait: Waiting): Child {
  if (wait.for === 'review') {
    return (
      <>
        <b>{shown(wait.who, 120) || 'A review'}</b>
        {wait.what !== '' && <span class="quiet"> for {shown(wait.what, 80)}</span>}
      </>
    );
  }
  if (wait.for === 'reading') {
    return `AgentGuard, which could not read ${shown(wait.what[0] ?? 'something', 80)}${more(wait.what.length - 1)}`;
  }
  if (wait.rules.includes(FROZEN)) return <b>the end of a freeze</b>;
  return (
    <>
      <b>Whoever made it</b>
      <span class="quiet">
        {' '}
        to mend {shown(wait.rules.slice(0, RULES_SHOWN).join(', '), 120)}
        {more(wait.rules.length - RULES_SHOWN)}
      </span>
    </>
  );
}

const more = (count: number): string => (count > 0 ? ` and ${count} more` : '');
