import { asApp, createStage } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;
const where = { owner: 'acme', repo: 'shop' };

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme } = stage;
  guard = asApp(stage, github.installApp({ app: app.app, account: acme, repositories: 'all' }).id);
});
afterEach(() => stage.github.stop());

test('contents: raw, links, submodules, too large', async () => {
  const { github, shop, ann } = stage;
  github.commit(shop, {
    branch: 'main',
    files: {
      'docs/a b#1%.md': 'hello\n',
      'docs/link': { mode: '120000', content: 'a b#1%.md' },
      'docs/dangling': { mode: '120000', content: 'nowhere' },
      lib: { submodule: '1'.repeat(40) },
      large: 'x'.repeat(1024 * 1024 + 1),
    },
    message: 'Docs',
    author: ann,
  });
  const get = async (path: string) => (await guard.repos.getContent({ ...where, path })).data;
  expect(await get('docs/a b#1%.md')).toMatchObject({ type: 'file', content: 'aGVsbG8K\n', size: 6 });
  expect(await get('docs/link')).toMatchObject({ type: 'file', content: 'aGVsbG8K\n' });
  expect(await get('docs/dangling')).toMatchObject({ type: 'symlink', target: 'nowhere' });
  expect(await get('lib')).toMatchObject({ type: 'submodule', sha: '1'.repeat(40) });
  expect(await get('large')).toMatchObject({
    type: 'file',
    content: '',
    encoding: 'none',
    size: 1024 * 1024 + 1,
  });
  expect(await get('docs')).toMatchObject([{ name: 'a b#1%.md' }, { name: 'dangling' }, { name: 'link' }]);
  const raw = await guard.repos.getContent({
    ...where,
    path: 'docs/a b#1%.md',
    mediaType: { format: 'raw' },
  });
  expect(raw.data).toBe('hello\n');
  const { data: tree } = await guard.git.getTree({ ...where, tree_sha: 'main', recursive: '1' });
  expect(tree.tree.map(({ path, mode, type }) => [path, mode, type])).toContainEqual([
    'docs/link',
    '120000',
    'blob',
  ]);
  stage.github.state.limits.treeEntries = 2;
  expect((await guard.git.getTree({ ...where, tree_sha: 'main', recursive: '1' })).data).toMatchObject({
    truncated: true,
  });
});

test('the activity log tells who pushed what', async () => {
  const { github, shop, ann, bob } = stage;
  const first = github.commit(shop, { branch: 'change', files: { a: 'x' }, message: 'a', author: ann });
  const second = github.commit(shop, {
    branch: 'change',
    files: { b: 'x' },
    message: 'b',
    author: ann,
    pusher: bob,
  });
  github.updateBranch(shop, 'change', first.sha, bob);
  const { data } = await guard.repos.listActivities({ ...where, ref: 'refs/heads/change' });
  expect(
    data.map(({ activity_type: type, before, after, actor }) => [type, before, after, actor?.login]),
  ).toEqual([
    ['force_push', second.sha, first.sha, 'bob'],
    ['push', first.sha, second.sha, 'bob'],
    ['branch_creation', '0'.repeat(40), first.sha, 'ann'],
  ]);
  const page = await guard.paginate(guard.repos.listActivities, {
    ...where,
    ref: 'refs/heads/change',
    per_page: 1,
  });
  expect(page).toHaveLength(3);
  expect((await guard.repos.listActivities({ ...where, actor: 'ann' })).data).toHaveLength(1);
});
