import type { PeopleFacts } from '../facts/facts.ts';
import type { PolicyProblem } from '../policy/policy.ts';

type At = Pick<PolicyProblem, 'path' | 'line' | 'column'>;

/** Teams and people that a policy asks and that could not answer, each where it is written. */
export function unknownNames(
  named: {
    /** By `org/slug`, lower case. */
    readonly teams: readonly { readonly key: string; readonly at: At; readonly asked: boolean }[];
    readonly users: readonly { readonly login: string; readonly at: At }[];
  },
  people: PeopleFacts,
): PolicyProblem[] {
  const unread = new Set(people.gaps.map(({ what }) => what));
  const teams = named.teams.flatMap(({ key, at, asked }): PolicyProblem[] => {
    if (unread.has(`team ${key}`)) return [];
    if ((people.teams.get(key) ?? null) === null) {
      const mend = 'Correct its name, or give the app read access to members.';
      return [{ ...at, message: `There is no team @${key}, or this app cannot see it. ${mend}` }];
    }
    if (!asked || !people.teamsWithoutAccess?.has(key)) return [];
    return [
      { ...at, message: `The team @${key} cannot see this repository. Give it access, or name another one.` },
    ];
  });
  const users = named.users
    .filter(
      ({ login }) => !unread.has(`permission of ${login}`) && !people.permissions.has(login.toLowerCase()),
    )
    .map(({ login, at }) => ({
      ...at,
      message: `${login} has no access to this repository, or there is no such account. Correct the name, or give them access.`,
    }));
  return [...teams, ...users];
}
