import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { CLAUDE, GIT_VARIABLES, TestRepository, testRepositories } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

const POLICY = 'version: 1\nrules: { sql-destructive: block }\n';
const DROP = { 'db/migrations/1.sql': 'DROP TABLE orders;\n' };

const environment = { ...GIT_VARIABLES, PATH: process.env['PATH'] ?? '' };

const hook = (repository: TestRepository, action: string): Promise<Run> =>
  agentguardWith(environment, 'hook', action, '--repo', repository.folder);

/** A clone of a bare repository that has a main branch. */
function clone(): TestRepository {
  const origin = repositories.create();
  origin.commit('Start', { 'README.md': 'Shop\n', '.agentguard.yml': POLICY });
  const bare = repositories.folder('bare.git');
  origin.git('clone', '--quiet', '--bare', origin.folder, bare);
  const folder = repositories.folder('clone');
  origin.git('clone', '--quiet', bare, folder);
  return new TestRepository(folder);
}

async function hooked(): Promise<TestRepository> {
  const repository = clone();
  expect((await hook(repository, 'install')).code).toBe(0);
  return repository;
}

const push = (repository: TestRepository, ...args: string[]) => {
  const { status, stderr } = spawnSync('git', ['push', '--quiet', 'origin', ...args], {
    cwd: repository.folder,
    env: environment,
    encoding: 'utf8',
  });
  return { status, stderr };
};

const remoteHas = (repository: TestRepository, branch: string): boolean =>
  repository.git('ls-remote', 'origin', `refs/heads/${branch}`) !== '';

const PATH = '.git/hooks/pre-push';

describe('a push of a branch', () => {
  test('that is allowed goes on without a word', async () => {
    const repository = await hooked();
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit('By hand', { 'a.ts': 'a\n' });
    expect(push(repository, 'work')).toEqual({ status: 0, stderr: '' });
    expect(remoteHas(repository, 'work')).toBe(true);
  });

  test('that would be blocked is stopped, with why and how to go on', async () => {
    const repository = await hooked();
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Drop${CLAUDE}`, DROP);
    const { status, stderr } = push(repository, 'work');
    expect(status).toBe(1);
    expect(stderr).toContain('AgentGuard, work: blocked.');
    expect(stderr).toContain('block  high  sql-destructive  db/migrations/1.sql:1');
    expect(stderr).toContain('How to mend it: agentguard check --base refs/remotes/origin/HEAD --head');
    expect(stderr).toContain('To push all the same: git push --no-verify');
    expect(remoteHas(repository, 'work')).toBe(false);
    expect(push(repository, '--no-verify', 'work').status).toBe(0);
    // What is there already is deleted, and not judged.
    expect(push(repository, '--delete', 'work')).toEqual({ status: 0, stderr: '' });
  });

  test('that waits for a review goes on, unless failOn says otherwise', async () => {
    const repository = await hooked();
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Add${CLAUDE}`, { 'a.ts': 'a\n' });
    const gone = push(repository, 'work');
    expect(gone.status).toBe(0);
    expect(gone.stderr).toContain('AgentGuard, work: a review will be required.');
    expect(gone.stderr).toContain('will be asked: someone with write access (anything an agent wrote)');
    repository.git('config', 'agentguard.failOn', 'review');
    repository.commit(`More${CLAUDE}`, { 'a.ts': 'b\n' });
    expect(push(repository, 'work').status).toBe(1);
  });

  test('is one of several: one that is blocked stops them all', async () => {
    const repository = await hooked();
    repository.git('branch', 'good');
    repository.git('checkout', '--quiet', '-b', 'bad');
    repository.commit(`Drop${CLAUDE}`, DROP);
    expect(push(repository, 'good', 'bad').status).toBe(1);
    expect([remoteHas(repository, 'good'), remoteHas(repository, 'bad')]).toEqual([false, false]);
  });

  test('to the default branch itself, from another branch, with a tag', async () => {
    const repository = await hooked();
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Drop${CLAUDE}`, DROP);
    repository.git('tag', 'v1');
    expect(push(repository, 'work:main').stderr).toContain('AgentGuard, main: blocked.');
    expect(push(repository, 'v1')).toEqual({ status: 0, stderr: '' });
  });
});

describe("the hook's own problems are said, and lose no push", () => {
  test('nothing to compare with', async () => {
    const repository = await hooked();
    repository.git('remote', 'rename', 'origin', 'other');
    const empty = repositories.create('--bare');
    repository.git('remote', 'add', 'origin', empty.folder);
    const { status, stderr } = push(repository, 'main');
    expect(status).toBe(0);
    expect(stderr).toBe(
      'AgentGuard did not check main: nothing of origin is known here to compare with. Name it: git config agentguard.base origin/main\n',
    );
  });

  test('a base that is none', async () => {
    const repository = await hooked();
    repository.git('config', 'agentguard.base', 'nowhere');
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Drop${CLAUDE}`, DROP);
    const { status, stderr } = push(repository, 'work');
    expect(status).toBe(0);
    expect(stderr).toBe(
      'AgentGuard could not check work: nowhere names no commit of this repository.\nIt is pushed unchecked; the check on the pull request still decides.\n',
    );
    repository.git('config', 'agentguard.failOn', 'review');
    repository.commit('More');
    expect(push(repository, 'work').status).toBe(1);
  });

  test('AgentGuard has moved away', async () => {
    const repository = await hooked();
    const path = join(repository.folder, PATH);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^main=.*$/m, "main='/gone/main.js'"));
    repository.commit('More', { 'a.ts': 'a\n' });
    const { status, stderr } = push(repository, 'main');
    expect(status).toBe(0);
    expect(stderr).toContain('AgentGuard did not check this push: /gone/main.js cannot be run any more.');
    expect(stderr).toContain('agentguard hook install');
  });
});

describe('install and uninstall', () => {
  test('a hook that is there runs first, with the same refs, and comes back', async () => {
    const repository = clone();
    const path = join(repository.folder, PATH);
    const own = '#!/bin/sh\necho "own $1" >&2\ncat >&2\n[ ! -e stop ]\n';
    writeFileSync(path, own);
    chmodSync(path, 0o755);
    const installed = await hook(repository, 'install');
    expect(installed.stderr).toContain('The hook that was there runs first');
    expect((await hook(repository, 'install')).code).toBe(0);
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Drop${CLAUDE}`, DROP);
    const { status, stderr } = push(repository, 'work');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^own origin\nrefs\/heads\/work [0-9a-f]{40} refs\/heads\/work 0{40}\nAgentGuard, work: blocked/,
    );
    writeFileSync(join(repository.folder, 'stop'), '');
    expect(push(repository, 'work').stderr).not.toContain('AgentGuard');
    expect((await hook(repository, 'uninstall')).stderr).toContain('is as it was before');
    expect(readFileSync(path, 'utf8')).toBe(own);
  });

  test('core.hooksPath inside of the clone is where git looks', async () => {
    const repository = clone();
    repository.git('config', 'core.hooksPath', '.githooks');
    await hook(repository, 'install');
    expect(existsSync(join(repository.folder, '.githooks', 'pre-push'))).toBe(true);
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit(`Drop${CLAUDE}`, DROP);
    expect(push(repository, 'work').status).toBe(1);
    expect((await hook(repository, 'uninstall')).stderr).toContain('is gone');
    expect(existsSync(join(repository.folder, '.githooks', 'pre-push'))).toBe(false);
  });

  test.each<[string, (repository: TestRepository) => string, string]>([
    [
      'outside of the clone',
      () => {
        const folder = repositories.folder('shared');
        mkdirSync(folder);
        return folder;
      },
      '(core.hooksPath) serves other repositories, too.',
    ],
    ['of Husky', () => '.husky/_', 'Husky writes'],
  ])('core.hooksPath %s is left alone, and the line to add is said', async (_, path, message) => {
    const repository = clone();
    repository.git('config', 'core.hooksPath', path(repository));
    const { code, stderr } = await hook(repository, 'install');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('agentguard hook run "$@"');
  });

  test('where there is none, nothing is taken away', async () => {
    const { code, stderr } = await hook(clone(), 'uninstall');
    expect([code, stderr]).toEqual([0, expect.stringContaining('There is no hook of AgentGuard at')]);
  });

  test('where there is no clone: 2', async () => {
    const nowhere = new TestRepository(repositories.folder('none'));
    expect(await hook(nowhere, 'install')).toMatchObject({
      code: 2,
      stderr: `${nowhere.folder} is no git repository that can be read.\n`,
    });
  });
});
