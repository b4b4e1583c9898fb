import { POLICY_PATH } from '../facts/control-files.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import { floorOf, knownWith, readFloor } from './effective.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { PolicyProblem } from './policy.ts';

/** A team that a policy asks, as it is written there, and where. */
export interface NamedTeam {
  readonly team: string;
  readonly at: Pick<PolicyProblem, 'path' | 'line' | 'column'>;
}

/**
 * The teams that the policy which a pull request brings asks for reviews or lets override. Empty where the policy is
 * untouched, taken away, invalid (`reviewPolicyChange` says so) or unread.
 */
export function teamsNamed(
  facts: Pick<PullRequestFacts, 'files' | 'floor' | 'repository'>,
  known: Known = KNOWN,
): NamedTeam[] {
  const head = facts.files.find((file) => file.path === POLICY_PATH)?.head;
  if (head?.state !== 'text') return [];
  const { value: floor } = readFloor(floorOf(facts), known);
  const { policy } = parsePolicy({ path: POLICY_PATH, text: head.text }, knownWith(floor, known));
  if (!policy) return [];
  const named = (keys: readonly (string | number)[], teams: readonly string[] = []): NamedTeam[] =>
    teams.map((team, index) => ({ team, at: policy.at([...keys, 'from', 'teams', index]) }));
  return [
    ...(policy.says.reviews ?? []).flatMap((entry, index) =>
      'from' in entry ? named(['reviews', index], entry.from.teams) : [],
    ),
    ...named(['override'], policy.says.override?.teams),
  ];
}
