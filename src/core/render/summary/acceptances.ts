import type { AcceptanceState } from '../../decision/decision.ts';
import type { Acceptance } from '../../decision/acceptance.ts';
import { code, sentence, table } from '../markdown.ts';
import { minute } from '../time.ts';

const MAX_ROWS = 20;

/** What people answered for beyond reviews, and whether it holds. */
export function acceptances(states: readonly AcceptanceState[]): string {
  const rows = states.map(({ acceptance, lapsed }) => [
    lapsed === null ? '✅' : '❌',
    accepted(acceptance),
    `${code(acceptance.by.login)}${acceptance.selfAccepted ? ', who had a hand in this change: nobody else could' : ''}`,
    sentence(acceptance.reason, 200),
    lapsed === null ? `until ${minute(acceptance.until)}` : `no: ${sentence(lapsed)}`,
  ]);
  return rows.length === 0
    ? ''
    : `### Accepted by people\n${table(['', 'What', 'By', 'Reason', 'Holds'], rows, MAX_ROWS)}`;
}

function accepted({ kind, about }: Acceptance): string {
  switch (kind) {
    case 'waiver':
      return `finding ${code(about)}`;
    case 'not_agent':
      return 'that this is no agent’s change';
    case 'override':
      return 'the change as a whole, past the gate';
  }
}
