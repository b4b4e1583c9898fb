import type { Row } from './row.ts';

const COLUMNS: readonly (readonly [name: string, cell: (row: Row) => string])[] = [
  ['sequence', ({ sequence }) => String(sequence)],
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['subject', ({ subject }) => subject],
  ['repository', ({ repository }) => repository],
  ['number', ({ number }) => number],
  ['outcome', ({ outcome }) => outcome],
  ['agents', ({ agents }) => agents.join('; ')],
  ['head', ({ head }) => head],
  ['policy digest', ({ policy }) => policy],
  ['approved by', ({ approvedBy }) => approvedBy.join('; ')],
  ['not counted', ({ notCounted }) => notCounted.join('; ')],
  ['findings', ({ findings }) => findings.join('; ')],
  ['still asked', ({ owed }) => owed.join('; ')],
  ['acted', ({ acted }) => acted.join('; ')],
  ['reason', ({ reason }) => reason],
  ['hash', ({ hash }) => hash],
];

/** The header row of RFC 4180, with its line break. */
export const csvHead = (): string => line(COLUMNS.map(([name]) => name));

export const csvLine = (row: Row): string => line(COLUMNS.map(([, cell]) => cell(row)));

const line = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;

/** What spreadsheets take for a formula, also in their full-width form, is made text by an apostrophe. */
const harmless = (cell: string): string => (/^[\s'"]*[=+\-@\t\r\n＝＋－＠]/u.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
