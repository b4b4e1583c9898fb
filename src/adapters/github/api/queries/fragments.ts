/** What several queries ask for in the same way. */
import { CODEOWNERS_PATHS, POLICY_PATH } from '../../../../core/facts/control-files.ts';

export const ACCOUNT = `
  fragment account on Actor {
    __typename
    login
    ... on User { databaseId }
    ... on Bot { databaseId }
    ... on Mannequin { databaseId }
    ... on Organization { databaseId }
  }`;

export const COMMIT = `
  fragment person on GitActor {
    name
    email
    user { __typename login databaseId }
  }
  fragment commit on Commit {
    oid
    message
    parents(first: 50) { nodes { oid } }
    author { ...person }
    committer { ...person }
    authors(first: 50) { pageInfo { hasNextPage } nodes { ...person } }
    signature { isValid signer { __typename login databaseId } }
  }`;

export const BLOB = `
  fragment blob on GitObject {
    __typename
    oid
    ... on Blob { isBinary isTruncated byteSize text }
  }`;

/** What lies in a folder, with the modes that nothing else tells. */
export const ENTRIES = `
  fragment entries on GitObject {
    ... on Tree { entries { name mode oid } }
  }`;

const file = (alias: string, path: string): string =>
  `${alias}: file(path: ${JSON.stringify(path)}) { object { ...blob } }`;

/** The policy as it is in one commit, whatever happens to its branch meanwhile. */
export const POLICY = `
  fragment policy on Commit {
    ${file('policy', POLICY_PATH)}
  }`;

/** Code owners in the same way. */
export const OWNERS = `
  fragment owners on Commit {
    ${CODEOWNERS_PATHS.map((path, index) => file(`owners${index}`, path)).join('\n    ')}
  }`;

export const MEMBERS = `
  fragment members on TeamMemberConnection {
    pageInfo { hasNextPage endCursor }
    nodes { __typename login databaseId }
  }`;

export const COLLABORATORS = `
  fragment collaborators on RepositoryCollaboratorConnection {
    pageInfo { hasNextPage }
    edges { permission node { __typename login databaseId } }
  }`;
