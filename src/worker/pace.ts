/**
 * Spreads work over time so that it does not use up GitHub's limits: the first at `start`, then one every so many
 * seconds, in the order given.
 */
export function paced<T extends object>(
  items: readonly T[],
  start: Date,
  everySeconds: number,
): (T & { readonly runAt: string })[] {
  return items.map((item, index) => ({
    ...item,
    runAt: new Date(start.getTime() + index * everySeconds * 1000).toISOString(),
  }));
}
