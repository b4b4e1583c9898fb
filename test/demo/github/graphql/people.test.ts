import { asApp, asUser, createStage, refusal } from '../stage.ts';
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

test('a custom role is named by REST, and told by its base role elsewhere', async () => {
  const { github, shop, ann, bob, acme } = stage;
  const captain = { name: 'Release captain', base: 'maintain' } as const;
  github.addCollaborator(shop, ann, captain);
  shop.teams.set(github.createTeam(acme, 'dba', { members: [bob] }), { name: 'Auditor', base: 'write' });
  const where = { owner: 'acme', repo: 'shop' };
  const { data } = await guard.repos.listCollaborators(where);
  expect(data.map(({ login, role_name: role, permissions }) => [login, role, permissions?.maintain])).toEqual(
    [
      ['olga', 'admin', true],
      ['ann', 'Release captain', true],
      ['bob', 'Auditor', false],
    ],
  );
  const one = await guard.repos.getCollaboratorPermissionLevel({ ...where, username: 'ann' });
  expect(one.data).toMatchObject({ permission: 'write', role_name: 'Release captain' });
  const query =
    'query { repository(owner: "acme", name: "shop") { collaborators(first: 9, login: "ann") { edges { permission } } } }';
  expect(await guard.graphql(query)).toEqual({
    repository: { collaborators: { edges: [{ permission: 'MAINTAIN' }] } },
  });
});

test('members of an organisation: invited first, then active; people outside are told nothing', async () => {
  const { github, acme, olga } = stage;
  const carl = github.createUser('carl');
  const membership = (client: Octokit, username: string) =>
    client.orgs.getMembershipForUser({ org: 'acme', username });
  expect((await refusal(membership(guard, 'carl'))).status).toBe(404);
  github.inviteMember(acme, carl, olga);
  expect((await membership(guard, 'carl')).data).toMatchObject({ state: 'pending', role: 'member' });
  expect((await refusal(membership(asUser(stage, carl), 'olga'))).status).toBe(403);
  github.acceptInvitation(acme, carl);
  expect((await membership(guard, 'carl')).data).toMatchObject({ state: 'active', role: 'member' });
  expect((await membership(asUser(stage, carl), 'olga')).data).toMatchObject({ role: 'admin' });
});

test('a team sees a repository if it, or a team above it, was given something there', async () => {
  const { github, shop, acme } = stage;
  const parent = github.createTeam(acme, 'data');
  github.createTeam(acme, 'dba', { parent });
  github.createTeam(acme, 'guests');
  shop.teams.set(parent, 'read');
  const status = async (slug: string) => {
    const request = { org: 'acme', team_slug: slug, owner: 'acme', repo: 'shop' };
    return refusal(guard.teams.checkPermissionsForRepoInOrg(request));
  };
  expect((await status('data')).status).toBe(200);
  expect((await status('dba')).status).toBe(200);
  expect((await status('guests')).status).toBe(404);
  expect((await status('gone')).status).toBe(404);
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
