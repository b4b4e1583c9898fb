import { POLICY_PATH } from '../facts/control-files.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import type { Keys } from './document.ts';
import { holdsFloor, knownWith, readFloor } from './floor.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { People, PolicyProblem, PolicyStatements, Requirement } from './policy.ts';

type At = Pick<PolicyProblem, 'path' | 'line' | 'column'>;

/** A name in a policy, and where it stands. */
interface Named {
  readonly at: At;
  /** They are asked to answer for something; false: a condition or an exception speaks of them. */
  readonly asked: boolean;
}

/** A team that a policy names, as it is written there but in lower case. */
export interface NamedTeam extends Named {
  readonly team: string;
}

/** A user that a policy names, as it is written there. */
export interface NamedUser extends Named {
  readonly login: string;
}

/**
 * The teams and users that the policy which a pull request brings names anywhere, except for its machine users. Empty
 * where the policy is untouched, taken away, invalid (`reviewPolicyChange` says so) or unread.
 */
export function namesIn(
  facts: Pick<PullRequestFacts, 'files' | 'floor' | 'repository'>,
  known: Known = KNOWN,
): { readonly teams: readonly NamedTeam[]; readonly users: readonly NamedUser[] } {
  const head = facts.files.find((file) => file.path === POLICY_PATH)?.head;
  if (head?.state !== 'text') return { teams: [], users: [] };
  const all = knownWith(readFloor(facts, known).value, known);
  const kind = holdsFloor(facts) ? 'floor' : 'repository';
  const { policy } = parsePolicy({ path: POLICY_PATH, text: head.text }, all, kind);
  const named = policy ? peopleIn(policy.says).map(([keys, people]) => ({ ...people, keys })) : [];
  const place = (keys: Keys, ...rest: Keys): Named => ({
    at: policy?.at([...keys, ...rest]) ?? { path: POLICY_PATH, line: 1, column: 1 },
    asked: keys.at(-1) === 'from',
  });
  return {
    teams: named.flatMap(({ keys, teams = [] }) =>
      teams.map((team, index) => ({ team, ...place(keys, 'teams', index) })),
    ),
    users: named.flatMap(({ keys, users = [] }) =>
      users.map((login, index) => ({ login, ...place(keys, 'users', index) })),
    ),
  };
}

/** Every set of people in a file, with its keys. */
function peopleIn(says: PolicyStatements, keys: Keys = []): [Keys, People][] {
  const given = (people: People | undefined, ...place: Keys): [Keys, People][] =>
    people ? [[[...keys, ...place], people]] : [];
  return [
    ...(says.reviews ?? []).flatMap((entry, index) => [
      ...given(entry.author, 'reviews', index, 'author'),
      ...given(entry.contributors, 'reviews', index, 'contributors'),
      ...asked(entry, [...keys, 'reviews', index]),
    ]),
    ...given(says.waiver, 'waiver', 'from'),
    ...given(says.override, 'override', 'from'),
    ...given(says.recovery?.from, 'recovery', 'from'),
    ...(says.groups ?? []).flatMap((group, index) => peopleIn(group.says, ['groups', index, 'policy'])),
  ];
}

function asked(requirement: Requirement, keys: Keys): [Keys, People][] {
  if ('anyOf' in requirement) {
    return requirement.anyOf.flatMap((part, index) => asked(part, [...keys, 'any_of', index]));
  }
  if ('allOf' in requirement) {
    return requirement.allOf.flatMap((part, index) => asked(part, [...keys, 'all_of', index]));
  }
  return [
    [[...keys, 'from'], requirement.from],
    ...(requirement.except ? [[[...keys, 'except'], requirement.except] as [Keys, People]] : []),
  ];
}
