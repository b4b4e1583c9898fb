import type { Octokit } from '@octokit/rest';
import type { BindingBase, CommitFacts, FileChange, Gap } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import type { Memory } from '../memory.ts';
import { readCommits, readCommitsBySha } from './commits.ts';
import { forkPoint } from './fork-point.ts';
import { comparedGaps, compareWithBinding, readFiles } from './files.ts';
import type { Listed } from './files.ts';
import type { PullRequestNode } from './pull-request.ts';

export interface Change {
  readonly commits: readonly CommitFacts[];
  readonly files: readonly FileChange[];
  readonly gaps: readonly Gap[];
  /** Something was listed as it was at that time and may have moved meanwhile; null: all is of two commits. */
  readonly listed: Listed | null;
}

const NOTHING_TO_KEEP: Listed = { keep() {} };

/** Commits and files: as the pull request has them, or against the branch that binds. */
export async function readChange(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  pull: PullRequestNode,
  binding: BindingBase,
): Promise<Change> {
  const gaps: Gap[] = [];
  if (binding.reason !== 'own base') {
    const comparison = await compareWithBinding(client, memory, id, binding.sha, pull.headRefOid);
    if (comparison) {
      const { files, commits } = comparison;
      const { items, gaps: missing } = await readCommitsBySha(client, id, commits.shas, commits.total);
      return {
        commits: items,
        files,
        gaps: [...comparedGaps(files), ...missing],
        listed: NOTHING_TO_KEEP,
      };
    }
    gaps.push({
      what: `difference to ${binding.ref}`,
      reason: `The head has no common history with ${binding.ref}, which this pull request is judged against.`,
    });
  }
  const commits = await readCommits(client, id, pull.commits);
  const isWhole = commits.items.length === pull.commits.totalCount;
  const files = await readFiles(client, memory, id, {
    from: (isWhole ? forkPoint(commits.items, pull.headRefOid) : null) ?? binding.sha,
    head: pull.headRefOid,
    total: pull.changedFiles,
  });
  const isPaged = pull.commits.pageInfo.hasNextPage;
  return {
    commits: commits.items,
    files: files.items,
    gaps: [...gaps, ...commits.gaps, ...files.gaps],
    listed: files.listed ?? (isPaged ? NOTHING_TO_KEEP : null),
  };
}
