import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { closeRepository, openRepository } from '../../src/adapters/git/repository.ts';
import { openLocalPool } from '../../src/cli/history/local-pool.ts';
import { openThreadPool } from '../../src/cli/history/pool.ts';
import { agentguard, jsonLines } from '../support/command-line.ts';
import { CLAUDE, GIT_VARIABLES, testRepositories, type TestRepository } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

const DROP = 'DROP TABLE orders;\n';

const history = (repository: TestRepository, range: string, ...more: string[]) =>
  agentguard('history', '--repo', repository.folder, '--range', range, '--format', 'jsonl', ...more);

const decisions = async (repository: TestRepository, range: string, ...more: string[]) =>
  jsonLines(await history(repository, range, ...more)).map(({ subject, decision }) => [subject, decision]);

test('one line a commit, to the letter of the contract', async () => {
  const repository = repositories.create();
  repository.commit('Start', { 'README.md': 'Shop\n' });
  const sha = repository.commit(`Drop the orders\nof old${CLAUDE}`, { 'db/migrations/2.sql': DROP });
  const run = await history(repository, 'HEAD~1..HEAD');
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('No floor is known here') as string });
  const [line, ...others] = jsonLines(run);
  expect(others).toEqual([]);
  expect(Object.keys(line ?? {})).toEqual(
    'schema commit subject author mode agents bots findings obligations gaps decision'.split(' '),
  );
  const message = expect.any(String) as string;
  const place = { path: 'db/migrations/2.sql', line: 1, side: 'head' };
  expect(line).toEqual({
    schema: 1,
    commit: sha,
    subject: 'Drop the orders of old',
    author: 'Nadia <nadia@example.org>',
    mode: 'enforce',
    agents: [
      {
        id: 'claude-code',
        role: 'coauthored',
        strength: 'declared',
        evidence: [{ kind: 'trailer', value: 'Co-authored-by: Claude <noreply@anthropic.com>' }],
      },
    ],
    bots: [],
    findings: [
      {
        rule: 'sql-destructive',
        family: 'destructive-migration',
        severity: 'high',
        action: 'review',
        ...place,
        message,
        places: [place],
        // What a waiver is bound to only the app knows.
        key: null,
        waived: null,
      },
    ],
    obligations: [
      {
        name: 'anything an agent wrote',
        from: { permission: 'write' },
        approvals: 1,
        because: [{ kind: 'agent', value: 'Claude Code' }],
        asked: 'someone with write access',
        requires: { approvals: 1, from: { permission: 'write' }, owners: [], covers: null },
        entry: 0,
      },
      {
        name: 'destructive-migration',
        from: { permission: 'write' },
        approvals: 1,
        because: [{ kind: 'rule', value: 'sql-destructive' }],
        asked: 'someone with write access',
        requires: {
          approvals: 1,
          from: { permission: 'write' },
          owners: [],
          covers: ['db/migrations/2.sql'],
        },
        entry: null,
      },
    ],
    gaps: [],
    decision: 'review_required',
  });
});

test("people's commits: findings are told and decide nothing", async () => {
  const repository = repositories.create();
  repository.commit('Start');
  repository.commit('Drop', { 'db/migrations/1.sql': DROP });
  const [line] = jsonLines(await history(repository, 'HEAD~1..HEAD'));
  expect(line).toMatchObject({
    agents: [],
    findings: [{ rule: 'sql-destructive' }],
    obligations: [],
    decision: 'allow',
  });
  const [unread] = jsonLines(await history(repository, 'HEAD~1..HEAD', '--no-rules'));
  expect(unread).toMatchObject({ findings: [], decision: 'allow' });
});

test("people's commits: control files, and a policy that applies to everyone", async () => {
  const repository = repositories.create();
  repository.commit('Start');
  repository.commit('A workflow', { '.github/workflows/ci.yml': 'on: push\n' });
  repository.commit('Owners', {
    CODEOWNERS: '* @olga\n',
    '.agentguard.yml': 'version: 1\napplies_to: everyone\n',
  });
  repository.commit('Work', { 'a.ts': 'a\n' });
  repository.commit('A policy that is none', { '.agentguard.yml': 'version: 9\n' });
  expect(await decisions(repository, 'HEAD~4..HEAD')).toEqual([
    ['A workflow', 'allow'],
    ['Owners', 'review_required'],
    ['Work', 'review_required'],
    ['A policy that is none', 'block'],
  ]);
});

test('the policy is that of the first parent, an invalid one gives way to the strict defaults', async () => {
  const repository = repositories.create();
  repository.commit('Start');
  const policy =
    'version: 1\nmode: observe\nagents: { unattributed: agent }\nreviews:\n  - { name: dba, from: { teams: [DBA], users: [olga] } }\n';
  repository.commit('Policy', { '.agentguard.yml': policy });
  repository.commit(`One${CLAUDE}`, { 'a.ts': 'a\n' });
  repository.commit('Break it', { '.agentguard.yml': 'version: nine\n' });
  repository.commit(`Two${CLAUDE}`, { 'a.ts': 'b\n' });
  const lines = jsonLines(await history(repository, 'HEAD~3..HEAD'));
  expect(lines.map(({ mode, decision, obligations }) => [mode, decision, obligations])).toEqual([
    [
      'observe',
      'review_required',
      [
        {
          name: 'dba',
          from: { users: ['olga'], teams: ['dba'] },
          approvals: 1,
          because: [{ kind: 'agent', value: 'Claude Code' }],
          asked: '1 of @olga or @dba',
          requires: { approvals: 1, from: { users: ['olga'], teams: ['dba'] }, owners: [], covers: null },
          entry: 0,
        },
      ],
    ],
    ['observe', 'block', expect.anything()],
    [
      'enforce',
      'review_required',
      [
        {
          name: 'anything an agent wrote',
          from: { permission: 'maintain' },
          approvals: 1,
          because: [{ kind: 'agent', value: 'Claude Code' }],
          asked: 'someone with maintain access',
          requires: { approvals: 1, from: { permission: 'maintain' }, owners: [], covers: null },
          entry: 0,
        },
      ],
    ],
  ]);
  const given = repositories.folder('policy.yml');
  writeFileSync(given, 'version: 1\nagents: { deny: [claude-code] }\n');
  expect(await decisions(repository, 'HEAD~3..HEAD', '--policy', given)).toEqual([
    ['One', 'block'],
    ['Break it', 'block'],
    ['Two', 'block'],
  ]);
});

describe('which commits, in which order', () => {
  function branched(): TestRepository {
    const repository = repositories.create();
    repository.commit('root', { 'a.txt': 'a\n' });
    for (const branch of ['one', 'two', 'three']) {
      repository.git('checkout', '--quiet', '-b', branch, 'main');
      repository.commit(`${branch} 1`, { [`${branch}.txt`]: '1\n' });
      repository.commit(`${branch} 2${CLAUDE}`, { [`${branch}.txt`]: '2\n' });
    }
    repository.git('checkout', '--quiet', 'main');
    repository.commit('main 1', { 'a.txt': 'b\n' });
    repository.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'one');
    repository.git('merge', '--quiet', '--no-ff', '-m', 'octopus', 'two', 'three');
    return repository;
  }

  test.each([
    ['all of them', []],
    ['the mainline', ['--first-parent']],
  ])('%s, as git rev-list has them', async (_, more) => {
    const repository = branched();
    const root = repository.id('HEAD~3');
    const expected = repository
      .git('rev-list', '--reverse', '--topo-order', ...more, `${root}..HEAD`)
      .split('\n');
    const lines = jsonLines(await history(repository, `${root}..HEAD`, ...more));
    expect(lines.map(({ commit }) => commit)).toEqual(expected);
  });

  test('a revision alone is its whole history, the root commit too', async () => {
    const repository = branched();
    const lines = jsonLines(await history(repository, 'one'));
    expect(lines.map(({ subject }) => subject)).toEqual(['root', 'one 1', 'one 2']);
  });

  test('a merge is what it brings to its first parent', async () => {
    const repository = branched();
    repository.git('checkout', '--quiet', '-b', 'side', 'main');
    repository.commit('owners', { CODEOWNERS: '* @olga\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '-m', 'take side', 'side');
    const [merge] = jsonLines(await history(repository, 'HEAD~1..HEAD', '--first-parent'));
    expect(merge).toMatchObject({
      subject: 'take side',
      obligations: [{ because: [{ kind: 'control file', value: 'CODEOWNERS' }] }],
      decision: 'review_required',
    });
  });
});

test('a commit that cannot be read is printed in its place, as indeterminate', async () => {
  const repository = repositories.create();
  for (const text of ['1', '2', '3', '4']) repository.commit(text, { 'a.ts': `${text}\n` });
  repository.lose('HEAD~2^{tree}');
  repository.lose('HEAD:a.ts');
  const lines = jsonLines(await history(repository, 'HEAD~3..HEAD'));
  expect(
    lines.map(({ subject, decision, gaps }) => [subject, decision, (gaps as unknown[]).length > 0]),
  ).toEqual([
    ['2', 'indeterminate', true],
    ['3', 'indeterminate', true],
    ['4', 'indeterminate', true],
  ]);
});

test('threads give what one thread gives', async () => {
  const repository = repositories.create();
  repository.commit('root');
  for (let i = 0; i < 40; i++) {
    repository.commit(`${i}${i % 3 === 0 ? CLAUDE : ''}`, {
      [`db/migrations/${i}.sql`]: DROP,
      'a.ts': `${i}\n`,
    });
  }
  const built = join(process.cwd(), 'node_modules', '.cache', `agentguard-thread-${process.pid}`);
  mkdirSync(built, { recursive: true });
  const script = join(built, 'thread.mjs');
  buildSync({
    entryPoints: [join(process.cwd(), 'src/cli/history/thread.ts')],
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  const opened = await openRepository(repository.folder, GIT_VARIABLES);
  const options = { repository: opened, policy: null, rules: true };
  const shas = repository.git('rev-list', '--reverse', 'HEAD').split('\n');
  const threads = openThreadPool(options, 2, pathToFileURL(script));
  const local = openLocalPool(options);
  const [odd, even] = [shas.slice(0, 20), shas.slice(20)];
  const [first, second] = await Promise.all([threads.judge(odd), threads.judge(even)]);
  expect([...first, ...second]).toEqual(await local.judge(shas));
  await threads.close();
  await local.close();
  closeRepository(opened);
  rmSync(built, { recursive: true });
});

describe('text', () => {
  test('ends in a summary to act on', async () => {
    const repository = repositories.create();
    repository.commit('Start');
    repository.commit('By hand', { 'a.ts': 'a\n' });
    repository.commit(`Drop${CLAUDE}`, { 'db/migrations/1.sql': DROP });
    repository.commit(`Edit${CLAUDE}`, { 'a.ts': 'b\n' });
    const run = await agentguard('history', '--repo', repository.folder, '--range', 'HEAD~3..HEAD');
    expect(run.code).toBe(0);
    const summary = run.stdout.slice(run.stdout.indexOf('3 commits'));
    expect(summary.replace(/[0-9a-f]{10}/, '<commit>')).toBe(`3 commits: who made them
  Claude Code        2  67 %
  people             1  33 %

What AgentGuard would have done
  2 commits are gated
          2  would have waited for a review
  1 commit is not gated
          1  allowed

Would have waited: 2 of 3 (67 %)
        2  someone with write access  (anything an agent wrote)
        1  someone with write access  (destructive-migration: sql-destructive)

Findings
  sql-destructive  review  in     1 gated commits, 0 others

Most worth reading
   1. <commit>  Drop  (Claude Code)
      review  high  sql-destructive  db/migrations/1.sql:1: ${jsonLines(
        await history(repository, 'HEAD~1^..HEAD~1'),
      )
        .flatMap(({ findings }) => (findings as { message: string }[]).map(({ message }) => message))
        .join()}

Ready to enforce?
  Yes.
  - 2 of 2 would have waited for a person: make sure that those named above have the time.
`);
  });
});

describe('input that cannot be used ends in 2 and says why', () => {
  const repository = repositories.create();
  repository.commit('1');
  const invalid = repositories.folder('invalid.yml');
  writeFileSync(invalid, 'version: 1\nmode: off\n');
  test.each([
    ['no range', [], "required option '--range <A..B>' not specified"],
    ['a revision that is none', ['--range', 'nowhere..HEAD'], 'nowhere names no commit of this repository.'],
    ['an option for a revision', ['--range', '--all..HEAD'], '--all names no commit of this repository.'],
    ['three dots', ['--range', 'HEAD...HEAD'], 'The range HEAD...HEAD has three dots; write A..B.'],
    [
      'a format that is none',
      ['--range', 'HEAD..HEAD', '--format', 'xml'],
      'Allowed choices are text, jsonl',
    ],
    ['a policy that is invalid', ['--range', 'HEAD..HEAD', '--policy', invalid], `${invalid}:2:7: `],
    [
      'a policy that is not there',
      ['--range', 'HEAD..HEAD', '--policy', '/none.yml'],
      'The policy /none.yml cannot be read',
    ],
  ])('%s', async (_, args, says) => {
    const run = await agentguard('history', '--repo', repository.folder, ...args);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(says);
    expect(run.stdout).toBe('');
  });
});
