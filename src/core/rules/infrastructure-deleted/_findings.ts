import type { Place } from '../rule.ts';

/** The items by a key, in the order in which their keys first come. */
export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** Texts from the change itself: plain characters only, a few of them, each once. */
export function listed(texts: readonly string[], separator: string): string {
  const shown = [...new Set(texts.map((text) => text.replace(/[^\w.:=/() *${}-]/g, '?').slice(0, 120)))];
  const more = shown.length > 3 ? ` and ${shown.length - 3} more` : '';
  return `${shown.slice(0, 3).join(separator)}${more}`;
}

/** Each place once. */
export const uniquePlaces = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [`${place.side}:${place.path}:${place.line}`, place])).values(),
];
