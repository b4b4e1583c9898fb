import type { Octokit } from '@octokit/rest';
import type { CommitFacts, CommitPerson, Gap } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { askAll } from '../api/graphql.ts';
import { COMMITS_PAGE } from '../api/queries/pull-request.ts';
import { commitsBySha } from '../api/queries/repository.ts';
import { readPages } from './pages.ts';
import type { Connection, Listed } from './pages.ts';

interface PersonNode {
  readonly name: string | null;
  readonly email: string | null;
  readonly user: AccountNode | null;
}

export interface CommitNode {
  readonly oid: string;
  readonly message: string;
  readonly parents: { readonly nodes: readonly { readonly oid: string }[] };
  readonly author: PersonNode | null;
  readonly committer: PersonNode | null;
  readonly authors: {
    readonly pageInfo: { readonly hasNextPage: boolean };
    readonly nodes: readonly (PersonNode | null)[];
  };
  readonly signature: { readonly isValid: boolean; readonly signer: AccountNode | null } | null;
}

/** All commits of a pull request towards its own base, oldest first. */
export async function readCommits(
  client: Octokit,
  id: PullRequestId,
  first: Connection<{ readonly commit: CommitNode }>,
): Promise<Listed<CommitFacts>> {
  const nodes = await readPages(client, 'commits', id, COMMITS_PAGE, first);
  return mapCommits(
    nodes.map((node) => node.commit),
    first.totalCount,
  );
}

/** GitHub answers a query about more objects than this too slowly. */
const COMMITS_A_QUERY = 50;

/** Commits by their SHAs, in that order. */
export async function readCommitsBySha(
  client: Octokit,
  id: PullRequestId,
  shas: readonly string[],
  total: number,
): Promise<Listed<CommitFacts>> {
  const nodes: CommitNode[] = [];
  for (let start = 0; start < shas.length; start += COMMITS_A_QUERY) {
    const batch = shas.slice(start, start + COMMITS_A_QUERY);
    const { repository } = await askAll<{ repository: Record<string, CommitNode | null> }>(
      client,
      `read the commits of ${id.owner}/${id.name}#${id.number}`,
      commitsBySha(batch.length),
      {
        owner: id.owner,
        name: id.name,
        ...Object.fromEntries(batch.map((sha, index) => [`oid${index}`, sha])),
      },
    );
    nodes.push(...batch.flatMap((_, index) => repository[`oid${index}`] ?? []));
  }
  return mapCommits(nodes, total);
}

function mapCommits(nodes: readonly CommitNode[], total: number): Listed<CommitFacts> {
  const gaps: Gap[] = [];
  if (nodes.length !== total) {
    gaps.push({
      what: 'commits',
      reason: `GitHub counts ${total} commits and listed ${nodes.length}. Squash them, or split the pull request.`,
    });
  }
  const crowded = nodes.filter((node) => node.authors.pageInfo.hasNextPage);
  if (crowded.length > 0) {
    gaps.push({
      what: `co-authors of ${crowded.map((node) => node.oid.slice(0, 7)).join(', ')}`,
      reason: 'The commit names more co-authors than are read. Name fewer than 50.',
    });
  }
  return { items: nodes.map(mapCommit), gaps };
}

function mapCommit(node: CommitNode): CommitFacts {
  // The commit's own author comes first, whoever else its trailers name.
  const [, ...coAuthors] = node.authors.nodes;
  return {
    sha: node.oid,
    parents: node.parents.nodes.map((parent) => parent.oid),
    message: node.message,
    author: mapPerson(node.author),
    committer: mapPerson(node.committer),
    coAuthors: coAuthors.map(mapPerson),
    signature: node.signature && {
      verified: node.signature.isValid,
      signer: account(node.signature.signer),
    },
  };
}

function mapPerson(node: PersonNode | null): CommitPerson {
  return { name: node?.name ?? '', email: node?.email ?? '', account: account(node?.user) };
}
