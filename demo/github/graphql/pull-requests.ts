/** Pull requests and reviews as GraphQL shows them. */
import { isMergeable } from '../state/merging.ts';
import { pullCommits, pullFiles } from '../state/pull-requests.ts';
import { mayPush } from '../state/rules.ts';
import { association, reviewUrl } from '../shapes/pull-requests.ts';
import { nodeId, web } from '../shapes/accounts.ts';
import { accountOf } from '../rest/access.ts';
import { accountView, teamView } from './accounts.ts';
import { connection, refer } from './fields.ts';
import { commitView, refView } from './git.ts';
import { closingIssues, issueFields, issueView } from './issues.ts';
import { mergeQueueView, queueEntryView } from './merge-queue.ts';
import type { PullRequest, Review, State } from '../state/state.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

const CHANGE_TYPES = {
  added: 'ADDED',
  modified: 'MODIFIED',
  removed: 'DELETED',
  renamed: 'RENAMED',
  changed: 'CHANGED',
};

export function pullView(state: State, pull: PullRequest): View {
  const { repository, head, base, number } = pull;
  const commit = (sha: string | undefined) => repository.objects.commits.get(sha ?? '');
  const files = memo(() => pullFiles(state, pull));
  const commits = memo(() => pullCommits(pull));
  const entry = repository.mergeQueue.find((each) => each.pull === pull);
  const url = web(state, repository, `/pull/${number}`);
  return {
    ...issueFields(state, pull),
    __typename: 'PullRequest',
    id: nodeId('PullRequest', pull.id),
    url,
    permalink: url,
    state: pull.merged ? 'MERGED' : pull.state.toUpperCase(),
    isDraft: pull.draft,
    merged: pull.merged !== null,
    mergedAt: pull.merged?.at ?? null,
    mergedBy: () => accountView(state, pull.merged?.by ?? null),
    mergeCommit: () => {
      const merged = commit(pull.merged?.sha);
      return merged ? commitView(state, repository, merged) : null;
    },
    mergeable: () => (pull.state === 'closed' ? 'UNKNOWN' : isMergeable(pull) ? 'MERGEABLE' : 'CONFLICTING'),
    baseRefName: base.ref,
    baseRefOid: base.sha,
    baseRef: () => refView(state, repository, `refs/heads/${base.ref}`),
    baseRepository: () => refer('Repository', repository),
    headRefName: head.ref,
    headRefOid: head.sha,
    headRef: () => head.repository && refView(state, head.repository, `refs/heads/${head.ref}`),
    headRepository: () => head.repository && refer('Repository', head.repository),
    headRepositoryOwner: () => accountView(state, head.owner),
    isCrossRepository: head.repository !== repository,
    maintainerCanModify: false,
    changedFiles: () => files().length,
    additions: () => files().reduce((sum, file) => sum + file.additions, 0),
    deletions: () => files().reduce((sum, file) => sum + file.deletions, 0),
    files: connection(
      () => files().slice(0, state.limits.pullFiles),
      ({ path, additions, deletions, status }) => ({
        path,
        additions,
        deletions,
        changeType: CHANGE_TYPES[status],
        viewerViewedState: 'UNVIEWED',
      }),
    ),
    commits: (args: Args, context: GraphQLContext, info: never) => ({
      ...connection(
        () => commits().slice(0, state.limits.pullCommits),
        (each) => ({
          __typename: 'PullRequestCommit',
          id: nodeId('PullRequestCommit', `${pull.id}:${each.sha}`),
          url: `${url}/commits/${each.sha}`,
          commit: commitView(state, repository, each),
        }),
      )(args, context, info),
      totalCount: commits().length,
    }),
    reviews: connection(
      ({ states, author }, { actor }) =>
        pull.reviews
          .filter((review) => review.state !== 'PENDING' || review.author === accountOf(actor))
          .filter((review) => !Array.isArray(states) || states.includes(review.state))
          .filter((review) => author == null || review.author?.graphqlLogin === author),
      (review) => reviewView(state, pull, review),
    ),
    latestReviews: connection(
      () => latest(pull.reviews.filter((review) => review.state !== 'PENDING')),
      (review) => reviewView(state, pull, review),
    ),
    latestOpinionatedReviews: connection(
      ({ writersOnly }) =>
        latest(
          pull.reviews.filter((review) => ['APPROVED', 'CHANGES_REQUESTED'].includes(review.state)),
        ).filter(
          ({ author }) => writersOnly !== true || (author !== null && mayPush(state, repository, author)),
        ),
      (review) => reviewView(state, pull, review),
    ),
    reviewRequests: connection(
      () => [...pull.requestedUsers, ...pull.requestedTeams],
      (requested) => ({
        id: nodeId('ReviewRequest', requested.id),
        asCodeOwner: false,
        requestedReviewer: 'slug' in requested ? teamView(state, requested) : accountView(state, requested),
      }),
    ),
    closingIssuesReferences: connection(
      () => closingIssues(pull),
      (issue) => issueView(state, issue),
    ),
    isInMergeQueue: entry !== undefined,
    isMergeQueueEnabled: repository.mergeQueue.length > 0,
    mergeQueue: () => mergeQueueView(state, repository, base.ref),
    mergeQueueEntry: () => (entry ? queueEntryView(state, entry) : null),
  };
}

function memo<T>(make: () => T): () => T {
  let value: { made: T } | undefined;
  return () => (value ??= { made: make() }).made;
}

/** The last review of each person. */
function latest(reviews: readonly Review[]): Review[] {
  return reviews.filter(
    (review, index) => reviews.findLastIndex((each) => each.author === review.author) === index,
  );
}

export function reviewView(state: State, pull: PullRequest, review: Review): View {
  const { repository } = pull;
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PullRequestReview', review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    state: review.state,
    body: review.body,
    author: () => accountView(state, review.author),
    authorAssociation: association(state, repository, review.author),
    authorCanPushToRepository: review.author !== null && mayPush(state, repository, review.author),
    commit: () => {
      const commit = repository.objects.commits.get(review.commit ?? '');
      return commit ? commitView(state, repository, commit) : null;
    },
    submittedAt: review.submittedAt,
    createdAt: review.submittedAt ?? pull.updatedAt,
    updatedAt: review.submittedAt ?? pull.updatedAt,
    url: reviewUrl(state, pull, review),
    pullRequest: () => refer('PullRequest', pull),
  };
}
