import type { Place, Severity } from '../rule.ts';

/** Something a rule of the family saw. */
export interface Seen {
  /** What it is about: a package, a host. From the change's own text. */
  readonly name: string;
  readonly severity: Severity;
  readonly place: Place;
}

const MAX_SHOWN = 5;

/** Names for people: only plain characters, and not many of them. */
export function nameList(names: readonly string[]): string {
  const shown = [...new Set(names)].map((name) => name.replace(/[^\w.@:/+~^, ()?-]/g, '?').slice(0, 80));
  const more = shown.length - MAX_SHOWN;
  return shown.slice(0, MAX_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export const placesOf = (seen: readonly Seen[]): Place[] => [
  ...new Map(seen.map(({ place }) => [`${place.path}:${place.line}:${place.side}`, place])).values(),
];

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export const worst = (seen: readonly Seen[]): Severity =>
  seen.map(({ severity }) => severity).toSorted((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0] ?? 'low';
