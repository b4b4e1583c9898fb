import type { Octokit } from '@octokit/rest';
import type { CommentFacts, Gap, Limit } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { account } from '../api/accounts.ts';
import type { AccountNode } from '../api/accounts.ts';
import { COMMENTS_PAGE } from '../api/queries/pull-request.ts';
import { issueName, type ClosingIssues } from './involvements.ts';
import { readPages } from './pages.ts';
import type { Connection } from './pages.ts';

export interface CommentNode {
  readonly author: AccountNode | null;
  readonly body: string;
}

/** The latest comments of an issue. */
export interface IssueComments {
  readonly pageInfo: { readonly hasPreviousPage: boolean };
  readonly nodes: readonly (CommentNode | null)[];
}

/** What people said to somebody, and what could not be read of it. */
export interface Comments {
  readonly items: readonly CommentFacts[];
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
}

/**
 * Comments of people that mention somebody: of the pull request, and of the issues that it closes with the texts of
 * these issues. Of an issue the latest are read.
 */
export async function readComments(
  client: Octokit,
  id: PullRequestId,
  first: Connection<CommentNode>,
  issues: ClosingIssues | null,
): Promise<Comments> {
  const own = await readPages(client, 'comments', id, COMMENTS_PAGE, first);
  const gaps: Gap[] = [];
  if (own.length !== first.totalCount) {
    const reason = `GitHub counts ${first.totalCount} comments and listed ${own.length}. Ask for the check to be run again.`;
    gaps.push({ what: 'comments', reason });
  }
  const limits: Limit[] = [];
  const items = own.flatMap((node) => mention(node, 'a comment'));
  for (const issue of issues?.nodes ?? []) {
    if (!issue) continue;
    const source = issueName(`${id.owner}/${id.name}`, issue);
    items.push(...mention(issue, source));
    for (const node of issue.comments?.nodes ?? []) if (node) items.push(...mention(node, source));
    if (!issue.comments || issue.comments.pageInfo.hasPreviousPage) {
      const reason = 'Older comments of the issue are not read: who mentioned the agent there is not known.';
      limits.push({ what: `comments of ${source}`, reason });
    }
  }
  return { items, gaps, limits };
}

/** Somebody is named, or a command is given. */
const CALL = /@|^\s{0,3}\//m;

function mention(node: CommentNode, source: string): CommentFacts[] {
  const author = account(node.author);
  if (author?.type !== 'User' || !CALL.test(node.body)) return [];
  return [{ author, body: node.body, source }];
}
