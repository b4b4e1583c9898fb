import { asApp, createStage } from './stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from './stage.ts';

let stage: Stage;
let guard: Octokit;

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme } = stage;
  guard = asApp(stage, github.installApp({ app: app.app, account: acme, repositories: 'all' }).id);
});
afterEach(() => stage.github.stop());

test('people: roles in a repository, members of teams and their children', async () => {
  const { github, shop, acme, ann, bob, olga } = stage;
  const [carl, dora, eve] = ['carl', 'dora', 'eve'].map((login) => github.createUser(login));
  if (!carl || !dora || !eve) throw new Error('no users');
  const parent = github.createTeam(acme, 'data', { members: [bob] });
  github.createTeam(acme, 'dba', { members: [carl], pending: [dora], parent });
  shop.teams.set(parent, 'maintain');
  github.addCollaborator(shop, eve, 'triage', olga);
  expect(
    await guard.graphql(
      `query { repository(owner: "acme", name: "shop") { collaborators(first: 50) { totalCount edges { permission node { login } } } }
        organization(login: "acme") { team(slug: "data") {
          all: members(first: 9) { totalCount nodes { login } }
          own: members(first: 9, membership: IMMEDIATE) { nodes { login } }
          found: members(first: 9, query: "car") { nodes { login } } } } }`,
    ),
  ).toEqual({
    repository: {
      collaborators: {
        totalCount: 5,
        edges: [
          { permission: 'ADMIN', node: { login: 'olga' } },
          { permission: 'WRITE', node: { login: ann.login } },
          { permission: 'MAINTAIN', node: { login: 'bob' } },
          { permission: 'MAINTAIN', node: { login: 'carl' } },
          { permission: 'TRIAGE', node: { login: 'eve' } },
        ],
      },
    },
    organization: {
      team: {
        all: { totalCount: 2, nodes: [{ login: 'bob' }, { login: 'carl' }] },
        own: { nodes: [{ login: 'bob' }] },
        found: { nodes: [{ login: 'carl' }] },
      },
    },
  });
  const permission = async (username: string) =>
    (await guard.repos.getCollaboratorPermissionLevel({ owner: 'acme', repo: 'shop', username })).data;
  expect(await permission('carl')).toMatchObject({ permission: 'write', role_name: 'maintain' });
  expect(await permission('dora')).toMatchObject({ permission: 'none' });
  const membership = (username: string) =>
    guard.teams.getMembershipForUserInOrg({ org: 'acme', team_slug: 'data', username });
  expect((await membership('dora')).data).toMatchObject({ state: 'pending' });
  expect((await membership('carl')).data).toMatchObject({ state: 'active' });
});
