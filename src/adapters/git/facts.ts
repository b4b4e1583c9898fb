import type { CommitFacts, FileChange, Gap, PullRequestFacts, TextFile } from '../../core/facts/facts.ts';
import type { GitRepository } from './repository.ts';

/** What git tells of a change. */
export interface LocalChange {
  readonly title: string;
  /** Empty: the change is on no branch. */
  readonly headRef: string;
  /** The commit it is compared with; null: everything in it is new. */
  readonly base: string | null;
  readonly head: string;
  readonly commits: readonly CommitFacts[];
  readonly files: readonly FileChange[];
  readonly policyFile: TextFile | null;
  readonly gaps: readonly Gap[];
}

/**
 * The facts of a pull request that only git knows of: nobody opened it, nobody reviewed it, no account is known,
 * and there is no floor.
 */
export function localFacts(repository: GitRepository, change: LocalChange): PullRequestFacts {
  return {
    repository: {
      owner: '',
      name: repository.name,
      id: null,
      ownerType: 'Organization',
      private: true,
      defaultBranch: '',
      topics: [],
    },
    number: 0,
    title: change.title,
    body: '',
    state: 'open',
    mergedBy: null,
    merge: null,
    draft: false,
    updatedAt: null,
    queued: false,
    url: '',
    author: null,
    labels: [],
    baseRef: '',
    binding: { ref: '', sha: change.base ?? '', reason: 'own base' },
    headRef: change.headRef,
    headSha: change.head,
    headRepository: null,
    commits: change.commits,
    files: change.files,
    reviews: [],
    requestedReviewers: [],
    removedReviewers: [],
    involvements: [],
    comments: [],
    policyFile: change.policyFile,
    floor: { state: 'none' },
    codeownersFile: null,
    sharedHead: [],
    gaps: change.gaps,
    limits: [],
    // No rule and no review of a local change depends on the time.
    now: '',
  };
}
