import type { BindingBase, Gap, PullRequestFacts, RepositoryId } from '../core/facts/facts.ts';

/** What a repository's policy is made from, without a pull request at hand; custom properties are not read. */
export interface RepositoryPolicy extends Pick<PullRequestFacts, 'repository' | 'policyFile' | 'floor'> {
  /** The default branch, which always binds, at its tip. */
  readonly branch: Pick<BindingBase, 'ref' | 'sha'>;
  /** A policy file that is there and could not be read. */
  readonly gaps: readonly Gap[];
}

/** A pull request as a list shows it. */
export interface RecentPullRequest {
  readonly number: number;
  readonly title: string;
  /** null: the account was deleted. */
  readonly author: string | null;
  readonly state: 'open' | 'closed' | 'merged';
}

/** Reads what pages about policies show. Every method rejects with SourceError when GitHub cannot answer. */
export interface PolicySource {
  policy(repository: RepositoryId): Promise<RepositoryPolicy>;
  /** Open ones first, then closed ones, each by their last change; at most 30 of either. */
  recentPullRequests(repository: RepositoryId): Promise<readonly RecentPullRequest[]>;
}
