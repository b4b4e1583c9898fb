/** Sweeps and installing go at this pace, so that people's own pushes keep their share of GitHub's limits. */
export const SECONDS_BETWEEN_SWEPT = 1;

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
