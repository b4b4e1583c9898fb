import { createHmac } from 'node:crypto';
import { openTheatre, SECRET } from './receiver.ts';
import { asApp, propose, refusal } from '../stage.ts';
import type { Received, Theatre } from './receiver.ts';
import type { Stage } from '../stage.ts';

let theatre: Theatre;
let stage: Stage;
let received: Received[];
const install: Theatre['install'] = (repositories) => theatre.install(repositories);
const during: Theatre['during'] = (act) => theatre.during(act);

beforeEach(async () => {
  theatre = await openTheatre();
  ({ stage, received } = theatre);
});
afterEach(() => theatre.close());

test('installing is told at once, signed with the secret', async () => {
  let installation = { id: 0 };
  expect(await during(() => (installation = install()))).toEqual(['installation.created']);
  const [delivery] = received;
  expect(delivery?.signature).toBe(
    `sha256=${createHmac('sha256', SECRET)
      .update(delivery?.text ?? '')
      .digest('hex')}`,
  );
  expect(delivery?.guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(delivery?.payload).toMatchObject({
    action: 'created',
    installation: {
      id: installation.id,
      app_id: stage.app.app.id,
      repository_selection: 'all',
      account: { login: 'acme' },
    },
    repositories: [{ id: stage.shop.id, full_name: 'acme/shop', private: true }],
    sender: { login: 'olga', type: 'User' },
  });
});

test('what happens to a pull request is told', async () => {
  install();
  const { github, shop, ann, bob, olga } = stage;
  const pull = propose(stage, ann);
  const push = () => github.commit(shop, { branch: 'change', files: { x: 'x' }, message: 'x', author: ann });
  const steps: [() => unknown, string[]][] = [
    [push, ['pull_request.synchronize', 'push']],
    [() => github.review(pull, bob, 'APPROVE'), ['pull_request_review.submitted']],
    [() => github.dismissReview(pull, pull.reviews[0] as never, olga), ['pull_request_review.dismissed']],
    [
      () => github.requestReviewers(pull, { users: [olga], teams: [] }, ann),
      ['pull_request.review_requested'],
    ],
    [
      () => github.removeReviewRequests(pull, { users: [olga, bob], teams: [] }, ann),
      ['pull_request.review_request_removed'],
    ],
    [
      () => github.editPullRequest(pull, { title: 'New', draft: true }, ann),
      ['pull_request.converted_to_draft', 'pull_request.edited'],
    ],
    [
      () => github.editPullRequest(pull, { draft: false, labels: ['bug'] }, ann),
      ['pull_request.labeled', 'pull_request.ready_for_review'],
    ],
    [() => github.comment(pull, bob, 'Nice'), ['issue_comment.created']],
    [() => github.editComment(pull, pull.comments[0] as never, 'Fine', ann), ['issue_comment.edited']],
    [() => github.deleteComment(pull, pull.comments[0] as never, bob), ['issue_comment.deleted']],
    [() => github.closePullRequest(pull, ann), ['pull_request.closed']],
    [() => github.reopenPullRequest(pull, ann), ['pull_request.reopened']],
    [() => github.mergePullRequest(pull, bob), ['pull_request.closed', 'push']],
  ];
  for (const [act, events] of steps) expect(await during(act)).toEqual(events);
});

test('synchronize names the commits before and after, and who pushed', async () => {
  install();
  const { github, shop, ann } = stage;
  const copilot = github.createBot('copilot-swe-agent', { login: 'Copilot' });
  const pull = propose(stage, ann);
  const before = pull.head.sha;
  let after = '';
  await during(() => {
    after = github.commit(shop, { branch: 'change', files: { x: 'x' }, message: 'x', author: copilot }).sha;
  });
  const payloadOf = (event: string) => received.find((each) => each.event === event)?.payload;
  expect(payloadOf('pull_request')).toMatchObject({
    action: 'synchronize',
    number: 1,
    before,
    after,
    pull_request: { head: { sha: after, repo: { full_name: 'acme/shop' } }, commits: 2, changed_files: 2 },
    sender: { login: 'Copilot', type: 'Bot' },
  });
  expect(payloadOf('push')).toMatchObject({
    ref: 'refs/heads/change',
    before,
    after,
    forced: false,
    created: false,
    commits: [{ id: after, added: ['x'], author: { username: 'Copilot' } }],
    head_commit: { id: after },
    pusher: { name: 'Copilot' },
  });
});

test('an app hears of what it subscribed to, where it is installed', async () => {
  const { github, acme, ann } = stage;
  install([stage.shop]);
  const other = github.createRepository({ owner: acme, name: 'other' });
  expect(
    await during(() =>
      github.commit(other, { branch: 'main', files: { x: 'x' }, message: 'x', author: ann }),
    ),
  ).toEqual([]);
  const notSubscribed = () => github.addCollaborator(stage.shop, ann, 'read');
  expect(await during(notSubscribed)).toEqual([]);
  const team = github.createTeam(acme, 'dba');
  expect(await during(() => github.addTeamMember(team, ann, stage.olga))).toEqual(['membership.added']);
});

test('buttons of a check run reach the app that made it, and the suite of a push every app', async () => {
  const { github, shop, acme, olga, ann } = stage;
  install();
  const pull = propose(stage, ann);
  const action = { label: 'Not an agent', description: 'Contest it', identifier: 'contest' };
  const check = { name: 'A', head_sha: pull.head.sha, actions: [action] };
  const mine = github.createCheckRun(shop, stage.app.app, check);
  const other = github.createApp({ name: 'Other', owner: acme, publicKey: stage.app.app.publicKey });
  const theirs = github.createCheckRun(shop, other.app, check);
  expect(await during(() => github.rerequestCheckRun(mine, olga))).toEqual(['check_run.rerequested']);
  expect(await during(() => github.requestAction(mine, 'contest', olga))).toEqual([
    'check_run.requested_action',
  ]);
  expect(received[0]?.payload).toMatchObject({
    requested_action: { identifier: 'contest' },
    sender: { login: 'olga' },
  });
  expect(await during(() => github.requestAction(theirs, 'contest', olga))).toEqual([]);
  const reader = github.createUser('reader');
  github.addCollaborator(shop, reader, 'triage');
  expect(() => github.requestAction(mine, 'contest', reader)).toThrow('Must have push access');
  expect(() => github.requestAction(mine, 'other', olga)).toThrow('No action other');
  (stage.app.app.events as string[]).push('check_suite');
  const push = (message: string) => () =>
    github.commit(shop, { branch: 'change', files: { [message]: 'x' }, message, author: ann });
  expect(await during(push('More'))).toEqual(['check_suite.requested', 'pull_request.synchronize', 'push']);
  expect(await during(push('Quiet\n\n\nskip-checks: true'))).toEqual(['pull_request.synchronize', 'push']);
  expect(await during(() => github.rerequestCheckSuite(mine, olga))).toEqual(['check_suite.rerequested']);
  expect(received[0]?.payload).toMatchObject({ check_suite: { id: mine.suiteId, head_sha: mine.headSha } });
});

test('what an installation covers can change, and it can be suspended', async () => {
  const { github, acme, shop, olga, ann } = stage;
  const installation = install([shop]);
  const other = github.createRepository({ owner: acme, name: 'other' });
  expect(await during(() => github.changeInstallation(installation, [other], olga))).toEqual([
    'installation_repositories.added',
    'installation_repositories.removed',
  ]);
  expect(received.find(({ payload }) => payload.action === 'added')?.payload).toMatchObject({
    repositories_added: [{ full_name: 'acme/other' }],
    repositories_removed: [],
  });
  const suspend = () => github.suspendInstallation(installation, true, olga);
  expect(await during(suspend)).toEqual(['installation.suspend']);
  const push = () => github.commit(other, { branch: 'main', files: { x: 'x' }, message: 'x', author: ann });
  expect(await during(push)).toEqual([]);
  const read = asApp(stage, installation.id).repos.get({ owner: 'acme', repo: 'other' });
  expect((await refusal(read)).status).toBe(403);
});
