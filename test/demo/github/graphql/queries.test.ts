import { asApp, createStage, propose } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;

beforeEach(async () => {
  stage = await createStage();
  guard = asApp(
    stage,
    stage.github.installApp({ app: stage.app.app, account: stage.acme, repositories: 'all' }).id,
  );
});
afterEach(() => stage.github.stop());

const inShop = (fields: string) => `query { repository(owner: "acme", name: "shop") { ${fields} } }`;
const ofPull = (fields: string) => inShop(`pullRequest(number: 1) { ${fields} }`);
const read = async (fields: string): Promise<unknown> =>
  (await guard.graphql<{ repository: { pullRequest: unknown } }>(ofPull(fields))).repository.pullRequest;

test('files by expression, blob, tree and commit', async () => {
  const { github, shop, ann } = stage;
  const image = Buffer.from([0x89, 0, 1]);
  const long = 'ü'.repeat(300_000);
  const { sha } = github.commit(shop, {
    branch: 'main',
    files: {
      'a/b.txt': 'hello\n',
      'a/image': image,
      'a/long': long,
      'a/link': { mode: '120000', content: 'b.txt' },
      lib: { submodule: '1'.repeat(40) },
    },
    message: 'Files',
    author: ann,
  });
  const blob = '{ ... on Blob { oid text byteSize isBinary isTruncated } }';
  const { repository } = await guard.graphql<{ repository: Record<string, Record<string, unknown> | null> }>(
    inShop(`
      text: object(expression: "${sha}:a/b.txt") ${blob}
      binary: object(expression: "HEAD:a/image") ${blob}
      long: object(expression: "main:a/long") ${blob}
      link: object(expression: "refs/heads/main:a/link") ${blob}
      absent: object(expression: "main:a/c.txt") ${blob}
      nowhere: object(expression: "nobranch:a/b.txt") ${blob}
      byId: object(oid: "ce013625030ba8dba906f756967f9e9ca394464a") ${blob}
      commit: object(expression: "main") { __typename oid }
      tree: object(expression: "main:a") { ... on Tree { entries { name path mode type oid } } }
      root: object(expression: "main:") { ... on Tree { entries { name mode type } } }
      ref(qualifiedName: "refs/heads/main") { name prefix target { oid } }
      none: ref(qualifiedName: "refs/heads/none") { name }
    `),
  );
  const text = {
    oid: 'ce013625030ba8dba906f756967f9e9ca394464a',
    text: 'hello\n',
    byteSize: 6,
    isBinary: false,
    isTruncated: false,
  };
  expect(repository).toMatchObject({
    text,
    byId: text,
    binary: { text: null, byteSize: 3, isBinary: true, isTruncated: false },
    long: { byteSize: 600_000, isBinary: false, isTruncated: true },
    link: { text: 'b.txt' },
    absent: null,
    nowhere: null,
    commit: { __typename: 'Commit', oid: sha },
    ref: { name: 'main', prefix: 'refs/heads/', target: { oid: sha } },
    none: null,
  });
  expect(Buffer.byteLength(String(repository.long?.text))).toBe(512_000);
  expect(repository.tree?.entries).toContainEqual({
    name: 'link',
    path: 'a/link',
    mode: 0o120000,
    type: 'blob',
    oid: expect.any(String),
  });
  expect(repository.root?.entries).toContainEqual({ name: 'lib', mode: 0o160000, type: 'commit' });
});

test('commits: people resolve, bots and strangers do not; co-authors, parents, signature', async () => {
  const { github, shop, ann, bob } = stage;
  const claude = github.createBot('claude');
  github.commit(shop, {
    branch: 'change',
    files: { x: 'x' },
    message: `Change\n\nCo-authored-by: Bob <bob@example.com>\nCo-Authored-By: Claude <noreply@anthropic.com>`,
    author: claude,
    committer: ann,
    signature: { signer: 'ann', verified: true },
  });
  github.commit(shop, {
    branch: 'change',
    files: { y: 'y' },
    message: 'More',
    author: { name: 'Ann A', email: 'ANN@example.com' },
    pusher: bob,
  });
  github.openPullRequest(shop, { title: 'Change', head: 'change', author: claude });
  const pull = await read(`
    author { __typename login ... on Bot { databaseId } }
    commits(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { commit {
      message parents(first: 5) { nodes { oid } }
      author { name user { login } } committer { name user { login } }
      authors(first: 10) { nodes { name email user { login databaseId } } }
      signature { isValid signer { login } } } } }
    last: commits(last: 1) { nodes { commit { author { name email user { login } } signature { isValid } } } }`);
  expect(pull).toMatchObject({
    author: { __typename: 'Bot', login: 'claude', databaseId: claude.id },
    commits: {
      totalCount: 2,
      pageInfo: { hasNextPage: true },
      nodes: [
        {
          commit: {
            parents: { nodes: [{ oid: shop.refs.get('refs/heads/main') }] },
            author: { name: 'claude', user: null },
            committer: { name: 'ann', user: { login: 'ann' } },
            authors: {
              nodes: [
                { name: 'claude', user: null },
                { name: 'Bob', email: 'bob@example.com', user: { login: 'bob', databaseId: bob.id } },
                { name: 'Claude', email: 'noreply@anthropic.com', user: null },
              ],
            },
            signature: { isValid: true, signer: { login: 'ann' } },
          },
        },
      ],
    },
    last: {
      nodes: [
        {
          commit: {
            author: { name: 'Ann A', email: 'ANN@example.com', user: { login: 'ann' } },
            signature: null,
          },
        },
      ],
    },
  });
  const { data } = await guard.pulls.listCommits({ owner: 'acme', repo: 'shop', pull_number: 1 });
  expect(data.map(({ author }) => author?.login)).toEqual(['claude[bot]', 'ann']);
});

test('reviews, requests and the latest opinions', async () => {
  const { github, shop, ann, bob, olga, acme } = stage;
  const dba = github.createTeam(acme, 'dba', { members: [bob] });
  shop.teams.set(dba, 'write');
  const pull = propose(stage, ann);
  const first = github.review(pull, bob, 'APPROVE');
  github.review(pull, bob, 'COMMENT', { body: 'Hm' });
  github.review(pull, olga, 'REQUEST_CHANGES', { body: 'No' });
  github.review(pull, olga, 'PENDING');
  github.requestReviewers(pull, { users: [olga], teams: [dba] }, ann);
  const fields = 'nodes { fullDatabaseId databaseId state author { login } commit { oid } }';
  const shown = (id: number, state: string, login: string) => ({
    fullDatabaseId: String(id),
    databaseId: id,
    state,
    author: { login },
    commit: { oid: pull.head.sha },
  });
  const [, comment, changes] = pull.reviews;
  expect(
    await read(`reviews(first: 100) { ${fields} } approved: reviews(first: 9, states: [APPROVED]) { ${fields} }
      latestOpinionatedReviews(first: 9) { ${fields} } latestReviews(first: 9) { nodes { state } }
      reviewRequests(first: 9) { nodes { requestedReviewer { __typename ... on User { login } ... on Team { combinedSlug } } } }`),
  ).toEqual({
    reviews: {
      nodes: [
        shown(first.id, 'APPROVED', 'bob'),
        shown(comment?.id ?? 0, 'COMMENTED', 'bob'),
        shown(changes?.id ?? 0, 'CHANGES_REQUESTED', 'olga'),
      ],
    },
    approved: { nodes: [shown(first.id, 'APPROVED', 'bob')] },
    latestOpinionatedReviews: {
      nodes: [shown(first.id, 'APPROVED', 'bob'), shown(changes?.id ?? 0, 'CHANGES_REQUESTED', 'olga')],
    },
    latestReviews: { nodes: [{ state: 'COMMENTED' }, { state: 'CHANGES_REQUESTED' }] },
    reviewRequests: {
      nodes: [
        { requestedReviewer: { __typename: 'User', login: 'olga' } },
        { requestedReviewer: { __typename: 'Team', combinedSlug: 'acme/dba' } },
      ],
    },
  });
});

test('who was asked for a review and whose request was taken back; a review leaves no such event', async () => {
  const { github, shop, ann, bob, olga, acme } = stage;
  const dba = github.createTeam(acme, 'dba', { members: [bob] });
  shop.teams.set(dba, 'write');
  const pull = propose(stage, ann);
  github.requestReviewers(pull, { users: [olga, bob], teams: [dba] }, ann);
  github.review(pull, olga, 'APPROVE');
  github.removeReviewRequests(pull, { users: [bob], teams: [dba] }, olga);
  const event =
    'actor { login } requestedReviewer { ... on User { login } ... on Team { combinedSlug } } pullRequest { number }';
  const shown = (typename: string, login: string, requestedReviewer: object) => ({
    __typename: typename,
    actor: { login },
    requestedReviewer,
    pullRequest: { number: pull.number },
  });
  expect(
    await read(`timelineItems(first: 9, itemTypes: [REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT]) {
      nodes { __typename ... on ReviewRequestedEvent { ${event} } ... on ReviewRequestRemovedEvent { ${event} } } }`),
  ).toEqual({
    timelineItems: {
      nodes: [
        shown('ReviewRequestedEvent', 'ann', { login: 'olga' }),
        shown('ReviewRequestedEvent', 'ann', { login: 'bob' }),
        shown('ReviewRequestedEvent', 'ann', { combinedSlug: 'acme/dba' }),
        shown('ReviewRequestRemovedEvent', 'olga', { login: 'bob' }),
        shown('ReviewRequestRemovedEvent', 'olga', { combinedSlug: 'acme/dba' }),
      ],
    },
  });
});

test('who set the agent to work: the issue that a pull request closes', async () => {
  const { github, shop, ann } = stage;
  const copilot = github.createBot('copilot-swe-agent', { login: 'Copilot' });
  const issue = github.openIssue(shop, { title: 'Slow cart', author: stage.bob });
  github.assign(issue, copilot, ann);
  github.commit(shop, { branch: 'copilot/fix', files: { x: 'x' }, message: 'Fix', author: copilot });
  const pull = github.openPullRequest(shop, {
    title: 'Fix',
    body: 'Fixes #1',
    head: 'copilot/fix',
    author: copilot,
  });
  const timeline = `timelineItems(first: 9, itemTypes: [ASSIGNED_EVENT]) { nodes { ... on AssignedEvent {
    actor { __typename login } assignee { ... on Bot { login databaseId } } } } }`;
  const query = inShop(
    `pullRequest(number: ${pull.number}) { closingIssuesReferences(first: 5) { nodes { number ${timeline} } } }`,
  );
  expect(await guard.graphql(query)).toEqual({
    repository: {
      pullRequest: {
        closingIssuesReferences: {
          nodes: [
            {
              number: 1,
              timelineItems: {
                nodes: [
                  {
                    actor: { __typename: 'User', login: 'ann' },
                    assignee: { login: 'copilot-swe-agent', databaseId: copilot.id },
                  },
                ],
              },
            },
          ],
        },
      },
    },
  });
});

test('a deleted account and a deleted fork are null', async () => {
  const { github, shop, ann, acme } = stage;
  const fork = github.forkRepository(shop, ann);
  github.commit(fork, { branch: 'patch', files: { x: 'x' }, message: 'x', author: ann });
  const pull = github.openPullRequest(shop, {
    title: 'From afar',
    head: 'patch',
    headRepository: fork,
    author: ann,
  });
  expect(await read('isCrossRepository headRepository { owner { login } } author { login }')).toEqual({
    isCrossRepository: true,
    headRepository: { owner: { login: 'ann' } },
    author: { login: 'ann' },
  });
  github.deleteAccount(ann);
  expect(await read('headRefOid isCrossRepository headRepository { name } author { login }')).toEqual({
    headRefOid: pull.head.sha,
    isCrossRepository: true,
    headRepository: null,
    author: null,
  });
  expect(github.state.organizations.get(acme)?.members.has(ann)).toBe(false);
});
