/** A text as it comes back from every database: without NUL, and without halves of characters. */
export const storable = (text: string): string => withoutNul(text).replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/**
 * PostgreSQL takes no NUL in a text, and what SQLite's library reads ends there. What somebody put one into must be
 * stored all the same.
 */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

/** A parameter of a statement. */
export const storableParameter = (value: unknown): unknown =>
  typeof value === 'string' ? withoutNul(value) : value;
