import type { ObligationState } from '../../decision/decision.ts';
import { rejections } from '../../decision/reviews.ts';
import { code, listed, sentence, table, withNames } from '../markdown.ts';

/** The reviews that are owed, met or not, as a table. */
export function reviews(states: readonly ObligationState[]): string {
  if (states.length === 0) return '';
  const rows = states.map((state) => [
    state.met ? '✅' : '⏳',
    sentence(state.name),
    withNames(state.asked),
    listed(
      state.because.map(({ value }) => code(value, 80)),
      3,
    ),
    state.counted.length === 0 ? 'none yet' : state.counted.map((login) => code(login)).join(', '),
  ]);
  return `### Reviews\n${table(['', 'Review', 'Asked', 'Because of', 'Counted'], rows)}`;
}

/** Each review that does not count, once, with the reason. */
export function rejected(states: readonly ObligationState[]): string {
  const rows = rejections(states).map(({ login, reason, names }) => [
    code(login),
    sentence(reason),
    names.length === states.length && names.length > 1
      ? 'all of them'
      : listed(
          names.map((name) => sentence(name)),
          3,
        ),
  ]);
  if (rows.length === 0) return '';
  return `### Reviews that do not count\n${table(['Reviewer', 'Why', 'For'], rows)}`;
}
