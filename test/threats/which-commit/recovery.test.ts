/** Ways to get a change through the fast lane of a revert. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

const POLICY = `version: 1
reviews:
  - { name: seniors, approvals: 2, from: { teams: [dba] } }
recovery:
  from: { users: [bela] }
`;

let gate: Gate;
let acme: Acme;
beforeAll(async () => {
  gate = await createGate({ permissions: { contents: 'write' } });
});
beforeEach(() => {
  acme = createAcme(gate, { '.agentguard.yml': POLICY });
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

/** An agent's pull request as an admin merged it. */
async function merged(): Promise<PullRequest> {
  const { shop, ada } = acme;
  const pull = acme.agentOpens({ 'src/index.ts': 'broken\n', 'src/more.ts': 'more\n' });
  await gate.answer(pull);
  const [ruleset] = shop.rulesets;
  if (ruleset) ruleset.bypass = [{ id: ada.id, type: 'User', mode: 'always' }];
  expect(await gate.merge(pull, ada)).toMatchObject({ status: 200 });
  if (ruleset) ruleset.bypass = [];
  await gate.settled();
  return pull;
}

const pulls = (): PullRequest[] =>
  [...acme.shop.issues.values()].filter((each): each is PullRequest => each.kind === 'pull');

/** What AgentGuard opened to take it back. */
async function takenBack(pull: PullRequest): Promise<PullRequest> {
  gate.github.comment(pull, acme.nadia, '/agentguard revert it broke the shop');
  await gate.settled();
  const back = pulls().at(-1);
  if (back?.author !== gate.app.bot) throw new Error('nothing was opened');
  return back;
}

/** What the merge button says once bela, who may let reverts in and nothing more, has approved. */
async function withBela(pull: PullRequest) {
  acme.review(pull, acme.bela);
  return gate.verdict(pull, acme.nadia);
}

test('the fast lane itself: bela alone lets a revert in', async () => {
  expect(await withBela(await takenBack(await merged()))).toMatchObject({ merge: 200 });
});

test('an agent opens a pull request that looks like a revert, with the mark and the branch of one', async () => {
  const pull = await merged();
  const back = await takenBack(pull);
  const body = back.body ?? '';
  gate.github.closePullRequest(back, acme.nadia);
  const fake = acme.agentOpens({ 'src/index.ts': 'worse\n' }, { title: back.title, body });
  expect(body).toContain('<!-- agentguard:revert:');
  expect(await withBela(fake)).toMatchObject({
    merge: 405,
    title: expect.stringContaining('seniors'),
  });
});

test('a person opens one on the very commit of a revert', async () => {
  const back = await takenBack(await merged());
  gate.github.closePullRequest(back, acme.nadia);
  const { sha } = back.head;
  gate.github.updateBranch(acme.shop, 'mine', sha, acme.nadia);
  gate.github.commit(acme.shop, {
    branch: 'mine',
    files: { 'src/index.ts': 'worse\n' },
    message: 'Better\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    author: acme.nadia,
  });
  const fake = gate.github.openPullRequest(acme.shop, {
    title: back.title,
    body: back.body,
    head: 'mine',
    author: acme.nadia,
  });
  expect(await withBela(fake)).toMatchObject({ merge: 405 });
});

test.each([
  ['an agent', () => acme.claude],
  ['a person', () => acme.nadia],
])('%s pushes to a revert', async (_, pusher) => {
  const back = await takenBack(await merged());
  expect((await gate.answer(back)).output.title).toContain('revert of #');
  acme.push(back, { 'src/index.ts': 'worse\n' }, pusher());
  expect(await withBela(back)).toMatchObject({
    merge: 405,
    title: expect.stringContaining('seniors'),
  });
});

test('an approval from before the push does not count for what was pushed', async () => {
  const back = await takenBack(await merged());
  acme.review(back, acme.bela);
  expect(await gate.answer(back)).toMatchObject({ conclusion: 'success' });
  acme.push(back, { 'src/index.ts': 'worse\n' }, acme.nadia);
  expect(await gate.verdict(back, acme.nadia)).toMatchObject({ merge: 405 });
});

test('somebody pushes before AgentGuard has recorded what it opened', async () => {
  const pull = await merged();
  // GitHub opens it, its answer is lost, and whoever looks first is no friend.
  gate.github.fail({
    path: '/graphql',
    body: 'mutation',
    alter: () => ({ data: null, errors: [{ message: 'Lost' }] }),
  });
  gate.github.comment(pull, acme.nadia, '/agentguard revert it broke the shop');
  await gate.settled();
  const back = pulls().at(-1) as PullRequest;
  expect(back.author).toBe(gate.app.bot);
  const { sha } = back.head;
  acme.push(back, { 'src/index.ts': 'worse\n' }, acme.nadia);
  await gate.later(600);
  const recorded = (await gate.record(back)).find(({ kind }) => kind === 'revert');
  expect(recorded?.body).toMatchObject({ takesBack: pull.number, head: sha });
  expect(await withBela(back)).toMatchObject({ merge: 405 });
});

test('its base is changed to another branch', async () => {
  const back = await takenBack(await merged());
  gate.github.commit(acme.shop, {
    branch: 'release',
    files: { 'other.txt': 'x\n' },
    message: 'Begin a release',
    author: acme.ada,
  });
  gate.github.createRuleset(acme.shop, {
    branches: ['release'],
    requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
  });
  gate.github.editPullRequest(back, { base: 'release' }, acme.nadia);
  // GitHub tells seconds, and a review within the second of the change is older than it.
  await new Promise((resume) => setTimeout(resume, 1100));
  expect(await withBela(back)).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('its base branch was changed since'),
  });
});

test('whoever only updates it from its base changes nothing', async () => {
  const back = await takenBack(await merged());
  await gate.answer(back);
  gate.github.commit(acme.shop, {
    branch: 'main',
    files: { 'docs/more.md': 'more\n' },
    message: 'Docs',
    author: acme.ada,
  });
  gate.github.updatePullRequestBranch(back, acme.nadia);
  expect(await withBela(back)).toMatchObject({ merge: 200 });
});

test('a bot among those whom the policy names lets nothing in', async () => {
  const back = await takenBack(await merged());
  const bot = gate.github.state.accounts.get('ship[bot]') ?? gate.github.createBot('ship', { id: 4242 });
  gate.github.addCollaborator(acme.shop, bot, 'write');
  acme.review(back, bot);
  expect(await gate.verdict(back, acme.nadia)).toMatchObject({ merge: 405 });
});

test('the policy cannot be made invalid by a revert', async () => {
  const { shop, ada } = acme;
  gate.github.commit(shop, {
    branch: 'main',
    files: { '.agentguard.yml': 'version: 1\nnonsense: true\n' },
    message: 'Break the policy',
    author: ada,
  });
  const pull = acme.agentOpens({ '.agentguard.yml': POLICY });
  await gate.answer(pull);
  const [ruleset] = shop.rulesets;
  if (ruleset) ruleset.bypass = [{ id: ada.id, type: 'User', mode: 'always' }];
  expect(await gate.merge(pull, ada)).toMatchObject({ status: 200 });
  if (ruleset) ruleset.bypass = [];
  await gate.settled();
  const back = await takenBack(pull);
  acme.review(back, ada);
  expect(await withBela(back)).toMatchObject({ merge: 405, title: expect.stringContaining('Blocked') });
});
