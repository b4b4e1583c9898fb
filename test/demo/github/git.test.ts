import { accountByEmail } from '../../../demo/github/state/accounts.ts';
import { compareTrees } from '../../../demo/github/git/comparison.ts';
import { commitsBetween, mergeBase } from '../../../demo/github/git/history.ts';
import { createObjects, writeCommit, writeFile, writeTree } from '../../../demo/github/git/objects.ts';
import { createGitHub } from '../../../demo/github/github.ts';
import { createState } from '../../../demo/github/state/state.ts';
import type { FileInput, Objects } from '../../../demo/github/git/objects.ts';

function treeOf(objects: Objects, files: Readonly<Record<string, FileInput>>): string {
  return writeTree(
    objects,
    new Map(Object.entries(files).map(([path, input]) => [path, writeFile(objects, input)])),
  );
}

test('objects have the names that git gives them', () => {
  const objects = createObjects();
  const tree = treeOf(objects, {
    'a/b/x.txt': 'hello\n',
    'a/y': 'y',
    'a-b/z': 'z\n',
    'a.sh': { mode: '100755', content: 'run\n' },
    link: { mode: '120000', content: 'a.sh' },
    'vendor/lib': { submodule: '1'.repeat(40) },
  });
  expect(tree).toBe('98eee0768fad60a605fce5f86a5539ba31e27c9d');
  expect([...(objects.trees.get(tree) ?? [])].map(([name, { sha }]) => [name, sha])).toEqual([
    ['a-b', '799450a0f8f3a9dcf7ffa00d7b73fdf822939cf9'],
    ['a.sh', 'f5bdd214e01603ecd6c83be9f66d88579c588ec6'],
    ['a', '8082790239eb967779cf15ce890c8d540fa62986'],
    ['link', '3231b018c0d33a258fd77a6b4fbc3b16e480eaa7'],
    ['vendor', '572e85c9899d5fb69110eab1df80bed6b9991abe'],
  ]);
  const date = '2026-05-04T09:00:00Z';
  const { sha } = writeCommit(objects, {
    tree,
    parents: [],
    author: { name: 'Ann', email: 'ann@example.com', date },
    committer: { name: 'Bob', email: 'bob@example.com', date },
    message: 'First',
    signature: null,
  });
  expect(sha).toBe('50ee9121e6a49e1a5245b3c26376f7a73e4116b7');
});

const LINES = Array.from({ length: 12 }, (_, index) => `line ${index}`).join('\n');

describe('what changed between two trees', () => {
  const file = (
    path: string,
    status: string,
    additions: number,
    deletions: number,
    previousPath: string | null = null,
  ) => ({
    path,
    previousPath,
    status,
    additions,
    deletions,
  });
  test.each<[string, Record<string, FileInput>, Record<string, FileInput>, object[], (string | null)[]]>([
    ['added', {}, { a: 'x\n' }, [file('a', 'added', 1, 0)], ['@@ -0,0 +1 @@\n+x']],
    ['removed', { a: 'x\n' }, {}, [file('a', 'removed', 0, 1)], ['@@ -1 +0,0 @@\n-x']],
    ['modified', { a: 'x\n' }, { a: 'y\n' }, [file('a', 'modified', 1, 1)], ['@@ -1 +1 @@\n-x\n+y']],
    ['moved', { a: 'x\n' }, { b: 'x\n' }, [file('b', 'renamed', 0, 0, 'a')], [null]],
    [
      'moved and changed a little',
      { 'src/a': `${LINES}\n` },
      { 'lib/a': `${LINES}\nmore\n` },
      [file('lib/a', 'renamed', 1, 0, 'src/a')],
      ['@@ -10,3 +10,4 @@\n line 9\n line 10\n line 11\n+more'],
    ],
    [
      'replaced',
      { a: 'x\n' },
      { b: 'y\n' },
      [file('a', 'removed', 0, 1), file('b', 'added', 1, 0)],
      ['@@ -1 +0,0 @@\n-x', '@@ -0,0 +1 @@\n+y'],
    ],
    ['binary', {}, { a: Buffer.from([0, 1]) }, [file('a', 'added', 0, 0)], [null]],
    [
      'made executable',
      { a: 'x\n' },
      { a: { mode: '100755', content: 'x\n' } },
      [file('a', 'modified', 0, 0)],
      [null],
    ],
    [
      'turned into a link',
      { a: 'x\n' },
      { a: { mode: '120000', content: 'b' } },
      [file('a', 'changed', 1, 1)],
      ['@@ -1 +1 @@\n-x\n+b\n\\ No newline at end of file'],
    ],
    [
      'submodule moved on',
      { a: { submodule: '1'.repeat(40) } },
      { a: { submodule: '2'.repeat(40) } },
      [file('a', 'modified', 1, 1)],
      [`@@ -1 +1 @@\n-Subproject commit ${'1'.repeat(40)}\n+Subproject commit ${'2'.repeat(40)}`],
    ],
    ['too large', {}, { a: 'x\n'.repeat(20_001) }, [file('a', 'added', 0, 0)], [null]],
  ])('%s', (_, base, head, files, patches) => {
    const objects = createObjects();
    const diffs = compareTrees(createState(), objects, treeOf(objects, base), treeOf(objects, head));
    expect(diffs.map(({ patch: _patch, sha: _sha, ...rest }) => rest)).toEqual(files);
    expect(diffs.map(({ patch }) => patch)).toEqual(patches);
  });

  test('patches stop once they are too much together', () => {
    const state = createState();
    state.limits.diffLines = 5;
    const objects = createObjects();
    const head = { a: 'x\nx\nx\n', b: 'x\nx\nx\n', c: 'x\n' };
    const diffs = compareTrees(state, objects, treeOf(objects, {}), treeOf(objects, head));
    expect(diffs.map(({ path, additions }) => [path, additions])).toEqual([
      ['a', 3],
      ['b', 0],
      ['c', 0],
    ]);
  });

  test('a file comes back without its patch on request', () => {
    const state = createState();
    const objects = createObjects();
    state.patchless.add('a');
    const [diff] = compareTrees(state, objects, treeOf(objects, {}), treeOf(objects, { a: 'x\n' }));
    expect(diff).toMatchObject({ path: 'a', status: 'added', additions: 0, deletions: 0, patch: null });
  });
});

test('merge base and the commits of a branch, those behind a merge included', () => {
  const github = createGitHub();
  const ann = github.createUser('ann');
  const shop = github.createRepository({ owner: ann, name: 'shop' });
  const commit = (branch: string, from?: string, mergeOf?: string[]) =>
    github.commit(shop, {
      branch,
      files: { [`${branch}-${shop.objects.commits.size}`]: 'x' },
      message: branch,
      author: ann,
      ...(from !== undefined && { from }),
      ...(mergeOf && { mergeOf }),
    }).sha;
  const one = commit('change');
  const side = commit('side', one);
  const main = commit('main');
  const merged = commit('change', undefined, [main, side]);
  expect(mergeBase(shop.objects, main, merged)).toBe(main);
  expect(mergeBase(shop.objects, main, side)).toBe(shop.objects.commits.get(main)?.parents[0]);
  expect(commitsBetween(shop.objects, main, merged).map(({ sha }) => sha)).toEqual([one, side, merged]);
});

test.each([
  ['Ann@Example.com', 'ann'],
  ['a.nn@work.example', 'ann'],
  ['ann@users.noreply.github.com', 'ann'],
  ['1001+anything@users.noreply.github.com', 'ann'],
  ['198982749+Copilot@users.noreply.github.com', 'Copilot'],
  ['nobody@example.com', undefined],
  ['', undefined],
])('%s belongs to %s', (email, login) => {
  const github = createGitHub();
  github.createUser('ann', { emails: ['a.nn@work.example'] });
  github.createBot('copilot-swe-agent', { login: 'Copilot', id: 198_982_749 });
  expect(accountByEmail(github.state, email)?.login).toBe(login);
});
