import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentguard } from '../../support/command-line.ts';
import { CLAUDE, testRepositories, type TestRepository } from '../../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

function shop(): TestRepository {
  const repository = repositories.create();
  repository.commit(`Start${CLAUDE}`, {
    'db/migrate/20240101000000_users.rb': 'x\n',
    '.github/workflows/ci.yml': 'on: push\n',
    CODEOWNERS: '/db/ @acme/dba\n',
  });
  repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  return repository;
}

const policyOf = (repository: TestRepository): string =>
  readFileSync(join(repository.folder, '.agentguard.yml'), 'utf8');

test('writes a valid policy, says what it saw and what to do next', async () => {
  const repository = shop();
  const run = await agentguard('init', '--repo', repository.folder);
  expect([run.code, run.stdout]).toEqual([0, '']);
  expect(run.stderr).toContain('Looked at acme/shop: 3 files, 1 commit.');
  expect(run.stderr).toContain('  migrations: Rails migrations: 1 in db/migrate/**\n');
  expect(run.stderr).toContain('  agents in these commits: Claude Code 1\n');
  expect(run.stderr).toContain('agentguard simulate acme/shop --policy .agentguard.yml --last 100');
  expect(run.stderr).toContain('agentguard doctor acme/shop');
  expect(policyOf(repository)).toContain(
    'from: { teams: [acme/dba] } # CODEOWNERS names this team for all of it',
  );
  const validated = await agentguard('validate', '--repo', repository.folder);
  expect([validated.code, validated.stdout]).toEqual([0, expect.stringMatching(/is valid\.\n$/)]);
});

test('never writes over a policy without --force', async () => {
  const repository = shop();
  writeFileSync(join(repository.folder, '.agentguard.yml'), 'mine\n');
  const refused = await agentguard('init', '--repo', repository.folder);
  expect([refused.code, refused.stdout, refused.stderr]).toEqual([
    2,
    '',
    'There is a .agentguard.yml already. --stdout prints what would be written, --force writes over it.\n',
  ]);
  expect(policyOf(repository)).toBe('mine\n');
  const printed = await agentguard('init', '--repo', repository.folder, '--stdout');
  expect([printed.code, policyOf(repository)]).toEqual([0, 'mine\n']);
  expect((await agentguard('init', '--repo', repository.folder, '--force')).code).toBe(0);
  expect(policyOf(repository)).toBe(printed.stdout);
});

test('a floor is about no repository, and says where it belongs', async () => {
  const repository = shop();
  const { code, stderr } = await agentguard('init', '--repo', repository.folder, '--org-file');
  expect(code).toBe(0);
  expect(policyOf(repository)).not.toContain('db/migrate');
  expect(stderr).toContain("holds only in the organisation's .github repository: move it there.");
});

test.each<[string, () => string, string]>([
  ['no repository', () => repositories.folder('none'), 'There is no folder'],
  ['an empty repository', () => repositories.create().folder, 'Nothing is committed here yet.'],
  ['a bare repository', () => repositories.create('--bare').folder, 'This is a bare repository'],
])('%s: 2, with what to do', async (_, folder, message) => {
  const { code, stdout, stderr } = await agentguard('init', '--repo', folder());
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('a shallow clone is told from a whole history', async () => {
  const origin = shop();
  origin.commit('Second');
  const folder = repositories.folder('shallow');
  origin.git('clone', '--quiet', '--depth', '1', `file://${origin.folder}`, folder);
  const { code, stdout, stderr } = await agentguard('init', '--repo', folder, '--stdout');
  expect(code).toBe(0);
  expect(stderr).toContain('This is a shallow clone; older commits are not here.');
  expect(stdout).toContain('The last 1 commit');
});
