import { BASE } from './github.ts';

/** Answers as GitHub gives them about pull request 1 of acme/shop, to be changed where a test looks. */
export const HEAD = 'a'.repeat(40);
export const BASE_TIP = 'b'.repeat(40);

const user = (login: string, databaseId: number) => ({ __typename: 'User', login, databaseId });
export const ANN = user('ann', 1);
export const BOB = user('bob', 2);
export const COPILOT = { __typename: 'Bot', login: 'copilot-swe-agent', databaseId: 198982749 };

export const page = (nodes: readonly unknown[], more: object = {}) => ({
  totalCount: nodes.length,
  pageInfo: { hasNextPage: false, endCursor: null },
  nodes,
  ...more,
});

const person = { name: 'Ann', email: 'ann@example.test', user: ANN };
export const commitNode = (oid: string, more: object = {}) => ({
  oid,
  message: `Commit ${oid.slice(0, 4)}`,
  parents: { nodes: [{ oid: BASE_TIP }] },
  author: person,
  committer: person,
  authors: { pageInfo: { hasNextPage: false }, nodes: [person] },
  signature: null,
  ...more,
});
export const reviewNode = (id: number, more: object = {}) => ({
  fullDatabaseId: String(id),
  state: 'APPROVED',
  author: BOB,
  commit: { oid: HEAD },
  submittedAt: '2026-11-22T12:00:00Z',
  ...more,
});
export const assigned = (actor: unknown, assignee: unknown) => ({ actor, assignee });

/** The newest commit, with the pull requests that have it. */
export const last = (associatedPullRequests: object | null, oid = HEAD) => ({
  nodes: [{ commit: { oid, associatedPullRequests } }],
});

export const pullNode = (more: object = {}) => ({
  title: 'Change the cart',
  body: '',
  state: 'OPEN',
  isDraft: false,
  mergedBy: null,
  mergedAt: null,
  mergeCommit: null,
  url: 'https://ghe.example.test/acme/shop/pull/1',
  updatedAt: '2026-11-22T12:00:00Z',
  isInMergeQueue: false,
  author: ANN,
  labels: { nodes: [{ name: 'bug' }] },
  baseRefName: 'main',
  baseRef: { target: { oid: BASE_TIP } },
  baseRefOid: BASE_TIP,
  headRefName: 'change',
  headRefOid: HEAD,
  headRepository: { name: 'shop', owner: { login: 'acme' } },
  changedFiles: 1,
  commits: page([{ commit: commitNode(HEAD) }]),
  last: last(page([])),
  headMoves: { totalCount: 0 },
  reviews: page([]),
  reviewRequests: { nodes: [] },
  reviewRequestEvents: page([]),
  timelineItems: page([]),
  closingIssuesReferences: page([]),
  baseChanges: page([]),
  comments: page([]),
  ...more,
});

/** The tip of the default branch; a file is given as `{ object: blob(...) }`. */
export const tip = (files: object = {}) => ({
  oid: BASE_TIP,
  policy: null,
  owners0: null,
  owners1: null,
  owners2: null,
  ...files,
});

export const pullAnswer = (
  pull: object = {},
  repository: object = {},
  errors?: readonly object[],
  beside: object = {},
) => ({
  body: {
    data: {
      floor: floorNode(null),
      ...beside,
      repository: {
        databaseId: 5,
        name: 'shop',
        isPrivate: true,
        owner: { __typename: 'Organization', login: 'acme' },
        defaultBranchRef: { name: 'main', target: tip() },
        collaborators: { pageInfo: { hasNextPage: false }, edges: [] },
        repositoryTopics: { nodes: [] },
        pullRequest: pullNode(pull),
        ...repository,
      },
    },
    ...(errors ? { errors } : {}),
  },
});

export const blob = (text: string, more: object = {}) => ({
  __typename: 'Blob',
  oid: 'c'.repeat(40),
  isBinary: false,
  isTruncated: false,
  byteSize: text.length,
  text,
  ...more,
});

export const atCommitsAnswer = (more: object = {}) => ({
  body: {
    data: {
      repository: {
        pullRequest: { headRefOid: HEAD, baseRefName: 'main' },
        policy: null,
        owners0: null,
        owners1: null,
        owners2: null,
        head: { associatedPullRequests: page([]) },
        ...more,
      },
    },
  },
});

export const floorNode = (policy: object | null) => ({
  defaultBranchRef: { target: { oid: BASE_TIP, policy: policy && { object: policy } } },
});

/** A comparison of the base's tip with the head. */
export const comparison = (files: readonly object[], more: object = {}) => ({
  body: { merge_base_commit: { sha: BASE_TIP }, total_commits: 1, commits: [], files, ...more },
});

export const restFile = (filename: string, more: object = {}) => ({
  filename,
  status: 'modified',
  additions: 1,
  deletions: 1,
  sha: 'd'.repeat(40),
  patch: '@@ -1 +1 @@\n-a\n+b',
  ...more,
});

/** A `link` header that leads to another page. */
export const next = (path: string) => ({ link: `<${BASE}${path}>; rel="next"` });
