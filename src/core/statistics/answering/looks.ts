import { median, percentile } from '../middle.ts';
import type { Pull } from './pulls.ts';

/**
 * How soon a person looked: of agents' pull requests that were gated for the first time within the time asked about,
 * from that decision to the first review or word of a person that the record shows. Comments leave no trace in it.
 */
export interface Looks {
  /** Pull requests that were gated for the first time. */
  readonly gated: number;
  /** Those among them at which a person looked, whenever. */
  readonly looked: number;
  /** Milliseconds; null: nobody looked at any. */
  readonly median: number | null;
  /** Nine of ten took no longer. */
  readonly ninetieth: number | null;
  /** Those among them that were merged. */
  readonly merged: number;
  /** Those among the merged at which nobody had looked by then. */
  readonly mergedUnseen: number;
  /** Those among the unseen for which no review was owed: for these the record would not show one. */
  readonly mergedUnasked: number;
}

/** @param from when the time asked about begins */
export function looks(pulls: Iterable<Pull>, from: number): Looks {
  const took: number[] = [];
  let gated = 0;
  let merged = 0;
  let mergedUnseen = 0;
  let mergedUnasked = 0;
  for (const { gatedAt, lookedAt, merge } of pulls) {
    if (gatedAt === null || gatedAt < from) continue;
    gated++;
    if (lookedAt !== null) took.push(lookedAt - gatedAt);
    if (merge === null) continue;
    merged++;
    if (lookedAt !== null && lookedAt <= merge.at) continue;
    mergedUnseen++;
    if (merge.stood?.asked === false) mergedUnasked++;
  }
  return {
    gated,
    looked: took.length,
    median: median(took),
    ninetieth: percentile(took, 0.9),
    merged,
    mergedUnseen,
    mergedUnasked,
  };
}
