import type { Octokit } from '@octokit/rest';
import { CODEOWNERS_PATHS, POLICY_PATH } from '../../../core/facts/control-files.ts';
import type { Gap, RepositoryId, TextFile } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { blobContent } from '../blobs.ts';
import type { BlobNode } from '../blobs.ts';
import { askAll } from '../api/graphql.ts';
import { AT_COMMITS } from '../api/queries/pull-request.ts';

/** GitHub ignores CODEOWNERS of 3 MB and more; a policy is smaller by far. */
const MAX_BYTES = 3 * 1024 * 1024;

interface AtCommitsAnswer {
  readonly repository: {
    readonly pullRequest: { readonly headRefOid: string; readonly baseRefName: string } | null;
    readonly policy: BlobNode | null;
    readonly owners0: BlobNode | null;
    readonly owners1: BlobNode | null;
    readonly owners2: BlobNode | null;
    readonly head: {
      readonly associatedPullRequests?: {
        readonly pageInfo: { readonly hasNextPage: boolean };
        readonly nodes: readonly ({
          readonly number: number;
          readonly state: string;
          readonly headRefOid: string;
          readonly baseRepository: { readonly nameWithOwner: string } | null;
        } | null)[];
      } | null;
    } | null;
  } | null;
}

export interface AtCommits {
  /** The head and base branch now, to see whether they moved meanwhile. */
  readonly current: { readonly headSha: string; readonly baseRef: string };
  readonly policyFile: TextFile | null;
  readonly codeownersFile: TextFile | null;
  readonly sharedHead: readonly number[];
  readonly gaps: readonly Gap[];
}

/** Policy and code owners at the binding base, and the other pull requests with this head. */
export async function readAtCommits(
  client: Octokit,
  id: PullRequestId,
  base: string,
  head: string,
): Promise<AtCommits> {
  const name = `${id.owner}/${id.name}#${id.number}`;
  const { repository } = await askAll<AtCommitsAnswer>(client, `read the policy for ${name}`, AT_COMMITS, {
    owner: id.owner,
    name: id.name,
    number: id.number,
    head,
    policy: `${base}:${POLICY_PATH}`,
    ...Object.fromEntries(CODEOWNERS_PATHS.map((path, index) => [`owners${index}`, `${base}:${path}`])),
  });
  const gaps: Gap[] = [];
  const read = async (path: string, node: BlobNode | null | undefined): Promise<TextFile | null> => {
    if (!node) return null;
    const file = await readTextFile(client, id, path, base, node);
    if ('text' in file) return file;
    gaps.push(file);
    return null;
  };
  const owners = [repository?.owners0, repository?.owners1, repository?.owners2];
  const first = owners.findIndex((node) => node);
  const policyFile = await read(POLICY_PATH, repository?.policy);
  const codeownersFile = await read(CODEOWNERS_PATHS[first] ?? '', owners[first]);

  const associated = repository?.head?.associatedPullRequests;
  if (!associated || associated.pageInfo.hasNextPage) {
    gaps.push({
      what: 'pull requests with the same head',
      reason:
        'GitHub did not list every pull request of this commit. Push a new commit, or run the check again.',
    });
  }
  const sharedHead = (associated?.nodes ?? []).flatMap((node) =>
    node?.state === 'OPEN' &&
    node.headRefOid === head &&
    node.number !== id.number &&
    node.baseRepository?.nameWithOwner.toLowerCase() === `${id.owner}/${id.name}`.toLowerCase()
      ? [node.number]
      : [],
  );
  const current = {
    headSha: repository?.pullRequest?.headRefOid ?? '',
    baseRef: repository?.pullRequest?.baseRefName ?? '',
  };
  return { current, policyFile, codeownersFile, sharedHead, gaps };
}

/** A policy or CODEOWNERS file as text; a gap when it is there and cannot be read. */
export async function readTextFile(
  client: Octokit,
  repository: RepositoryId,
  path: string,
  sha: string,
  node: BlobNode,
): Promise<TextFile | Gap> {
  const content = await blobContent(client, repository, node, MAX_BYTES);
  if (content.state === 'text') return { path, text: content.text, sha };
  const reason = content.state === 'unread' ? content.reason : 'It is not text. Put a text file there.';
  return { what: `${path} of ${repository.owner}/${repository.name}`, reason };
}
