/** A JSON object whose fields nobody vouches for. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object under a key; an empty one if there is none. */
export function objectAt(value: unknown, key: string): Json {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : null;
  return isObject(found) ? found : {};
}

/** A text that is not blank; null: it is none. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

/** null: it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
