import type { FileInput } from '../../../demo/github/git/objects.ts';
import { appClients } from '../../../src/adapters/github/client.ts';
import { withModes } from '../../../src/adapters/github/modes.ts';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { FileChange } from '../../../src/core/facts/facts.ts';
import { RULES } from '../../../src/core/rules/catalogue.ts';
import { readChange, type ReadChange } from '../../../src/pipeline.ts';
import type { FactsSource } from '../../../src/ports.ts';
import { createStage, type Stage } from '../../demo/github/stage.ts';

/** From what GitHub serves to what the rules on modes find. */
const FIRST = '1'.repeat(40);
const SECOND = '2'.repeat(40);
const link = (content: string): FileInput => ({ mode: '120000', content });
const program = (content: string): FileInput => ({ mode: '100755', content });

let stage: Stage;
let source: FactsSource;
beforeEach(async () => {
  stage = await createStage({
    files: {
      'README.md': '# Shop\n',
      'run.sh': 'a\n',
      'docs/tool': 'a\n',
      'docs/latest': link('v1'),
      'docs/plain.txt': 'v1',
      'src/config.ts': 'a\nb\n',
      lib: { submodule: FIRST },
    },
  });
  const { github, app, acme } = stage;
  const { id } = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  const clients = appClients({
    appId: app.app.id,
    privateKey: app.privateKey ?? '',
    baseUrl: `${github.url}/api/v3`,
    userAgent: 'agentguard/test',
    retryDelaysMs: [1, 1],
  });
  source = gitHubSource({ clients, installationId: id, clock: { now: () => new Date('2026-05-04') } });
});
afterEach(() => stage.github.stop());

async function read(files: Record<string, FileInput | null>): Promise<ReadChange> {
  const { github, shop, ann } = stage;
  github.commit(shop, { branch: 'change', files, message: 'Change', author: ann });
  const { number } = github.openPullRequest(shop, { title: 'Change', head: 'change', author: ann });
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number });
  const active = RULES.filter(({ family }) => family === 'opaque-change').map((rule) => ({
    rule,
    options: rule.options.parse({}),
  }));
  return readChange(facts, active, (requests) => source.contents(facts, requests));
}

test.each<[string, Record<string, FileInput | null>, string[], string[]]>([
  ['a new link', { here: link('docs/plain.txt') }, ['here null 120000'], ['symlink-added here']],
  [
    'a link out of the repository, in a folder',
    { 'public/keys': link('../../.ssh') },
    ['public/keys null 120000'],
    ['symlink-outside public/keys'],
  ],
  [
    'a link that points elsewhere',
    { 'docs/latest': link('/etc') },
    ['docs/latest 120000 120000'],
    ['symlink-outside docs/latest'],
  ],
  [
    'a file that becomes a link',
    { 'src/config.ts': link('../docs/plain.txt') },
    ['src/config.ts 100644 120000'],
    ['symlink-added src/config.ts'],
  ],
  ['a text of one line that is none', { 'docs/plain.txt': '/etc' }, ['docs/plain.txt 100644 100644'], []],
  ['a link that becomes a file', { 'docs/latest': 'v2' }, ['docs/latest 120000 100644'], []],
  [
    'a submodule at another commit',
    { lib: { submodule: SECOND } },
    ['lib 160000 160000'],
    ['submodule-moved lib'],
  ],
  [
    'a new submodule',
    { 'vendor/new': { submodule: SECOND } },
    ['vendor/new null 160000'],
    ['submodule-source vendor/new'],
  ],
  [
    'a submodule instead of a file',
    { 'run.sh': { submodule: SECOND } },
    ['run.sh 100644 160000'],
    ['submodule-source run.sh'],
  ],
  [
    'only made executable',
    { 'README.md': program('# Shop\n') },
    ['README.md 100644 100755'],
    ['executable-bit README.md'],
  ],
  [
    'a script, changed and made executable',
    { 'run.sh': program('b\n') },
    ['run.sh 100644 100755'],
    ['executable-bit run.sh'],
  ],
  [
    'text, of which nothing is asked',
    { 'src/config.ts': 'a\nc\n' },
    ['src/config.ts undefined undefined'],
    [],
  ],
  ['a link that is gone', { 'docs/latest': null }, ['docs/latest undefined undefined'], []],
])('%s', async (_, files, modes, found) => {
  const result = await read(files);
  expect(result.files.map((file) => `${file.path} ${file.baseMode} ${file.headMode}`)).toEqual(modes);
  expect(result.findings.flatMap(({ rule, places }) => places.map(({ path }) => `${rule} ${path}`))).toEqual(
    found,
  );
  expect(result.gaps).toEqual([]);
});

test('two folders and a blob are one query', async () => {
  await read({ here: link('docs'), 'docs/latest': link('v2') });
  const queries = stage.github.requests.filter(
    ({ path, body }) => path.endsWith('/graphql') && body.includes('query blobs'),
  );
  expect(queries).toHaveLength(1);
});

test('a binary that only moved is the same one', async () => {
  const jar = Buffer.from('PK\0\0');
  stage.github.commit(stage.shop, {
    branch: 'main',
    files: { 'a.jar': jar },
    message: 'Add',
    author: stage.ann,
  });
  const moved = await read({ 'a.jar': null, 'lib2/a.jar': jar });
  expect(moved.findings).toEqual([]);
  const [file] = moved.files;
  expect(file?.baseBlob).toBe(file?.headBlob);
});

describe('what cannot be told', () => {
  const file: FileChange = {
    path: 'a/b',
    previousPath: null,
    status: 'modified',
    additions: 0,
    deletions: 0,
    headBlob: FIRST,
    patch: null,
  };
  const folder = { entries: [{ name: 'b', mode: 0o100644, oid: FIRST }] };
  test.each([
    ['a folder that was not read', 'Could not read it.', folder, 'Could not read it.'],
    ['a folder without the file', folder, { entries: [] }, expect.stringMatching(/^GitHub does not list it/)],
    ['no folder', {}, folder, expect.stringMatching(/^GitHub does not list it/)],
  ])('%s is said', (_, head, base, modesUnread) => {
    expect(withModes(file, head, base)).toEqual({ ...file, modesUnread });
  });

  test('it becomes a gap', async () => {
    const facts = await source
      .snapshot({ owner: 'acme', name: 'shop', number: await openChange() })
      .then((snapshot) => ({ ...snapshot, files: [{ ...file, modesUnread: 'Not read.' }] }));
    const { gaps } = await readChange(facts, [], () => Promise.resolve([]));
    expect(gaps).toEqual([{ what: 'mode of a/b', reason: 'Not read.' }]);
  });

  function openChange(): Promise<number> {
    const { github, shop, ann } = stage;
    github.commit(shop, { branch: 'x', files: { x: 'x\n' }, message: 'x', author: ann });
    return Promise.resolve(github.openPullRequest(shop, { title: 'x', head: 'x', author: ann }).number);
  }
});
