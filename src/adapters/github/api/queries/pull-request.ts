/** GraphQL queries about one pull request. A test validates each against GitHub's schema. */
import { ACCOUNT, BLOB, COLLABORATORS, COMMIT, MEMBERS, OWNERS, POLICY } from './fragments.ts';

const COMMITS = `
  fragment commits on PullRequestCommitConnection {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { commit { ...commit } }
  }${COMMIT}`;

const REVIEWS = `
  fragment reviews on PullRequestReviewConnection {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      fullDatabaseId
      state
      author { ...account }
      commit { oid }
      submittedAt
    }
  }`;

const ASSIGNED = `
  fragment assigned on AssignedEvent {
    actor { ...account }
    assignee { __typename ... on Actor { login } }
  }`;

const REVIEWER = `
  fragment reviewer on RequestedReviewer {
    __typename
    ... on Actor { login }
    ... on Team { combinedSlug }
  }`;

/** Who was asked for a review, and whose request was taken back. */
const REVIEW_REQUEST_EVENTS = `
  fragment reviewRequestEvents on PullRequestTimelineItemsConnection {
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on ReviewRequestedEvent { actor { ...account } requestedReviewer { ...reviewer } }
      ... on ReviewRequestRemovedEvent { actor { ...account } requestedReviewer { ...reviewer } }
    }
  }${REVIEWER}`;

const COMMENT = `
  fragment comment on IssueComment {
    author { ...account }
    body
  }`;

const COMMENTS = `
  fragment comments on IssueCommentConnection {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ...comment }
  }${COMMENT}`;

/** Pull requests with the same commit as their head, among others. */
const ASSOCIATED = `
  fragment associated on PullRequestConnection {
    pageInfo { hasNextPage }
    nodes { number state headRefOid baseRepository { nameWithOwner } }
  }`;

/**
 * Everything about a pull request that one query can tell, with the policy and code owners of the default branch, the
 * organisation's floor, and those who may be asked.
 * @param teams how many teams' members to bring: variables `team0`, `team1`, ... are their slugs
 */
export function pullRequest(teams: number): string {
  const names = Array.from({ length: teams }, (_, index) => `team${index}`);
  const variables = names.map((each) => `\n    $${each}: String!`).join('');
  const members = names.map(
    (each) => `
      ${each}: team(slug: $${each}) { members(membership: ALL, first: 100) { ...members } }`,
  );
  const organization = teams === 0 ? '' : `\n    organization(login: $owner) {${members.join('')}\n    }`;
  return `
  query pullRequest(
    $owner: String!
    $name: String!
    $number: Int!
    $floor: Boolean!
    $people: Boolean!${variables}
  ) {
    floor: repository(owner: $owner, name: ".github") @include(if: $floor) {
      defaultBranchRef { target { oid ...policy } }
    }${organization}
    repository(owner: $owner, name: $name) {
      collaborators(first: 100) @include(if: $people) { ...collaborators }
      databaseId
      name
      isPrivate
      owner { __typename login }
      defaultBranchRef { name target { oid ...policy ...owners } }
      repositoryTopics(first: 20) { nodes { topic { name } } }
      notes: object(expression: "refs/notes/ai") { oid }
      pullRequest(number: $number) {
        title
        body
        state
        mergedBy { ...account }
        mergedAt
        mergeCommit { oid }
        isDraft
        url
        updatedAt
        isInMergeQueue
        author { ...account }
        viewerDidAuthor
        labels(first: 100) { nodes { name } }
        baseRefName
        baseRef { target { oid } }
        baseRefOid
        headRefName
        headRefOid
        headRepository { name owner { login } }
        changedFiles
        commits(first: 100) { ...commits }
        last: commits(last: 1) {
          nodes { commit { oid associatedPullRequests(first: 30) { ...associated } } }
        }
        reviews(first: 100) { ...reviews }
        reviewRequests(first: 100) {
          nodes { requestedReviewer { ...reviewer } }
        }
        reviewRequestEvents: timelineItems(
          first: 100
          itemTypes: [REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT]
        ) { ...reviewRequestEvents }
        comments(first: 100) { ...comments }
        headMoves: timelineItems(
          first: 1
          itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT, HEAD_REF_DELETED_EVENT, HEAD_REF_RESTORED_EVENT]
        ) { totalCount }
        baseChanges: timelineItems(last: 1, itemTypes: [BASE_REF_CHANGED_EVENT]) {
          nodes { ... on BaseRefChangedEvent { createdAt } }
        }
        timelineItems(first: 100, itemTypes: [ASSIGNED_EVENT]) {
          pageInfo { hasNextPage }
          nodes { ...assigned }
        }
        closingIssuesReferences(first: 100) {
          pageInfo { hasNextPage }
          nodes {
            number
            author { ...account }
            body
            repository { nameWithOwner }
            comments(last: 50) {
              pageInfo { hasPreviousPage }
              nodes { ...comment }
            }
            timelineItems(first: 50, itemTypes: [ASSIGNED_EVENT]) {
              pageInfo { hasNextPage }
              nodes { ...assigned }
            }
          }
        }
      }
    }
  }${FRAGMENTS}${teams === 0 ? '' : MEMBERS}`;
}

const FRAGMENTS = [
  ACCOUNT,
  COMMITS,
  REVIEWS,
  ASSIGNED,
  REVIEW_REQUEST_EVENTS,
  COMMENTS,
  ASSOCIATED,
  BLOB,
  POLICY,
  OWNERS,
  COLLABORATORS,
].join('');

export const COMMITS_PAGE = `
  query commitsPage($owner: String!, $name: String!, $number: Int!, $after: String!) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { connection: commits(first: 100, after: $after) { ...commits } }
    }
  }${COMMITS}`;

export const COMMENTS_PAGE = `
  query commentsPage($owner: String!, $name: String!, $number: Int!, $after: String!) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { connection: comments(first: 100, after: $after) { ...comments } }
    }
  }${ACCOUNT}${COMMENTS}`;

/** What was said on a pull request or issue, newest page first, and who is asking: an app is a viewer, too. */
export const OWN_COMMENTS = `
  query ownComments($owner: String!, $name: String!, $number: Int!, $before: String) {
    viewer { login }
    repository(owner: $owner, name: $name) {
      issueOrPullRequest(number: $number) {
        ... on Issue { comments(last: 100, before: $before) { ...saidLast } }
        ... on PullRequest { comments(last: 100, before: $before) { ...saidLast } }
      }
    }
  }
  fragment saidLast on IssueCommentConnection {
    pageInfo { hasPreviousPage startCursor }
    nodes { databaseId ...comment }
  }${ACCOUNT}${COMMENT}`;

export const REVIEW_REQUEST_EVENTS_PAGE = `
  query reviewRequestEventsPage($owner: String!, $name: String!, $number: Int!, $after: String!) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        connection: timelineItems(
          first: 100
          after: $after
          itemTypes: [REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT]
        ) { ...reviewRequestEvents }
      }
    }
  }${ACCOUNT}${REVIEW_REQUEST_EVENTS}`;

export const REVIEWS_PAGE = `
  query reviewsPage($owner: String!, $name: String!, $number: Int!, $after: String!) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { connection: reviews(first: 100, after: $after) { ...reviews } }
    }
  }${ACCOUNT}${REVIEWS}`;

/**
 * What rests on the binding base and on the head, where the first query could not tell; the head itself once more, to
 * see whether it moved.
 */
export const AT_COMMITS = `
  query atCommits(
    $owner: String!
    $name: String!
    $number: Int!
    $head: GitObjectID!
    $policy: String!
    $owners0: String!
    $owners1: String!
    $owners2: String!
  ) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { headRefOid baseRefName }
      policy: object(expression: $policy) { ...blob }
      owners0: object(expression: $owners0) { ...blob }
      owners1: object(expression: $owners1) { ...blob }
      owners2: object(expression: $owners2) { ...blob }
      head: object(oid: $head) {
        ... on Commit {
          associatedPullRequests(first: 30) { ...associated }
        }
      }
    }
  }${BLOB}${ASSOCIATED}`;
