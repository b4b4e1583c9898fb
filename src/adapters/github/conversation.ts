import type { Octokit } from '@octokit/rest';
import { pullRequestKey, type Publisher, type PullRequestId } from '../../ports.ts';
import { account } from './api/accounts.ts';
import type { AccountNode } from './api/accounts.ts';
import { sourceError, attempt, statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { OWN_COMMENTS } from './api/queries/pull-request.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';

/** Reactions and comments under a pull request or issue, in the app's name. Rejects with SourceError. */
export function gitHubConversation(
  access: Pick<Access, 'clients' | 'installationId'>,
): Pick<Publisher, 'react' | 'comment' | 'keepComment'> {
  return {
    async react(id, commentId, reaction) {
      try {
        await repositoryClient(access, id).rest.reactions.createForIssueComment({
          owner: id.owner,
          repo: id.name,
          comment_id: commentId,
          content: reaction,
        });
      } catch (error) {
        // Whoever wrote it has deleted it: nobody waits for an answer there.
        if (statusOf(error) === 404) return;
        throw sourceError(`react to a comment on ${pullRequestKey(id)}`, error);
      }
    },

    async comment(id, marker, markdown) {
      const client = repositoryClient(access, id);
      if ((await saidAs(client, id, marker)) !== null) return;
      await attempt(`comment on ${pullRequestKey(id)}`, async () =>
        client.rest.issues.createComment({
          owner: id.owner,
          repo: id.name,
          issue_number: id.number,
          body: marked(markdown, marker),
        }),
      );
    },

    async keepComment(id, commentId, marker, markdown) {
      const client = repositoryClient(access, id);
      const where = { owner: id.owner, repo: id.name, body: marked(markdown, marker) };
      const known = commentId ?? (await saidAs(client, id, marker));
      try {
        const { data } =
          known === null
            ? await client.rest.issues.createComment({ ...where, issue_number: id.number })
            : await client.rest.issues.updateComment({ ...where, comment_id: known });
        return data.id;
      } catch (error) {
        if (known !== null && statusOf(error) === 404) return null;
        throw sourceError(`comment on ${pullRequestKey(id)}`, error);
      }
    },
  };
}

interface OwnCommentsAnswer {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly issueOrPullRequest: {
      readonly comments: {
        readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
        readonly nodes: readonly ({
          readonly databaseId: number;
          readonly author: AccountNode | null;
          readonly body: string;
        } | null)[];
      };
    } | null;
  } | null;
}

/** What nobody sees tells one text of the app's from another. */
export const mark = (marker: string): string => `<!-- agentguard:${marker} -->`;
export const marked = (markdown: string, marker: string): string =>
  `${markdown.trimEnd()}\n\n${mark(marker)}`;

/** The comment of the app's that ends with this marker, from the newest back; null: none. Anybody else's says nothing. */
async function saidAs(client: Octokit, id: PullRequestId, marker: string): Promise<number | null> {
  for (let before: string | null = null; ;) {
    const answer: OwnCommentsAnswer = await askAll<OwnCommentsAnswer>(
      client,
      `read the comments on ${pullRequestKey(id)}`,
      OWN_COMMENTS,
      { ...id, before },
    );
    const page = answer.repository?.issueOrPullRequest?.comments;
    const own = ownName(answer.viewer.login);
    const found = (page?.nodes ?? []).find((node) => {
      const author = account(node?.author);
      const isOwn = author?.type === 'Bot' && ownName(author.login) === own;
      return isOwn && node?.body.trimEnd().endsWith(mark(marker));
    });
    if (found) return found.databaseId;
    if (!page?.pageInfo.hasPreviousPage) return null;
    before = page.pageInfo.startCursor;
  }
}

/** An app's login is told with or without its suffix, depending on where. */
export const ownName = (login: string): string => login.replace(/\[bot\]$/, '').toLowerCase();
