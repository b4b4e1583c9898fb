import { rateLimited, type CheckRun, type PullRequest } from '../../demo/github/github.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

const README = { 'README.md': '# Changed\n' };

let gate: Gate;
let acme: Acme;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate);
  await gate.settled();
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

const answer = async (pull: PullRequest) => seen(await gate.answer(pull));
const seen = ({ name, conclusion, output }: CheckRun) => ({
  name,
  conclusion,
  title: output.title,
  summary: output.summary ?? '',
});
const firstAnswer = ({ head }: PullRequest) => {
  const first = gate.github.state.checkRuns.find(
    ({ app, headSha }) => app === gate.app && headSha === head.sha,
  );
  if (!first) throw new Error('there is no answer');
  return seen(first);
};
const refused = (pull: PullRequest) =>
  expect(gate.merge(pull, acme.nadia)).resolves.toMatchObject({ status: 405 });

const TRYING_AGAIN = {
  name: 'AgentGuard',
  conclusion: 'failure',
  title: 'Could not be evaluated yet: trying again',
};
const WAITING = { conclusion: 'action_required', title: expect.stringMatching(/^Waiting for /) };
const APPROVED = { conclusion: 'success', title: expect.stringMatching(/^Approved by /) };

describe('facts that cannot be read for a while', () => {
  const GRAPHQL = { path: '/graphql', body: 'query pullRequest' };
  const asksFor = ({ number }: PullRequest) => ({
    ...GRAPHQL,
    body: new RegExp(`query pullRequest[^]*"number":${number}\\b`),
  });
  const partial = (json: Record<string, unknown>) => {
    const data = structuredClone(json.data) as { repository: { pullRequest: { reviews: unknown } } };
    data.repository.pullRequest.reviews = null;
    const path = ['repository', 'pullRequest', 'reviews'];
    return { data, errors: [{ message: 'Something went wrong while executing your query.', path }] };
  };

  test.each([
    [
      'a 502',
      (pull: PullRequest) => ({ ...asksFor(pull), status: 502, headers: { 'retry-after': '1' } }),
      'GitHub answered 502. It is tried again',
    ],
    [
      'half an answer',
      (pull: PullRequest) => ({ ...asksFor(pull), alter: partial }),
      'at repository.pullRequest.reviews',
    ],
    [
      'a list of files that was cut off',
      () => ({ path: /\/compare\/|\/pulls\/\d+\/files$/, alter: () => '[{"filename":', times: 6 }),
      'the answer was cut off',
    ],
  ])('%s: it says so, and ends right by itself', async (_what, fault, problem) => {
    const pull = acme.agentOpens(README);
    // Of this pull request's facts: those of an earlier one may be read at the same time.
    gate.github.fail(fault(pull));
    await gate.settled();
    // The first answer, not the newest: on a slow machine the next attempt may be over by now.
    const failed = firstAnswer(pull);
    expect(failed).toMatchObject(TRYING_AGAIN);
    expect(failed.summary).toContain(`Could not read`);
    expect(failed.summary).toContain(problem);
    expect(failed.summary).toMatch(
      /tried again by itself, next at \d{4}-\d\d-\d\d \d\d:\d\d UTC .* nothing is needed from you/,
    );
    await refused(pull);

    await gate.later(10);
    expect(await answer(pull)).toMatchObject(WAITING);
  });

  test('asked too often: nothing is sent until GitHub wants to be asked again', async () => {
    const pull = acme.agentOpens(README);
    gate.github.fail({ ...GRAPHQL, ...rateLimited(1) });
    await gate.settled();
    const sent = gate.github.requests.length;
    expect(gate.check(pull)).toBeNull();
    await refused(pull);
    expect(gate.log()).toContain('GitHub asks to be left alone; an installation rests');
    expect(gate.github.requests.slice(sent).filter(({ path }) => path === '/graphql')).toEqual([]);

    await new Promise((resolve) => setTimeout(resolve, 1000));
    await gate.later(10);
    expect(await answer(pull)).toMatchObject(WAITING);
  });

  test('a team that cannot be read holds up and is read again', async () => {
    const repository = acme.createRepository('teams', { '.agentguard.yml': DATABASE_POLICY });
    await gate.settled();
    const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' }, { repository });
    gate.github.fail({
      path: '/graphql',
      body: 'query team',
      status: 200,
      json: {
        data: { organization: null },
        errors: [{ type: 'INTERNAL', message: 'Something went wrong.' }],
      },
    });
    const missing = await answer(pull);
    expect(missing).toMatchObject({
      conclusion: 'failure',
      title: 'Cannot tell yet: team acme/dba could not be read',
    });
    expect(missing.summary).toContain('It is tried again.');
    await gate.later(10);
    expect(await answer(pull)).toMatchObject({ title: 'Waiting for 1 of @acme/dba (db/**) and 1 more' });
  });

  test('given up after many attempts, it says whom to ask and what to press', async () => {
    const pull = acme.agentOpens(README);
    gate.github.fail({ ...GRAPHQL, status: 502, headers: { 'retry-after': '1' }, times: 100 });
    for (let attempt = 1; attempt <= 12; attempt++) await gate.later(20 * 60);
    const parked = await answer(pull);
    expect(parked).toMatchObject({ conclusion: 'failure', title: 'Could not be evaluated' });
    expect(parked.summary).toContain(
      'Ask an operator of AgentGuard to look at its log, or press "Re-run" here',
    );
    await refused(pull);

    gate.github.heal();
    const run = gate.check(pull);
    gate.github.state.emit({
      event: 'check_run',
      action: 'rerequested',
      repository: acme.shop,
      sender: acme.nadia,
      checkRun: run as CheckRun,
    });
    expect(await answer(pull)).toMatchObject(WAITING);
  });
});

describe('a pass', () => {
  const approvedIn = async (options: Parameters<Acme['agentOpens']>[1] = {}) => {
    const pull = acme.agentOpens(README, options);
    await gate.settled();
    const review = gate.github.review(pull, acme.bela, 'APPROVE');
    expect(await answer(pull)).toMatchObject(APPROVED);
    return { pull, dismiss: () => gate.github.dismissReview(pull, review, acme.ada) };
  };

  test.each([
    ['AgentGuard', 'version: 1\n'],
    ['AgentGuard: main', 'version: 1\ncheck: { per_base: true }\n'],
  ])('is taken back when something happened and the facts cannot be read (%s)', async (name, policy) => {
    const repository = acme.createRepository(name.replace(': ', '-'), { '.agentguard.yml': policy }, name);
    const { pull, dismiss } = await approvedIn({ repository });
    gate.github.fail({
      path: '/graphql',
      body: 'query pullRequest(',
      status: 502,
      headers: { 'retry-after': '1' },
    });
    dismiss();
    expect(await answer(pull)).toMatchObject({ ...TRYING_AGAIN, name });
    await refused(pull);
    await gate.later(10);
    expect(await answer(pull)).toMatchObject({ ...WAITING, name });
  });

  test('that GitHub took while its answer was lost does not outlive its reason', async () => {
    const pull = acme.agentOpens(README);
    expect(await answer(pull)).toMatchObject(WAITING);
    const creating = { method: 'POST', path: /\/check-runs$/ };
    gate.github.fail({ ...creating, body: 'Approved by', alter: () => '{"id":' });
    gate.github.fail({ ...creating, body: 'Could not be evaluated', status: 502 });
    const review = gate.github.review(pull, acme.bela, 'APPROVE');
    expect(await answer(pull)).toMatchObject(APPROVED);
    gate.github.dismissReview(pull, review, acme.ada);
    await gate.later(10);
    expect(await answer(pull)).toMatchObject(WAITING);
    await refused(pull);
  });

  test('given before the app went down does not survive what happened meanwhile', async () => {
    const { pull, dismiss } = await approvedIn();
    const untouched = await approvedIn();
    await gate.stop();
    dismiss();
    const opened = acme.agentOpens(README);
    const pushed = acme.agentOpens(README);
    acme.push(untouched.pull, { 'README.md': '# Changed again\n' });
    acme.push(pushed, { 'README.md': '# Changed again\n' });
    for (const unseen of [opened, pushed, untouched.pull]) {
      expect(gate.check(unseen)).toBeNull();
      await refused(unseen);
    }
    await gate.start();
    await gate.settled();
    for (let step = 0; step < 3; step++) await gate.later(60);
    for (const waiting of [pull, opened, pushed, untouched.pull]) {
      expect(await answer(waiting)).toMatchObject(WAITING);
      await refused(waiting);
    }
  });
});

describe('publishing', () => {
  const WORKFLOW = '.github/workflows/ci.yml';
  const steps = Array.from({ length: 120 }, (_, index) => `      - uses: tools/step-${index}@main\n`);
  const workflow = `on: push\npermissions: {}\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps:\n${steps.join('')}`;

  test('broken off between batches of annotations, it blocks and mends itself', async () => {
    gate.github.fail({ method: 'PATCH', path: /\/check-runs\/\d+$/, status: 502 });
    gate.github.fail({ method: 'POST', path: /\/check-runs$/, body: 'Could not be evaluated', status: 502 });
    const pull = acme.agentOpens({ [WORKFLOW]: workflow });
    await gate.settled();
    expect(gate.check(pull)).toMatchObject({ status: 'in_progress', conclusion: null });
    expect(gate.check(pull)?.annotations).toHaveLength(50);
    await refused(pull);
    expect(gate.log()).toContain('the failure of a job could not be told');

    await gate.later(10);
    expect(await answer(pull)).toMatchObject(WAITING);
    const lines = gate.check(pull)?.annotations.map(({ start_line: line }) => line) ?? [];
    expect(lines.toSorted((a, b) => a - b)).toEqual(steps.map((_, index) => index + 7));
  });

  test('asking for reviews fails: the answer stands, and the next evaluation asks', async () => {
    const repository = acme.createRepository('asking', { '.agentguard.yml': DATABASE_POLICY });
    await gate.settled();
    gate.github.fail({ method: 'POST', path: /\/requested_reviewers$/, status: 502 });
    const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' }, { repository });
    expect(await answer(pull)).toMatchObject({ title: 'Waiting for 1 of @acme/dba (db/**) and 1 more' });
    expect([...pull.requestedTeams]).toEqual([]);
    acme.review(pull, acme.bela);
    await gate.settled();
    expect([...pull.requestedTeams]).toEqual([acme.dba]);
    const titles = gate.github.state.checkRuns
      .filter((run) => run.headSha === pull.head.sha)
      .map(({ output }) => output.title);
    expect(titles.filter((title) => title?.startsWith('Could not'))).toEqual([]);
  });
});
