import type { Octokit } from '@octokit/rest';
import type { Gap } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { askAll } from '../api/graphql.ts';

/** A list, and what is missing from it. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly gaps: readonly Gap[];
}

/** A page of a GraphQL connection. GitHub puts null for what it cannot give. */
export interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly (Node | null)[];
}

/** A page that tells how many there are on all of them. */
export interface Connection<Node> extends Page<Node> {
  readonly totalCount: number;
}

interface PageAnswer<Node> {
  readonly repository: { readonly pullRequest: { readonly connection: Page<Node> } | null } | null;
}

/**
 * All nodes of a pull request's connection whose first page is there already. Nulls are left out: callers
 * compare with `totalCount`.
 * @param query answers one page under `connection`, from `$after`
 */
export async function readPages<Node>(
  client: Octokit,
  what: string,
  id: PullRequestId,
  query: string,
  first: Page<Node>,
): Promise<readonly Node[]> {
  const nodes: (Node | null)[] = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const answer = await askAll<PageAnswer<Node>>(
      client,
      `read the ${what} of ${id.owner}/${id.name}#${id.number}`,
      query,
      { owner: id.owner, name: id.name, number: id.number, after: pageInfo.endCursor },
    );
    const page = answer.repository?.pullRequest?.connection;
    // Without a page the list stays short, and its total tells.
    if (!page || page.pageInfo.endCursor === pageInfo.endCursor) break;
    nodes.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  return nodes.filter((node) => node !== null);
}
