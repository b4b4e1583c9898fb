import { unknownNames } from '../../../src/core/decision/unknown-names.ts';
import { people } from '../../support/facts.ts';

const at = { path: '.agentguard.yml', line: 4, column: 9 };
const known = people({ olga: 'write' }, { 'acme/dba': ['olga'], 'acme/ghosts': null, 'acme/web': [] });
const named = (teams: string[], users: string[] = [], asked = true): Parameters<typeof unknownNames>[0] => ({
  teams: teams.map((key) => ({ key, at, asked })),
  users: users.map((login) => ({ login, at })),
});

test.each<[string, ReturnType<typeof unknownNames>, string[]]>([
  ['those that are there', unknownNames(named(['acme/dba'], ['Olga']), known), []],
  [
    'a team that is not',
    unknownNames(named(['acme/ghosts']), known),
    [
      'There is no team @acme/ghosts, or this app cannot see it. Correct its name, or give the app read access to members.',
    ],
  ],
  [
    'a team without access',
    unknownNames(named(['acme/dba', 'acme/web']), { ...known, teamsWithoutAccess: new Set(['acme/web']) }),
    ['The team @acme/web cannot see this repository. Give it access, or name another one.'],
  ],
  [
    'a team without access that only a condition names',
    unknownNames(named(['acme/web'], [], false), { ...known, teamsWithoutAccess: new Set(['acme/web']) }),
    [],
  ],
  [
    'a person without access',
    unknownNames(named([], ['zoe']), known),
    [
      'zoe has no access to this repository, or there is no such account. Correct the name, or give them access.',
    ],
  ],
  [
    'what could not be read is a gap and no error',
    unknownNames(named(['acme/ghosts'], ['zoe']), {
      ...known,
      gaps: [
        { what: 'team acme/ghosts', reason: 'Down.' },
        { what: 'permission of zoe', reason: 'Down.' },
      ],
    }),
    [],
  ],
])('%s', (_name, problems, messages) => {
  expect(problems.map(({ message }) => message)).toEqual(messages);
  expect(problems.every(({ path, line, column }) => path === at.path && line === 4 && column === 9)).toBe(
    true,
  );
});
