import type { Octokit } from '@octokit/rest';
import { pullRequestKey, type Publisher, type PullRequestId } from '../../ports.ts';
import { account } from './api/accounts.ts';
import type { AccountNode } from './api/accounts.ts';
import { sourceError, attempt, statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { OWN_COMMENTS } from './api/queries/pull-request.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';

/** Reactions and comments under a pull request, in the app's name. Rejects with SourceError. */
export function gitHubConversation(
  access: Pick<Access, 'clients' | 'installationId'>,
): Pick<Publisher, 'react' | 'comment'> {
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
      const mark = `<!-- agentguard:${marker} -->`;
      if (await isSaid(client, id, mark)) return;
      await attempt(`comment on ${pullRequestKey(id)}`, async () =>
        client.rest.issues.createComment({
          owner: id.owner,
          repo: id.name,
          issue_number: id.number,
          body: `${markdown.trimEnd()}\n\n${mark}`,
        }),
      );
    },
  };
}

interface OwnCommentsAnswer {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly pullRequest: {
      readonly comments: {
        readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
        readonly nodes: readonly ({ readonly author: AccountNode | null; readonly body: string } | null)[];
      };
    } | null;
  } | null;
}

/** Whether a comment of the app's ends with this mark, from the newest back. Anybody else's says nothing. */
async function isSaid(client: Octokit, id: PullRequestId, mark: string): Promise<boolean> {
  for (let before: string | null = null; ;) {
    const answer: OwnCommentsAnswer = await askAll<OwnCommentsAnswer>(
      client,
      `read the comments on ${pullRequestKey(id)}`,
      OWN_COMMENTS,
      { ...id, before },
    );
    const page = answer.repository?.pullRequest?.comments;
    const own = bare(answer.viewer.login);
    const found = (page?.nodes ?? []).some((node) => {
      const author = account(node?.author);
      return author?.type === 'Bot' && bare(author.login) === own && node?.body.trimEnd().endsWith(mark);
    });
    if (found) return true;
    if (!page?.pageInfo.hasPreviousPage) return false;
    before = page.pageInfo.startCursor;
  }
}

/** An app's login is told with or without its suffix, depending on where. */
const bare = (login: string): string => login.replace(/\[bot\]$/, '').toLowerCase();
