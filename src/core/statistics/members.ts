/** What a body may hold: entries of any version are read, so nothing is taken to be there. */
export type Members = Readonly<Record<string, unknown>>;

/** null: it is no text, or an empty one. */
export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export const object = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;

export const objects = (value: unknown): Members[] =>
  Array.isArray(value) ? value.map(object).filter((each) => each !== null) : [];

/** Those of a list that are texts. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((each) => text(each) ?? []) : [];
