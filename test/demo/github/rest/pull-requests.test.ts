import { asApp, asUser, createStage, propose, refusal } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;
const where = { owner: 'acme', repo: 'shop' };
const one = { ...where, pull_number: 1 };

beforeEach(async () => {
  stage = await createStage();
  guard = asApp(
    stage,
    stage.github.installApp({ app: stage.app.app, account: stage.acme, repositories: 'all' }).id,
  );
});
afterEach(() => stage.github.stop());

const start = (branch: string, files: Readonly<Record<string, string>> = { [branch]: 'x' }) =>
  stage.github.commit(stage.shop, { branch, files, message: branch, author: stage.ann });

describe('opening', () => {
  test('a person opens a pull request over REST', async () => {
    start('feature/cart');
    const { data } = await asUser(stage, stage.ann).pulls.create({
      ...where,
      head: 'feature/cart',
      base: 'main',
      title: 'T',
      draft: true,
    });
    expect(data).toMatchObject({
      number: 1,
      state: 'open',
      draft: true,
      user: { login: 'ann' },
      head: { label: 'acme:feature/cart' },
    });
  });

  test.each([
    ['a head that is not there', { head: 'nowhere', base: 'main' }, { field: 'head' }],
    ['a base that is not there', { head: 'change', base: 'nowhere' }, { field: 'base' }],
    ['no commits', { head: 'main', base: 'main' }, { message: 'No commits between main and main' }],
    [
      'a second one for the same branches',
      { head: 'change', base: 'main' },
      { message: 'A pull request already exists for acme:change.' },
    ],
  ])('refuses %s', async (_, branches, error) => {
    propose(stage, stage.ann);
    const request = asUser(stage, stage.ann).pulls.create({ ...where, title: 'T', ...branches });
    await expect(request).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [expect.objectContaining(error)] } },
    });
  });

  test('from a fork', async () => {
    const { github, shop, bob } = stage;
    const fork = github.forkRepository(shop, bob);
    const { sha } = github.commit(fork, { branch: 'patch', files: { p: 'x' }, message: 'p', author: bob });
    const { data } = await asUser(stage, bob).pulls.create({
      ...where,
      head: 'bob:patch',
      base: 'main',
      title: 'T',
    });
    expect(data).toMatchObject({
      head: { sha, label: 'bob:patch', repo: { full_name: 'bob/shop', fork: true } },
    });
    const moved = github.commit(fork, { branch: 'patch', files: { p: 'y' }, message: 'p2', author: bob }).sha;
    expect((await guard.pulls.get(one)).data.head.sha).toBe(moved);
    expect((await guard.pulls.list({ ...where, head: 'bob:patch' })).data).toHaveLength(1);
    expect((await guard.pulls.list({ ...where, head: 'acme:patch' })).data).toHaveLength(0);
  });
});

describe('reviewing over REST', () => {
  test.each<[string, 'ann' | 'bob', object, number]>([
    ['another person approves', 'bob', { event: 'APPROVE' }, 200],
    ['the author does not approve', 'ann', { event: 'APPROVE' }, 422],
    ['the author does not request changes', 'ann', { event: 'REQUEST_CHANGES', body: 'x' }, 422],
    ['the author may comment', 'ann', { event: 'COMMENT', body: 'x' }, 200],
    ['a comment says something', 'bob', { event: 'COMMENT' }, 422],
    ['an unknown event', 'bob', { event: 'LGTM' }, 422],
    ['a commit of something else', 'bob', { event: 'APPROVE', commit_id: 'f'.repeat(40) }, 422],
    ['nothing submitted yet', 'bob', {}, 200],
  ])('%s', async (_, who, body, status) => {
    propose(stage, stage.ann);
    const request = asUser(stage, stage[who]).pulls.createReview({ ...one, ...body } as never);
    expect((await refusal(request)).status).toBe(status);
  });

  test('an earlier commit can be approved, and a push leaves the approval where it was', async () => {
    const pull = propose(stage, stage.ann);
    const old = pull.head.sha;
    start('change', { more: 'x' });
    await asUser(stage, stage.bob).pulls.createReview({ ...one, event: 'APPROVE', commit_id: old });
    expect((await guard.pulls.listReviews(one)).data).toMatchObject([
      { state: 'APPROVED', commit_id: old, user: { login: 'bob' } },
    ]);
  });

  test('a pending review is seen by its author alone', async () => {
    propose(stage, stage.ann);
    await asUser(stage, stage.bob).pulls.createReview({ ...one, body: 'later' });
    expect((await guard.pulls.listReviews(one)).data).toEqual([]);
    expect((await asUser(stage, stage.bob).pulls.listReviews(one)).data).toMatchObject([
      { state: 'PENDING' },
    ]);
  });

  test('an app may approve; it stays a bot', async () => {
    propose(stage, stage.ann);
    await guard.pulls.createReview({ ...one, event: 'APPROVE' });
    expect((await guard.pulls.listReviews(one)).data).toMatchObject([
      { user: { login: 'agentguard[bot]', type: 'Bot' } },
    ]);
  });
});

describe('asking for reviews', () => {
  const AUTHOR = 'Review cannot be requested from pull request author.';
  const STRANGER =
    'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a ' +
    'collaborator of the acme/shop repository.';
  test.each([
    ['people and teams', { reviewers: ['bob', 'olga'], team_reviewers: ['dba'] }, 200, 'not refused'],
    ['the author', { reviewers: ['bob', 'ann'] }, 422, AUTHOR],
    ['a stranger', { reviewers: ['bob', 'mallory'] }, 422, STRANGER],
    ['nobody GitHub knows', { reviewers: ['nobody'] }, 422, STRANGER],
    ['a team without access', { reviewers: ['bob'], team_reviewers: ['guests'] }, 422, STRANGER],
    ['a team that is not there', { team_reviewers: ['ghosts'] }, 422, STRANGER],
  ])('%s', async (_, reviewers, status, message) => {
    const { github, acme, shop, ann } = stage;
    github.createUser('mallory');
    shop.teams.set(github.createTeam(acme, 'dba'), 'write');
    github.createTeam(acme, 'guests');
    const pull = propose(stage, ann);
    const request = guard.pulls.requestReviewers({ ...one, ...reviewers });
    const { status: answered, message: said } = await refusal(request);
    expect([answered, said]).toEqual([status, message]);
    // All or none.
    expect(pull.requestedUsers.size + pull.requestedTeams.size).toBe(status === 200 ? 3 : 0);
  });
});

test.each([
  ['nothing', ' \n', 422],
  ['too much', 'x'.repeat(65_537), 422],
  ['as much as GitHub takes', 'x'.repeat(65_536), 200],
])('a comment that says %s', async (_, body, status) => {
  const pull = propose(stage, stage.ann);
  const said = guard.issues.createComment({ ...where, issue_number: pull.number, body });
  expect((await refusal(said)).status).toBe(status);
  expect(pull.comments).toHaveLength(status === 200 ? 1 : 0);
});

test('requests are taken back; who is not asked is let be, who is not there is refused', async () => {
  const { github, acme, shop, ann } = stage;
  const dba = github.createTeam(acme, 'dba');
  shop.teams.set(dba, 'write');
  const pull = propose(stage, ann);
  github.requestReviewers(pull, { users: [stage.bob, stage.olga], teams: [dba] }, ann);
  const { data } = await guard.pulls.removeRequestedReviewers({
    ...one,
    reviewers: ['bob', 'ann'],
    team_reviewers: ['dba'],
  });
  expect([data.requested_reviewers?.map((each) => each.login), data.requested_teams]).toEqual([['olga'], []]);
  const unknown = guard.pulls.removeRequestedReviewers({ ...one, reviewers: ['nobody'] });
  expect((await refusal(unknown)).status).toBe(422);
});

describe('pages end where those of GitHub do', () => {
  const files = Object.fromEntries(
    Array.from({ length: 130 }, (_, index) => [`f/${String(index).padStart(3, '0')}`, 'x\n']),
  );

  test('files: 30 a page unless asked, 100 at most, links to the others, cut at the limit', async () => {
    start('change', files);
    stage.github.openPullRequest(stage.shop, { title: 'T', head: 'change', author: stage.ann });
    const first = await guard.pulls.listFiles(one);
    expect(first.data).toHaveLength(30);
    expect(first.headers.link).toMatch(/page=2>; rel="next".*page=5>; rel="last"/);
    expect((await guard.pulls.listFiles({ ...one, per_page: 1000 })).data).toHaveLength(100);
    expect(await guard.paginate(guard.pulls.listFiles, { ...one, per_page: 100 })).toHaveLength(130);
    stage.github.state.limits.pullFiles = 120;
    expect(await guard.paginate(guard.pulls.listFiles, { ...one, per_page: 100 })).toHaveLength(120);
    expect((await guard.pulls.get(one)).data.changed_files).toBe(130);
  });

  test('commits and comparisons', async () => {
    for (let index = 0; index < 5; index++) start('change', { [`c${index}`]: 'x' });
    stage.github.openPullRequest(stage.shop, { title: 'T', head: 'change', author: stage.ann });
    Object.assign(stage.github.state.limits, { pullCommits: 3, compareFiles: 2 });
    expect((await guard.pulls.listCommits({ ...one, per_page: 100 })).data).toHaveLength(3);
    const compare = (page?: number) =>
      guard.repos.compareCommitsWithBasehead({
        ...where,
        basehead: 'main...change',
        per_page: 2,
        ...(page && { page }),
      });
    const { data } = await compare();
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 5, behind_by: 0, total_commits: 5 });
    expect([data.commits.length, data.files?.length]).toEqual([2, 2]);
    const { data: last } = await compare(3);
    expect([last.commits.length, last.files?.length]).toEqual([1, 0]);
  });
});

test('REST shows the base as it was when the head last moved', async () => {
  const pull = propose(stage, stage.ann);
  const old = pull.base.sha;
  const tip = start('main', { other: 'x' }).sha;
  expect((await guard.pulls.get(one)).data.base.sha).toBe(old);
  start('change', { more: 'x' });
  expect((await guard.pulls.get(one)).data.base.sha).toBe(tip);
  expect((await guard.pulls.listFiles(one)).data.map(({ filename }) => filename)).toEqual([
    'more',
    'src/cart.ts',
  ]);
});

test('comments and reactions', async () => {
  propose(stage, stage.ann);
  const { data } = await guard.issues.createComment({ ...where, issue_number: 1, body: 'Hello' });
  expect(data).toMatchObject({ body: 'Hello', user: { login: 'agentguard[bot]' } });
  const react = () =>
    guard.reactions.createForIssueComment({ ...where, comment_id: data.id, content: 'eyes' });
  expect((await react()).status).toBe(201);
  expect((await react()).status).toBe(200);
  const wrong = guard.reactions.createForIssueComment({
    ...where,
    comment_id: data.id,
    content: 'shrug' as never,
  });
  expect((await refusal(wrong)).status).toBe(422);
});
