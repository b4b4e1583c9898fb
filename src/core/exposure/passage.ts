/** How a merge came onto its branch, as far as the gate is concerned. */
export type Passage =
  /** A decision allowed it, or it is not for the gate: no agent's, onto a branch that does not bind, only observed. */
  | 'let through'
  /** Somebody entitled lifted the gate for it, so that a review is still to follow. */
  | 'overridden'
  /** An agent's change, and the last decision on what was merged did not allow it, or there was none. */
  | 'past the gate';

/** What the entry of a merge tells of it. */
export interface MergeTold {
  /** Ids of the agents that bind. */
  readonly agents: readonly string[];
  /** Whether it went onto a branch that binds. */
  readonly protected: boolean;
  /** Whether the gate only watched. */
  readonly observed: boolean;
  /** The outcome of the last decision on the merged head while the pull request was open; null: there was none. */
  readonly outcome: string | null;
  /** Whether that decision rested on an override. */
  readonly overridden: boolean;
}

/**
 * No clock is asked: a decision is made of an open pull request only, so that the last one on the merged head rests on
 * what held before the merge, whenever it was written down.
 */
export function passageOf({ agents, protected: binds, observed, outcome, overridden }: MergeTold): Passage {
  if (agents.length === 0 || !binds || observed) return 'let through';
  if (outcome !== 'allow') return 'past the gate';
  return overridden ? 'overridden' : 'let through';
}
