import { jest } from '@jest/globals';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { SourceError } from '../../../src/ports.ts';
import {
  ANN,
  assigned,
  atCommitsAnswer,
  BASE_TIP,
  blob,
  BOB,
  commitNode,
  comparison,
  COPILOT,
  floorNode,
  HEAD,
  last,
  next,
  page,
  pullAnswer,
  restFile,
  reviewNode,
  tip,
} from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  github.query('pullRequest', pullAnswer());
  github.query('atCommits', atCommitsAnswer());
  github.on(COMPARE, comparison([restFile('src/cart.ts')]));
  github.on(FILES, { body: [restFile('src/cart.ts')] });
  github.on(ACTIVITY, { body: [] });
});

const COMPARE = `GET /repos/acme/shop/compare/${BASE_TIP}...${HEAD}`;
const FILES = 'GET /repos/acme/shop/pulls/1/files';
const ACTIVITY = 'GET /repos/acme/shop/activity';
const RULES = 'GET /repos/acme/shop/rules/branches/lax';
const TOKENS = `POST /app/installations/${INSTALLATION}/access_tokens`;

const snapshot = async (floor?: 'none'): Promise<PullRequestFacts> =>
  gitHubSource({
    clients: github.clients,
    installationId: INSTALLATION,
    clock: { now: () => new Date('2026-05-04T09:00:00Z') },
    ...(floor ? { floor } : {}),
  }).snapshot({ owner: 'acme', name: 'shop', number: 1 });

const failure = async (): Promise<SourceError> => {
  const error: unknown = await snapshot().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
};

const names = () => github.calls().map((call) => call.replace(/\?.*/, ''));
const ONE_LOOK = ['query pullRequest', COMPARE, ACTIVITY];
const LISTED = ['query pullRequest', COMPARE, FILES, ACTIVITY, 'query atCommits'];

test('a plain pull request takes one query, one page of files and one of pushes', async () => {
  const facts = await snapshot();
  expect(facts.gaps).toEqual([]);
  expect([facts.updatedAt, facts.queued]).toEqual(['2026-11-22T12:00:00Z', false]);
  expect(github.calls()).toEqual([
    'query pullRequest',
    `${COMPARE}?per_page=1`,
    'GET /repos/acme/shop/activity?ref=refs%2Fheads%2Fchange&per_page=100',
  ]);
  expect(github.bodies('query pullRequest')).toEqual([
    { owner: 'acme', name: 'shop', number: 1, floor: true, people: true },
  ]);
});

test('a second look is at the tip of the base', async () => {
  github.query('pullRequest', pullAnswer({ last: null }));
  await snapshot();
  expect(github.bodies('query atCommits')).toEqual([
    {
      owner: 'acme',
      name: 'shop',
      number: 1,
      head: HEAD,
      policy: `${BASE_TIP}:.agentguard.yml`,
      owners0: `${BASE_TIP}:.github/CODEOWNERS`,
      owners1: `${BASE_TIP}:CODEOWNERS`,
      owners2: `${BASE_TIP}:docs/CODEOWNERS`,
    },
  ]);
});

describe('people and commits', () => {
  test('accounts are spelled as REST does, deleted ones are null', async () => {
    github.query(
      'pullRequest',
      pullAnswer({
        author: COPILOT,
        reviews: page([reviewNode(1, { author: null, commit: null }), reviewNode(2, { state: 'COMMENTED' })]),
        reviewRequests: {
          nodes: [
            { requestedReviewer: BOB },
            { requestedReviewer: { __typename: 'Team', combinedSlug: 'acme/dba' } },
            { requestedReviewer: { __typename: 'Bot', login: 'copilot-pull-request-reviewer' } },
            { requestedReviewer: null },
          ],
        },
      }),
    );
    const facts = await snapshot();
    expect(facts.author).toEqual({ login: 'copilot-swe-agent[bot]', type: 'Bot', id: 198982749 });
    expect(facts.requestedReviewers).toEqual(['bob', 'acme/dba', 'copilot-pull-request-reviewer[bot]']);
    expect(facts.reviews).toEqual([
      { id: 1, author: null, state: 'APPROVED', commit: null, otherBase: false },
      {
        id: 2,
        author: { login: 'bob', type: 'User', id: 2 },
        state: 'COMMENTED',
        commit: HEAD,
        otherBase: false,
      },
    ]);
  });

  test('whose request a person took back, over all pages of the events', async () => {
    const event = (type: string, actor: unknown, requestedReviewer: unknown) => ({
      __typename: type,
      actor,
      requestedReviewer,
    });
    const requested = (actor: unknown, reviewer: unknown) => event('ReviewRequestedEvent', actor, reviewer);
    const removed = (actor: unknown, reviewer: unknown) =>
      event('ReviewRequestRemovedEvent', actor, reviewer);
    const dba = { __typename: 'Team', combinedSlug: 'acme/dba' };
    const reviewRequestEvents = page(
      [removed(ANN, BOB), removed(COPILOT, ANN), removed(ANN, dba), requested(BOB, dba)],
      { pageInfo: { hasNextPage: true, endCursor: 'on' } },
    );
    github.query('pullRequest', pullAnswer({ reviewRequestEvents }));
    const connection = page([
      requested(COPILOT, { ...BOB, login: 'BOB' }),
      removed(null, { ...ANN, login: 'gone-by' }),
      removed(ANN, null),
    ]);
    github.query('reviewRequestEventsPage', {
      body: { data: { repository: { pullRequest: { connection } } } },
    });
    expect((await snapshot()).removedReviewers).toEqual(['bob', 'gone-by']);
    expect(github.bodies('query reviewRequestEventsPage')).toEqual([
      { owner: 'acme', name: 'shop', number: 1, after: 'on' },
    ]);
  });

  test('further events that cannot be read reject', async () => {
    const pageInfo = { hasNextPage: true, endCursor: 'on' };
    github.query('pullRequest', pullAnswer({ reviewRequestEvents: page([], { pageInfo }) }));
    github.query('reviewRequestEventsPage', { status: 502 });
    await expect(snapshot()).rejects.toThrow(
      'Could not read the review requests of acme/shop#1: GitHub answered 502.',
    );
  });

  test('reviews from before the base branch was changed are told', async () => {
    const at = (second: number) => ({ submittedAt: `2026-11-22T12:00:0${second}Z` });
    const reviews = page([reviewNode(1, at(1)), reviewNode(2, at(2)), reviewNode(3, at(3))]);
    const baseChanges = page([{ createdAt: '2026-11-22T12:00:02Z' }]);
    github.query('pullRequest', pullAnswer({ reviews, baseChanges }));
    const facts = await snapshot();
    expect(facts.reviews.map(({ otherBase }) => otherBase)).toEqual([true, true, false]);
  });

  test('co-authors are those after the author; an e-mail without an account is text', async () => {
    const bot = { name: 'Bot', email: '1+bot[bot]@users.noreply.github.com', user: null };
    const co = { name: 'Bob', email: 'bob@example.test', user: BOB };
    const node = commitNode(HEAD, {
      author: bot,
      authors: { pageInfo: { hasNextPage: false }, nodes: [bot, co] },
      signature: { isValid: true, signer: ANN },
    });
    github.query('pullRequest', pullAnswer({ commits: page([{ commit: node }]) }));
    const [commit] = (await snapshot()).commits;
    expect(commit).toEqual({
      sha: HEAD,
      parents: [BASE_TIP],
      message: 'Commit aaaa',
      author: { name: 'Bot', email: bot.email, account: null },
      committer: { name: 'Ann', email: 'ann@example.test', account: { login: 'ann', type: 'User', id: 1 } },
      coAuthors: [{ name: 'Bob', email: co.email, account: { login: 'bob', type: 'User', id: 2 } }],
      signature: { verified: true, signer: { login: 'ann', type: 'User', id: 1 } },
    });
  });

  test('lists of commits and reviews are read to their end', async () => {
    const shas = ['1', '2', '3'].map((digit) => digit.repeat(40));
    const more = (cursor: string) => ({ totalCount: 3, pageInfo: { hasNextPage: true, endCursor: cursor } });
    github.query(
      'pullRequest',
      pullAnswer({
        commits: page([{ commit: commitNode(shas[0] ?? '') }], more('c1')),
        reviews: page([reviewNode(1)], more('r1')),
      }),
    );
    const answer = (connection: object) => ({
      body: { data: { repository: { pullRequest: { connection } } } },
    });
    github.query(
      'commitsPage',
      answer(page([{ commit: commitNode(shas[1] ?? '') }], more('c2'))),
      answer(page([{ commit: commitNode(shas[2] ?? '') }])),
    );
    github.query('reviewsPage', answer(page([reviewNode(2), reviewNode(3)])));
    const facts = await snapshot();
    expect(facts.commits.map(({ sha }) => sha)).toEqual(shas);
    expect(facts.reviews.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(github.bodies('query commitsPage').map(({ after }) => after)).toEqual(['c1', 'c2']);
    expect(facts.gaps).toEqual([]);
  });
});

describe('what is missing becomes a gap', () => {
  const commit = (more: object) => page([{ commit: commitNode(HEAD, more) }]);
  test.each<[string, object, string]>([
    [
      'fewer commits than counted',
      { commits: page([{ commit: commitNode(HEAD) }], { totalCount: 2 }) },
      'commits',
    ],
    ['a commit that GitHub does not give', { commits: page([null]) }, 'commits'],
    ['fewer reviews than counted', { reviews: page([], { totalCount: 1 }) }, 'reviews'],
    ['fewer files than counted', { changedFiles: 2 }, 'files'],
    ['more files than counted', { changedFiles: 0 }, 'files'],
    [
      'more co-authors than are read',
      { commits: commit({ authors: { pageInfo: { hasNextPage: true }, nodes: [] } }) },
      'co-authors of aaaaaaa',
    ],
    [
      'more assignments than are read',
      { timelineItems: page([], { pageInfo: { hasNextPage: true } }) },
      'assignments of the pull request',
    ],
    [
      'more issues than are read',
      { closingIssuesReferences: page([], { pageInfo: { hasNextPage: true } }) },
      'issues that the pull request closes',
    ],
    ['issues that may not be read', { closingIssuesReferences: null }, 'issues that the pull request closes'],
  ])('%s', async (_, pull, what) => {
    github.query('pullRequest', pullAnswer(pull));
    expect((await snapshot()).gaps).toEqual([{ what, reason: expect.stringMatching(/\.$/) as string }]);
  });

  test('more files than GitHub lists', async () => {
    const files = Array.from({ length: 3000 }, (_, index) => restFile(`${index}.txt`));
    github.query('pullRequest', pullAnswer({ changedFiles: 3001 }));
    github.on(FILES, { body: files });
    const gaps = [{ what: 'files', reason: 'GitHub lists no more than 3000 files. Split the pull request.' }];
    expect((await snapshot()).gaps).toEqual(gaps);
    expect((await snapshot()).gaps).toEqual(gaps);
    expect(names().filter((call) => call === FILES)).toHaveLength(1);
  });

  const MORE = page([], { pageInfo: { hasNextPage: true } });
  const FILES_UNREAD: [string, string, object, string][] = [
    ['a policy that is no text', 'policy', blob('', { isBinary: true, text: null }), '.agentguard.yml'],
    ['a policy that is a folder', 'policy', { __typename: 'Tree', oid: 'e'.repeat(40) }, '.agentguard.yml'],
    [
      'a policy that is cut short and cannot be had whole',
      'policy',
      blob('version', { isTruncated: true }),
      '.agentguard.yml',
    ],
    [
      'owners that are too large',
      'owners1',
      blob('', { byteSize: 4_000_000, isTruncated: true }),
      'CODEOWNERS',
    ],
  ];
  describe.each(['at once', 'at a second look'])('%s', (when) => {
    const answers = (files: object, associated: object | null): void => {
      const nodes = Object.fromEntries(Object.entries(files).map(([name, object]) => [name, { object }]));
      const repository = { defaultBranchRef: { name: 'main', target: tip(nodes) } };
      if (when === 'at once') github.query('pullRequest', pullAnswer({ last: last(associated) }, repository));
      else github.query('pullRequest', pullAnswer({ last: null }));
      github.query('atCommits', atCommitsAnswer({ ...files, head: { associatedPullRequests: associated } }));
    };

    test.each(FILES_UNREAD)('%s', async (_, name, object, what) => {
      answers({ [name]: object }, page([]));
      const facts = await snapshot();
      const reason = expect.stringMatching(/\.$/) as string;
      expect(facts.gaps).toEqual([{ what: `${what} of acme/shop`, reason }]);
      expect([facts.policyFile, facts.codeownersFile]).toEqual([null, null]);
    });

    test.each([
      ['pull requests of the head', null],
      ['more pull requests of the head', MORE],
    ])('%s', async (_, associated) => {
      answers({}, associated);
      const reason = expect.stringMatching(/\.$/) as string;
      expect((await snapshot()).gaps).toEqual([{ what: 'pull requests with the same head', reason }]);
    });
  });

  test('a policy that is a submodule', async () => {
    const target = tip({ policy: { object: null } });
    github.query('pullRequest', pullAnswer({}, { defaultBranchRef: { name: 'main', target } }));
    expect((await snapshot()).gaps.map(({ what }) => what)).toEqual(['.agentguard.yml of acme/shop']);
  });

  test.each<[string, readonly (string | number)[]]>([
    ['the policy', ['repository', 'defaultBranchRef', 'target', 'policy']],
    ['pull requests of the head', ['repository', 'pullRequest', 'last', 'nodes', 0, 'commit', 'x']],
  ])('%s that the first answer does not tell is looked at again', async (_, path) => {
    github.query('pullRequest', pullAnswer({}, {}, [{ message: 'Something went wrong', path }]));
    github.query('atCommits', atCommitsAnswer({ policy: blob('version: 1') }));
    const facts = await snapshot();
    expect([facts.policyFile?.text, facts.gaps]).toEqual(['version: 1', []]);
  });
});

describe('files', () => {
  test.each<[string, number, object]>([
    ['GitHub cannot compare', 1, { status: 404, body: { message: 'Not Found' } }],
    ['GitHub fails to compare', 1, { status: 502 }],
    ['GitHub counts otherwise', 1, comparison([restFile('a'), restFile('b')])],
    ['a blob is not told, as of a mode', 1, comparison([restFile('src/cart.ts', { sha: null })])],
  ])('are listed where %s, and looked at again', async (_, changedFiles, compared) => {
    github.query('pullRequest', pullAnswer({ changedFiles }));
    github.on(COMPARE, compared);
    const facts = await snapshot();
    expect([facts.files.map(({ path }) => path), facts.gaps]).toEqual([['src/cart.ts'], []]);
    expect([...new Set(names())]).toEqual(LISTED);
  });

  test('more than a hundred are listed, and looked at again', async () => {
    const files = Array.from({ length: 101 }, (_, index) => restFile(`${index}`));
    github.query('pullRequest', pullAnswer({ changedFiles: 101 }));
    github.on(
      FILES,
      { body: files.slice(0, 100), headers: next('/repos/acme/shop/pulls/1/files?per_page=100&page=2') },
      { body: files.slice(100) },
    );
    const facts = await snapshot();
    expect([facts.files.length, facts.gaps]).toEqual([101, []]);
    expect(names()).toEqual(['query pullRequest', FILES, FILES, ACTIVITY, 'query atCommits']);
    expect((await snapshot()).files).toEqual(facts.files);
    expect(names().slice(5)).toEqual(['query pullRequest', ACTIVITY]);
  });

  test('no second way where GitHub wants to be left alone', async () => {
    github.on(COMPARE, { status: 503, body: {}, headers: { 'retry-after': '9' } });
    expect(await failure()).toMatchObject({ retryAfterSeconds: 9, resting: false });
    expect(names()).toEqual(['query pullRequest', COMPARE]);
  });

  test('between the same commits are asked for once, while the base goes on', async () => {
    const first = await snapshot();
    const target = { ...tip(), oid: 'e'.repeat(40) };
    github.query('pullRequest', pullAnswer({}, { defaultBranchRef: { name: 'main', target } }));
    expect((await snapshot()).files).toEqual(first.files);
    expect(names()).toEqual([...ONE_LOOK, 'query pullRequest', ACTIVITY]);
  });

  test('with merges among the commits are compared with the tip of the base', async () => {
    const tipNow = 'e'.repeat(40);
    const parents = { nodes: [{ oid: BASE_TIP }, { oid: tipNow }] };
    github.query(
      'pullRequest',
      pullAnswer(
        { commits: page([{ commit: commitNode(HEAD, { parents }) }]) },
        { defaultBranchRef: { name: 'main', target: { ...tip(), oid: tipNow } } },
      ),
    );
    github.on(`GET /repos/acme/shop/compare/${tipNow}...${HEAD}`, comparison([restFile('merged.ts')]));
    expect((await snapshot()).files.map(({ path }) => path)).toEqual(['merged.ts']);
  });

  test('pages, states, former names and blobs', async () => {
    github.on(COMPARE, { status: 404, body: { message: 'Not Found' } });
    github.query('pullRequest', pullAnswer({ changedFiles: 5 }));
    github.on(
      FILES,
      {
        body: [
          restFile('new.ts', { status: 'added' }),
          restFile('gone.ts', { status: 'removed' }),
          restFile('moved.ts', { status: 'renamed', previous_filename: 'old.ts', patch: undefined }),
        ],
        headers: next('/repos/acme/shop/pulls/1/files?per_page=100&page=2'),
      },
      {
        body: [
          restFile('link', { status: 'changed' }),
          restFile('a.bin', { patch: undefined, additions: 0, deletions: 0 }),
        ],
      },
    );
    const facts = await snapshot();
    expect(
      facts.files.map((file) => [
        file.path,
        file.previousPath,
        file.status,
        file.headBlob?.[0] ?? null,
        file.patch !== null,
      ]),
    ).toEqual([
      ['new.ts', null, 'added', 'd', true],
      ['gone.ts', null, 'removed', null, true],
      ['moved.ts', 'old.ts', 'renamed', 'd', false],
      ['link', null, 'type_changed', 'd', true],
      ['a.bin', null, 'modified', 'd', false],
    ]);
    expect(facts.gaps).toEqual([]);
  });
});

describe('control files', () => {
  const governs = (files: Record<string, object>) => {
    const nodes = Object.fromEntries(Object.entries(files).map(([name, object]) => [name, { object }]));
    github.query('pullRequest', pullAnswer({}, { defaultBranchRef: { name: 'main', target: tip(nodes) } }));
  };

  test('the first CODEOWNERS counts', async () => {
    governs({ owners1: blob('* @root'), owners2: blob('* @docs') });
    expect((await snapshot()).codeownersFile).toEqual({ path: 'CODEOWNERS', text: '* @root', sha: BASE_TIP });
  });

  test('an empty policy is a policy', async () => {
    governs({ policy: blob('') });
    expect((await snapshot()).policyFile).toEqual({ path: '.agentguard.yml', text: '', sha: BASE_TIP });
  });

  test('a file that GraphQL cuts short is read whole', async () => {
    governs({ policy: blob('vers', { isTruncated: true }) });
    github.on(`GET /repos/acme/shop/git/blobs/${'c'.repeat(40)}`, {
      body: 'version: 1\n',
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
    });
    expect((await snapshot()).policyFile?.text).toBe('version: 1\n');
  });

  test('open pull requests of this repository with the very head', async () => {
    const other = (number: number, more: object = {}) => ({
      number,
      state: 'OPEN',
      headRefOid: HEAD,
      baseRepository: { nameWithOwner: 'acme/shop' },
      ...more,
    });
    const nodes = [
      other(1),
      other(2),
      other(3, { state: 'CLOSED' }),
      other(4, { headRefOid: BASE_TIP }),
      other(5, { baseRepository: { nameWithOwner: 'fork/shop' } }),
      null,
    ];
    github.query('pullRequest', pullAnswer({ last: last(page(nodes)) }));
    expect((await snapshot()).sharedHead).toEqual([2]);
    github.query('pullRequest', pullAnswer({ last: last(page([]), BASE_TIP) }));
    github.query('atCommits', atCommitsAnswer({ head: { associatedPullRequests: page(nodes) } }));
    expect((await snapshot()).sharedHead).toEqual([2]);
  });
});

describe('a pull request that moves while its files are listed', () => {
  beforeEach(() => github.on(COMPARE, { status: 404, body: { message: 'Not Found' } }));
  const moved = atCommitsAnswer({ pullRequest: { headRefOid: BASE_TIP, baseRefName: 'main' } });
  const retargeted = atCommitsAnswer({ pullRequest: { headRefOid: HEAD, baseRefName: 'lax' } });

  test.each([
    ['a push', moved],
    ['another base', retargeted],
  ])('once, %s: it is read again', async (_, first) => {
    github.query('atCommits', first, atCommitsAnswer());
    expect((await snapshot()).headSha).toBe(HEAD);
    expect(github.calls().filter((call) => call === 'query pullRequest')).toHaveLength(2);
  });

  test('twice: later', async () => {
    github.query('atCommits', moved);
    expect(await failure()).toMatchObject({
      message:
        'Could not read pull request acme/shop#1: it was pushed to while it was read, twice. It is tried again.',
      retryAfterSeconds: 10,
    });
  });
});

describe('who was involved', () => {
  const ISSUE = {
    number: 9,
    repository: { nameWithOwner: 'acme/shop' },
    author: BOB,
    body: 'Carts are slow.',
    comments: { pageInfo: { hasPreviousPage: false }, nodes: [] },
    timelineItems: page([]),
  };
  const comment = (author: object | null, body: string) => ({ author, body });

  test('people who assigned an app, here or in an issue', async () => {
    github.query(
      'pullRequest',
      pullAnswer({
        timelineItems: page([
          assigned(BOB, COPILOT),
          assigned(BOB, ANN),
          assigned(COPILOT, COPILOT),
          assigned(null, COPILOT),
        ]),
        closingIssuesReferences: page([{ ...ISSUE, timelineItems: page([assigned(ANN, COPILOT)]) }]),
      }),
    );
    expect((await snapshot()).involvements).toEqual([
      {
        account: { login: 'bob', type: 'User', id: 2 },
        hand: 'assigned the agent',
        source: 'the pull request',
      },
      { account: { login: 'ann', type: 'User', id: 1 }, hand: 'assigned the agent', source: 'issue #9' },
    ]);
  });

  test("people's comments that mention somebody, and the texts of issues", async () => {
    github.query(
      'pullRequest',
      pullAnswer({
        comments: page([
          comment(ANN, '@copilot take this over'),
          comment(BOB, 'Looks right'),
          comment(COPILOT, '@ann done'),
          comment(null, '@copilot gone'),
        ]),
        closingIssuesReferences: page([
          {
            ...ISSUE,
            body: 'Slow. @copilot please',
            comments: { pageInfo: { hasPreviousPage: true }, nodes: [comment(ANN, '@copilot now'), null] },
          },
        ]),
      }),
    );
    const facts = await snapshot();
    expect(facts.comments.map(({ author, body, source }) => [author.login, body, source])).toEqual([
      ['ann', '@copilot take this over', 'a comment'],
      ['bob', 'Slow. @copilot please', 'issue #9'],
      ['ann', '@copilot now', 'issue #9'],
    ]);
    expect(facts.limits.map(({ what }) => what)).toEqual(['comments of issue #9']);
    expect(facts.gaps).toEqual([]);
  });

  test('comments beyond the first hundred are read, and missing ones are a gap', async () => {
    github.query(
      'pullRequest',
      pullAnswer({
        comments: page([comment(ANN, '@copilot one')], {
          totalCount: 3,
          pageInfo: { hasNextPage: true, endCursor: 'c1' },
        }),
      }),
    );
    github.query('commentsPage', {
      body: { data: { repository: { pullRequest: { connection: page([comment(BOB, '@copilot two')]) } } } },
    });
    const facts = await snapshot();
    expect(facts.comments.map(({ author }) => author.login)).toEqual(['ann', 'bob']);
    expect(facts.gaps.map(({ what }) => what)).toEqual(['comments']);
  });

  test("an issue of one's own that cannot be read is a gap, one of another repository a limit", async () => {
    const path = ['repository', 'pullRequest', 'closingIssuesReferences', 'nodes', 0];
    github.query(
      'pullRequest',
      pullAnswer({ closingIssuesReferences: page([{ ...ISSUE, timelineItems: null }, null]) }, {}, [
        { type: 'FORBIDDEN', message: 'Resource not accessible by integration', path },
      ]),
    );
    const facts = await snapshot();
    expect(facts.gaps.map(({ what }) => what)).toEqual(['assignments of issue #9']);
    expect(facts.limits.map(({ what }) => what)).toEqual(['who assigned the agent']);
  });

  test('people who pushed what is there now', async () => {
    const entry = (login: string, before: string, after: string, activity_type = 'push') => ({
      before,
      after,
      activity_type,
      ref: 'refs/heads/change',
      actor: { login, id: login.length, type: 'User' },
    });
    github.on(ACTIVITY, {
      body: [entry('ann', '1', HEAD), entry('bob', '2', '1'), entry('carl', '3', '2')],
    });
    expect((await snapshot()).involvements).toEqual([
      {
        account: { login: 'ann', type: 'User', id: 3 },
        hand: 'pushed',
        source: 'activity log',
        pushes: [{ before: '1', after: HEAD }],
      },
    ]);
  });

  test.each([
    ['the server does not know the log', { status: 404, body: { message: 'Not Found' } }, 'who pushed'],
    [
      'the log may not be read',
      { status: 403, body: { message: 'Resource not accessible by integration' } },
      'who pushed',
    ],
  ])('%s: a limit', async (_, reply, what) => {
    github.on(ACTIVITY, reply);
    const facts = await snapshot();
    expect([facts.gaps, facts.limits.map((limit) => limit.what)]).toEqual([[], [what]]);
  });

  test('a branch in a fork, or in one that is gone: a limit, and no question', async () => {
    github.query('pullRequest', pullAnswer({ headRepository: null }));
    expect((await snapshot()).limits).toEqual([
      { what: 'who pushed', reason: 'The branch was in a fork that is gone.' },
    ]);
    expect(github.calls().filter((call) => call.includes('activity'))).toEqual([]);
  });
});

describe('the branch that binds', () => {
  const LAX = 'f'.repeat(40);
  const check = (context: string, integration_id?: number | null) => ({
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: [{ context, integration_id }],
    },
  });
  const compared = (more: object = {}) => ({
    body: {
      merge_base_commit: { sha: BASE_TIP },
      total_commits: 1,
      commits: [{ sha: HEAD }],
      files: [restFile('src/cart.ts'), restFile('b.ts')],
      ...more,
    },
  });

  beforeEach(() => {
    github.query('pullRequest', pullAnswer({ baseRefName: 'lax', baseRef: { target: { oid: LAX } } }));
    github.query('atCommits', atCommitsAnswer({ pullRequest: { headRefOid: HEAD, baseRefName: 'lax' } }));
    github.query('stack', { body: { data: { repository: { pullRequests: page([]) } } } });
    github.query('commits', { body: { data: { repository: { oid0: commitNode(HEAD) } } } });
    github.on(COMPARE, compared());
  });

  test.each<[string, unknown[], string]>([
    ['this app', [check('AgentGuard', 7)], 'lax'],
    ['any app', [{ type: 'deletion' }, check('AgentGuard')], 'lax'],
    ['this base by name', [check('AgentGuard: lax', 7)], 'lax'],
    ['another app of that name', [check('AgentGuard', 8)], 'main'],
    ['another check', [check('build', 7)], 'main'],
    ['another base by name', [check('AgentGuard: main', 7)], 'main'],
    ['nothing', [], 'main'],
  ])('rules that require %s', async (_, rules, ref) => {
    github.on(RULES, { body: rules });
    expect((await snapshot()).binding.ref).toBe(ref);
  });

  test('what differs from the default branch is judged', async () => {
    github.on(RULES, { body: [] });
    const facts = await snapshot();
    expect(facts.binding).toEqual({ ref: 'main', sha: BASE_TIP, reason: 'default branch' });
    expect(facts.files.map(({ path }) => path)).toEqual(['src/cart.ts', 'b.ts']);
    expect(facts.commits.map(({ sha }) => sha)).toEqual([HEAD]);
    expect(facts.gaps).toEqual([]);
  });

  test('commits of a comparison are read to the end', async () => {
    const other = '9'.repeat(40);
    github.on(RULES, { body: [] });
    github.on(
      COMPARE,
      compared({ total_commits: 2, commits: [{ sha: other }] }),
      compared({ total_commits: 2 }),
    );
    github.query('commits', {
      body: { data: { repository: { oid0: commitNode(other), oid1: commitNode(HEAD) } } },
    });
    expect((await snapshot()).commits.map(({ sha }) => sha)).toEqual([other, HEAD]);
    expect(github.calls().filter((call) => call.includes('/compare/'))).toHaveLength(2);
  });

  test.each<[string, object, string]>([
    [
      '300 files or more',
      compared({ files: Array.from({ length: 300 }, (_, index) => restFile(`${index}`)) }),
      'files',
    ],
    ['commits that are not listed', compared({ total_commits: 9, commits: [] }), 'commits'],
    ['no common history', { status: 404, body: { message: 'No common ancestor' } }, 'difference to main'],
  ])('a comparison with %s is a gap', async (_, reply, what) => {
    github.on(RULES, { body: [] });
    github.on(COMPARE, reply);
    expect((await snapshot()).gaps.map((gap) => gap.what)).toEqual([what]);
  });

  test('a stack is followed to its end', async () => {
    const step = (baseRefName: string, oid: string) => ({
      body: {
        data: {
          repository: {
            pullRequests: page([
              { number: 2, isCrossRepository: false, baseRefName, baseRef: { target: { oid } } },
            ]),
          },
        },
      },
    });
    github.on(RULES, { body: [] });
    github.on('GET /repos/acme/shop/rules/branches/middle', { body: [] });
    github.query('stack', step('middle', LAX), step('main', BASE_TIP));
    expect((await snapshot()).binding).toEqual({ ref: 'main', sha: BASE_TIP, reason: 'end of the stack' });
    expect(github.bodies('query stack').map(({ head }) => head)).toEqual(['lax', 'middle']);
  });

  test.each<[string, object[]]>([
    [
      'a circle',
      [{ number: 2, isCrossRepository: false, baseRefName: 'lax', baseRef: { target: { oid: LAX } } }],
    ],
    [
      "a fork's branch of that name",
      [{ number: 2, isCrossRepository: true, baseRefName: 'main', baseRef: { target: { oid: BASE_TIP } } }],
    ],
    [
      'two ways on',
      [
        { number: 2, isCrossRepository: false, baseRefName: 'main', baseRef: { target: { oid: BASE_TIP } } },
        { number: 3, isCrossRepository: false, baseRefName: 'y', baseRef: { target: { oid: LAX } } },
      ],
    ],
  ])('%s ends at the default branch', async (_, nodes) => {
    github.on(RULES, { body: [] });
    github.query('stack', { body: { data: { repository: { pullRequests: page(nodes) } } } });
    expect((await snapshot()).binding.reason).toBe('default branch');
  });

  test.each([
    ['does not know rules', { status: 404, body: { message: 'Not Found' } }],
    [
      'has no rules in its plan',
      { status: 403, body: { message: 'Upgrade to GitHub Pro or make this repository public' } },
    ],
  ])('a GitHub that %s: only the default branch binds', async (_, reply) => {
    github.on(RULES, reply);
    const facts = await snapshot();
    expect(facts.binding.reason).toBe('default branch');
    expect(facts.limits.map(({ what }) => what)).toEqual(['rules of lax']);
  });

  test('rules that cannot be read are no reason to go on', async () => {
    github.on(RULES, { status: 500, body: {} });
    expect((await failure()).message).toBe(
      "Could not read the rules of acme/shop, branch lax: GitHub answered 500. It is tried again; see GitHub's status page if this stays.",
    );
  });
});

describe('the floor', () => {
  const noToken = { status: 422, body: { message: 'There is at least one repository that does not exist' } };
  const good = {
    status: 201,
    body: { token: `${'ghs'}_x`, expires_at: '2099-01-01T00:00:00Z', permissions: {} },
  };
  const covers = (repository_selection: string) =>
    github.on(`GET /app/installations/${INSTALLATION}`, {
      body: { repository_selection, permissions: { metadata: 'read', contents: 'write' } },
    });
  const floorIs = (floor: object | null, errors?: readonly object[]) =>
    github.query('pullRequest', pullAnswer({}, {}, errors, { floor }));
  const NOT_FOUND = [{ type: 'NOT_FOUND', message: 'Could not resolve', path: ['floor'] }];

  test('is read along, with a token that cannot write', async () => {
    floorIs(floorNode(blob('version: 1')));
    expect((await snapshot()).floor).toEqual({
      state: 'present',
      file: { path: '.agentguard.yml', text: 'version: 1', sha: BASE_TIP },
      repository: { owner: 'acme', name: '.github' },
    });
    expect(github.bodies(TOKENS)).toEqual([
      { repositories: ['shop', '.github'], permissions: { contents: 'read', metadata: 'read' } },
    ]);
  });

  test('that cannot be read is not seen', async () => {
    floorIs(floorNode(blob('', { isBinary: true })));
    expect((await snapshot()).floor).toEqual({
      state: 'unseen',
      reason: '.agentguard.yml of acme/.github could not be read: It is not text. Put a text file there.',
    });
  });

  test.each<[string, 'all' | 'selected', 'none' | undefined, string]>([
    ['the installation covers everything', 'all', undefined, 'none'],
    ['the installation covers a selection', 'selected', undefined, 'unseen'],
    ['the operator said that there is none', 'selected', 'none', 'none'],
  ])('no such repository, and %s', async (_, selection, word, state) => {
    covers(selection);
    floorIs(null);
    github.on(TOKENS, noToken, good);
    expect((await snapshot(word)).floor.state).toBe(state);
    expect(github.bodies('query pullRequest').map(({ floor }) => floor)).toEqual([false]);
  });

  test.each(['all', 'selected'])(
    'a repository that vanishes from GraphQL counts the same: %s',
    async (all) => {
      covers(all);
      floorIs(null, NOT_FOUND);
      expect((await snapshot()).floor.state).toBe(all === 'all' ? 'none' : 'unseen');
    },
  );

  test.each([
    ['a 5xx when signing in', () => github.on(TOKENS, { status: 500, body: {} })],
    ['a 5xx when reading', () => github.query('pullRequest', { status: 502 })],
    ['another error', () => floorIs(null, [{ message: 'Something went wrong', path: ['floor'] }])],
    [
      'half of it',
      () =>
        floorIs(floorNode(null), [
          { type: 'NOT_FOUND', message: 'gone', path: ['floor', 'defaultBranchRef', 'target', 'policy'] },
        ]),
    ],
    [
      'a 5xx when the installation is read',
      () => {
        floorIs(null, NOT_FOUND);
        github.on(
          INSTALLED,
          { body: { permissions: { metadata: 'read', contents: 'read' } } },
          { status: 500, body: {} },
        );
      },
    ],
  ])('%s is no word on the floor', async (_, arrange) => {
    arrange();
    expect((await failure()).message).toMatch(/^Could not (sign in|read)/);
  });

  const INSTALLED = `GET /app/installations/${INSTALLATION}`;
  const asked = (request: string): number =>
    github.sent.filter(({ url, method }) => `${method} ${url}` === request).length;

  describe('that is not there, for some minutes', () => {
    beforeEach(() => {
      jest.useFakeTimers({
        doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask', 'performance'],
      });
      covers('all');
      floorIs(null, NOT_FOUND);
      github.on(TOKENS, (sent) =>
        (sent.body['repositories'] as string[]).length > 1 && !isThere ? noToken : good,
      );
    });
    afterEach(() => {
      jest.useRealTimers();
      isThere = false;
    });
    let isThere = false;
    const minutes = (count: number): void => jest.setSystemTime(Date.now() + count * 60_000);

    test('costs nothing', async () => {
      await snapshot();
      const before = [asked(INSTALLED), asked(TOKENS)];
      expect(before).toEqual([2, 2]);
      expect((await snapshot()).floor.state).toBe('none');
      minutes(9);
      expect((await snapshot()).floor.state).toBe('none');
      expect([asked(INSTALLED), asked(TOKENS)]).toEqual(before);
    });

    test.each([
      ['after ten minutes', () => minutes(11)],
      ['once the installation has changed', () => github.clients.forget(INSTALLATION)],
    ])('and is looked for again %s', async (_, later) => {
      await snapshot();
      isThere = true;
      floorIs(floorNode(blob('version: 1')));
      later();
      expect((await snapshot()).floor.state).toBe('present');
    });

    test('and can be seen although it could not be: it is looked at again at once', async () => {
      await snapshot();
      isThere = true;
      floorIs(floorNode(blob('version: 1')));
      expect((await snapshot()).floor.state).toBe('present');
    });

    test('and is public and not of the installation: it is not seen', async () => {
      covers('selected');
      await snapshot();
      floorIs(floorNode(blob('version: 1')));
      expect((await snapshot()).floor.state).toBe('unseen');
    });
  });

  test('that was seen once and is not there any more is looked for each time', async () => {
    covers('all');
    floorIs(floorNode(blob('version: 1')));
    expect((await snapshot()).floor.state).toBe('present');
    floorIs(null, NOT_FOUND);
    expect((await snapshot()).floor.state).toBe('none');
    covers('selected');
    expect((await snapshot()).floor.state).toBe('unseen');
  });

  test('of another owner than was asked for is asked for by itself', async () => {
    const owner = { __typename: 'Organization', login: 'acme-new' };
    github.query('pullRequest', pullAnswer({}, { owner }, undefined, { floor: floorNode(blob('old')) }));
    github.query('floor', { body: { data: { floor: floorNode(blob('new')) } } });
    github.on(`GET /repos/acme-new/shop/compare/${BASE_TIP}...${HEAD}`, comparison([restFile('a')]));
    expect((await snapshot()).floor).toMatchObject({
      file: { text: 'new' },
      repository: { owner: 'acme-new' },
    });
  });
});

describe('GitHub cannot answer', () => {
  const at = (...path: (string | number)[]) => path;
  test.each<[string, object, string]>([
    [
      'a 5xx',
      { status: 502 },
      "Could not read pull request acme/shop#1: GitHub answered 502. It is tried again; see GitHub's status page if this stays.",
    ],
    [
      'no such pull request',
      {
        body: {
          data: { repository: { pullRequest: null } },
          errors: [
            { type: 'NOT_FOUND', message: 'Could not resolve', path: at('repository', 'pullRequest') },
          ],
        },
      },
      'Could not read pull request acme/shop#1: GitHub found nothing there, or does not show it. Check that the app is installed on the repository, or what the token may see.',
    ],
    [
      'a permission is missing',
      pullAnswer({}, {}, [
        {
          type: 'FORBIDDEN',
          message: 'Resource not accessible by integration',
          path: at('repository', 'pullRequest', 'commits'),
        },
      ]),
      "Could not read pull request acme/shop#1: a permission is missing (Resource not accessible by integration at repository.pullRequest.commits). Grant it in the app's settings and accept it in the installation, or give it to the token.",
    ],
    [
      'a part is missing although the rest came',
      pullAnswer({}, {}, [
        { message: 'Something went wrong', path: at('repository', 'pullRequest', 'reviews') },
      ]),
      'Could not read pull request acme/shop#1: GitHub answered with an error (Something went wrong at repository.pullRequest.reviews). It is tried again.',
    ],
    [
      'nothing at all',
      { body: { data: null, errors: [{ message: 'Something went wrong' }] } },
      'Could not read pull request acme/shop#1: GitHub answered with an error (Something went wrong). It is tried again.',
    ],
  ])('%s', async (_, reply, message) => {
    github.query('pullRequest', reply);
    expect((await failure()).message).toBe(message);
  });

  test('over the limit, told with status 200', async () => {
    github.query('pullRequest', {
      body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      headers: { 'retry-after': '33' },
    });
    expect(await failure()).toMatchObject({ retryAfterSeconds: 33, resting: true });
  });

  test('a list of files that stops midway', async () => {
    github.on(COMPARE, { status: 404, body: { message: 'Not Found' } });
    github.on(
      FILES,
      { body: [restFile('a')], headers: next('/repos/acme/shop/pulls/1/files?per_page=100&page=2') },
      { status: 500, body: {} },
    );
    expect((await failure()).message).toMatch(
      /^Could not read the files of acme\/shop#1: GitHub answered 500/,
    );
  });
});
