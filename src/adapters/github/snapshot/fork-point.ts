import type { CommitFacts } from '../../../core/facts/facts.ts';

/**
 * The commit that a straight line of commits begins at: then it is the merge base with whatever the line was listed
 * against, and stays so while that branch goes on. null: merges are among the commits, so that this cannot be told.
 * @param commits all that the head has and the base has not
 */
export function forkPoint(
  commits: readonly Pick<CommitFacts, 'sha' | 'parents'>[],
  head: string,
): string | null {
  const own = new Set(commits.map(({ sha }) => sha));
  if (!own.has(head) || commits.some(({ parents }) => parents.length !== 1)) return null;
  const outside = new Set(commits.flatMap(({ parents }) => parents.filter((sha) => !own.has(sha))));
  const [only] = outside;
  return outside.size === 1 ? (only ?? null) : null;
}
