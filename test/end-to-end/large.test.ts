import type { PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate, {
    '.agentguard.yml': DATABASE_POLICY,
    'db/1.sql': 'CREATE TABLE orders (id int);\n'.repeat(5),
  });
  await gate.settled();
});
afterEach(() => {
  gate.github.heal();
  gate.github.state.patchless.clear();
});
afterAll(() => gate.close());

const answer = async (pull: PullRequest) => {
  const { conclusion, output, annotations } = await gate.answer(pull);
  return { conclusion, title: output.title, summary: output.summary ?? '', annotations };
};

test('more files than GitHub lists: nobody can tell, and it says what to do', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3001 }, (_, index) => [`docs/${index}.md`, `${index}\n`]),
  );
  const pull = acme.agentOpens(files);
  const unknown = await answer(pull);
  expect(unknown).toMatchObject({
    conclusion: 'failure',
    title: 'Cannot tell yet: files could not be read',
  });
  expect(unknown.summary).toContain('GitHub lists no more than 3000 files. Split the pull request.');
  acme.review(pull, acme.ada);
  expect(await answer(pull)).toMatchObject({ conclusion: 'failure' });
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
});

/** A person's pull request of so many commits, one of which (counted from 1) an agent had a hand in. */
function commits(count: number, marked: number): PullRequest {
  const { github } = gate;
  const branch = `nadia/${count}`;
  for (let number = 1; number <= count; number++) {
    const trailer = number === marked ? '\n\nCo-Authored-By: Claude <noreply@anthropic.com>' : '';
    github.commit(acme.shop, {
      branch,
      files: { [`docs/${count}.md`]: `${number}\n` },
      message: `Step ${number}${trailer}`,
      author: acme.nadia,
      silent: true,
    });
  }
  return github.openPullRequest(acme.shop, { title: 'Many steps', head: branch, author: acme.nadia });
}

test("an agent's mark in the 150th of 160 commits is found", async () => {
  const found = await answer(commits(160, 150));
  expect(found).toMatchObject({ conclusion: 'action_required' });
  expect(found.summary).toContain('Claude Code co-authored 1 commit.');
});

test('more commits than GitHub lists: nobody can tell, and it says what to do', async () => {
  const unknown = await answer(commits(260, 255));
  expect(unknown).toMatchObject({
    conclusion: 'failure',
    title: 'Cannot tell yet: commits could not be read',
  });
  expect(unknown.summary).toContain('No agent was found in what could be read.');
  expect(unknown.summary).toContain(
    'GitHub counts 260 commits and listed 250. Squash them, or split the pull request.',
  );
});

describe('a file that comes without a patch', () => {
  const token = 'ghp_' + sample(36);
  const lines = (count: number, last: string): string =>
    `${Array.from({ length: count }, (_, index) => `export const value${index} = ${index};`).join('\n')}\n${last}\n`;
  const opens = (path: string, text: string): PullRequest => {
    gate.github.state.patchless.add(path);
    return acme.agentOpens({ [path]: text });
  };

  test('is read whole, and what is risky in it found', async () => {
    expect(await answer(opens('src/config.ts', lines(30, `export const key = '${token}';`)))).toMatchObject({
      conclusion: 'failure',
      title: 'Blocked: provider-token (src/config.ts:31)',
      annotations: [{ path: 'src/config.ts', start_line: 31, annotation_level: 'failure' }],
    });
  });

  test('is read whole also where GitHub cuts its text', async () => {
    const { limits } = gate.github.state;
    const { blobText } = limits;
    limits.blobText = 500;
    const found = await answer(opens('src/long.ts', lines(3000, `export const key = '${token}';`)));
    limits.blobText = blobText;
    expect(found).toMatchObject({ title: 'Blocked: provider-token (src/long.ts:3001)' });
  });

  test('and is too large to be read: nobody can tell, and it says what to do', async () => {
    const unknown = await answer(opens('data/dump.json', `"${'x'.repeat(1000)}"\n`.repeat(6000)));
    expect(unknown).toMatchObject({
      conclusion: 'failure',
      title: 'Cannot tell yet: content of data/dump.json could not be read',
    });
    expect(unknown.summary).toContain('Split it, or leave it out of this pull request.');
  });

  test('and cannot be read at the moment is read later', async () => {
    gate.github.fail({
      path: '/graphql',
      body: 'query blobs',
      status: 502,
      headers: { 'retry-after': '1' },
    });
    const pull = opens('src/later.ts', lines(3, `export const key = '${token}';`));
    const unknown = await answer(pull);
    expect(unknown).toMatchObject({
      conclusion: 'failure',
      title: 'Cannot tell yet: content of src/later.ts could not be read',
    });
    expect(unknown.summary).toContain('GitHub answered 502. It is tried again');
    await gate.later(10);
    expect(await answer(pull)).toMatchObject({ title: 'Blocked: provider-token (src/later.ts:4)' });
  });

  test('because it is binary is no riddle', async () => {
    const pull = acme.agentOpens({ 'docs/logo.png': Buffer.from([0x89, 0x50, 0, 0, 1]) });
    expect(await answer(pull)).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for someone with write access (anything an agent wrote)',
    });
  });

  test('because it only moved is judged by both of its names', async () => {
    const pull = acme.agentOpens({
      'db/1.sql': null,
      'old/1.sql': 'CREATE TABLE orders (id int);\n'.repeat(5),
    });
    const waiting = await answer(pull);
    expect(waiting).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for 1 of @acme/dba (db/**) and 1 more',
    });
    expect(waiting.summary).toContain('`old/1.sql`');
  });
});
