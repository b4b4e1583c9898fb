import { tally, type Counted } from '../middle.ts';
import type { Pull } from './pulls.ts';

/** Who approved what agents made: of their pull requests that were merged within the time asked about. */
export interface Approvals {
  /** Merged, as far as it is known what had been decided on them. */
  readonly merged: number;
  /** Those among them with at least one approval that counted: by somebody who had no hand in the change. */
  readonly approved: number;
  /** Those among them with two or more. */
  readonly approvedByTwo: number;
  /** Who approved, by how many of them; most first. One that two people approved counts for both. */
  readonly people: readonly Counted[];
}

/** @param from when the time asked about begins */
export function approvals(pulls: Iterable<Pull>, from: number): Approvals {
  const merged = [...pulls].flatMap(({ agents, merge }) => {
    if (merge === null || merge.at < from || agents.length === 0 || isUnread(merge)) return [];
    return [merge.stood?.approvers ?? []];
  });
  return {
    merged: merged.length,
    approved: merged.filter((approvers) => approvers.length > 0).length,
    approvedByTwo: merged.filter((approvers) => approvers.length > 1).length,
    people: tally(merged.flat()),
  };
}

/** Something was decided, and it was not read what. */
const isUnread = ({ how, stood }: NonNullable<Pull['merge']>): boolean =>
  stood === null && how !== 'undecided';
