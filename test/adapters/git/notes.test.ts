import { notePaths } from '../../../src/adapters/git/notes.ts';
import { openReader } from '../../../src/adapters/git/reader.ts';
import { closeRepository, openRepository } from '../../../src/adapters/git/repository.ts';
import { GIT_VARIABLES, type TestRepository, testRepositories } from '../../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

async function notesOf({ folder }: TestRepository, shas: readonly string[]): Promise<unknown[]> {
  const repository = await openRepository(folder, GIT_VARIABLES);
  const reader = openReader(repository, false);
  try {
    const commits = await Promise.all(shas.map((sha) => reader.commit(sha)));
    return commits.map((commit) => ('what' in commit ? commit : commit.note));
  } finally {
    reader.close();
    closeRepository(repository);
  }
}

test('there are none', async () => {
  const repository = repositories.create();
  const sha = repository.commit('1');
  repository.git('notes', 'add', '-m', 'of another kind', sha);
  expect(await notesOf(repository, [sha])).toEqual([undefined]);
});

test('notes as git writes them', async () => {
  const repository = repositories.create();
  const [first, second, third] = [repository.commit('1'), repository.commit('2'), repository.commit('3')];
  repository.git('notes', '--ref=ai', 'add', '-m', 'note on 1', first);
  repository.git('notes', '--ref=ai', 'add', '-m', 'note on 3', third);
  expect(await notesOf(repository, [first, second, third])).toEqual([
    'note on 1\n',
    undefined,
    'note on 3\n',
  ]);
});

test('notes that git spread over folders', async () => {
  const repository = repositories.create();
  const sha = repository.commit('1', { 'note.txt': 'far below' });
  const blob = repository.id('HEAD:note.txt');
  repository.git('update-index', '--add', '--cacheinfo', `100644,${blob},${notePaths(sha)[2]}`);
  const tip = repository.git('commit-tree', repository.git('write-tree'), '-m', 'notes');
  repository.git('update-ref', 'refs/notes/ai', tip);
  expect(await notesOf(repository, [sha])).toEqual(['far below']);
});

test('the form before 1.0, a ref for each commit', async () => {
  const repository = repositories.create();
  const [first, second] = [repository.commit('1', { 'note.json': '{"files":{}}' }), repository.commit('2')];
  repository.git('update-ref', `refs/ai/authorship/${first}`, repository.id('HEAD:note.json'));
  expect(await notesOf(repository, [first, second])).toEqual(['{"files":{}}', undefined]);
});

test('notes that cannot be read are none', async () => {
  const repository = repositories.create();
  const sha = repository.commit('1');
  repository.git('notes', '--ref=ai', 'add', '-m', 'lost', sha);
  repository.lose(`refs/notes/ai:${sha}`);
  expect(await notesOf(repository, [sha])).toEqual([undefined]);
  repository.lose('refs/notes/ai');
  expect(await notesOf(repository, [sha])).toEqual([undefined]);
});

test('the places of a note', () => {
  expect(notePaths('abcdef0123')).toEqual(['abcdef0123', 'ab/cdef0123', 'ab/cd/ef0123']);
});
