/** Refs, ancestry, and what lies between two commits. */
import type { Commit, Objects } from './objects.ts';
import type { Repository } from '../state/state.ts';

/** The commit a revision names: a branch, a full ref, `HEAD` or a SHA; null: no such thing here. */
export function resolveRevision(repository: Repository, revision: string): string | null {
  const name = revision === 'HEAD' ? repository.defaultBranch : revision;
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`, name, `refs/${name}`]) {
    const sha = repository.refs.get(ref);
    if (sha) return sha;
  }
  if (/^[0-9a-f]{40}$/.test(name)) return repository.objects.commits.has(name) ? name : null;
  if (/^[0-9a-f]{7,39}$/.test(name)) {
    return [...repository.objects.commits.keys()].find((sha) => sha.startsWith(name)) ?? null;
  }
  return null;
}

export const branchTip = (repository: Repository, branch: string): string | null =>
  repository.refs.get(`refs/heads/${branch}`) ?? null;

/** A commit and everything before it. */
export function ancestors(objects: Objects, sha: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(objects.commits.get(next)?.parents ?? []));
  }
  return seen;
}

/** The newest common ancestor; null: the histories are unrelated. */
export function mergeBase(objects: Objects, a: string, b: string): string | null {
  const mine = ancestors(objects, a);
  const common = [...ancestors(objects, b)].filter((sha) => mine.has(sha));
  const older = new Set(common.flatMap((sha) => objects.commits.get(sha)?.parents ?? []));
  return common.find((sha) => !older.has(sha)) ?? null;
}

/** Commits reachable from head and not from base, parents before children. */
export function commitsBetween(objects: Objects, base: string, head: string): Commit[] {
  const old = ancestors(objects, base);
  const commits: Commit[] = [];
  const seen = new Set<string>();
  // Depth first without recursion: histories may be long.
  const stack = [{ sha: head, expanded: false }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const commit = objects.commits.get(top.sha);
    if (!commit || old.has(top.sha)) continue;
    if (top.expanded) {
      commits.push(commit);
    } else if (!seen.has(top.sha)) {
      seen.add(top.sha);
      stack.push({ sha: top.sha, expanded: true });
      for (const parent of commit.parents.toReversed()) stack.push({ sha: parent, expanded: false });
    }
  }
  return commits;
}
