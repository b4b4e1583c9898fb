/** GraphQL about taking a merged pull request back. A test validates each against GitHub's schema. */

/** What is to be taken back, and the open pull requests, newest first. */
export const REVERTIBLE = `
  query revertible($owner: String!, $name: String!, $number: Int!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        id
        state
        mergeCommit { oid parents(first: 2) { totalCount } }
      }
      pullRequests(states: OPEN, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes { number url headRefOid body viewerDidAuthor }
      }
    }
  }`;

export const REVERT = `
  mutation revert($id: ID!, $title: String!, $body: String!) {
    revertPullRequest(input: { pullRequestId: $id, title: $title, body: $body }) {
      revertPullRequest { number url headRefOid }
    }
  }`;
