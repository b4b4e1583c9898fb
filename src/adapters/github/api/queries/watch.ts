/** GraphQL queries about branches and what came onto them. A test validates each against GitHub's schema. */

/** Branches with what protects them. */
export const BRANCHES = `
  query branches($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      pushedAt
      defaultBranchRef { name target { oid } }
      refs(refPrefix: "refs/heads/", first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          name
          target { oid }
          branchProtectionRule { id }
          rules(first: 1) { totalCount }
        }
      }
    }
  }`;

/** Pull requests of commits: variables `oid0`, `oid1`, ... */
export function pullRequestsOf(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `oid${index}`);
  const fields = names.map((each) => `      ${each}: object(oid: $${each}) { ...ofCommit }`).join('\n');
  return `
  query pullRequestsOf($owner: String!, $name: String!, ${names.map((each) => `$${each}: GitObjectID!`).join(', ')}) {
    repository(owner: $owner, name: $name) {
${fields}
    }
  }
  fragment ofCommit on Commit {
    associatedPullRequests(first: 50) {
      pageInfo { hasNextPage }
      nodes { state baseRefName baseRepository { nameWithOwner } }
    }
  }`;
}
