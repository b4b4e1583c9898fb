import { peopleText } from '../../decision/entitled.ts';
import { code, oneOf, withNames } from '../markdown.ts';
import type { Evaluated } from './summary.ts';

export type By = Pick<Evaluated, 'facts' | 'policy' | 'accepters'>;

const MAX_NAMES = 3;

/** Who may waive or override, with names where they are known: "an admin (`ada`)". */
export function trusted(kind: 'waiver' | 'override', { policy, facts, accepters }: By): string {
  const text = peopleText(policy[kind], facts.repository.owner);
  // Who is asked by name needs no example.
  const names = (accepters?.[kind] ?? []).filter((login) => !text.includes(`@${login}`));
  const known =
    names.length === 0
      ? ''
      : ` (${oneOf(
          names.map((login) => code(login)),
          MAX_NAMES,
        )})`;
  return `${withNames(text)}${known}`;
}

/** The way out that always is one. */
export const wayOut = (by: By): string =>
  `If it cannot wait, ${trusted('override', by)} can lift the gate for this very change, with a comment ${code('/agentguard override <reason>')}; the reason is recorded.`;
