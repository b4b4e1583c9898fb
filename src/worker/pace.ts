import type { Clock } from '../ports.ts';

/** Sweeps and installing go at this pace, so that people's own pushes keep their share of GitHub's limits. */
export const SECONDS_BETWEEN_SWEPT = 1;
/** Looks that find nothing new cost next to nothing. */
export const SECONDS_BETWEEN_LOOKS = 0.25;

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

/** Spreads what many jobs find one after another; each installation has times of its own. */
export type Pacer = <T extends { readonly installationId: number }>(
  items: readonly T[],
) => (T & { readonly runAt: string })[];

/** As `paced`, going on where the last call for the same installation ended. Kept by this process alone. */
export function createPacer(clock: Clock, everySeconds: number): Pacer {
  const free = new Map<number, number>();
  return (items) =>
    items.map((item) => {
      const at = Math.max(free.get(item.installationId) ?? 0, clock.now().getTime());
      free.set(item.installationId, at + everySeconds * 1000);
      return { ...item, runAt: new Date(at).toISOString() };
    });
}
