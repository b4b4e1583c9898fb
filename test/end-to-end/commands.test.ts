/** What people write under a pull request and press on its check, from the comment to the merge button. */
import type { Account, PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let max: Account;

beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

/** acme, with max who maintains the shop. */
function stage(files: Record<string, string> = {}): void {
  acme = createAcme(gate, files);
  max = gate.github.state.accounts.get('max') ?? gate.github.createUser('max');
  gate.github.addCollaborator(acme.shop, max, 'maintain');
}

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const TOKEN = `export const token = 'ghp_${sample(36)}';\n`;

interface Reply {
  readonly reactions: string[];
  readonly comments: string[];
  readonly title: string;
  readonly conclusion: string | null;
}

const said = (pull: PullRequest): string[] =>
  pull.comments.filter(({ author }) => author === gate.app.bot).map(({ body }) => body);

/** What somebody writes, and all that comes of it once everything is settled. */
async function write(pull: PullRequest, person: Account, text: string): Promise<Reply> {
  const before = said(pull).length;
  const comment = gate.github.comment(pull, person, text);
  const { output, conclusion } = await gate.answer(pull);
  return {
    reactions: comment.reactions.map(({ content }) => content),
    comments: said(pull).slice(before),
    title: output.title ?? '',
    conclusion,
  };
}

/** Opens an agent's pull request and waits for the first answer, as people do. */
async function opened(files: Record<string, string> = CODE): Promise<PullRequest> {
  const pull = acme.agentOpens(files);
  await gate.answer(pull);
  return pull;
}

/** The keys of findings that the check shows. */
async function keysOn(pull: PullRequest): Promise<string[]> {
  const { output } = await gate.answer(pull);
  return [...(output.summary ?? '').matchAll(/Finding `([0-9a-f]{8})`/g)].map(([, key]) => key ?? '');
}

const accepted = { reactions: ['+1'], comments: [] };
const refused = (why: string | RegExp) => ({
  reactions: ['-1'],
  comments: [typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why)],
});
const kinds = async (pull: PullRequest): Promise<string[]> =>
  (await gate.record(pull)).map(({ kind }) => kind);

describe('/agentguard waive', () => {
  beforeEach(() => stage());

  test('by whoever maintains it lifts what the finding blocked, and nothing else', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    const [key] = await keysOn(pull);
    acme.review(pull, acme.bela);
    expect(await write(pull, max, `/agentguard waive ${key} revoked before it was pushed`)).toMatchObject({
      ...accepted,
      conclusion: 'success',
      title: expect.stringContaining('bela'),
    });
    const { output } = await gate.answer(pull);
    expect(output.summary).toContain('revoked before it was pushed');
    expect(await kinds(pull)).toContain('waiver');
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  });

  test('is of the finding as it is: pushed to, it blocks again', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    acme.review(pull, acme.bela);
    const [key] = await keysOn(pull);
    await write(pull, max, `/agentguard waive ${key} revoked`);
    acme.push(pull, { 'src/client.ts': `// For tests.\n${TOKEN}` });
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringContaining('Blocked: provider-token'),
    });
    expect(await write(pull, max, `/agentguard waive ${key} revoked`)).toMatchObject(
      refused(`No finding has the key \`${key}\` now; one that changed is another one.`),
    );
  });

  test('is refused once, whatever is wrong with it', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    const [key = ''] = await keysOn(pull);
    const nobody = gate.github.createUser('mallory');
    const machine = gate.github.createBot('helper', { id: 77 });
    for (const [person, text, reply] of [
      [acme.bela, `/agentguard waive ${key} fine by me`, refused('This takes someone with maintain access')],
      [nobody, `/agentguard waive ${key} fine by me`, refused('mallory has')],
      [
        max,
        `/agentguard waive ${key}`,
        refused(`Say why, in a few words: \`/agentguard waive ${key} <reason>\`.`),
      ],
      [max, '/agentguard waive', refused('It has to say which finding, and why.')],
      [max, '/agentguard waive 00000000 fine by me', refused('No finding has the key `00000000` now')],
      [max, '/agentguard wave it through', refused('Did you mean `waive`?')],
      [machine, `/agentguard waive ${key} fine by me`, { reactions: [], comments: [] }],
    ] as const) {
      expect(await write(pull, person, text)).toMatchObject({ ...reply, conclusion: 'failure' });
    }
    expect(said(pull).join('\n')).not.toMatch(/(?<!`)@\w/);
    expect(await kinds(pull)).not.toContain('waiver');
  });

  test('by somebody with a hand in the change is refused, also by an admin', async () => {
    const pull = acme.personOpens(
      { 'src/client.ts': TOKEN },
      { author: max, title: 'Add\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' },
    );
    const [key] = await keysOn(pull);
    expect(await write(pull, max, `/agentguard waive ${key} it is a test key`)).toMatchObject(
      refused(/This takes somebody else, since max .*\. Ask ada\./),
    );
    expect(await write(pull, acme.ada, `/agentguard waive ${key} it is a test key`)).toMatchObject(accepted);
  });

  test('in a comment that is edited, or edited into one, is nothing', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    const [key] = await keysOn(pull);
    const harmless = gate.github.comment(pull, max, 'Looks like a test key to me.');
    await gate.settled();
    gate.github.editComment(pull, harmless, `/agentguard waive ${key} says who`, acme.nadia);
    await gate.settled();
    expect(harmless.reactions).toEqual([]);
    expect(await kinds(pull)).not.toContain('waiver');

    gate.github.deliveries.hold();
    const meant = gate.github.comment(pull, acme.bela, '/agentguard recheck');
    gate.github.editComment(pull, meant, `/agentguard waive ${key} says who`, max);
    gate.github.deliveries.release();
    await gate.settled();
    expect(meant.reactions.map(({ content }) => content)).toEqual(['eyes']);
    expect(await kinds(pull)).not.toContain('waiver');
  });
});

describe('/agentguard not-agent', () => {
  beforeEach(() => stage());

  const signed = 'Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';

  test('takes the marks for none until there are others', async () => {
    const pull = acme.personOpens(CODE, { title: signed });
    await gate.answer(pull);
    expect(await write(pull, acme.nadia, '/agentguard not-agent a template did that')).toMatchObject(
      refused('This takes someone with maintain access'),
    );
    expect(await write(pull, max, '/agentguard not-agent a template\ndid that')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    acme.push(pull, { 'src/b.ts': 'export const b = 1;\n' }, acme.nadia, signed);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await write(pull, max, '/agentguard not-agent')).toMatchObject(refused('Say why, in a few words'));
  });

  test('has nothing to take where no agent was found', async () => {
    const pull = acme.personOpens(CODE);
    await gate.answer(pull);
    expect(await write(pull, max, '/agentguard not-agent to be sure')).toMatchObject(
      refused('Nothing here is taken for an agent’s mark.'),
    );
  });
});

describe('/agentguard override', () => {
  beforeEach(() => stage());

  test('by an admin lifts the gate for this very change, and warns in the log', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    expect(await write(pull, max, '/agentguard override prod is down')).toMatchObject(
      refused('This takes an admin; at this moment max has maintain access.'),
    );
    expect(await write(pull, acme.ada, '/agentguard override')).toMatchObject(refused('Say why'));
    expect(await write(pull, acme.ada, '/agentguard override prod is down')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    const warned = gate
      .log()
      .split('\n')
      .filter((line) => line.includes('the gate was overridden'))
      .map((line) => JSON.parse(line) as object);
    expect(warned).toMatchObject([
      {
        level: 40,
        pullRequest: expect.stringContaining(`#${pull.number}`),
        by: 'ada',
        reason: 'prod is down',
      },
    ]);
    expect(await write(pull, acme.ada, '/agentguard override once more')).toMatchObject(
      refused('there is nothing to override'),
    );
    acme.push(pull, { 'src/later.ts': 'export const b = 1;\n' });
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('is of what stood there when it was written, not of what is pushed meanwhile', async () => {
    const pull = await opened();
    gate.github.deliveries.hold();
    const comment = gate.github.comment(pull, acme.ada, '/agentguard override prod is down');
    acme.push(pull, { 'src/client.ts': TOKEN });
    gate.github.deliveries.release();
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
    expect(said(pull)).toEqual([
      expect.stringContaining('The change is another one than when this was written'),
    ]);
  });

  test('merges nothing twice: a delivery that comes again gives it no second time', async () => {
    const pull = await opened();
    await write(pull, acme.ada, '/agentguard override prod is down');
    const delivery = gate.github.deliveries.list.findLast(({ event }) => event === 'issue_comment');
    if (!delivery) throw new Error('no delivery of the comment');
    await gate.github.deliveries.redeliver(delivery);
    await gate.settled();
    expect((await kinds(pull)).filter((kind) => kind === 'override')).toHaveLength(1);
  });

  test('in a repository of one person is self-accepted, and said to be', async () => {
    const { github } = gate;
    const solo = github.state.accounts.get('solo') ?? github.createUser('solo');
    const repository = github.createRepository({
      owner: solo,
      name: 'blog',
      files: { 'README.md': '# Blog\n' },
    });
    github.createRuleset(repository, {
      requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
    });
    github.installApp({ app: gate.app, account: solo, repositories: 'all', sender: solo });
    const message = 'Add\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';
    github.commit(repository, { branch: 'mine', files: CODE, message, author: solo });
    const pull = github.openPullRequest(repository, { title: 'Add', head: 'mine', author: solo });
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
    expect(await write(pull, solo, '/agentguard not-agent I only asked it')).toMatchObject(
      refused('This takes somebody else, since solo'),
    );
    expect(await write(pull, solo, '/agentguard override nobody else is here')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    expect((await gate.record(pull)).find(({ kind }) => kind === 'override')?.body).toMatchObject({
      by: { login: 'solo' },
      selfAccepted: true,
    });
    expect(await gate.merge(pull, solo)).toMatchObject({ status: 200 });
  });

  test('on a merged pull request is refused', async () => {
    const pull = await opened();
    acme.review(pull, acme.bela);
    await gate.verdict(pull, acme.nadia);
    expect(await write(pull, acme.ada, '/agentguard override too late')).toMatchObject(
      refused('This pull request is merged, and commands are taken while it is open.'),
    );
  });
});

describe('without any rights', () => {
  beforeEach(() => stage({ '.agentguard.yml': DATABASE_POLICY }));

  test('/agentguard recheck evaluates again, and publishes nothing that stands there already', async () => {
    const pull = await opened({ 'db/1.sql': 'SELECT 1;\n' });
    const before = gate.check(pull);
    const stranger = gate.github.createUser('stranger');
    expect(await write(pull, stranger, '/agentguard recheck')).toMatchObject({
      reactions: ['eyes'],
      comments: [],
    });
    expect(gate.check(pull)).toBe(before);
  });

  test('/agentguard explain is for who may write, and for who opened it', async () => {
    const pull = await opened({ 'db/1.sql': 'SELECT 1;\n' });
    const reader = gate.github.createUser('reader');
    expect(await write(pull, reader, '/agentguard explain')).toMatchObject(
      refused('This takes someone with write access, or who opened it.'),
    );
    const { reactions, comments } = await write(pull, acme.bela, '/agentguard explain');
    expect(reactions).toEqual([]);
    expect(comments).toEqual([expect.stringMatching(/^Waiting for 1 of @?.*acme[\s\S]*database/)]);
    expect(comments[0]).not.toMatch(/(?<![`\w])@\w/);
  });
});

describe('buttons', () => {
  beforeEach(() => stage({ '.agentguard.yml': DATABASE_POLICY }));

  const press = async (pull: PullRequest, identifier: string, person: Account): Promise<void> => {
    gate.github.requestAction(await gate.answer(pull), identifier, person);
    await gate.settled();
  };
  const buttons = async (pull: PullRequest): Promise<string[]> =>
    (await gate.answer(pull)).actions.map(({ identifier }) => identifier);

  test('"Re-evaluate" reads everything afresh: what no delivery told is found', async () => {
    const pull = await opened({ 'db/1.sql': 'SELECT 1;\n' });
    gate.github.deliveries.hold();
    acme.review(pull, acme.olga);
    gate.github.deliveries.release(() => []);
    await press(pull, 'recheck', acme.nadia);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    expect(said(pull)).toEqual([]);
    expect(await buttons(pull)).toEqual(['recheck']);
  });

  test('"Request reviewers" asks again who still owes a review, but nobody who was taken out by hand', async () => {
    const pull = await opened({ 'db/1.sql': 'SELECT 1;\n' });
    const asks = () =>
      gate.github.requests.filter(
        ({ method, path }) =>
          method === 'POST' &&
          path.endsWith(`/${acme.organization.login}/shop/pulls/${pull.number}/requested_reviewers`),
      ).length;
    expect(await buttons(pull)).toEqual(['recheck', 'request-reviewers']);
    expect(asks()).toBe(1);
    acme.review(pull, acme.bela, 'COMMENT');
    pull.requestedTeams.clear();
    await gate.settled();
    await press(pull, 'request-reviewers', acme.nadia);
    expect(asks()).toBe(2);
    expect([...pull.requestedTeams]).toEqual([acme.dba]);

    gate.github.removeReviewRequests(pull, { users: [], teams: [acme.dba] }, acme.nadia);
    await gate.settled();
    await press(pull, 'recheck', acme.nadia);
    expect(await buttons(pull)).toEqual(['recheck']);
    expect(asks()).toBe(2);
  });
});

/*
 * Here the app's clock goes ahead of GitHub's, so that what is given after it would seem to come from before the last
 * decision: these stay the last.
 */

describe('broken off between the record and the answer', () => {
  beforeEach(() => stage());

  test('what was accepted is recorded once and acknowledged in the end', async () => {
    const pull = await opened();
    gate.github.fail({ method: 'POST', path: /\/check-runs$/, status: 502, times: 1 });
    gate.github.comment(pull, acme.ada, '/agentguard override prod is down');
    await gate.settled();
    await gate.later(10);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    expect((await kinds(pull)).filter((kind) => kind === 'override')).toHaveLength(1);
    expect(pull.comments[0]?.reactions.map(({ content }) => content)).toEqual(['+1']);
  });

  test('what was refused is said once, although GitHub’s answer was lost', async () => {
    const pull = await opened();
    gate.github.fail({
      method: 'POST',
      path: /\/issues\/\d+\/comments$/,
      alter: () => {
        throw new Error('The answer was lost.');
      },
    });
    gate.github.comment(pull, acme.bela, '/agentguard override prod is down');
    await gate.settled();
    await gate.later(10);
    expect(said(pull)).toHaveLength(1);
    await write(pull, acme.bela, '/agentguard recheck');
    expect(said(pull)).toHaveLength(1);
  });
});

describe('what ends by itself', () => {
  const HOUR = 3600;
  let other: Gate;
  beforeEach(async () => {
    other = gate;
    gate = await createGate();
    stage();
  });
  afterEach(async () => {
    await gate.close();
    gate = other;
  });

  test('an override holds for 72 hours, and no delivery is needed to end it', async () => {
    const pull = await opened();
    await write(pull, acme.ada, '/agentguard override prod is down');
    await gate.later(71.9 * HOUR);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    await gate.later(0.2 * HOUR);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      summary: expect.stringContaining('no: it ended on'),
    });
  });

  test('a waiver holds for 14 days', async () => {
    const pull = await opened({ 'src/client.ts': TOKEN });
    acme.review(pull, acme.bela);
    const [key] = await keysOn(pull);
    await write(pull, max, `/agentguard waive ${key} revoked`);
    await gate.later(14 * 24 * HOUR - 60);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    await gate.later(120);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringContaining('Blocked: provider-token'),
    });
  });

  test('what was written too long ago is refused, as when the app was down', async () => {
    const pull = await opened();
    await gate.stop();
    const comment = gate.github.comment(pull, acme.ada, '/agentguard override prod is down');
    const delivery = gate.github.deliveries.list.findLast(({ event }) => event === 'issue_comment');
    await gate.later(73 * HOUR);
    await gate.start();
    await gate.github.deliveries.redeliver(delivery!);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
    expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
    expect(said(pull)).toEqual([expect.stringContaining('has ended already')]);
  });
});
