import { asApp, createStage, refusal } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

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

test('outside the installation nobody is listed, nor what was pushed', async () => {
  const fork = stage.github.createRepository({ owner: stage.ann, name: 'public' });
  const where = { owner: 'ann', repo: fork.name };
  const people = 'Must have push access to view repository collaborators.';
  expect(await refusal(guard.repos.listCollaborators(where))).toEqual({ status: 403, message: people });
  const permission = guard.repos.getCollaboratorPermissionLevel({ ...where, username: 'ann' });
  expect(await refusal(permission)).toEqual({ status: 403, message: people });
  const integration = 'Resource not accessible by integration';
  expect(await refusal(guard.repos.listActivities(where))).toEqual({ status: 403, message: integration });
  const query =
    'query { repository(owner: "ann", name: "public") { collaborators(first: 9) { totalCount } } }';
  await expect(guard.graphql(query)).rejects.toMatchObject({
    errors: [{ type: 'FORBIDDEN', message: people }],
  });
});
