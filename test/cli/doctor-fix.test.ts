import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import type { Repository } from '../../demo/github/github.ts';
import { doctor as runDoctor } from '../../src/cli/doctor/doctor.ts';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, type Acme } from '../support/organization.ts';
import { freePort } from '../support/postgres.ts';

let gate: Gate;
let acme: Acme;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate);
  await gate.settled();
});

afterAll(() => gate.close());

/** The app's variables with an admin's token. */
const variables = (): Record<string, string> => ({
  GHE_HOST: gate.github.host,
  GHE_PROTOCOL: 'http',
  APP_ID: String(gate.app.id),
  PRIVATE_KEY: gate.privateKey,
  GITHUB_TOKEN: gate.github.createUserToken(acme.ada, ['repo', 'admin:org']),
});

const fix = (repository: Repository, ...args: string[]): Promise<Run> =>
  agentguardWith(variables(), 'doctor', `acme/${repository.name}`, '--fix', '--yes', ...args);

/** A repository with this ruleset and no other. */
function repositoryWith(
  name: string,
  ruleset: Parameters<Gate['github']['createRuleset']>[1] | null,
  files: Record<string, string> = {},
): Repository {
  const repository = acme.createRepository(name, files);
  repository.rulesets.length = 0;
  if (ruleset) gate.github.createRuleset(repository, { name: 'AgentGuard', ...ruleset });
  return repository;
}

const ours = () => ({ context: 'AgentGuard', integrationId: gate.app.id });
const named = ({ rulesets }: Repository): (readonly [string, string])[] =>
  rulesets.map(({ name, enforcement }) => [name, enforcement]);

/** What the merge button says to an agent's change that nobody looked at. */
async function mergeOf(repository: Repository): Promise<number> {
  const pull = acme.agentOpens({ 'src/new.ts': 'export const n = 1;\n' }, { repository });
  await gate.settled();
  return (await gate.merge(pull, acme.nadia)).status;
}

test('an exception by pattern: the ruleset seemed to bind and did not; one beside it does', async () => {
  const repository = repositoryWith('excepted', {
    branches: ['~ALL'],
    excluded: ['refs/heads/m*'],
    requiredChecks: [ours()],
  });
  expect(await mergeOf(repository)).toBe(200);
  const run = await fix(repository);
  expect(run.stderr).toContain('leaves out main by the exception "refs/heads/m*"');
  expect(run.stdout).toContain('A new ruleset "AgentGuard (required)" in acme/excepted:');
  expect(run.code).toBe(0);
  expect(repository.rulesets[0]).toMatchObject({ branches: ['~ALL'], excluded: ['refs/heads/m*'] });
  expect(await mergeOf(repository)).toBe(405);

  const again = await fix(repository);
  expect(again.stderr).toContain('The ruleset "AgentGuard (required)" is as it should be: nothing to do.');
  expect([again.code, repository.rulesets.length]).toEqual([0, 2]);
});

test('only evaluated: it is made active, with what else it holds, which is said', async () => {
  const repository = repositoryWith('evaluated', {
    enforcement: 'evaluate',
    requiredChecks: [ours()],
    otherRules: [{ type: 'deletion' }],
  });
  expect(await mergeOf(repository)).toBe(200);
  const run = await fix(repository);
  expect(run.stderr).toContain('was only evaluated; now it is active, with what else it holds: deletion.');
  expect([run.code, named(repository)]).toEqual([0, [['AgentGuard', 'active']]]);
  expect(await mergeOf(repository)).toBe(405);
});

test("another app's check of the same name is kept and named, and ours is required beside it", async () => {
  const repository = repositoryWith('foreign', {
    requiredChecks: [{ context: 'AgentGuard', integrationId: 99 }],
  });
  const run = await fix(repository);
  expect(run.stderr).toContain('requires "AgentGuard" of another app (99).');
  expect(repository.rulesets.map(({ requiredChecks }) => requiredChecks)).toEqual([
    [{ context: 'AgentGuard', integrationId: 99 }],
    [ours()],
  ]);
  expect(run.stdout).toContain('✓ pass: main requires "AgentGuard" of this app');
});

test('what the organisation only evaluates and what branch protection asks is said, and stays', async () => {
  const repository = repositoryWith('beside', null);
  repository.protection.set('main', {
    requiredChecks: [{ context: 'AgentGuard', integrationId: null }],
    enforceAdmins: true,
    allowsForcePushes: false,
    allowsDeletions: false,
  });
  const organization = gate.github.createRuleset(acme.organization, {
    name: 'Agents',
    enforcement: 'evaluate',
    requiredChecks: [ours()],
  });
  const run = await fix(repository);
  expect(run.stderr).toContain('Branch protection requires "AgentGuard" on main as well, from any source.');
  expect(run.stderr).toContain(
    'The ruleset "Agents" of acme would require a check of AgentGuard and is only',
  );
  expect([run.code, organization.enforcement, named(repository)]).toEqual([
    0,
    'evaluate',
    [['AgentGuard', 'active']],
  ]);
  organization.enforcement = 'active';
  organization.branches = [];
});

test('not required when a branch is created: said, although nothing is to be done', async () => {
  const repository = repositoryWith('created', { requiredChecks: [ours()], notOnCreate: true });
  const run = await fix(repository);
  expect(run.stderr).toContain('nothing to do.');
  expect(run.stderr).toContain('can be made anew with anything in it');
  expect(repository.rulesets).toMatchObject([{ notOnCreate: true }]);
  expect(run.stdout).toContain('problem: main can be deleted, and made anew');
  expect(run.code).toBe(1);
});

test('who may bypass is told by name, in the report and before it is taken away', async () => {
  const repository = repositoryWith('bypassed', {
    requiredChecks: [ours()],
    bypass: [
      { id: acme.dba.id, type: 'Team', mode: 'pull_request' },
      { id: gate.app.id, type: 'Integration', mode: 'exempt' },
      { id: acme.bela.id, type: 'User', mode: 'always' },
      { id: 5, type: 'RepositoryRole', mode: 'always' },
    ],
  });
  const { stdout } = await agentguardWith(variables(), 'doctor', 'acme/bypassed');
  const told = stdout.replaceAll(/\s+/g, ' ');
  expect(told).toContain('The team acme/dba may bypass the ruleset "AgentGuard" of acme/bypassed on pull');
  expect(told).toContain(`The app ${gate.app.name} is exempt from the ruleset`);
  expect(told).toContain('The person bela may always bypass the ruleset');
  expect(told).toContain('Repository admins may always bypass the ruleset');
  const run = await fix(repository);
  expect(run.stdout.split('\n').filter((line) => line.includes(' bypass: '))).toEqual([
    '  - bypass: the team acme/dba, on pull requests',
    `  - bypass: the app ${gate.app.name}, exempt, unseen`,
    '  - bypass: the person bela, always',
    '  - bypass: repository admins, always',
    '  + bypass: nobody',
  ]);
});

describe('asked on a terminal', () => {
  async function answering(repository: Repository, typed: string | null): Promise<Run> {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    let asked = '';
    output.on('data', (chunk: Buffer) => {
      asked += chunk.toString();
      if (asked.includes('[y/N]') && !input.writableEnded) input.end(typed === null ? '' : `${typed}\n`);
    });
    const printed = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
        printed[name] += String(chunk);
        return true;
      }),
    );
    const before = process.exitCode;
    process.exitCode = 0;
    try {
      await runDoctor(`acme/${repository.name}`, { fix: true }, variables(), { input, output });
      return { code: Number(process.exitCode), ...printed };
    } finally {
      process.exitCode = before;
      for (const spy of spies) spy.mockRestore();
    }
  }

  test.each([
    ['n', 'n'],
    ['nothing', ''],
    ['something else', 'yes please'],
    ['the end of the input', null],
  ])('%s: nothing is written, and it exits 1 with a sentence', async (name, typed) => {
    const repository = repositoryWith(`asked-${name.replaceAll(' ', '-')}`, null);
    const run = await answering(repository, typed);
    expect(run).toMatchObject({ code: 1, stderr: 'Nothing was changed. You did not say yes.\n' });
    expect(run.stdout).toContain('A new ruleset "AgentGuard"');
    expect(repository.rulesets).toEqual([]);
  });

  test.each(['y', 'YES'])('%s: it is done', async (typed) => {
    const repository = repositoryWith(`asked-${typed}`, null);
    const run = await answering(repository, typed);
    expect([run.code, named(repository)]).toEqual([0, [['AgentGuard', 'active']]]);
  });
});

test('somebody who does not administer the repository is told whose token it takes', async () => {
  const repository = repositoryWith('not-hers', null);
  const token = gate.github.createUserToken(acme.nadia, ['repo']);
  const run = await agentguardWith(
    { ...variables(), GITHUB_TOKEN: token },
    'doctor',
    'acme/not-hers',
    '--fix',
    '--yes',
  );
  expect([run.code, run.stderr, repository.rulesets]).toEqual([
    2,
    expect.stringContaining('takes the token of an admin of the repository'),
    [],
  ]);
});

test('where the policy only observes nothing is written', async () => {
  const repository = repositoryWith('observed', null, { '.agentguard.yml': 'version: 1\nmode: observe\n' });
  const run = await fix(repository);
  expect([run.code, run.stderr, repository.rulesets]).toEqual([
    1,
    expect.stringMatching(/^Nothing was changed\. The policy only observes/),
    [],
  ]);
});

test('while the installation is suspended nothing is written', async () => {
  const repository = repositoryWith('suspended', null);
  const { state } = gate.github;
  const installation = state.installations.find(({ account }) => account === acme.organization)!;
  gate.github.suspendInstallation(installation, true, acme.ada);
  try {
    const run = await fix(repository);
    expect([run.code, run.stderr, repository.rulesets]).toEqual([
      1,
      expect.stringMatching(/^Nothing was changed\. The installation on acme is suspended/),
      [],
    ]);
    const report = await agentguardWith(variables(), 'doctor', 'acme/suspended');
    expect(report.stdout).toContain('problem: The installation is suspended');
    expect(report.code).toBe(1);
  } finally {
    gate.github.suspendInstallation(installation, false, acme.ada);
  }
});

describe('what cannot be read is told in a sentence, and exits 2', () => {
  const NOWHERE = 'GitHub did not answer';
  const withoutToken = (): Record<string, string> => {
    const { GITHUB_TOKEN: _token, ...rest } = variables();
    return rest;
  };
  test.each<[string, () => Record<string, string>, string[], string]>([
    ['an organisation that is not there', variables, ['--org', 'nobody'], 'There is no nobody at GitHub'],
    [
      'the same, for the app alone',
      withoutToken,
      ['--org', 'nobody'],
      'The app is not installed on nobody, or there is no',
    ],
    ['a repository of nobody', variables, ['nobody/shop'], 'There is no nobody at GitHub'],
    ['a repository that is not there', variables, ['acme/none'], 'acme/none is not there'],
    ['the same, for the app alone', withoutToken, ['acme/none'], 'acme/none is not there'],
  ])('%s', async (_name, environment, args, message) => {
    expect(await agentguardWith(environment(), 'doctor', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });

  test.each([
    ['with the key', 'PRIVATE_KEY'],
    ['with a token alone', 'GITHUB_TOKEN'],
  ])('GitHub that is not reached, %s', async (_name, kept) => {
    const all = variables();
    const run = await agentguardWith(
      {
        GHE_HOST: `127.0.0.1:${await freePort()}`,
        GHE_PROTOCOL: 'http',
        APP_ID: String(all['APP_ID']),
        [kept]: String(all[kept]),
      },
      'doctor',
      'acme/shop',
    );
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(NOWHERE) as string });
  });
});
