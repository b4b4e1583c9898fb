import type { RepositoryId } from '../core/facts/facts.ts';

export interface PullRequestId extends RepositoryId {
  readonly number: number;
}

/** `acme/shop#12`: how people, jobs and the record call a pull request. */
export const pullRequestKey = ({ owner, name, number }: PullRequestId): string =>
  `${owner}/${name}#${number}`;
