/** What GraphQL changes. */
import { accountOf, demandRole, sees } from '../rest/access.ts';
import { nodeId } from '../shapes/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import { revertPullRequest } from '../state/reverting.ts';
import { demand, failure, refer } from './fields.ts';
import type { PullRequest } from '../state/state.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

export const mutations = {
  revertPullRequest({ input }: Args, context: GraphQLContext): View {
    const { pullRequestId, title, body, draft, clientMutationId } = input as Args;
    const { state, actor } = context;
    const pull = pullWith(String(pullRequestId), context);
    demand(context, pull.repository, ['contents', 'write']);
    demand(context, pull.repository, ['pull_requests', 'write']);
    return answered(() => {
      demandRole(state, actor, pull.repository, 'write');
      const opened = revertPullRequest(state, pull, accountOf(actor), {
        ...(typeof title === 'string' && { title }),
        ...(typeof body === 'string' && { body }),
        draft: draft === true,
      });
      return {
        clientMutationId: clientMutationId ?? null,
        pullRequest: refer('PullRequest', pull),
        revertPullRequest: refer('PullRequest', opened),
      };
    });
  },
};

function pullWith(id: string, { state, actor }: GraphQLContext): PullRequest {
  for (const repository of state.repositories) {
    if (!sees(state, actor, repository)) continue;
    for (const issue of repository.issues.values()) {
      if (issue.kind === 'pull' && nodeId('PullRequest', issue.id) === id) return issue;
    }
  }
  throw failure('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`);
}

const TYPES: Readonly<Partial<Record<Refusal['status'], string>>> = { 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

/** GraphQL says by an error's type what REST says by the status. */
function answered(action: () => View): View {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw failure(TYPES[error.status] ?? 'UNPROCESSABLE', error.message);
  }
}
