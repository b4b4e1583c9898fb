/** Repositories as GraphQL shows them; what a token may not read is FORBIDDEN. */
import { baseOf, collaboratorsOf } from '../state/roles.ts';
import { belongs } from '../rest/access.ts';
import { fullName, nodeId, web } from '../shapes/accounts.ts';
import { accountView, matches } from './accounts.ts';
import { connection, demand, failure } from './fields.ts';
import { objectAt, objectById, refView } from './git.ts';
import { issueView } from './issues.ts';
import { mergeQueueView } from './merge-queue.ts';
import { pullView } from './pull-requests.ts';
import { rulesetView } from './rulesets.ts';
import type { Account, PullRequest, Repository, State } from '../state/state.ts';
import type { Need } from '../rest/access.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

const CONTENTS: Need = ['contents', 'read'];
const PULLS: Need = ['pull_requests', 'read'];

export function repositoryView(state: State, repository: Repository): View {
  const { owner, name, defaultBranch } = repository;
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name,
    nameWithOwner: fullName(repository),
    url: web(state, repository),
    description: repository.description,
    isPrivate: repository.private,
    isFork: repository.parent !== null,
    isArchived: false,
    isDisabled: false,
    isInOrganization: owner.type === 'Organization',
    visibility: repository.private ? 'PRIVATE' : 'PUBLIC',
    createdAt: repository.createdAt,
    pushedAt: repository.activity[0]?.timestamp ?? repository.createdAt,
    owner: () => accountView(state, owner),
    parent: () => repository.parent && repositoryView(state, repository.parent),
    defaultBranchRef: () => refView(state, repository, `refs/heads/${defaultBranch}`),
    repositoryTopics: connection(
      () => repository.topics,
      (topic) => ({
        id: nodeId('RepositoryTopic', topic),
        topic: { id: nodeId('Topic', topic), name: topic },
      }),
    ),
    object: ({ expression, oid }: Args, context: GraphQLContext) => {
      demand(context, repository, CONTENTS);
      if (typeof oid === 'string') return objectById(state, repository, oid);
      return typeof expression === 'string' ? objectAt(state, repository, expression) : null;
    },
    ref: ({ qualifiedName }: Args, context: GraphQLContext) => {
      demand(context, repository, CONTENTS);
      return refView(state, repository, String(qualifiedName));
    },
    refs: connection(
      ({ refPrefix }, context) => {
        demand(context, repository, CONTENTS);
        return [...repository.refs.keys()].filter((ref) => ref.startsWith(String(refPrefix)));
      },
      (ref) => refView(state, repository, ref),
    ),
    collaborators: connection(
      (args, { actor }) => {
        if (!belongs(state, actor, repository)) {
          throw failure('FORBIDDEN', 'Must have push access to view repository collaborators.');
        }
        return collaboratorsOf(state, repository).filter((each) => wanted(state, repository, each, args));
      },
      ({ account }) => accountView(state, account),
      ({ grant }) => ({ permission: baseOf(grant).toUpperCase() }),
    ),
    pullRequest: ({ number }: Args, context: GraphQLContext) => {
      demand(context, repository, PULLS);
      const pull = repository.issues.get(Number(number));
      if (pull?.kind === 'pull') return pullView(state, pull);
      throw failure('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${String(number)}.`);
    },
    pullRequests: connection(
      (args, context) => {
        demand(context, repository, PULLS);
        return pulls(repository, args);
      },
      (pull) => pullView(state, pull),
    ),
    issueOrPullRequest: ({ number }: Args, context: GraphQLContext) => {
      const found = repository.issues.get(Number(number));
      demand(context, repository, ['issues', 'read'], ...(found?.kind === 'pull' ? [PULLS] : []));
      if (found) return found.kind === 'pull' ? pullView(state, found) : issueView(state, found);
      throw failure(
        'NOT_FOUND',
        `Could not resolve to an issue or pull request with the number of ${String(number)}.`,
      );
    },
    issue: ({ number }: Args, context: GraphQLContext) => {
      demand(context, repository, ['issues', 'read']);
      const issue = repository.issues.get(Number(number));
      if (issue?.kind === 'issue') return issueView(state, issue);
      throw failure('NOT_FOUND', `Could not resolve to an Issue with the number of ${String(number)}.`);
    },
    ruleset: ({ databaseId }: Args, context: GraphQLContext) =>
      rulesetView(context, repository, Number(databaseId)),
    mergeQueue: ({ branch }: Args, context: GraphQLContext) => {
      demand(context, repository, ['merge_queues', 'read']);
      return mergeQueueView(state, repository, typeof branch === 'string' ? branch : defaultBranch);
    },
  };
}

/** `login` is exact, `query` a part; `affiliation` tells direct and outside collaborators from all. */
function wanted(
  state: State,
  repository: Repository,
  { account }: { account: Account },
  { login, query, affiliation }: Args,
): boolean {
  if (typeof login === 'string' && account.login.toLowerCase() !== login.toLowerCase()) return false;
  if (affiliation === 'DIRECT' && !repository.collaborators.has(account)) return false;
  if (affiliation === 'OUTSIDE' && state.organizations.get(repository.owner)?.members.has(account))
    return false;
  return matches(account, query);
}

function pulls(repository: Repository, { states, headRefName, baseRefName, orderBy }: Args): PullRequest[] {
  const found = [...repository.issues.values()]
    .filter((each): each is PullRequest => each.kind === 'pull')
    .filter(
      (pull) => !Array.isArray(states) || states.includes(pull.merged ? 'MERGED' : pull.state.toUpperCase()),
    )
    .filter((pull) => headRefName == null || pull.head.ref === headRefName)
    .filter((pull) => baseRefName == null || pull.base.ref === baseRefName);
  const { field, direction } = (orderBy ?? {}) as { field?: string; direction?: string };
  if (field === 'UPDATED_AT') found.sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  return direction === 'DESC' ? found.toReversed() : found;
}
