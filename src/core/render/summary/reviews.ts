import type { ObligationState } from '../../decision/decision.ts';
import { rejections } from '../../decision/reviews.ts';
import { code, codePath, listed, sentence, table, withNames } from '../markdown.ts';

/** Wider cells and longer tables are read by nobody. */
const MAX_NAME = 80;
const MAX_ASKED = 200;
const MAX_ROWS = 40;

/** The reviews that are owed, met or not, as a table. */
export function reviews(states: readonly ObligationState[]): string {
  if (states.length === 0) return '';
  const rows = states.map((state) => [
    state.met ? '✅' : '⏳',
    sentence(state.name, MAX_NAME),
    withNames(state.asked, MAX_ASKED),
    listed(
      state.because.map(({ kind, value }) => (kind === 'path' ? codePath(value, 60) : code(value, 60))),
      3,
    ),
    state.counted.length === 0
      ? 'none yet'
      : listed(
          state.counted.map((login) => code(login)),
          5,
        ),
  ]);
  return `### Reviews\n${table(['', 'Review', 'Asked', 'Because of', 'Approved by'], rows, MAX_ROWS)}`;
}

/** Each review that does not count with its reasons: once for all the obligations that have the same. */
export function rejected(states: readonly ObligationState[]): string {
  const found = new Map<string, { login: string; names: readonly string[]; reasons: string[] }>();
  for (const { login, reason, names } of rejections(states)) {
    const key = JSON.stringify([login, names]);
    const review = found.get(key) ?? { login, names, reasons: [] };
    review.reasons.push(reason);
    found.set(key, review);
  }
  const rows = [...found.values()].map(({ login, names, reasons }) => [
    code(login),
    reasons.map((reason) => withNames(reason, 300)).join('; '),
    names.length === states.length && names.length > 1
      ? 'all of them'
      : listed(
          names.map((name) => sentence(name, MAX_NAME)),
          3,
        ),
  ]);
  return rows.length === 0
    ? ''
    : `### Reviews that do not count\n${table(['Reviewer', 'Why', 'For'], rows, MAX_ROWS)}`;
}
