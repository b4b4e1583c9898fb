const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `7 Sep`: a week by its Monday. */
export function weekName(start: number): string {
  const day = new Date(start);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''}`;
}

/** Widths that all charts share: one column a week. A phone shows them about as they are. */
export const COLUMN = 28;
export const widthOf = (weeks: number): number => weeks * COLUMN + 8;
export const middleOf = (week: number): number => 4 + week * COLUMN + COLUMN / 2;
