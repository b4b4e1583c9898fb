import { appClients } from '../../../src/adapters/github/client.ts';
import { installations } from '../../../src/adapters/github/installations.ts';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import { listMergedPullRequests, tokenAccess } from '../../../src/adapters/github/token.ts';
import type { FloorFacts } from '../../../src/core/facts/facts.ts';
import type { Account } from '../../../demo/github/github.ts';
import { checkRequest } from '../../contract/rest.ts';
import { createStage, propose } from '../../demo/github/stage.ts';
import type { Stage } from '../../demo/github/stage.ts';

/** A person's token in place of the app's, against the in-memory GitHub. */
let stage: Stage;
const SHOP = { owner: 'acme', name: 'shop' };
const clock = { now: () => new Date('2026-05-04T09:00:00Z') };

beforeEach(async () => {
  stage = await createStage({ files: { '.agentguard.yml': 'version: 1\n', 'src/cart.ts': 'a\n' } });
});
afterEach(async () => {
  const { requests } = stage.github;
  await stage.github.stop();
  const problems = requests
    .filter(({ path }) => path !== '/graphql')
    .flatMap(({ method, path, search, body }) =>
      checkRequest(method, `${path}${search}`, body === '' ? undefined : JSON.parse(body)),
    );
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

const options = () => ({
  baseUrl: `${stage.github.url}/api/v3`,
  userAgent: 'agentguard/test',
  retryDelaysMs: [1, 1],
});
const accessOf = (user: Account, scopes?: readonly string[]) =>
  tokenAccess({ ...options(), clock, token: stage.github.createUserToken(user, scopes) });

test('a person reads the facts that the app reads', async () => {
  const { github, acme, app, ann, bob, olga } = stage;
  const pull = propose(stage, ann);
  github.review(pull, bob, 'APPROVE');
  const { id } = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  const clients = appClients({ ...options(), appId: app.app.id, privateKey: app.privateKey });
  const byApp = gitHubSource({ clients, installationId: id, clock });
  const byPerson = gitHubSource(accessOf(olga, ['repo', 'read:org']));
  const facts = await byApp.snapshot({ ...SHOP, number: pull.number });
  expect(await byPerson.snapshot({ ...SHOP, number: pull.number })).toEqual(facts);
  const request = { teams: [], logins: ['ann'], organization: true, roles: true };
  expect(await byPerson.people(facts, request)).toEqual(await byApp.people(facts, request));
  expect(await byPerson.properties(SHOP)).toEqual({});
});

describe('the floor', () => {
  const floor = async (user: Account, scopes?: readonly string[]): Promise<FloorFacts> => {
    const pull = propose(stage, stage.ann);
    return (await gitHubSource(accessOf(user, scopes)).snapshot({ ...SHOP, number: pull.number })).floor;
  };
  const unseen = {
    state: 'unseen',
    reason:
      'The token does not show acme/.github, if there is one. Take a token with the scope "repo" of an owner of acme, or set AGENTGUARD_FLOOR=none if there is no floor.',
  };
  const addFloor = () =>
    stage.github.createRepository({
      owner: stage.acme,
      name: '.github',
      private: true,
      files: { '.agentguard.yml': 'version: 1\n' },
    });

  test('that the person sees is there', async () => {
    addFloor();
    expect(await floor(stage.ann)).toMatchObject({ state: 'present', file: { text: 'version: 1\n' } });
  });

  test('is none where the repository for it is seen to hold none', async () => {
    stage.github.createRepository({ owner: stage.acme, name: '.github', private: true });
    expect(await floor(stage.ann)).toEqual({ state: 'none' });
  });

  test('is none when an owner looked with a token that sees everything', async () => {
    expect(await floor(stage.olga, ['read:org', 'repo'])).toEqual({ state: 'none' });
  });

  test.each<[string, () => Promise<FloorFacts>]>([
    ['a member found none', () => floor(stage.ann, ['repo', 'read:org'])],
    ['an owner found none with a token of unknown width', () => floor(stage.olga)],
    [
      'someone from outside cannot see it',
      () => {
        addFloor();
        const carl = stage.github.createUser('carl');
        stage.github.addCollaborator(stage.shop, carl, 'write');
        return floor(carl, ['repo']);
      },
    ],
    [
      'the token may not read what is there',
      () => {
        addFloor();
        stage.github.fail({
          path: '/graphql',
          body: 'query pullRequest(',
          alter: ({ data }) => ({
            data: { ...(data as object), floor: null },
            errors: [{ type: 'FORBIDDEN', path: ['floor'], message: 'Resource not accessible' }],
          }),
        });
        return floor(stage.olga, ['repo']);
      },
    ],
  ])('is unseen when %s', async (_, look) => {
    expect(await look()).toEqual(unseen);
  });

  test('is none when the operator says so', async () => {
    const pull = propose(stage, stage.ann);
    const source = gitHubSource({ ...accessOf(stage.ann), floor: 'none' });
    expect((await source.snapshot({ ...SHOP, number: pull.number })).floor).toEqual({ state: 'none' });
  });

  test('of a person is none for their own token with the scope, unseen for others', async () => {
    const { github, ann, bob } = stage;
    const own = github.createRepository({ owner: ann, name: 'own', private: true });
    github.addCollaborator(own, bob, 'write');
    github.commit(own, { branch: 'change', files: { x: 'x' }, message: 'x', author: ann });
    const { number } = github.openPullRequest(own, { title: 'x', head: 'change', author: ann });
    const state = async (user: Account) =>
      (await gitHubSource(accessOf(user, ['repo'])).snapshot({ owner: 'ann', name: 'own', number })).floor
        .state;
    expect([await state(ann), await state(bob)]).toEqual(['none', 'unseen']);
  });

  test('a failure to tell is no answer', async () => {
    const pull = propose(stage, stage.ann);
    stage.github.fail({ path: '/user', status: 502, times: 9 });
    const source = gitHubSource(accessOf(stage.olga, ['repo']));
    await expect(source.snapshot({ ...SHOP, number: pull.number })).rejects.toThrow(
      'Could not read what the token sees: GitHub answered 502.',
    );
  });
});

test("a base binds when its rules require any app's check of that name", async () => {
  const { github, shop, ann } = stage;
  github.commit(shop, { branch: 'release', files: { r: 'r' }, message: 'r', author: ann });
  github.createRuleset(shop, {
    branches: ['refs/heads/release'],
    requiredChecks: [{ context: 'AgentGuard', integrationId: 4711 }],
  });
  github.commit(shop, { branch: 'fix', from: 'release', files: { x: 'x' }, message: 'x', author: ann });
  const pull = github.openPullRequest(shop, { title: 'x', head: 'fix', base: 'release', author: ann });
  const { binding } = await gitHubSource(accessOf(ann)).snapshot({ ...SHOP, number: pull.number });
  expect(binding).toMatchObject({ ref: 'release', reason: 'own base' });
});

test('what only the app can ask rejects without being sent', async () => {
  const { clients } = accessOf(stage.ann);
  await expect(installations(clients).list()).rejects.toThrow(
    "Only the app can ask GitHub this; a person's token does not do.",
  );
  expect(stage.github.requests).toEqual([]);
});

test('a token that GitHub does not accept', async () => {
  const source = gitHubSource(tokenAccess({ ...options(), clock, token: ['ghp', 'gone'].join('_') }));
  await expect(source.snapshot({ ...SHOP, number: 1 })).rejects.toThrow(
    'GitHub does not accept the token. It may have expired or been revoked, or be for another server.',
  );
  expect(stage.github.requests).toHaveLength(1);
});

describe('merged pull requests', () => {
  test('newest first, without open and closed ones, whatever was said since', async () => {
    await stage.github.stop();
    let now = Date.parse('2026-01-01T00:00:00Z');
    stage = await createStage({ now: () => new Date((now += 1000)) });
    const { github, shop, ann, bob } = stage;
    for (const file of ['a', 'b', 'c', 'd']) {
      github.mergePullRequest(propose(stage, ann, { [file]: 'x\n' }, file), bob);
    }
    propose(stage, ann, { open: 'x\n' }, 'open');
    github.closePullRequest(propose(stage, ann, { closed: 'x\n' }, 'closed'), ann);
    github.comment(shop.issues.get(1) as never, ann, 'Good old times');
    expect(await listMergedPullRequests(accessOf(ann), SHOP, 3)).toEqual([4, 3, 2]);
    expect(await listMergedPullRequests(accessOf(ann), SHOP, 9)).toEqual([4, 3, 2, 1]);
  });

  const node = (number: number, mergedAt: string, updatedAt: string) => ({ number, mergedAt, updatedAt });
  const PAGES = [
    [node(1, '2026-01-01', '2026-09-09'), null, node(9, '2026-05-05', '2026-08-08')],
    [node(8, '2026-06-06', '2026-06-06'), node(7, '2026-04-04', '2026-05-05')],
    [node(6, '2026-03-03', '2026-03-03')],
  ];
  test.each([
    [1, [8], 2],
    [2, [8, 9], 2],
    [3, [8, 9, 7], 3],
    [100, [8, 9, 7, 6, 1], 3],
  ])('the newest %i, with no page more than could hold one', async (count, numbers, asked) => {
    const { github, ann } = stage;
    for (const [index, nodes] of PAGES.entries()) {
      const pageInfo = { hasNextPage: index < PAGES.length - 1, endCursor: `c${index}` };
      const alter = () => ({ data: { repository: { pullRequests: { pageInfo, nodes } } } });
      github.fail({ path: '/graphql', body: 'query merged', alter });
    }
    expect(await listMergedPullRequests(accessOf(ann), SHOP, count)).toEqual(numbers);
    expect(github.requests).toHaveLength(asked);
  });
});
