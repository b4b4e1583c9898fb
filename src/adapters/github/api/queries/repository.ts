/** GraphQL queries about a repository and its people. A test validates each against GitHub's schema. */
import { COMMIT, BLOB, COLLABORATORS as LISTED, ENTRIES, MEMBERS, POLICY } from './fragments.ts';

/** The organisation's floor, where it is not that of the account that was asked for. */
export const FLOOR = `
  query floor($owner: String!, $name: String!) {
    floor: repository(owner: $owner, name: $name) { defaultBranchRef { target { oid ...policy } } }
  }${BLOB}${POLICY}`;

/** A repository with the policy at the tip of its default branch, as a page about it needs it. */
export const REPOSITORY_POLICY = `
  query repositoryPolicy($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      databaseId
      name
      isPrivate
      owner { __typename login }
      repositoryTopics(first: 100) { nodes { topic { name } } }
      defaultBranchRef { name target { oid ...policy } }
    }
  }${BLOB}${POLICY}`;

/** Pull requests to choose from. */
export const RECENT_PULL_REQUESTS = `
  query recentPullRequests($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      open: pullRequests(states: [OPEN], first: 30, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { number title state author { login } }
      }
      closed: pullRequests(states: [CLOSED, MERGED], first: 30, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { number title state author { login } }
      }
    }
  }`;

/** The open pull requests that bring one branch somewhere: one step down a stack. */
export const STACK = `
  query stack($owner: String!, $name: String!, $head: String!) {
    repository(owner: $owner, name: $name) {
      pullRequests(headRefName: $head, states: [OPEN], first: 20) {
        pageInfo { hasNextPage }
        nodes {
          number
          isCrossRepository
          baseRefName
          baseRef { target { oid } }
        }
      }
    }
  }`;

/** Merged pull requests, by their last change. */
export const MERGED = `
  query merged($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequests(
        states: [MERGED]
        first: 100
        after: $after
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) {
        pageInfo { hasNextPage endCursor }
        nodes { number mergedAt updatedAt }
      }
    }
  }`;

export const MERGE_QUEUE = `
  query mergeQueue($owner: String!, $name: String!, $branch: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      mergeQueue(branch: $branch) {
        entries(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { position headCommit { oid } pullRequest { number } }
        }
      }
    }
  }`;

export const COLLABORATORS = `
  query collaborators($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      collaborators(first: 100) { ...collaborators }
    }
  }${LISTED}`;

export const TEAM = `
  query team($org: String!, $slug: String!, $after: String) {
    organization(login: $org) {
      team(slug: $slug) { members(membership: ALL, first: 100, after: $after) { ...members } }
    }
  }${MEMBERS}`;

/** Several things of one repository at once: `$<prefix>0` to `$<prefix>n-1`, answered under the same names. */
function many(operation: string, count: number, type: string, prefix: string, field: string): string {
  const names = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const variables = names.map((each) => `$${each}: ${type}`).join(', ');
  const fields = names.map((each) => `      ${each}: ${field.replace('$it', `$${each}`)}`).join('\n');
  return `
  query ${operation}($owner: String!, $name: String!, ${variables}) {
    repository(owner: $owner, name: $name) {
${fields}
    }
  }`;
}

/** Blobs, and folders with what lies in them, by expression, `<sha>:<path>`: variables `at0`, `at1`, ... */
export function blobs(count: number): string {
  const field = 'object(expression: $it) { ...blob ...entries }';
  return `${many('blobs', count, 'String!', 'at', field)}${BLOB}${ENTRIES}`;
}

/** Commits by SHA: variables `oid0`, `oid1`, ... */
export function commitsBySha(count: number): string {
  return `${many('commits', count, 'GitObjectID!', 'oid', 'object(oid: $it) { ...commit }')}${COMMIT}`;
}

/** Notes by expression, `<commit>:<path>`: variables `at0`, `at1`, ... */
export function notes(count: number): string {
  return many('notes', count, 'String!', 'at', 'object(expression: $it) { ... on Blob { text } }');
}
