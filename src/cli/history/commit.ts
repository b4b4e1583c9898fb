import { subjectOf } from '../../adapters/git/commit.ts';
import { localFacts } from '../../adapters/git/facts.ts';
import { openReader, type RepositoryReader } from '../../adapters/git/reader.ts';
import type { GitRepository } from '../../adapters/git/repository.ts';
import type { TextFile } from '../../core/facts/facts.ts';
import { commitJson, unreadCommitJson } from '../../core/render/json.ts';
import { failedReport, reportOf, unreadReport, type CommitReport } from '../../core/render/history/report.ts';
import { evaluateLocally } from '../local/evaluate.ts';

/** How each commit of a history is judged. */
export interface HistoryOptions {
  readonly repository: GitRepository;
  /** null: the policy at the commit's first parent. */
  readonly policy: TextFile | null;
  readonly rules: boolean;
}

/** Judges commits of one repository, each as a change of its own towards its first parent. */
export interface CommitJudge {
  /** Never rejects: what could not be read or evaluated is indeterminate. */
  judge(sha: string): Promise<CommitReport>;
  close(): void;
}

export function openJudge(options: HistoryOptions): CommitJudge {
  const reader = openReader(options.repository, options.rules);
  return {
    async judge(sha) {
      try {
        return await judgeCommit(sha, reader, options);
      } catch (error) {
        return failedReport(sha, error);
      }
    },
    close: () => reader.close(),
  };
}

async function judgeCommit(
  sha: string,
  reader: RepositoryReader,
  { repository, policy, rules }: HistoryOptions,
): Promise<CommitReport> {
  const commit = await reader.commit(sha);
  if ('what' in commit) return unreadReport(unreadCommitJson(sha, commit));
  const parent = commit.parents[0] ?? null;
  const [changes, policyFile] = await Promise.all([
    reader.changes(parent, sha),
    policy ?? reader.policyFile(parent),
  ]);
  const unreadPolicy = policyFile !== null && 'what' in policyFile ? policyFile : null;
  const subject = subjectOf(commit.message);
  const facts = localFacts(repository, {
    title: subject,
    headRef: '',
    base: parent,
    head: sha,
    commits: [commit],
    files: changes.files,
    policyFile: policyFile !== null && 'text' in policyFile ? policyFile : null,
    gaps: unreadPolicy ? [...changes.gaps, unreadPolicy] : changes.gaps,
  });
  const { decision } = await evaluateLocally(facts, reader, { rules });
  const author = `${commit.author.name} <${commit.author.email}>`;
  return reportOf(commitJson({ sha, subject, author }, decision), decision);
}
