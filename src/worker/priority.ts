/** Which work goes first: smaller runs first. */
export const PRIORITY = { mergeGroup: 0, newHead: 1, review: 2, sweep: 3 } as const;
