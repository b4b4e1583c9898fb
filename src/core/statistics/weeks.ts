const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** A Monday; the first day of 1970 was a Thursday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** So many weeks are looked back on, the present one included. */
export const WEEKS = 12;

/** When the week of a time began: Monday, 0:00 UTC. */
export const weekOf = (time: number): number =>
  Math.floor((time - FIRST_MONDAY) / WEEK_MS) * WEEK_MS + FIRST_MONDAY;

/** The beginnings of the last weeks, oldest first; the last of them is not over. */
export const lastWeeks = (now: number): readonly number[] =>
  Array.from({ length: WEEKS }, (_, index) => weekOf(now) - (WEEKS - 1 - index) * WEEK_MS);
