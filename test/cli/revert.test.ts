import type { Account, PullRequest } from '../../demo/github/github.ts';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let pull: PullRequest;

beforeAll(async () => {
  gate = await createGate({ permissions: { contents: 'write' } });
  acme = createAcme(gate);
  pull = acme.agentOpens({ 'src/index.ts': 'broken\n' });
  acme.review(pull, acme.bela);
  await gate.verdict(pull, acme.nadia);
  await gate.settled();
});
afterAll(() => gate.close());

const revert = (person: Account, ...args: string[]): Promise<Run> =>
  agentguardWith(
    {
      GHE_HOST: gate.github.host,
      GHE_PROTOCOL: 'http',
      GITHUB_TOKEN: gate.github.createUserToken(person, ['repo']),
    },
    'revert',
    ...args,
  );

const backs = (): PullRequest[] =>
  [...acme.shop.issues.values()].filter(
    (each): each is PullRequest => each.kind === 'pull' && each.author === gate.app.bot,
  );

test('opens the revert as the person, and says what it waits for', async () => {
  const run = await revert(acme.nadia, 'acme/shop#1', '--reason', 'it sells for nothing');
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^http:\/\/\S+\/acme\/shop\/pull\/2\n$/),
    stderr: expect.stringMatching(/Waiting for AgentGuard's answer[^]*Its check: Waiting for /),
  });
  expect(backs()).toHaveLength(1);
  expect(pull.comments[0]).toMatchObject({
    author: acme.nadia,
    body: '/agentguard revert it sells for nothing',
  });
});

test('open already is as good, and an address names it as well', async () => {
  const run = await revert(acme.bela, `${gate.github.url}/acme/shop/pull/1`, '--reason', 'now really');
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('/pull/2\n') });
  expect(backs()).toHaveLength(1);
});

test('what is refused is said', async () => {
  const other = acme.agentOpens({ 'src/other.ts': 'x\n' });
  await gate.settled();
  const run = await revert(acme.nadia, `acme/shop#${other.number}`, '--reason', 'it is wrong');
  expect(run).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('It is not merged.'),
  });
});

test('without an answer in time it says so', async () => {
  await gate.stop();
  const run = await revert(acme.nadia, 'acme/shop#1', '--reason', 'it is wrong', '--wait', '1');
  expect(run).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('AgentGuard has not answered within 1 seconds.'),
  });
  await gate.start();
});

test.each([
  ['no reason that says anything', ['acme/shop#1', '--reason', 'ok'], 'Say why, in a few words'],
  ['no reason', ['acme/shop#1'], "required option '--reason <text>'"],
  ['no pull request', ['acme/shop', '--reason', 'it is wrong'], 'is not a pull request'],
  ['no time', ['acme/shop#1', '--reason', 'it is wrong', '--wait', 'long'], 'It takes 1 to 3600 seconds.'],
])('%s: exit 2, and nothing is said at GitHub', async (_, args, message) => {
  const before = pull.comments.length;
  expect(await revert(acme.nadia, ...args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
  expect(pull.comments).toHaveLength(before);
});

test('a token of an app is no person', async () => {
  const run = await agentguardWith(
    { GHE_HOST: gate.github.host, GHE_PROTOCOL: 'http', GITHUB_TOKEN: `ghs_${'a'.repeat(20)}` },
    'revert',
    'acme/shop#1',
    '--reason',
    'it is wrong',
  );
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('the token of an app') });
});
