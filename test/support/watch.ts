import type { Publisher, WatchSource } from '../../src/ports.ts';

/** A repository whose branches nobody pushed to, and without issues. */
export const nothingWatched: WatchSource = {
  protectedBranches: async () => ({ pushedAt: null, items: [], whole: true }),
  arrived: async () => null,
  mergedInto: async () => new Map(),
  pushes: async () => [],
  policyAt: async () => Promise.reject(new Error('No policy is asked for.')),
  issue: async () => null,
};

/** Issues that are made without any trace. */
export const noIssues: Pick<Publisher, 'raiseIssue' | 'closeIssue' | 'reopenIssue'> = {
  raiseIssue: async () => ({ number: 1 }),
  closeIssue: async () => {},
  reopenIssue: async () => {},
};
