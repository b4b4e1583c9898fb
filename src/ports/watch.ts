/** What is read to find what came onto protected branches past the gate, and what became of it. */
import type { Account, CommitFacts, PullRequestFacts, RepositoryId } from '../core/facts/facts.ts';

export interface Tip {
  /** The branch's name. */
  readonly ref: string;
  readonly sha: string;
}

/** The branches of a repository that are protected: the default branch, and those that a rule or a protection is for. */
export interface ProtectedBranches {
  /** When something was pushed last; null: never. */
  readonly pushedAt: string | null;
  readonly items: readonly Tip[];
  /** False: there are more branches than are read. */
  readonly whole: boolean;
}

/** What one commit has and another has not. */
export interface Arrived {
  /** Oldest first. */
  readonly commits: readonly CommitFacts[];
  /** How many there are, which may be more than were read. */
  readonly total: number;
}

/** A push as GitHub's activity log has it. */
export interface LoggedPush {
  readonly before: string;
  readonly after: string;
  /** null: the account was deleted. */
  readonly by: Account | null;
  readonly at: string;
}

export interface IssueState {
  readonly state: 'open' | 'closed';
  /** Who closed it; null: it is open, or that account was deleted. */
  readonly closedBy: Account | null;
  readonly closedAt: string | null;
}

/** Every method rejects with SourceError when GitHub cannot answer. */
export interface WatchSource {
  protectedBranches(repository: RepositoryId): Promise<ProtectedBranches>;
  /** null: one of the two is gone, or they have no common history. */
  arrived(repository: RepositoryId, before: string, after: string): Promise<Arrived | null>;
  /**
   * The branches into which pull requests were merged that a commit belongs to, by the commit's SHA; null: GitHub did not
   * tell them all.
   */
  mergedInto(
    repository: RepositoryId,
    shas: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[] | null>>;
  /** Pushes to a branch, newest first; none, where this GitHub does not tell. */
  pushes(repository: RepositoryId, ref: string): Promise<readonly LoggedPush[]>;
  /** What the policy is made from, with the policy file as it was at a commit. */
  policyAt(
    repository: RepositoryId,
    sha: string,
  ): Promise<Pick<PullRequestFacts, 'repository' | 'policyFile' | 'floor'>>;
  /** null: it is gone, or cannot be seen. */
  issue(repository: RepositoryId, number: number): Promise<IssueState | null>;
}
