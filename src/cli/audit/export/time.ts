const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/** A day, as its beginning, or a moment, UTC where it names no other zone, in ISO 8601 in UTC; null: it is neither. */
export function timeIn(text: string): string | null {
  const [, date = DAY.exec(text)?.[0], , , zone] = MOMENT.exec(text) ?? [];
  if (date === undefined || !isDay(date)) return null;
  const time = Date.parse(DAY.test(text) || zone !== undefined ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The 30th of February would be taken for the 2nd of March. */
const isDay = (date: string): boolean => {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
};
