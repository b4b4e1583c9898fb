import { sameChange, type FileDigests } from './digests.ts';
import type { CommitFacts, Involvement, PullRequestFacts } from './facts.ts';

type Change = Pick<PullRequestFacts, 'commits' | 'involvements'>;

/**
 * Commits that may be no more than an update of the branch from its base, and what they were made on. What a commit of
 * the change itself is merged from is not the base.
 */
export function mergesIn({ commits }: Pick<Change, 'commits'>): { sha: string; onto: string }[] {
  const own = new Set(commits.map(({ sha }) => sha));
  return commits.flatMap(({ sha, parents: [onto, other, ...more] }) =>
    onto !== undefined && other !== undefined && more.length === 0 && !own.has(other) ? [{ sha, onto }] : [],
  );
}

/**
 * The change without the merges that provably left it as it was, and without the pushes that brought nothing else:
 * whoever updates a branch from its base has no hand in what is on it. A merge is one where every file's change
 * is the same as it was on the head that it was made on.
 * @param digests of heads evaluated before and of this one, by SHA
 */
export function withoutBaseUpdates<Facts extends Change>(
  facts: Facts,
  digests: ReadonlyMap<string, FileDigests>,
): Facts {
  const updates = new Map(
    mergesIn(facts).flatMap(({ sha, onto }) => {
      const [after, before] = [digests.get(sha), digests.get(onto)];
      return after && before && sameChange(after, before) ? [[sha, onto] as const] : [];
    }),
  );
  if (updates.size === 0) return facts;
  const isUpdate = ({ hand, pushes = [] }: Involvement): boolean =>
    hand === 'pushed' &&
    pushes.length > 0 &&
    pushes.every(({ before, after }) => before !== null && updates.get(after) === before);
  return {
    ...facts,
    commits: facts.commits.filter(({ sha }: CommitFacts) => !updates.has(sha)),
    involvements: facts.involvements.filter((involvement) => !isUpdate(involvement)),
  };
}
