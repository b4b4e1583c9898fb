const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `22 November 2026`, from ISO 8601. */
export const day = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`;

/** `22 November 2026`, with the time where it is not midnight; UTC. */
export const moment = (iso: string): string =>
  /T00:00:00/.test(iso) ? day(iso) : `${day(iso)}, ${iso.slice(11, 16)}`;

/** `1,234`. */
export const figure = (number: number): string => number.toLocaleString('en-US');

/** `1,234 entries`, `1 entry`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`;

/** `39 %`; of nothing `–`. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

/** `2 d 4 h`, `3 h 20 min`, `12 min`, `40 s`. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (large: string, small: number, unit: string): string =>
    small === 0 ? large : `${large} ${small} ${unit}`;
  if (days > 0) return two(`${days} d`, hours % 24, 'h');
  if (hours > 0) return two(`${hours} h`, minutes % 60, 'min');
  return minutes > 0 ? `${minutes} min` : `${Math.round(seconds)} s`;
}

/** How an outcome is called on the pages, with a sign, so that no colour is needed to tell them apart. */
export const OUTCOMES: Readonly<Record<string, readonly [sign: string, word: string]>> = {
  allow: ['✓', 'Passed'],
  review_required: ['◔', 'Waits for a review'],
  block: ['✕', 'Blocked'],
  indeterminate: ['?', 'Cannot be told'],
};

/** How a kind of entry is called; a kind that this version does not know is called as it is. */
export const KINDS: Readonly<Record<string, string>> = {
  decision: 'Decision',
  waiver: 'Finding waived',
  not_agent: 'Declared no agent’s',
  override: 'Gate overridden',
  merge: 'Merged',
  push: 'Pushed past the gate',
  alert: 'Raised',
  answered: 'Answered',
  revert: 'Revert',
  freeze: 'Freeze',
  policy: 'Policy changed',
  redaction: 'Personal data taken out',
};
