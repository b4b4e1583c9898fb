import { appClients } from '../../../src/adapters/github/client.ts';
import { gitHubPublisher } from '../../../src/adapters/github/publish.ts';
import type { Publisher } from '../../../src/ports.ts';
import type { PullRequest } from '../../../demo/github/github.ts';
import type { Installation } from '../../../demo/github/apps/state.ts';
import { createStage, PERMISSIONS, propose } from '../../demo/github/stage.ts';
import type { Stage } from '../../demo/github/stage.ts';

let stage: Stage;
let publisher: Publisher;
let installation: Installation;
let pull: PullRequest;

const SHOP = { owner: 'acme', name: 'shop', number: 1 };
const ASKED = { title: 'Take back #1', body: 'Why', marker: 'revert:acme/shop#1' };

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme, olga } = stage;
  installation = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  installation.permissions = { ...PERMISSIONS, contents: 'write' };
  const clients = appClients({
    appId: app.app.id,
    privateKey: app.privateKey,
    baseUrl: `${github.url}/api/v3`,
    userAgent: 'agentguard/test',
    retryDelaysMs: [1, 1],
  });
  publisher = gitHubPublisher({ clients, installationId: installation.id });
  pull = propose(stage, stage.ann);
  github.mergePullRequest(pull, olga);
});
afterEach(() => stage.github.stop());

const opened = (number = 2): PullRequest => stage.shop.issues.get(number) as PullRequest;

test('it opens a pull request in the app’s name, with what was asked and the mark at its end', async () => {
  expect(await publisher.revert(SHOP, ASKED)).toEqual({
    number: 2,
    headSha: opened().head.sha,
    url: `${stage.github.url}/acme/shop/pull/2`,
    isNew: true,
  });
  expect(opened()).toMatchObject({
    title: 'Take back #1',
    body: 'Why\n\n<!-- agentguard:revert:acme/shop#1 -->',
    author: { login: 'agentguard[bot]' },
    draft: false,
  });
});

test('asked again, it finds the open one', async () => {
  await publisher.revert(SHOP, ASKED);
  expect(await publisher.revert(SHOP, ASKED)).toMatchObject({ number: 2, isNew: false });
  expect(stage.shop.issues.size).toBe(2);
});

test('a mark that somebody else wrote finds nothing', async () => {
  const fake = propose(stage, stage.ann, { 'src/cart.ts': 'mine\n' }, 'revert-1-change');
  fake.body = 'Why\n\n<!-- agentguard:revert:acme/shop#1 -->';
  expect(await publisher.revert(SHOP, ASKED)).toMatchObject({ number: 3, isNew: true });
});

test('one that was closed without being merged is no way back any more', async () => {
  await publisher.revert(SHOP, ASKED);
  stage.github.closePullRequest(opened(), stage.olga);
  expect(await publisher.revert(SHOP, ASKED)).toMatchObject({ number: 3, isNew: true });
});

test('what was changed since is told with the way by hand', async () => {
  const { github, shop, olga } = stage;
  github.commit(shop, { branch: 'main', files: { 'src/cart.ts': 'later\n' }, message: 'x', author: olga });
  const { conflict } = (await publisher.revert(SHOP, ASKED)) as { conflict: string };
  expect(conflict).toMatch(/^GitHub cannot take it back by itself: “This pull request could not be reverted/);
  expect(conflict).toContain(`By hand: \`git revert -m 1 ${pull.merged?.sha}\``);
  expect(shop.issues.size).toBe(1);
});

test('a squashed one is reverted by hand without a side', async () => {
  const { github, shop, olga } = stage;
  const other = propose(stage, stage.ann, { 'src/other.ts': 'x\n' }, 'other');
  const { sha } = github.mergePullRequest(other, olga, { method: 'squash' });
  github.commit(shop, { branch: 'main', files: { 'src/other.ts': null }, message: 'x', author: olga });
  expect(await publisher.revert({ ...SHOP, number: 2 }, ASKED)).toEqual({
    conflict: expect.stringContaining(`By hand: \`git revert ${sha}\` (and its other commits`),
  });
});

test('one that is not merged is told so', async () => {
  propose(stage, stage.ann, { 'src/other.ts': 'x\n' }, 'other');
  expect(await publisher.revert({ ...SHOP, number: 2 }, ASKED)).toEqual({
    conflict: 'acme/shop#2 is not merged.',
  });
});

test('without the permission it says who has to grant it where, and asks GitHub for nothing', async () => {
  installation.permissions = PERMISSIONS;
  const { unavailable } = (await publisher.revert(SHOP, ASKED)) as { unavailable: string };
  expect(unavailable).toContain('sets Contents to Read and write');
  expect(unavailable).toContain('an owner of acme accepts that');
  expect(unavailable).toContain(`git revert -m 1 ${pull.merged?.sha}`);
  expect(stage.github.requests.some(({ body }) => body.includes('mutation'))).toBe(false);
});

test('only the token of the revert can write content', async () => {
  await publisher.requestReviewers(SHOP, { users: ['bob'], teams: [] });
  await publisher.revert(SHOP, ASKED);
  const asked = stage.github.requests
    .filter(({ path }) => path.endsWith('/access_tokens'))
    .map(({ body }) => JSON.parse(body) as { permissions: Record<string, string>; repositories: string[] });
  expect(asked.map(({ permissions }) => permissions['contents'])).toEqual(['read', 'write']);
  expect(asked.at(-1)).toMatchObject({
    repositories: ['shop'],
    permissions: { contents: 'write', pull_requests: 'write' },
  });
});

test('a failure on the way is told and not sent again: GitHub may have done it', async () => {
  const { github } = stage;
  github.fail({ path: '/graphql', body: 'mutation', status: 502 });
  await expect(publisher.revert(SHOP, ASKED)).rejects.toThrow(/GitHub answered 502|take acme\/shop#1 back/);
  expect(github.requests.filter(({ body }) => body.includes('mutation'))).toHaveLength(1);
});
