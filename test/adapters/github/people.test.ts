import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { PeopleFacts, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { PeopleRequest } from '../../../src/ports.ts';
import { ANN, BOB, page } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub, Reply } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  github.query('collaborators', collaborators([edge(ANN, 'ADMIN'), edge(BOB, 'TRIAGE')]));
});

const edge = (node: object, permission: string) => ({ permission, node });
const collaborators = (edges: unknown[], hasNextPage = false, errors?: object[]): Reply => ({
  body: {
    data: { repository: { collaborators: errors ? null : { pageInfo: { hasNextPage }, edges } } },
    ...(errors ? { errors } : {}),
  },
});
const team = (members: object | null): Reply => ({
  body: { data: { organization: { team: members && { members } } } },
});
const permissionOf = (login: string): string => `GET /repos/acme/shop/collaborators/${login}/permission`;

const read = async (
  request: Partial<PeopleRequest> = {},
  ownerType = 'Organization',
): Promise<PeopleFacts> => {
  const facts = { repository: { owner: 'Acme', name: 'shop', ownerType }, number: 1 } as PullRequestFacts;
  const source = gitHubSource({
    clients: github.clients,
    installationId: INSTALLATION,
    clock: { now: () => new Date() },
  });
  // The repository is written as GitHub writes it, requests are lower case.
  return source.people(
    { ...facts, repository: { ...facts.repository, owner: 'acme' } },
    { teams: [], logins: [], ...request },
  );
};
const roles = ({ permissions }: PeopleFacts) =>
  [...permissions].map(([login, { permission }]) => [login, permission]);

describe('permissions', () => {
  test('everyone with access in one query', async () => {
    const people = await read({ logins: ['stranger'] });
    expect(roles(people)).toEqual([
      ['ann', 'admin'],
      ['bob', 'triage'],
    ]);
    expect([people.complete, people.gaps]).toEqual([true, []]);
    expect(github.calls()).toEqual(['query collaborators']);
  });

  const user = (login: string, flags: object) => ({
    login,
    id: 9,
    type: 'User',
    permissions: { pull: true, triage: false, push: false, maintain: false, admin: false, ...flags },
  });
  test.each<[string, Reply, unknown]>([
    [
      'maintain, which the old word calls write',
      {
        body: {
          permission: 'write',
          role_name: 'maintain',
          user: user('Carl', { triage: true, push: true, maintain: true }),
        },
      },
      [['carl', 'maintain']],
    ],
    [
      'a custom role by what it builds on',
      {
        body: {
          permission: 'write',
          role_name: 'Release captain',
          user: user('Carl', { triage: true, push: true }),
        },
      },
      [['carl', 'write']],
    ],
    [
      'a server that tells no flags',
      { body: { permission: 'read', role_name: 'triage', user: { login: 'Carl', id: 9, type: 'User' } } },
      [['carl', 'triage']],
    ],
    ['none', { body: { permission: 'none', role_name: 'none', user: user('Carl', { pull: false }) } }, []],
    ['no such account', { status: 404, body: { message: 'Not Found' } }, []],
  ])('with more than a hundred, those who matter are asked for: %s', async (_, reply, wanted) => {
    github.query('collaborators', collaborators([edge(ANN, 'WRITE')], true));
    github.on(permissionOf('Carl'), reply);
    const people = await read({ logins: ['ANN', 'Carl', 'dependabot[bot]'] });
    expect(roles(people)).toEqual([['ann', 'write'], ...(wanted as [])]);
    expect([people.complete, people.gaps]).toEqual([false, []]);
    expect(github.calls()).toEqual(['query collaborators', permissionOf('Carl')]);
  });

  test('a list that may not be read', async () => {
    github.query(
      'collaborators',
      collaborators([], false, [
        { type: 'FORBIDDEN', message: 'Must have push access', path: ['repository', 'collaborators'] },
      ]),
    );
    github.on(permissionOf('ann'), { body: { permission: 'admin', role_name: 'admin', user: ANN } });
    const people = await read({ logins: ['ann'] });
    expect([roles(people), people.complete, people.gaps]).toEqual([[['ann', 'admin']], false, []]);
  });

  test('one that cannot be read is a gap', async () => {
    github.query('collaborators', collaborators([], true));
    github.on(permissionOf('carl'), { status: 500, body: {} });
    expect((await read({ logins: ['carl'] })).gaps).toEqual([
      {
        what: 'permission of carl',
        reason:
          "Could not read the permission of carl on acme/shop: GitHub answered 500. It is tried again; see GitHub's status page if this stays.",
      },
    ]);
  });

  test('no answer at all rejects', async () => {
    github.query('collaborators', { status: 502 });
    await expect(read()).rejects.toThrow('Could not read who has access to acme/shop: GitHub answered 502.');
  });
});

describe('custom roles', () => {
  const LIST = 'GET /repos/acme/shop/collaborators';
  const person = (login: string, role: string | undefined, flags: object = { pull: true }) => ({
    login,
    id: 9,
    type: 'User',
    permissions: { pull: false, triage: false, push: false, maintain: false, admin: false, ...flags },
    ...(role === undefined ? {} : { role_name: role }),
  });
  const named = ({ permissions }: PeopleFacts) =>
    [...permissions].map(([login, { permission, role }]) => [login, permission, role]);

  test('are told by one request for the list', async () => {
    github.on(LIST, {
      body: [
        person('Ann', 'Release Captain', { pull: true, triage: true, push: true }),
        person('bob', 'maintain', { pull: true, triage: true, push: true, maintain: true }),
        person('carl', 'read'),
      ],
    });
    const people = await read({ logins: ['ann', 'stranger'], roles: true });
    expect(named(people)).toEqual([
      ['ann', 'write', 'release captain'],
      ['bob', 'maintain', undefined],
      ['carl', 'read', undefined],
    ]);
    expect([people.complete, people.gaps]).toEqual([true, []]);
    expect(github.calls()).toEqual([`${LIST}?per_page=100`]);
  });

  test('are told one by one of those who matter beyond the list', async () => {
    const link = '<https://ghe.example.test/api/v3/repositories/5/collaborators?page=2>; rel="next"';
    github.on(LIST, { body: [person('ann', 'admin', { admin: true })], headers: { link } });
    github.on(permissionOf('bob'), {
      body: { permission: 'read', role_name: 'Auditor', user: person('bob', 'Auditor') },
    });
    github.on(permissionOf('carl'), {
      body: { permission: 'none', role_name: 'none', user: person('carl', '', { pull: false }) },
    });
    const people = await read({ logins: ['ann', 'bob', 'carl'], roles: true });
    expect(named(people)).toEqual([
      ['ann', 'admin', undefined],
      ['bob', 'read', 'auditor'],
    ]);
    expect(people.complete).toBe(false);
  });

  test('are left out where nobody asks for them', async () => {
    github.query('collaborators', collaborators([], true));
    github.on(permissionOf('bob'), {
      body: { permission: 'read', role_name: 'Auditor', user: person('bob', 'Auditor') },
    });
    expect(named(await read({ logins: ['bob'] }))).toEqual([['bob', 'read', undefined]]);
  });

  test.each([
    ['a list that may not be read', { status: 403, body: { message: 'Must have push access' } }],
    ['a list that is not shown', { status: 404, body: { message: 'Not Found' } }],
  ])('%s', async (_, reply) => {
    github.on(LIST, reply);
    github.on(permissionOf('ann'), {
      body: { permission: 'admin', role_name: 'admin', user: person('ann', 'admin', { admin: true }) },
    });
    const people = await read({ logins: ['ann'], roles: true });
    expect([named(people), people.complete, people.gaps]).toEqual([[['ann', 'admin', undefined]], false, []]);
  });

  test('a server that tells no roles is a gap', async () => {
    github.on(LIST, { body: [person('ann', undefined)] });
    expect((await read({ logins: ['ann'], roles: true })).gaps).toEqual([
      {
        what: 'roles on acme/shop',
        reason: 'This GitHub does not tell the roles of people. Ask for a permission or a team instead.',
      },
    ]);
  });

  test.each([
    ['too many requests', { status: 403, body: { message: 'secondary rate limit' } }],
    ['no answer', { status: 502, body: {} }],
  ])('%s rejects', async (_, reply) => {
    github.on(LIST, reply);
    await expect(read({ logins: ['ann'], roles: true })).rejects.toThrow(
      'Could not read who has access to acme/shop: GitHub',
    );
  });
});

describe('members of the organisation', () => {
  const membership = (login: string): string => `GET /orgs/acme/memberships/${login}`;
  const state = (told: string, role = 'member'): Reply => ({ body: { state: told, role } });

  test('are active ones among those asked about', async () => {
    github.on(membership('ann'), state('active', 'admin'));
    github.on(membership('bob'), state('pending'));
    github.on(membership('carl'), state('active', 'billing_manager'));
    const logins = ['Ann', 'ann', 'bob', 'carl', 'outside', 'dependabot[bot]'];
    const people = await read({ logins, organization: true });
    expect([[...people.members], people.gaps]).toEqual([['ann'], []]);
    expect(github.calls().slice(1).toSorted()).toEqual(
      ['ann', 'bob', 'carl', 'outside'].map((login) => membership(login)),
    );
  });

  test('one that may not be read is a gap', async () => {
    github.on(membership('ann'), state('active'));
    github.on(membership('bob'), {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    const people = await read({ logins: ['bob', 'ann'], organization: true });
    expect([...people.members]).toEqual(['ann']);
    expect(people.gaps).toEqual([
      {
        what: 'membership of bob',
        reason:
          "Could not read whether bob is a member of acme: GitHub refused it: Resource not accessible by integration. Check the permissions of the app's installation, or of the token.",
      },
    ]);
  });

  test.each<[string, Partial<PeopleRequest>, string]>([
    ['a person owns the repository', { logins: ['ann'], organization: true }, 'User'],
    ['nobody asks', { logins: ['ann'] }, 'Organization'],
  ])('none where %s', async (_, request, ownerType) => {
    const people = await read(request, ownerType);
    expect([[...people.members], people.gaps]).toEqual([[], []]);
    expect(github.calls()).toEqual(['query collaborators']);
  });
});

describe('teams without access', () => {
  const access = (slug: string): string => `GET /orgs/acme/teams/${slug}/repos/acme/shop`;

  test('are those that GitHub knows no permission of', async () => {
    github.query('team', ({ body }) =>
      (body['variables'] as { slug: string }).slug === 'gone' ? team(null) : team(page([ANN])),
    );
    github.on(access('dba'), { status: 204 });
    github.on(access('ops'), { body: { permissions: { pull: true } } });
    const people = await read({
      teams: ['acme/dba', 'acme/ops', 'acme/guests', 'acme/gone', 'other/x'],
      access: true,
    });
    expect([...(people.teamsWithoutAccess ?? [])]).toEqual(['acme/guests']);
    expect(people.gaps).toEqual([]);
    expect(github.calls().filter((call) => call.includes('/repos/'))).toEqual(
      ['dba', 'ops', 'guests'].map((slug) => access(slug)),
    );
  });

  test('are not told where nobody asks', async () => {
    github.query('team', team(page([ANN])));
    expect((await read({ teams: ['acme/dba'] })).teamsWithoutAccess).toBeUndefined();
    expect(github.calls()).toEqual(['query collaborators', 'query team']);
  });

  test('one that cannot be read is a gap', async () => {
    github.query('team', team(page([ANN])));
    github.on(access('dba'), { status: 500, body: {} });
    const people = await read({ teams: ['acme/dba'], access: true });
    expect([...(people.teamsWithoutAccess ?? [])]).toEqual([]);
    expect(people.gaps.map(({ what }) => what)).toEqual(['access of team acme/dba']);
  });
});

describe('teams', () => {
  test('members, page by page', async () => {
    const more = { pageInfo: { hasNextPage: true, endCursor: 'next' } };
    github.query('team', team(page([ANN], more)), team(page([BOB])));
    const people = await read({ teams: ['acme/dba'] });
    expect(people.teams.get('acme/dba')?.map(({ login }) => login)).toEqual(['ann', 'bob']);
    expect(github.bodies('query team').map(({ slug, after }) => [slug, after])).toEqual([
      ['dba', null],
      ['dba', 'next'],
    ]);
  });

  test.each<[string, string, Reply]>([
    ['no such team', 'acme/gone', team(null)],
    [
      'no such organisation',
      'acme/gone',
      {
        body: {
          data: { organization: null },
          errors: [{ type: 'NOT_FOUND', message: 'Could not resolve', path: ['organization'] }],
        },
      },
    ],
  ])('%s', async (_, slug, reply) => {
    github.query('team', reply);
    const people = await read({ teams: [slug] });
    expect([people.teams.get(slug), people.gaps]).toEqual([null, []]);
  });

  test.each([
    ['of another organisation', 'other/dba', 'Organization'],
    ['of a person', 'acme/dba', 'User'],
  ])('%s: not asked for', async (_, slug, ownerType) => {
    const people = await read({ teams: [slug] }, ownerType);
    expect([people.teams.get(slug), people.gaps]).toEqual([null, []]);
    expect(github.calls()).toEqual(['query collaborators']);
  });

  test('members that may not be read are a gap that names the permission', async () => {
    github.query('team', {
      body: {
        data: { organization: { team: null } },
        errors: [
          {
            type: 'FORBIDDEN',
            message: 'Resource not accessible by integration',
            path: ['organization', 'team'],
          },
        ],
      },
    });
    const people = await read({ teams: ['acme/dba'] });
    expect(people.teams.get('acme/dba')).toBeNull();
    expect(people.gaps).toEqual([
      {
        what: 'team acme/dba',
        reason:
          "Could not read the members of team acme/dba: a permission is missing (Resource not accessible by integration at organization.team). Grant it in the app's settings and accept it in the installation, or give it to the token.",
      },
    ]);
  });

  test('more than a thousand members are a gap', async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => ({ ...ANN, login: `u${index}` }));
    let pages = 0;
    github.query('team', () =>
      team(page(hundred, { pageInfo: { hasNextPage: true, endCursor: `on ${++pages}` } })),
    );
    const people = await read({ teams: ['acme/all'] });
    expect(people.teams.get('acme/all')).toHaveLength(1000);
    expect(people.gaps.map(({ what }) => what)).toEqual(['team acme/all']);
    expect(github.bodies('query team')).toHaveLength(10);
  });
});
