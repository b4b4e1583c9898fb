import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentguard } from '../support/command-line.ts';
import { CLAUDE, TestRepository, testRepositories } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

const DROP = 'DROP TABLE orders;\n';

/** main with one commit, and a branch from it that is checked out. */
function branch(files: Record<string, string> = {}): TestRepository {
  const repository = repositories.create();
  repository.commit('Start', { 'README.md': 'Shop\n', ...files });
  repository.git('checkout', '--quiet', '-b', 'change');
  return repository;
}

const check = async (repository: TestRepository, ...args: string[]) => {
  const run = await agentguard('check', '--repo', repository.folder, '--format', 'json', ...args);
  return { ...run, json: run.stdout === '' ? null : (JSON.parse(run.stdout) as Record<string, unknown>) };
};

test('one object, to the letter of the contract', async () => {
  const repository = branch();
  const meet = repository.id('HEAD');
  const byHand = repository.commit('By hand', { 'a.ts': 'a\n' });
  const byAgent = repository.commit(`Drop${CLAUDE}`, { 'db/migrations/1.sql': DROP });
  repository.git('checkout', '--quiet', 'main');
  const base = repository.commit('Meanwhile', { 'b.ts': 'b\n' });
  const { code, stdout, json } = await check(repository, '--base', 'main', '--head', 'change');
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(2);
  expect(Object.keys(json ?? {})).toEqual(
    'schema base head merge_base commits mode agents bots findings obligations gaps decision'.split(' '),
  );
  const agents = [
    {
      id: 'claude-code',
      role: 'coauthored',
      strength: 'declared',
      evidence: [{ kind: 'trailer', value: 'Co-authored-by: Claude <noreply@anthropic.com>' }],
    },
  ];
  expect(json).toMatchObject({
    schema: 1,
    base,
    head: byAgent,
    merge_base: meet,
    commits: [
      { commit: byHand, agents: [], bots: [] },
      { commit: byAgent, agents, bots: [] },
    ],
    agents,
    findings: [{ rule: 'sql-destructive', path: 'db/migrations/1.sql', line: 1, side: 'head' }],
    gaps: [],
    decision: 'review_required',
  });
});

describe('exit codes', () => {
  test.each([
    ['allow', {}, [], 0],
    ['review_required', { 'a.ts': 'a\n' }, [], 0],
    ['review_required', { 'a.ts': 'a\n' }, ['--fail-on', 'review'], 1],
    ['block', { '.agentguard.yml': 'version: 9\n' }, [], 1],
  ])('%s %j %j: %i', async (decision, files, args, code) => {
    const repository = branch();
    const agents = Object.keys(files).length > 0;
    repository.commit(`Change${agents ? CLAUDE : ''}`, files);
    const run = await check(repository, '--base', 'main', ...args);
    expect([run.json?.['decision'], run.code]).toEqual([decision, code]);
  });

  test('indeterminate: 1', async () => {
    const repository = branch();
    repository.commit(`Change${CLAUDE}`, { 'a.ts': 'a\n' });
    repository.lose('HEAD:a.ts');
    const run = await check(repository, '--base', 'main');
    expect([run.json?.['decision'], run.code]).toEqual(['indeterminate', 1]);
  });
});

describe('the base', () => {
  test('is origin/HEAD', async () => {
    const origin = branch();
    origin.git('checkout', '--quiet', 'main');
    const folder = repositories.folder('clone');
    origin.git('clone', '--quiet', origin.folder, folder);
    const clone = new TestRepository(folder);
    clone.commit(`Change${CLAUDE}`, { 'a.ts': 'a\n' });
    expect((await check(clone)).json).toMatchObject({ base: origin.id('main'), head: clone.id('HEAD') });
  });

  test('has to be named where there is no origin/HEAD', async () => {
    const run = await check(branch());
    expect(run).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'There is no origin/HEAD to compare with. Name the branch it would be merged into: --base main.\n',
    });
  });

  test('has to have something in common with the head', async () => {
    const repository = branch();
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.commit('other');
    const run = await check(repository, '--base', 'main');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('main and HEAD have no common history here.');
  });
});

describe('the policy', () => {
  test('is the one at the merge base, never that of the head', async () => {
    const repository = branch({ '.agentguard.yml': 'version: 1\nagents: { deny: [claude-code] }\n' });
    repository.commit(`Change${CLAUDE}`, { '.agentguard.yml': 'version: 1\n' });
    const run = await check(repository, '--base', 'main');
    expect(run.json).toMatchObject({
      findings: [{ rule: 'agent-not-allowed', path: null, line: null, side: null }, { rule: 'guard-file' }],
    });
    expect(run.stderr).toContain(`Policy: .agentguard.yml at ${repository.id('main').slice(0, 7)}. No floor`);
  });

  test('that is invalid there gives way to the strict defaults', async () => {
    const repository = branch({ '.agentguard.yml': 'version: 9\n' });
    repository.commit('By hand', { 'a.ts': 'a\n' });
    expect((await check(repository, '--base', 'main')).json).toMatchObject({ decision: 'allow' });
    repository.commit(`Change${CLAUDE}`, { 'a.ts': 'b\n' });
    const run = await check(repository, '--base', 'main');
    expect(run.json).toMatchObject({ obligations: [{ from: { permission: 'maintain' } }] });
    expect(run.stderr).toContain('Policy: strict defaults in the place of .agentguard.yml');
  });

  test('may be given', async () => {
    const repository = branch();
    repository.commit(`Change${CLAUDE}`, { 'a.ts': 'a\n' });
    const file = repositories.folder('policy.yml');
    writeFileSync(file, 'version: 1\nreviews:\n  - { name: x, from: { teams: [dba] } }\n');
    const run = await check(repository, '--base', 'main', '--policy', file);
    expect(run.json).toMatchObject({ obligations: [{ name: 'x', from: { teams: ['dba'] } }], gaps: [] });
    expect(run.stderr).toContain(`Policy: ${file}. No floor`);
    const text = await agentguard('check', '--repo', repository.folder, '--base', 'main', '--policy', file);
    expect(text.stdout).toContain('1 of @dba (x), because of Claude Code');
  });
});

describe('uncommitted work is left out, with a note', () => {
  const NOTE = 'Uncommitted work is left out: only commits are checked.';

  test.each([
    ['a changed file', (repository: TestRepository) => repository.write('README.md', 'Changed\n')],
    ['a new file', (repository: TestRepository) => repository.write('new.txt', 'new\n')],
    [
      'a staged file',
      (repository: TestRepository) => repository.write('README.md', 'Changed\n').git('add', '--all'),
    ],
  ])('%s', async (_, work) => {
    const repository = branch();
    const clean = await check(repository, '--base', 'main');
    expect(clean.stderr).not.toContain(NOTE);
    work(repository);
    const run = await check(repository, '--base', 'main');
    expect(run.stderr).toContain(NOTE);
    expect(run.json).toMatchObject({ commits: [], findings: [], decision: 'allow' });
  });

  test('without running a filter of the repository', async () => {
    const repository = branch({ '.gitattributes': '* filter=x\n' });
    const canary = join(repository.folder, '.git', 'ran');
    repository.git('config', 'filter.x.clean', `touch ${canary}; cat`);
    repository.git('config', 'core.fsmonitor', `touch ${canary}; false`);
    repository.write('README.md', 'Shop!\n');
    expect((await check(repository, '--base', 'main')).stderr).toContain(NOTE);
    expect(existsSync(canary)).toBe(false);
  });
});
