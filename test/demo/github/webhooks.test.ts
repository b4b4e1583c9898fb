import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createHmac } from 'node:crypto';
import { asApp, createStage, propose } from './stage.ts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.ts';

interface Received {
  readonly event: string;
  readonly guid: string;
  readonly signature: string;
  readonly text: string;
  readonly payload: Record<string, never> & { action?: string };
}

const SECRET = 's3'.repeat(10);
let stage: Stage;
let receiver: Server;
let received: Received[];
let answerWith: number;

beforeEach(async () => {
  received = [];
  answerWith = 202;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({
        event: String(request.headers['x-github-event']),
        guid: String(request.headers['x-github-delivery']),
        signature: String(request.headers['x-hub-signature-256']),
        text,
        payload: JSON.parse(text) as Received['payload'],
      });
      response.writeHead(answerWith).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  stage = await createStage({ webhook: { url: `http://127.0.0.1:${port}/hooks`, secret: SECRET } });
});
afterEach(async () => {
  await stage.github.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

const install = (repositories: 'all' | Stage['shop'][] = 'all') =>
  stage.github.installApp({ app: stage.app.app, account: stage.acme, repositories, sender: stage.olga });
const seen = () =>
  received.map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event)).toSorted();

/** Runs an action and gives the deliveries that it caused. */
async function during(act: () => unknown): Promise<string[]> {
  await stage.github.settle();
  received.length = 0;
  act();
  await stage.github.settle();
  return seen();
}

test('installing is told at once, signed with the secret', async () => {
  const installation = install();
  await stage.github.settle();
  expect(seen()).toEqual(['installation.created']);
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
      () => github.editPullRequest(pull, { title: 'New', draft: true }, ann),
      ['pull_request.converted_to_draft', 'pull_request.edited'],
    ],
    [
      () => github.editPullRequest(pull, { draft: false, labels: ['bug'] }, ann),
      ['pull_request.labeled', 'pull_request.ready_for_review'],
    ],
    [() => github.comment(pull, bob, 'Nice'), ['issue_comment.created']],
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
  expect(await during(() => github.openIssue(stage.shop, { title: 'Not subscribed', author: ann }))).toEqual(
    [],
  );
  const team = github.createTeam(acme, 'dba');
  expect(await during(() => github.addTeamMember(team, ann, stage.olga))).toEqual(['membership.added']);
});

const { pull_request: _known, ...EXAMPLES } = Object.fromEntries(
  (
    createRequire(import.meta.url)('@octokit/webhooks-examples') as {
      name: string;
      examples: Record<string, unknown>[];
    }[]
  ).map(({ name, examples }) => [name, examples]),
);
/** In examples from repositories of people, or gone from GitHub since. */
const OCCASIONAL = ['organization', 'installation', 'has_discussions', 'custom_properties', 'deployment'];

describe('payloads have every field of the published examples', () => {
  const fields = (value: unknown) => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
  test.each([
    [
      'pull_request',
      'synchronize',
      () =>
        stage.github.commit(stage.shop, {
          branch: 'change',
          files: { x: 'x' },
          message: 'x',
          author: stage.ann,
        }),
    ],
    ['pull_request_review', 'submitted', () => stage.github.review(pullOf(), stage.bob, 'APPROVE')],
    ['issue_comment', 'created', () => stage.github.comment(pullOf(), stage.bob, 'x')],
    [
      'push',
      undefined,
      () =>
        stage.github.commit(stage.shop, {
          branch: 'change',
          files: { x: 'x' },
          message: 'x',
          author: stage.ann,
        }),
    ],
    [
      'check_run',
      'created',
      () =>
        stage.github.createCheckRun(stage.shop, stage.app.app, { name: 'A', head_sha: pullOf().head.sha }),
    ],
    ['merge_group', 'checks_requested', () => stage.github.enqueue(pullOf(), stage.ann)],
  ] as const)('%s.%s', async (event, action, act) => {
    install();
    propose(stage, stage.ann);
    await during(act);
    const mine = received.find((each) => each.event === event)?.payload ?? {};
    const examples = event === 'pull_request' ? _known : EXAMPLES[event];
    const example = examples?.find((each) => each.action === action) ?? {};
    const missing = fields(example)
      .filter((name) => !OCCASIONAL.includes(name))
      .flatMap((name) => {
        const inner = fields(example[name]).filter((field) => !fields(mine[name]).includes(field));
        return name in mine
          ? inner.filter((field) => !OCCASIONAL.includes(field)).map((field) => `${name}.${field}`)
          : [name];
      });
    expect(missing).toEqual([]);
  });
  const pullOf = () => stage.shop.issues.get(1) as ReturnType<typeof propose>;
});

describe('deliveries go astray on request', () => {
  test('dropped, and found in the list', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'pull_request' ? { drop: true } : null);
    expect(await during(() => propose(stage, stage.ann))).toEqual(['push']);
    const { data } = await asApp(stage).apps.listWebhookDeliveries();
    expect(data.map(({ event, status, status_code: code }) => [event, status, code])).toEqual([
      ['pull_request', 'failed to connect to host', 0],
      ['push', 'OK', 202],
      ['installation', 'OK', 202],
    ]);
  });

  test('asked for again, with the same GUID', async () => {
    install();
    answerWith = 500;
    await during(() => propose(stage, stage.ann));
    answerWith = 202;
    const app = asApp(stage);
    const failed = (await app.apps.listWebhookDeliveries()).data.find(
      ({ event }) => event === 'pull_request',
    );
    expect(failed).toMatchObject({ status_code: 500, redelivery: false });
    received.length = 0;
    await app.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 });
    await stage.github.settle();
    expect(received.map(({ guid, event }) => [guid, event])).toEqual([[failed?.guid, 'pull_request']]);
    expect((await app.apps.listWebhookDeliveries()).data[0]).toMatchObject({
      guid: failed?.guid,
      status_code: 202,
      redelivery: true,
    });
  });

  test('duplicated', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'push' ? { copies: 3 } : null);
    expect(await during(() => propose(stage, stage.ann))).toEqual([
      'pull_request.opened',
      'push',
      'push',
      'push',
    ]);
    expect(new Set(received.filter(({ event }) => event === 'push').map(({ guid }) => guid)).size).toBe(1);
  });

  test('delayed', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'push' ? { delayMs: 200 } : null);
    await during(() => propose(stage, stage.ann));
    expect(received.map(({ event }) => event)).toEqual(['pull_request', 'push']);
  });

  test('held and turned round', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.hold();
    expect(await during(() => propose(stage, stage.ann))).toEqual([]);
    stage.github.deliveries.release((held) => held.filter(({ event }) => event === 'pull_request'));
    await stage.github.settle();
    expect(seen()).toEqual(['pull_request.opened']);
  });

  test('nobody listens', async () => {
    install();
    await stage.github.settle();
    stage.app.app.webhook = { url: 'http://127.0.0.1:9/', secret: SECRET };
    await during(() => propose(stage, stage.ann));
    expect(stage.github.deliveries.list.at(-1)).toMatchObject({
      statusCode: 0,
      status: 'failed to connect to host',
    });
  });
});
