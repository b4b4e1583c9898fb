import type { Account, Issue, PullRequest, Repository } from '../../demo/github/github.ts';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let max: Account;
let home: Repository;
let pull: PullRequest;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate);
  max = gate.github.createUser('max');
  gate.github.addCollaborator(acme.shop, max, 'maintain');
  home = acme.createRepository('.github');
  pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
  acme.review(pull, acme.bela);
  await gate.settled();
});

afterAll(() => gate.close());

const freeze = (person: Account, ...args: string[]): Promise<Run> =>
  agentguardWith(
    {
      GHE_HOST: gate.github.host,
      GHE_PROTOCOL: 'http',
      GITHUB_TOKEN: gate.github.createUserToken(person, ['repo']),
    },
    'freeze',
    ...args,
  );

const ALL = ['acme/shop', '--agent', 'all', '--for', '4h', '--reason', 'they push secrets'];

const issuesOf = (repository: Repository): Issue[] =>
  [...repository.issues.values()].filter((each): each is Issue => each.kind === 'issue');

const title = async (): Promise<string | null> => (await gate.answer(pull)).output.title ?? null;

test('freezes in an issue that says so, and lifts it there', async () => {
  const run = await freeze(
    max,
    'acme/shop',
    '--agent',
    'all',
    '--for',
    '4h',
    '--reason',
    'they push secrets',
  );
  const [issue] = issuesOf(acme.shop);
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Agents are frozen here; agentguard\[bot\] has recorded it\.\nhttp:\/\/\S+\/acme\/shop\/issues\/2\n$/,
    ),
    stderr: expect.stringContaining("Waiting for AgentGuard's answer"),
  });
  expect(issue).toMatchObject({
    title: expect.stringMatching(/^Agents are frozen here until .* UTC: they push secrets$/),
    state: 'open',
    author: max,
  });
  expect(await title()).toMatch(/^Blocked: agents are frozen here until/);

  // Once more: the same issue tells the new end.
  const longer = await freeze(max, 'acme/shop', '--agent', 'all', '--for', '2d', '--reason', 'still at it');
  expect(longer.code).toBe(0);
  expect(issuesOf(acme.shop)).toHaveLength(1);
  expect(issue?.title).toMatch(/: still at it$/);

  const lifted = await freeze(max, 'acme/shop', '--lift', '--agent', 'all', '--reason', 'keys are rotated');
  expect(lifted).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Agents are no longer frozen here; agentguard[bot] has recorded it.'),
  });
  expect(issue?.state).toBe('closed');
  expect(await title()).toBe('Approved by bela');
});

test('freezes everywhere from the organisation’s .github', async () => {
  const run = await freeze(
    acme.ada,
    'acme',
    '--agent',
    'claude-github-app',
    '--for',
    '1d',
    '--reason',
    'a bad release',
  );
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Claude's GitHub app is frozen in all of acme; "),
  });
  expect(issuesOf(home)[0]?.title).toMatch(/^Claude's GitHub app is frozen in all of acme until/);
  expect(await title()).toMatch(/^Blocked: Claude's GitHub app is frozen until/);
  await freeze(acme.ada, 'acme', '--lift', '--agent', 'claude-github-app', '--reason', 'mended');
  expect(await title()).toBe('Approved by bela');
});

test('what is refused is said, and its issue does not go on telling otherwise', async () => {
  const before = issuesOf(acme.shop).length;
  const run = await freeze(
    acme.bela,
    'acme/shop',
    '--agent',
    'all',
    '--for',
    '4h',
    '--reason',
    'no reason at all',
  );
  expect(run).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^http:\S+\n$/),
    stderr: expect.stringContaining('This takes someone with maintain access'),
  });
  const [issue] = issuesOf(acme.shop).slice(before);
  expect(issue).toMatchObject({
    state: 'closed',
    title: expect.stringMatching(/^Refused: Agents are frozen/),
  });
});

test('no answer in time is told, and nothing is said to be done', async () => {
  await gate.stop();
  const run = await freeze(max, ...ALL, '--wait', '1');
  expect(run).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^http:\S+\n$/),
    stderr: expect.stringContaining('AgentGuard has not answered within 1 seconds.'),
  });
  await gate.start();
});

test.each<[string, string[], string]>([
  ['no place', ['acme/shop/x'], 'is no repository; write owner/repo'],
  ['no time', ['acme/shop', '--agent', 'all'], 'Say for how long with --for'],
  ['a time that is too long', ['acme/shop', '--agent', 'all', '--for', '31d'], 'at most `30d`'],
  ['an agent that can be none', ['acme/shop', '--agent', '@x', '--for', '4h'], 'It has to say which agent'],
])('is not asked for at all: %s', async (_, args, why) => {
  const given = args.includes('--agent') ? args : [...args, '--agent', 'all', '--for', '4h'];
  const before = issuesOf(acme.shop).length;
  const run = await freeze(max, ...given, '--reason', 'they push secrets');
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
  expect(issuesOf(acme.shop)).toHaveLength(before);
});

test('only with the token of a person, which is not shown', async () => {
  const token = ['ghs', 'x'.repeat(36)].join('_');
  const run = await agentguardWith(
    { GHE_HOST: gate.github.host, GHE_PROTOCOL: 'http', GITHUB_TOKEN: token },
    'freeze',
    ...ALL,
  );
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("only people's words count") });
  expect(run.stdout + run.stderr).not.toContain('xxxx');
});
