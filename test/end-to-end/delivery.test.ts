import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Delivery, PullRequest } from '../../demo/github/github.ts';
import type { Mishap } from '../../demo/github/webhooks/deliveries.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

const EXAMPLES = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  name: string;
  examples: Record<string, unknown>[];
}[];

let gate: Gate;
let acme: Acme;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate);
  await gate.settled();
});
afterEach(() => {
  gate.github.deliveries.mishap = () => null;
});
afterAll(() => gate.close());

const answer = async (pull: PullRequest) => {
  const { conclusion, output } = await gate.answer(pull);
  return { conclusion, title: output.title, summary: output.summary ?? '' };
};
const WAITING = { conclusion: 'action_required', title: expect.stringMatching(/^Waiting for /) };

describe('deliveries that go astray', () => {
  /** An approval goes stale, changes are asked for, and at last the right person approves the head. */
  function story(name: string, between: () => void = () => {}): PullRequest {
    const repository = acme.createRepository(name, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' }, { repository });
    const acts = [
      () => acme.review(pull, acme.bela),
      () => acme.push(pull, { 'db/1.sql': 'CREATE TABLE a (id bigint);\n' }),
      () => acme.review(pull, acme.olga, 'REQUEST_CHANGES'),
      () => acme.review(pull, acme.olga),
    ];
    for (const act of acts) {
      between();
      act();
    }
    return pull;
  }
  const END = { conclusion: 'success', title: 'Approved by olga' };

  test.each<[string, (delivery: Delivery) => Mishap | null]>([
    ['none does', () => null],
    ['each comes three times', () => ({ copies: 3 })],
    ['they come late and out of order', ({ id }) => ({ delayMs: (id * 37) % 300 })],
    ['only the last is not lost', ({ event }) => (event === 'pull_request_review' ? null : { drop: true })],
  ])('%s: the answer is the same', async (what, mishap) => {
    gate.github.deliveries.mishap = mishap;
    const pull = story(what.replaceAll(' ', '-'));
    expect(await answer(pull)).toMatchObject(END);
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  });

  test('they come in the opposite order', async () => {
    gate.github.deliveries.hold();
    const pull = story('backwards');
    gate.github.deliveries.release((held) => held.toReversed());
    expect(await answer(pull)).toMatchObject(END);
  });

  test('all are lost: nothing passes, and asked for again they end in the same answer', async () => {
    gate.github.deliveries.mishap = () => ({ drop: true });
    const pull = story('lost');
    await gate.settled();
    expect(gate.check(pull)).toBeNull();
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
    gate.github.deliveries.mishap = () => null;
    const lost = gate.github.deliveries.list.filter(
      ({ repository, event }) => repository === pull.repository && event === 'pull_request',
    );
    for (const delivery of lost) await gate.github.deliveries.redeliver(delivery);
    expect(await answer(pull)).toMatchObject(END);
  });
});

test("a fork's pull request is judged like any other, and says what cannot be known of it", async () => {
  const { github } = gate;
  const fork = github.forkRepository(acme.shop, acme.nadia);
  github.commit(fork, {
    branch: 'mine',
    files: { 'README.md': '# Better\n' },
    message: 'Better\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    author: acme.nadia,
  });
  const pull = github.openPullRequest(acme.shop, {
    title: 'Better',
    head: 'mine',
    headRepository: fork,
    author: acme.nadia,
  });
  const waiting = await answer(pull);
  expect(waiting).toMatchObject(WAITING);
  expect(waiting.summary).toContain('Claude Code co-authored 1 commit.');
  expect(waiting.summary).toContain(
    'The branch is in the fork nadia/shop, whose pushes GitHub does not tell.',
  );
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
  acme.review(pull, acme.bela);
  expect(await answer(pull)).toMatchObject({ conclusion: 'success', title: 'Approved by bela' });
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
});

test('installed on an organisation with open pull requests, it answers each of them', async () => {
  const { github } = gate;
  const late = createAcme(gate);
  const installation = github.state.installations.find(({ account }) => account === late.organization);
  if (!installation) throw new Error('not installed');
  github.uninstallApp(installation, late.ada);
  await gate.settled();
  const api = late.createRepository('api');
  const waiting = [
    late.agentOpens({ 'README.md': '# 1\n' }),
    late.agentOpens({ 'README.md': '# 2\n' }),
    late.agentOpens({ 'README.md': '# 3\n' }, { repository: api }),
  ];
  const theirs = late.personOpens({ 'README.md': '# 4\n' }, { repository: api });
  await gate.settled();
  for (const pull of [...waiting, theirs]) {
    expect(gate.check(pull)).toBeNull();
    expect(await gate.merge(pull, late.nadia)).toMatchObject({ status: 405 });
  }

  github.installApp({ app: gate.app, account: late.organization, repositories: 'all', sender: late.ada });
  await gate.settled();
  // Repositories and pull requests are taken one a second.
  for (let step = 0; step < 3; step++) await gate.later(10);
  for (const pull of waiting) expect(await answer(pull)).toMatchObject(WAITING);
  expect(await answer(theirs)).toMatchObject({ conclusion: 'success', title: 'No agent found' });
});

describe('payloads of every kind', () => {
  const EFFECTIVE =
    /^(?:pull_request|issue_comment|check_|push|merge_group|installation|member|team|repository)/;
  const post = async (event: string, payload: unknown, secret?: string): Promise<number> => {
    const { webhook } = gate.app;
    if (!webhook) throw new Error('no webhook');
    const body = JSON.stringify(payload);
    const signature = createHmac('sha256', secret ?? webhook.secret)
      .update(body)
      .digest('hex');
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };
  const healthy = async (): Promise<unknown> => {
    const url = new URL('/healthz', gate.app.webhook?.url);
    return (await fetch(url)).json();
  };
  test('leave the server healthy', async () => {
    const answers: [string, number][] = [];
    const [installation] = gate.github.state.installations;
    for (const { name, examples } of EXAMPLES) {
      // What has an effect comes as if from an installation that is there, so that its jobs run.
      const from = EFFECTIVE.test(name) ? { installation: { id: installation?.id } } : {};
      for (const example of examples) answers.push([name, await post(name, { ...example, ...from })]);
    }
    expect(answers.filter(([, status]) => status !== 202)).toEqual([]);
    expect(answers.length).toBeGreaterThan(300);
    await gate.settled();
    expect(await healthy()).toEqual({ status: 'ok', version: '0.0.0-test' });
    expect(await answer(acme.agentOpens({ 'README.md': '# After\n' }))).toMatchObject(WAITING);
  }, 60_000);

  test('are refused when they are not signed with the secret', async () => {
    const [first] = EXAMPLES;
    expect(await post(first?.name ?? '', first?.examples[0], 'another secret')).toBe(401);
  });
});
