import {
  allKnown,
  countOf,
  isAmong,
  isAsked,
  isOwner,
  owningUsers,
  peopleAsked,
  peopleText,
  teamKey,
  teamsAsked,
  who,
  type Asked,
} from '../../../src/core/decision/entitled.ts';
import type { People } from '../../../src/core/policy/policy.ts';
import { people, user } from '../../support/facts.ts';

const ask = (from: Asked['from'], more: Partial<Asked> = {}): Asked => ({ from, owners: [], ...more });
const SHOP = { owner: 'acme', private: true };
const OPEN = { owner: 'acme', private: false };

test.each([
  ['dba', 'acme/dba'],
  ['DBA', 'acme/dba'],
  ['Other/dba', 'other/dba'],
  ['@acme/dba', 'acme/dba'],
])('the team %s is %s', (team, expected) => {
  expect(teamKey(team, 'acme')).toBe(expected);
});

describe('code owners', () => {
  const owners = ['@Olga', '@acme/DBA', 'pat@acme.example', 'pat@acme.example/x'];
  test('are people, teams and addresses', () => {
    expect(owningUsers({ owners })).toEqual(['olga']);
    expect(teamsAsked(ask({ teams: ['core'] }, { owners, except: { teams: ['b'] } }), 'acme')).toEqual([
      'acme/core',
      'acme/dba',
      'acme/b',
    ]);
  });

  test.each([
    ['olga', true],
    ['OLGA', true],
    ['bela', true],
    ['ann', false],
    ['pat@acme.example', false],
  ])('%s is one: %j', (login, expected) => {
    const staff = people(
      {},
      { 'acme/dba': ['bela'], 'acme/olga': ['ann'], 'acme/pat@acme.example': ['ann'] },
    );
    expect(isOwner(login, ask({}, { owners }), SHOP, staff)).toBe(expected);
  });
});

describe('a set of people', () => {
  const staff = {
    ...people({ olga: 'read', bela: 'maintain' }, { 'acme/dba': ['Rhea'] }),
    members: new Set(['olga']),
  };
  test.each<[People, string, boolean]>([
    [{}, 'olga', false],
    [{ users: ['Olga'] }, 'olga', true],
    [{ organization: true }, 'OLGA', true],
    [{ organization: true }, 'bela', false],
    [{ permission: 'read' }, 'OLGA', true],
    [{ permission: 'write' }, 'olga', false],
    [{ permission: 'write' }, 'bela', true],
    [{ permission: 'read' }, 'stranger', false],
    [{ teams: ['dba'] }, 'rhea', true],
    [{ teams: ['other/dba'] }, 'rhea', false],
  ])('%j holds %s: %j', (set, login, expected) => {
    expect(isAmong(login, set, SHOP, staff)).toBe(expected);
  });

  test('holds by role', () => {
    const account = user('rhea');
    const known = { account, permission: 'read' as const, role: 'Auditor' };
    const withRole = { ...staff, permissions: new Map([['rhea', known]]) };
    expect(isAmong('rhea', { roles: ['auditor'] }, SHOP, withRole)).toBe(true);
    expect(isAmong('rhea', { roles: ['other'] }, SHOP, withRole)).toBe(false);
    expect(isAmong('rhea', { users: ['a'] }, SHOP, withRole)).toBe(false);
    expect(isAmong('olga', { roles: ['auditor'] }, SHOP, staff)).toBe(false);
  });
});

describe('whoever is named needs access', () => {
  const staff = people({ rhea: 'read', tess: 'triage', olga: 'write' });
  test.each([
    ['rhea', true, false],
    ['tess', true, false],
    ['olga', true, true],
    ['gone', false, false],
  ])('%s: %j in a private repository, %j in a public one', (login, inPrivate, inPublic) => {
    const named = ask({ users: [login] });
    expect(isAsked(login, named, SHOP, staff)).toBe(inPrivate);
    expect(isAsked(login, named, OPEN, staff)).toBe(inPublic);
  });
});

test('everyone asked is listed by login, from permissions and from teams', () => {
  const staff = people(
    { Olga: 'write', bela: 'admin', tess: 'read' },
    { 'acme/dba': ['Rhea', 'olga'], 'acme/gone': null },
  );
  const logins = (asked: Asked): string[] => peopleAsked(asked, SHOP, staff).map(({ login }) => login);
  expect(logins(ask({ permission: 'write' }))).toEqual(['bela', 'olga']);
  expect(logins(ask({ teams: ['dba', 'gone'] }))).toEqual(['olga', 'Rhea']);
  expect(logins(ask({ permission: 'write', teams: ['dba'] }, { except: { users: ['OLGA'] } }))).toEqual([
    'bela',
    'Rhea',
  ]);
});

describe('whether these are all', () => {
  test.each<[Asked, boolean, boolean]>([
    [ask({ users: ['a'], teams: ['b'] }), true, true],
    [ask({ permission: 'write' }), true, false],
    [ask({ roles: ['auditor'] }), true, false],
    [ask({}, { owners: ['@olga'] }), true, false],
    [ask({ organization: true }), false, false],
    [ask({}, { owners: ['@olga', 'pat@acme.example'] }), false, false],
  ])('%j: %j where permissions are known of all, else %j', (asked, complete, incomplete) => {
    expect(allKnown(asked, people({}, {}, true))).toBe(complete);
    expect(allKnown(asked, people({}, {}, false))).toBe(incomplete);
  });
});

describe('as one reads it', () => {
  test.each<[Asked, string, string, string]>([
    [ask({ users: ['olga'] }), '@olga', '@olga', '2 of @olga'],
    [ask({ teams: ['dba'] }), '@acme/dba', '1 of @acme/dba', '2 of @acme/dba'],
    [
      ask({ users: ['olga', 'pat'], teams: ['dba'] }),
      '@olga, @pat or @acme/dba',
      '1 of @olga, @pat or @acme/dba',
      '2 of @olga, @pat or @acme/dba',
    ],
    [
      ask({ permission: 'write' }),
      'someone with write access',
      'someone with write access',
      '2 of those with write access',
    ],
    [ask({ permission: 'admin' }), 'an admin', 'an admin', '2 of the admins'],
    [ask({ organization: true }), 'a member of acme', 'a member of acme', '2 of the members of acme'],
    [ask({ codeowners: true }), 'a code owner', 'a code owner', '2 of the code owners'],
    [
      ask({ roles: ['auditor'] }),
      'someone with the role auditor',
      'someone with the role auditor',
      '2 of those with the role auditor',
    ],
    [
      ask({ roles: ['a', 'b'] }),
      'someone with the role a or someone with the role b',
      'someone with the role a or someone with the role b',
      '2 of those with the role a or those with the role b',
    ],
    [
      ask({}, { owners: ['@olga', '@acme/dba'] }),
      '@olga or @acme/dba',
      '1 of @olga or @acme/dba',
      '2 of @olga or @acme/dba',
    ],
    [
      ask({ permission: 'write' }, { except: { users: ['nadia'], teams: ['x'] } }),
      'someone with write access but not @nadia or @acme/x',
      '1 of someone with write access but not @nadia or @acme/x',
      '2 of those with write access but not @nadia or @acme/x',
    ],
  ])('%j', (asked, text, one, two) => {
    expect(who(asked, 'acme')).toBe(text);
    expect(countOf(1, who(asked, 'acme'))).toBe(one);
    expect(countOf(2, who(asked, 'acme'))).toBe(two);
  });

  test('a set of nobody', () => {
    expect(peopleText({}, 'acme')).toBe('nobody');
    expect(peopleText({ users: ['a', 'b', 'c'] }, 'acme')).toBe('@a, @b or @c');
  });
});
