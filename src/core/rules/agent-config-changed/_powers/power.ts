/** What a setting lets happen; `limit` is the opposite: what it forbids. */
export type PowerKind =
  | 'command'
  | 'server'
  | 'plugin'
  | 'prompts off'
  | 'endpoint'
  | 'automatic'
  | 'host'
  | 'executable'
  | 'script'
  | 'limit';

/** One thing that a file of settings lets happen, or forbids. Two with the same identity are the same. */
export interface Power {
  readonly kind: PowerKind;
  readonly identity: string;
  /** Text of the setting as the file has it, to find its line. */
  readonly text: string;
  /** Of a command, what it hangs on: the same command with other arguments there is nothing new. */
  readonly slot?: { readonly name: string; readonly command: string };
}

export type Dictionary = Readonly<Record<string, unknown>>;

export const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const entries = (value: unknown): [string, unknown][] =>
  isDictionary(value) ? Object.entries(value) : [];
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === 'string');
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((found, key) => (isDictionary(found) ? found[key] : undefined), value);

/** The first string in a value: what a command line or a list of its words begins with. */
export function firstText(value: unknown): string {
  if (typeof value === 'string') return value;
  const inner = Array.isArray(value) ? value : isDictionary(value) ? Object.values(value) : [];
  return inner.map(firstText).find((text) => text !== '') ?? '';
}

/** Every key and value below a value, with the path of keys that leads there. Settings are never deep. */
export function walk(
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; value: unknown }[] {
  if (path.length > 16) return [];
  const inner = Array.isArray(value)
    ? value.flatMap((item) => walk(item, path))
    : entries(value).flatMap(([key, item]) => walk(item, [...path, key]));
  return [{ path, value }, ...inner];
}

/** A power, unless its value is not there or says no. A newer version of the same thing is the same power. */
export const power = (kind: PowerKind, value: unknown, identity: string, text = firstText(value)): Power[] =>
  value === undefined || value === null || value === '' || value === false
    ? []
    : [{ kind, identity: `${kind} ${identity} ${withoutVersions(JSON.stringify(value))}`, text }];

/** Versions and digests of packages, images and actions: one that is pinned on both sides is an ordinary update. */
export const withoutVersions = (text: string): string =>
  text
    .replace(/@sha(?:256|512):[0-9a-f]{40,128}/g, '@#')
    .replace(
      /(@|==|:|[-_/]v)v?[0-9]{1,8}(?:\.[0-9]{1,8}){0,3}(?:[-+][\w.]{1,40})?(?=$|[\s"'\\,;&)\]])/g,
      '$1#',
    );
