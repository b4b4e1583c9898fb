import type { Octokit } from '@octokit/rest';
import type { BindingBase, CommitFacts, FileChange, Gap } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { readCommits, readCommitsBySha } from './commits.ts';
import { compare, readFiles } from './files.ts';
import type { PullRequestNode } from './pull-request.ts';

export interface Change {
  readonly commits: readonly CommitFacts[];
  readonly files: readonly FileChange[];
  readonly gaps: readonly Gap[];
}

/** Commits and files: as the pull request lists them, or against the branch that binds. */
export async function readChange(
  client: Octokit,
  id: PullRequestId,
  pull: PullRequestNode,
  binding: BindingBase,
): Promise<Change> {
  const gaps: Gap[] = [];
  if (binding.reason !== 'own base') {
    const comparison = await compare(client, id, binding.sha, pull.headRefOid);
    if (comparison) {
      const { items, gaps: missing } = await readCommitsBySha(
        client,
        id,
        comparison.commits,
        comparison.totalCommits,
      );
      return { commits: items, files: comparison.items, gaps: [...comparison.gaps, ...missing] };
    }
    gaps.push({
      what: `difference to ${binding.ref}`,
      reason: `The head has no common history with ${binding.ref}, which this pull request is judged against.`,
    });
  }
  const commits = await readCommits(client, id, pull.commits);
  const files = await readFiles(client, id, pull.changedFiles);
  return { commits: commits.items, files: files.items, gaps: [...gaps, ...commits.gaps, ...files.gaps] };
}
