import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangedFile } from '../../../src/adapters/git/changed-files.ts';
import { openReader, type ChangesRead, type RepositoryReader } from '../../../src/adapters/git/reader.ts';
import {
  closeRepository,
  mergeBase,
  openRepository,
  resolveCommit,
  walkCommits,
  type GitRepository,
} from '../../../src/adapters/git/repository.ts';
import { makePatch } from '../../../src/core/facts/diff.ts';
import { GIT_VARIABLES, TestRepository, testRepositories } from '../../support/git.ts';

const repositories = testRepositories();
const opened: { repository: GitRepository; reader: RepositoryReader }[] = [];
afterAll(() => {
  for (const { repository, reader } of opened) {
    reader.close();
    closeRepository(repository);
  }
  repositories.remove();
});

async function open(folder: string): Promise<{ repository: GitRepository; reader: RepositoryReader }> {
  const repository = await openRepository(folder, GIT_VARIABLES);
  const reader = openReader(repository, true);
  opened.push({ repository, reader });
  return { repository, reader };
}

async function changes(from: TestRepository, base: string | null, head: string): Promise<ChangesRead> {
  const { reader } = await open(from.folder);
  return reader.changes(base === null ? null : from.id(base), from.id(head));
}

const shown = ({
  path,
  previousPath,
  status,
  baseMode,
  headMode,
  additions,
  deletions,
  patch,
}: ChangedFile) => ({
  path,
  previousPath,
  status,
  modes: `${baseMode ?? '-'} ${headMode ?? '-'}`,
  lines: `+${additions} -${deletions}`,
  patch,
});

test('reads every kind of change of a file', async () => {
  const repository = repositories.create();
  const long = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
  repository.commit('before', {
    'changed.txt': 'one\ntwo\n',
    'gone.txt': 'bye\n',
    'moved.txt': `${long}\n`,
    'moved-only.txt': `${long}\nand one\n`,
    'run.sh': 'echo\n',
    'picture.png': Buffer.from([1, 0, 2]),
    'becomes-link': 'text\n',
    'crlf.txt': 'a\r\nb\r\n',
    'latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
    'copied.txt': 'the same\nthing\n',
  });
  repository.git('mv', 'moved.txt', 'to/moved.txt'.replace('to/', 'new-'));
  repository.git('mv', 'moved-only.txt', 'elsewhere.txt');
  repository.git('rm', '--quiet', 'becomes-link', 'gone.txt');
  symlinkSync('run.sh', join(repository.folder, 'becomes-link'));
  repository.write('run.sh', 'echo\n', 0o755);
  repository.commit('after', {
    'changed.txt': 'one\n2\n',
    'new-moved.txt': `${long}\nmore\n`,
    'picture.png': Buffer.from([1, 0, 3]),
    'crlf.txt': 'a\r\nc\r\n',
    'latin.txt': Buffer.from('caf\xe9s\n', 'latin1'),
    'copy.txt': 'the same\nthing\n',
    'empty.txt': '',
  });
  const { files, gaps } = await changes(repository, 'HEAD~1', 'HEAD');
  expect(gaps).toEqual([]);
  expect(files.map(shown)).toEqual([
    {
      path: 'becomes-link',
      previousPath: null,
      status: 'type_changed',
      modes: '100644 120000',
      lines: '+1 -1',
      patch: '@@ -1 +0,0 @@\n-text\n@@ -0,0 +1 @@\n+run.sh\n\\ No newline at end of file',
    },
    {
      path: 'changed.txt',
      previousPath: null,
      status: 'modified',
      modes: '100644 100644',
      lines: '+1 -1',
      patch: '@@ -1,2 +1,2 @@\n one\n-two\n+2',
    },
    // GitHub shows a copy as a new file.
    {
      path: 'copy.txt',
      previousPath: null,
      status: 'added',
      modes: '- 100644',
      lines: '+2 -0',
      patch: '@@ -0,0 +1,2 @@\n+the same\n+thing',
    },
    {
      path: 'crlf.txt',
      previousPath: null,
      status: 'modified',
      modes: '100644 100644',
      lines: '+1 -1',
      patch: '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r',
    },
    {
      path: 'elsewhere.txt',
      previousPath: 'moved-only.txt',
      status: 'renamed',
      modes: '100644 100644',
      lines: '+0 -0',
      patch: '',
    },
    {
      path: 'empty.txt',
      previousPath: null,
      status: 'added',
      modes: '- 100644',
      lines: '+0 -0',
      patch: null,
    },
    {
      path: 'gone.txt',
      previousPath: null,
      status: 'removed',
      modes: '100644 -',
      lines: '+0 -1',
      patch: '@@ -1 +0,0 @@\n-bye',
    },
    {
      path: 'latin.txt',
      previousPath: null,
      status: 'modified',
      modes: '100644 100644',
      lines: '+1 -1',
      patch: '@@ -1 +1 @@\n-caf\ufffd\n+caf\ufffds',
    },
    {
      path: 'new-moved.txt',
      previousPath: 'moved.txt',
      status: 'renamed',
      modes: '100644 100644',
      lines: '+1 -0',
      patch: '@@ -28,3 +28,4 @@ line 26\n line 27\n line 28\n line 29\n+more',
    },
    {
      path: 'picture.png',
      previousPath: null,
      status: 'modified',
      modes: '100644 100644',
      lines: '+0 -0',
      patch: null,
    },
    {
      path: 'run.sh',
      previousPath: null,
      status: 'modified',
      modes: '100644 100755',
      lines: '+0 -0',
      patch: '',
    },
  ]);
});

test('paths may hold anything', async () => {
  const repository = repositories.create();
  repository.commit('before', { 'a.txt': 'a\n' });
  const paths = [
    'b c.txt',
    'quote".txt',
    'tab\t.txt',
    'two\nlines.txt',
    'ünï.txt',
    '-dash',
    ':colon',
    'z\ndiff --git a/x b/x',
  ];
  repository.commit('after', Object.fromEntries(paths.map((path, i) => [path, `text ${i}\n`])));
  const { files } = await changes(repository, 'HEAD~1', 'HEAD');
  expect(new Map(files.map(({ path, patch }) => [path, patch]))).toEqual(
    new Map(paths.map((path, i) => [path, `@@ -0,0 +1 @@\n+text ${i}`])),
  );
});

test('text that looks like a diff is text', async () => {
  const repository = repositories.create();
  const hostile = 'diff --git a/x b/x\n@@ -1 +1 @@\n:100644 100644 aaaa bbbb M\n--- a/x\n+++ b/x\nend 0\n';
  repository.commit('before', { 'a.txt': 'one\n', 'b.txt': 'b\n' });
  repository.commit('after', { 'a.txt': hostile, 'b.txt': 'c\n' });
  const { files } = await changes(repository, 'HEAD~1', 'HEAD');
  expect(files.map(({ path, patch }) => [path, patch])).toEqual([
    ['a.txt', makePatch('one\n', hostile)?.replace('-1,1', '-1')],
    ['b.txt', '@@ -1 +1 @@\n-b\n+c'],
  ]);
});

test('a root commit adds everything, and a submodule is a commit', async () => {
  const repository = repositories.create();
  repository.commit('root', { 'a.txt': 'a\n' });
  const commit = repository.id('HEAD');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},module`);
  repository.git('commit', '--quiet', '-m', 'module');
  expect((await changes(repository, null, 'HEAD~1')).files.map(({ path, status }) => [path, status])).toEqual(
    [['a.txt', 'added']],
  );
  const { reader } = await open(repository.folder);
  const { files } = await reader.changes(repository.id('HEAD~1'), repository.id('HEAD'));
  expect(files.map(({ path, headMode, patch }) => [path, headMode, patch])).toEqual([
    ['module', '160000', `@@ -0,0 +1 @@\n+Subproject commit ${commit}`],
  ]);
  const loaded = await reader.contents(files.map((file) => ({ file, sides: 'both' })));
  expect(loaded.files[0]?.head).toEqual({ state: 'text', text: `Subproject commit ${commit}\n` });
});

test('reads both sides: text, binary, absent', async () => {
  const repository = repositories.create();
  repository.commit('before', { 'a.txt': 'a\n', 'b.bin': Buffer.from([0, 1]), 'old.txt': 'old\n' });
  repository.commit('after', {
    'a.txt': 'b\n',
    'b.bin': Buffer.from([0, 2]),
    'old.txt': null,
    'new.txt': '',
  });
  const { reader } = await open(repository.folder);
  const { files } = await reader.changes(repository.id('HEAD~1'), repository.id('HEAD'));
  const loaded = await reader.contents(files.map((file) => ({ file, sides: 'both' })));
  expect(loaded.files.map(({ path, base, head, patch }) => ({ path, base, head, patch }))).toEqual([
    {
      path: 'a.txt',
      base: { state: 'text', text: 'a\n' },
      head: { state: 'text', text: 'b\n' },
      patch: '@@ -1 +1 @@\n-a\n+b',
    },
    { path: 'b.bin', base: { state: 'binary' }, head: { state: 'binary' }, patch: null },
    { path: 'new.txt', base: { state: 'absent' }, head: { state: 'text', text: '' }, patch: '' },
    {
      path: 'old.txt',
      base: { state: 'text', text: 'old\n' },
      head: { state: 'absent' },
      patch: '@@ -1 +0,0 @@\n-old',
    },
  ]);
  expect(loaded.lost).toEqual([]);
});

test('more than 5 MB of a file are not read, which is no loss', async () => {
  const repository = repositories.create();
  repository.commit('big', { 'big.txt': `${'x'.repeat(99)}\n`.repeat(60_000) });
  const { reader } = await open(repository.folder);
  const { files } = await reader.changes(null, repository.id('HEAD'));
  const loaded = await reader.contents(files.map((file) => ({ file, sides: 'head' })));
  expect(loaded.files[0]?.head).toEqual({
    state: 'unread',
    reason: 'Could not read it: it is too large (6000000 bytes, at most 5242880 are read).',
  });
  expect(loaded.lost).toEqual([]);
});

describe('what is missing is a gap', () => {
  test('a blob: the other files are read all the same', async () => {
    const repository = repositories.create();
    repository.commit('before', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
    repository.commit('after', { 'a.txt': 'aa\n', 'b.txt': 'bb\n' });
    repository.lose('HEAD:a.txt');
    const { reader } = await open(repository.folder);
    const { files, gaps } = await reader.changes(repository.id('HEAD~1'), repository.id('HEAD'));
    expect(gaps).toEqual([]);
    const loaded = await reader.contents(files.map((file) => ({ file, sides: 'both' })));
    expect(loaded.files.map(({ path, patch, head }) => [path, patch, head?.state])).toEqual([
      ['a.txt', null, 'unread'],
      ['b.txt', makePatch('b\n', 'bb\n'), 'text'],
    ]);
    expect(loaded.lost.map(({ what }) => what)).toEqual(['content of a.txt']);
  });

  test('a tree', async () => {
    const repository = repositories.create();
    repository.commit('before', { 'a.txt': 'a\n' });
    repository.commit('after', { 'a.txt': 'b\n' });
    repository.lose('HEAD^{tree}');
    const { files, gaps } = await changes(repository, 'HEAD~1', 'HEAD');
    expect(files).toEqual([]);
    expect(gaps.map(({ what }) => what)).toEqual(['files']);
  });

  test('the blob of a policy is not the same as no policy', async () => {
    const repository = repositories.create();
    repository.commit('policy', { '.agentguard.yml': 'version: 1\n' });
    repository.lose('HEAD:.agentguard.yml');
    const { reader } = await open(repository.folder);
    expect(await reader.policyFile(repository.id('HEAD'))).toMatchObject({
      what: `.agentguard.yml at ${repository.id('HEAD').slice(0, 7)}`,
    });
  });

  test('a parent beyond the end of a shallow clone', async () => {
    const origin = repositories.create();
    for (const text of ['1', '2', '3']) origin.commit(text, { 'a.txt': text });
    const folder = repositories.folder('shallow');
    origin.git('clone', '--quiet', '--depth=2', `file://${origin.folder}`, folder);
    const clone = new TestRepository(folder);
    const { repository, reader } = await open(folder);
    const commits = [];
    for await (const sha of walkCommits(repository, { base: null, head: clone.id('HEAD') }))
      commits.push(sha);
    expect(commits).toEqual([origin.id('HEAD~1'), origin.id('HEAD')]);
    const [first = ''] = commits;
    const commit = await reader.commit(first);
    expect(commit).toMatchObject({ parents: [origin.id('HEAD~2')] });
    const { gaps } = await reader.changes(origin.id('HEAD~2'), first);
    expect(gaps.map(({ what }) => what)).toEqual([`commit ${origin.id('HEAD~2').slice(0, 12)}`]);
  });

  test('what a partial clone left out is not fetched', async () => {
    const origin = repositories.create();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.commit('1', { 'a.txt': '1\n' });
    origin.commit('2', { 'a.txt': '2\n' });
    const folder = repositories.folder('partial');
    origin.git('clone', '--quiet', '--bare', '--filter=blob:none', `file://${origin.folder}`, folder);
    const { reader } = await open(folder);
    const { files, gaps } = await reader.changes(origin.id('HEAD~1'), origin.id('HEAD'));
    expect([files.map(({ path }) => path), gaps]).toEqual([['a.txt'], []]);
    const loaded = await reader.contents(files.map((file) => ({ file, sides: 'both' })));
    expect(loaded.files[0]?.head?.state).toBe('unread');
    const missing = new TestRepository(folder).git('rev-list', '--objects', '--all', '--missing=print');
    expect(missing).toContain(`?${origin.id('HEAD:a.txt')}`);
  });
});

describe('the repository decides nothing', () => {
  test('grafts and replacements are not honoured', async () => {
    const repository = repositories.create();
    const [first, second, third] = ['1', '2', '3'].map((text) => repository.commit(text, { 'a.txt': text }));
    const fake = repository.git('commit-tree', `${first}^{tree}`, '-m', 'fake');
    repository.git('replace', String(third), fake);
    repository.write('.git/info/grafts', `${second}\n`);
    const { repository: open1, reader } = await open(repository.folder);
    const commits = [];
    for await (const sha of walkCommits(open1, { base: null, head: String(third) })) commits.push(sha);
    expect(commits).toEqual([first, second, third]);
    expect(await reader.commit(String(third))).toMatchObject({ message: '3\n', parents: [second] });
  });

  test('its config, attributes, hooks and filters are not used', async () => {
    const repository = repositories.create();
    const canary = join(repository.folder, 'ran');
    const run = `touch ${canary}; cat`;
    repository.commit('1', { 'a.sql': 'a\n', '.gitattributes': '*.sql -diff diff=x filter=x\n' });
    repository.commit('2', { 'a.sql': 'b\n' });
    for (const [key, value] of Object.entries({
      'diff.x.textconv': run,
      'diff.x.command': run,
      'diff.external': run,
      'filter.x.clean': run,
      'filter.x.smudge': run,
      'core.fsmonitor': run,
      'core.pager': run,
      'diff.algorithm': 'patience',
      'diff.context': '0',
      'diff.noprefix': 'true',
      'core.quotePath': 'false',
    })) {
      repository.git('config', key, value);
    }
    writeFileSync(join(repository.folder, '.git', 'info', 'attributes'), '* -diff\n');
    const { files } = await changes(repository, 'HEAD~1', 'HEAD');
    expect(files.map(({ path, patch }) => [path, patch])).toEqual([['a.sql', '@@ -1 +1 @@\n-a\n+b']]);
    expect(existsSync(canary)).toBe(false);
  });

  test('variables of git in the environment point nowhere else', async () => {
    const [here, there] = [repositories.create(), repositories.create()];
    here.commit('here', { 'a.txt': 'here\n' });
    there.commit('there', { 'a.txt': 'there\n' });
    const variables = { ...GIT_VARIABLES, GIT_DIR: join(there.folder, '.git') };
    const repository = await openRepository(here.folder, variables);
    expect(await resolveCommit(repository, 'HEAD')).toBe(here.id('HEAD'));
    closeRepository(repository);
  });
});

describe('every form of repository', () => {
  test('sha256', async () => {
    const repository = repositories.create('--object-format=sha256');
    repository.commit('1', { 'a.txt': '1\n', '.agentguard.yml': 'version: 1\n' });
    const { reader } = await open(repository.folder);
    const id = repository.id('HEAD');
    expect(id).toHaveLength(64);
    expect((await reader.changes(null, id)).files.map(({ path }) => path)).toEqual([
      '.agentguard.yml',
      'a.txt',
    ]);
    expect(await reader.policyFile(id)).toMatchObject({ text: 'version: 1\n' });
  });

  test('bare, and a linked work tree', async () => {
    const origin = repositories.create();
    const id = origin.commit('1', { 'a.txt': '1\n' });
    const [bare, linked] = [repositories.folder('bare'), repositories.folder('linked')];
    origin.git('clone', '--quiet', '--bare', origin.folder, bare);
    origin.git('worktree', 'add', '--quiet', '-b', 'other', linked);
    for (const folder of [bare, linked]) {
      const { repository, reader } = await open(folder);
      expect(await resolveCommit(repository, 'HEAD')).toBe(id);
      expect((await reader.changes(null, id)).files.map(({ path }) => path)).toEqual(['a.txt']);
    }
  });

  test('a folder within it, and none at all', async () => {
    const repository = repositories.create();
    const id = repository.commit('1', { 'src/a.txt': '1\n' });
    const { repository: inside } = await open(join(repository.folder, 'src'));
    expect(await resolveCommit(inside, 'HEAD')).toBe(id);
    await expect(openRepository('/', GIT_VARIABLES)).rejects.toThrow(
      '/ is no git repository that can be read',
    );
    await expect(openRepository('/nowhere', GIT_VARIABLES)).rejects.toThrow('There is no folder /nowhere.');
  });

  test('histories that never met have no merge base', async () => {
    const repository = repositories.create();
    repository.commit('1', { 'a.txt': '1\n' });
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.commit('2', { 'a.txt': '2\n' });
    const { repository: both } = await open(repository.folder);
    expect(await mergeBase(both, repository.id('main'), repository.id('other'))).toBeNull();
  });
});

describe('commits as they are written', () => {
  test.each([
    ['in the encoding that the commit names', 'ISO-8859-1', Buffer.from('caf\xe9', 'latin1'), 'café\n'],
    ['in one that is not known, as UTF-8', 'x-klingon', Buffer.from('plain'), 'plain\n'],
  ])('a message %s', async (_, encoding, message, expected) => {
    const repository = repositories.create();
    repository.commit('1');
    repository.write('message', message);
    repository.git(
      '-c',
      `i18n.commitEncoding=${encoding}`,
      'commit',
      '--quiet',
      '--allow-empty',
      '-F',
      'message',
    );
    const { reader } = await open(repository.folder);
    expect(await reader.commit(repository.id('HEAD'))).toMatchObject({ message: expected });
  });

  test('mailmap changes no name', async () => {
    const repository = repositories.create();
    repository.commit('1', { '.mailmap': 'Somebody Else <else@example.org> <nadia@example.org>\n' });
    const { reader } = await open(repository.folder);
    expect(await reader.commit(repository.id('HEAD'))).toMatchObject({
      author: { name: 'Nadia', email: 'nadia@example.org' },
    });
  });
});
