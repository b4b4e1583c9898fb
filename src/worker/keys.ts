import type { RepositoryId } from '../core/facts/facts.ts';
import { pullRequestKey, type PullRequestId } from '../ports.ts';

/** What a job is about, as one string: jobs with the same key never run at once. See also `pullRequestKey`. */
export const repositoryKey = ({ owner, name }: RepositoryId): string => `${owner}/${name}`;
export const installationKey = (installationId: number): string => `installation:${installationId}`;
export const mergeGroupKey = (group: RepositoryId & { sha: string }): string =>
  `${repositoryKey(group)}@${group.sha}`;

/** Of an issue, or with number 0 of the pages: commands in it have nothing that is evaluated. */
export const conversationKey = (id: PullRequestId): string => `${CONVERSATION}${pullRequestKey(id)}`;
const CONVERSATION = 'conversation:';

/** Reads a key made by `repositoryKey`. Throws on anything else: a key comes from our own store only. */
export function parseRepositoryKey(key: string): RepositoryId {
  const parts = /^([^/#@]+)\/([^/#@]+)$/.exec(key);
  if (!parts?.[1] || !parts[2]) throw new Error(`not the key of a repository: ${key}`);
  return { owner: parts[1], name: parts[2] };
}

/** Reads a key made by `pullRequestKey`. */
export function parsePullRequestKey(key: string): PullRequestId {
  const parts = /^(.+)#(\d+)$/.exec(key);
  if (!parts?.[1]) throw new Error(`not the key of a pull request: ${key}`);
  return { ...parseRepositoryKey(parts[1]), number: Number(parts[2]) };
}

/** Reads a key made by `conversationKey`. */
export function parseConversationKey(key: string): PullRequestId {
  if (!key.startsWith(CONVERSATION)) throw new Error(`not the key of a conversation: ${key}`);
  return parsePullRequestKey(key.slice(CONVERSATION.length));
}

/** Reads a key made by `mergeGroupKey`. */
export function parseMergeGroupKey(key: string): RepositoryId & { sha: string } {
  const parts = /^(.+)@([0-9a-f]+)$/.exec(key);
  if (!parts?.[1] || !parts[2]) throw new Error(`not the key of a merge group: ${key}`);
  return { ...parseRepositoryKey(parts[1]), sha: parts[2] };
}

/** What a check run carries to say which pull request and head it speaks of. */
export const externalId = (id: PullRequestId, sha: string): string => `${pullRequestKey(id)}@${sha}`;
