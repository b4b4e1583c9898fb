import { generateKeyPairSync } from 'node:crypto';
import type { PullRequest, Repository } from '../../demo/github/github.ts';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
/** Nothing protects it. */
let open: Repository;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate);
  open = gate.github.createRepository({
    owner: acme.organization,
    name: 'open',
    private: true,
    files: { 'README.md': '# Open\n', 'src/a.ts': 'export const a = 1;\n' },
    collaborators: [
      [acme.nadia, 'write'],
      [acme.bela, 'write'],
    ],
  });
  await gate.settled();
});

afterAll(() => gate.close());

const server = (): Record<string, string> => ({ GHE_HOST: gate.github.host, GHE_PROTOCOL: 'http' });
const app = (): Record<string, string> => ({
  ...server(),
  APP_ID: String(gate.app.id),
  PRIVATE_KEY: gate.privateKey,
});
const admin = (): Record<string, string> => ({
  GITHUB_TOKEN: gate.github.createUserToken(acme.ada, ['repo', 'admin:org']),
});

const doctor = (variables: Record<string, string>, ...args: string[]): Promise<Run> =>
  agentguardWith(variables, 'doctor', ...args);

const lastLine = ({ stdout }: Run): string =>
  stdout.trimEnd().split('\n\n').at(-1)?.replaceAll(/\s+/g, ' ') ?? '';

test('an agent merges without us; after --fix it is refused; after an approval it merges', async () => {
  const agentOpens = (title: string, number: number): PullRequest =>
    acme.agentOpens({ [`src/${number}.ts`]: `export const n = ${number};\n` }, { title, repository: open });
  const before = agentOpens('Before', 1);
  await gate.settled();
  expect(await gate.merge(before, acme.nadia)).toMatchObject({ status: 200 });

  const found = await doctor({ ...app(), ...admin() }, 'acme/open');
  expect(found.stdout).toContain('✗ problem: Nothing requires AgentGuard on main.');
  expect(lastLine(found)).toBe(
    "1 problem: until it is mended, agents' changes to acme/open can be merged without AgentGuard.",
  );
  expect(found.code).toBe(1);

  const fixed = await doctor({ ...app(), ...admin() }, 'acme/open', '--fix', '--yes');
  expect(fixed.stdout).toContain(`A new ruleset "AgentGuard" in acme/open:
  + name: AgentGuard
  + enforcement: active
  + branch: the default branch
  + requires: "AgentGuard" of the app ${gate.app.id}
  + branch has to be up to date: no
  + bypass: nobody
`);
  expect(fixed.stdout).toContain('✓ pass: Nobody may bypass what main requires.');
  expect(lastLine(fixed)).toContain('AgentGuard binds on acme/open.');
  expect(fixed.code).toBe(0);

  const after = agentOpens('After', 2);
  await gate.settled();
  expect(await gate.merge(after, acme.nadia)).toMatchObject({ status: 405 });
  acme.review(after, acme.bela);
  await gate.settled();
  expect(await gate.merge(after, acme.nadia)).toMatchObject({ status: 200 });

  const again = await doctor({ ...app(), ...admin() }, 'acme/open', '--fix', '--yes');
  expect(again).toMatchObject({
    code: 0,
    stderr: 'The ruleset "AgentGuard" is as it should be: nothing to do.\n',
  });
  expect(open.rulesets).toHaveLength(1);
});

test('--fix keeps what is there, and takes the bypass away', async () => {
  const { shop } = acme;
  const repository = acme.createRepository('kept');
  repository.rulesets.length = 0;
  gate.github.createRuleset(repository, {
    name: 'AgentGuard',
    enforcement: 'evaluate',
    strict: true,
    requiredChecks: [{ context: 'ci', integrationId: null }, { context: 'AgentGuard' }],
    otherRules: [{ type: 'deletion' }],
    bypass: [{ id: 5, type: 'RepositoryRole', mode: 'exempt' }],
  });
  const run = await doctor({ ...app(), ...admin() }, 'acme/kept', '--fix', '--yes');
  expect(run.stdout).toContain('  - enforcement: evaluate\n');
  expect(run.stdout).toContain('  - requires: "AgentGuard" of any source\n');
  expect(run.stdout).toContain('  + bypass: nobody\n');
  expect(repository.rulesets).toEqual([
    expect.objectContaining({
      enforcement: 'active',
      strict: true,
      bypass: [],
      otherRules: [{ type: 'deletion' }],
      requiredChecks: [
        { context: 'ci', integrationId: null },
        { context: 'AgentGuard', integrationId: gate.app.id },
      ],
    }),
  ]);
  expect(shop.rulesets).toHaveLength(1);
});

test('without a token the app cannot see who may bypass, and says so', async () => {
  const run = await doctor(app(), 'acme/shop');
  expect(run.stdout).toContain('? cannot be seen: Who may bypass the ruleset "Required checks" of acme/shop');
  expect(lastLine(run)).toContain('1 thing that matters cannot be seen');
  expect(run.code).toBe(1);
});

test('a token alone does, once it is known which app is meant', async () => {
  const without = await doctor({ ...server(), ...admin() }, 'acme/shop');
  expect(without.stdout).toContain('which app is yours is not known here');
  expect(without.code).toBe(1);
  const run = await doctor({ ...server(), ...admin(), APP_ID: String(gate.app.id) }, 'acme/shop');
  expect(lastLine(run)).toContain('AgentGuard binds on acme/shop.');
  expect(run.code).toBe(0);
});

test('an organisation: what is fine is counted, what is not is told', async () => {
  gate.github.createRepository({ owner: acme.organization, name: 'loose', files: { 'a.txt': 'a\n' } });
  await gate.settled();
  const run = await doctor({ ...app(), ...admin() }, '--org', 'acme');
  expect(run.stdout).toContain('Repository acme/loose\n  ✗ problem: Nothing requires AgentGuard on main.\n');
  expect(run.stdout).not.toContain('Repository acme/shop');
  expect(lastLine(run)).toContain("agents' changes to acme/loose can be merged without AgentGuard.");
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(run.code).toBe(1);
});

test('--json gives the same', async () => {
  const { stdout, code } = await doctor({ ...app(), ...admin() }, 'acme/shop', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    verdict: 'binds',
    problems: 0,
    sections: [{ about: 'app' }, { about: 'organisation', name: 'acme' }, { about: 'repository' }],
  });
  expect(code).toBe(0);
});

test('the app in short', async () => {
  const run = await doctor(app());
  expect(run.stdout).toContain('App AgentGuard\n');
  expect(run.stdout).toContain('Account acme\n');
  expect(run.stdout).toContain("✓ pass: This machine's clock agrees with GitHub's.");
  expect(run.code).toBe(0);
});

describe('wrong use, and what cannot be read, exits 2', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  test.each<[string, () => Record<string, string>, string[], string]>([
    ['nothing to look with', server, ['acme/shop'], 'There is nothing to look with.'],
    ['no repository', app, ['shop'], '"shop" is not a repository'],
    ['both', app, ['acme/shop', '--org', 'acme'], 'not both'],
    ['--fix without a repository', app, ['--fix'], '--fix takes one repository'],
    ['--fix without a token', app, ['acme/shop', '--fix', '--yes'], '--fix takes the token of an admin'],
    [
      'a key of another app',
      () => ({ ...app(), PRIVATE_KEY: String(other) }),
      ['acme/shop'],
      'sign in as the app',
    ],
    ['a repository that is not there', () => ({ ...app(), ...admin() }), ['acme/none'], 'is not there'],
  ])('%s', async (_name, variables, args, message) => {
    expect(await doctor(variables(), ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });
});

test('--fix asks first, and is refused where the check would never come', async () => {
  const { code, stderr } = await doctor({ ...app(), ...admin() }, 'acme/loose', '--fix');
  expect([code, stderr]).toEqual([2, expect.stringContaining('Say --yes')]);
  acme.createRepository('watched', { '.agentguard.yml': 'version: 1\nmode: observe\n' });
  const refused = await doctor({ ...app(), ...admin() }, 'acme/watched', '--fix', '--yes');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('The policy only observes')]);
});
