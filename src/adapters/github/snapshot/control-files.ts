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

/** A file of a commit; `object` null: a submodule. */
interface FileNode {
  readonly object: BlobNode | null;
}

/** The tip of a branch with what governs the gate: the fragments `policy` and `owners` of queries. */
export interface Tip {
  readonly oid: string;
  readonly policy?: FileNode | null;
  readonly owners0?: FileNode | null;
  readonly owners1?: FileNode | null;
  readonly owners2?: FileNode | null;
}

/** null: nothing is there. */
export const nodeOf = (file: FileNode | null | undefined): BlobNode | null =>
  file ? (file.object ?? { __typename: 'Submodule', oid: '' }) : null;

/** The pull requests of a commit: the fragment `associated` of queries. */
export interface AssociatedPullRequests {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly ({
    readonly number: number;
    readonly state: string;
    readonly headRefOid: string;
    readonly baseRepository: { readonly nameWithOwner: string } | null;
  } | null)[];
}

/** What rests on the binding base and on the head, as GitHub tells it. */
export interface ControlNodes {
  readonly policy: BlobNode | null;
  /** In the order of `CODEOWNERS_PATHS`. */
  readonly owners: readonly (BlobNode | null)[];
  readonly associated: AssociatedPullRequests | null;
}

interface AtCommitsAnswer {
  readonly repository: {
    readonly pullRequest: { readonly headRefOid: string; readonly baseRefName: string } | null;
    readonly policy: BlobNode | null;
    readonly owners0: BlobNode | null;
    readonly owners1: BlobNode | null;
    readonly owners2: BlobNode | null;
    readonly head: { readonly associatedPullRequests?: AssociatedPullRequests | null } | null;
  } | null;
}

/** The commits that a snapshot speaks of, and the base branch it was read with. */
export interface At {
  readonly base: string;
  readonly head: string;
  readonly baseRef: string;
}

/** A second look. null: the head or the base branch moved meanwhile. */
export async function lookAgain(
  client: Octokit,
  id: PullRequestId,
  { base, head, baseRef }: At,
): Promise<ControlNodes | null> {
  const doing = `read the policy for ${id.owner}/${id.name}#${id.number}`;
  const { repository } = await askAll<AtCommitsAnswer>(client, doing, AT_COMMITS, {
    owner: id.owner,
    name: id.name,
    number: id.number,
    head,
    policy: `${base}:${POLICY_PATH}`,
    ...Object.fromEntries(CODEOWNERS_PATHS.map((path, index) => [`owners${index}`, `${base}:${path}`])),
  });
  const now = repository?.pullRequest;
  if (!repository || now?.headRefOid !== head || now.baseRefName !== baseRef) return null;
  return {
    policy: repository.policy,
    owners: [repository.owners0, repository.owners1, repository.owners2],
    associated: repository.head?.associatedPullRequests ?? null,
  };
}

export interface Controls {
  readonly policyFile: TextFile | null;
  readonly codeownersFile: TextFile | null;
  readonly sharedHead: readonly number[];
  readonly gaps: readonly Gap[];
}

/** Policy and code owners at the binding base, and the other open pull requests with this head. */
export async function readControls(
  client: Octokit,
  id: PullRequestId,
  { base, head }: Pick<At, 'base' | 'head'>,
  { policy, owners, associated }: ControlNodes,
): Promise<Controls> {
  const gaps: Gap[] = [];
  const read = async (path: string, node: BlobNode | null | undefined): Promise<TextFile | null> => {
    if (!node) return null;
    const file = await readTextFile(client, id, path, base, node);
    if ('text' in file) return file;
    gaps.push(file);
    return null;
  };
  const first = owners.findIndex((node) => node);
  const policyFile = await read(POLICY_PATH, policy);
  const codeownersFile = await read(CODEOWNERS_PATHS[first] ?? '', owners[first]);

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
  return { policyFile, codeownersFile, sharedHead, gaps };
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
