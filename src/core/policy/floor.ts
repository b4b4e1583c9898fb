import { FLOOR_REPOSITORY } from '../facts/control-files.ts';
import type { FloorFacts, PullRequestFacts } from '../facts/facts.ts';
import type { Floor } from './combine.ts';
import { strictStatements } from './defaults.ts';
import { groupsOf, looserGroups, withGroups } from './groups.ts';
import { parsePolicy, type Known } from './parse.ts';
import type { PolicyProblem, PolicyWarning } from './policy.ts';

/** One of the two files after it was read, or what stands in for it. */
export interface Part<T> {
  /** null: there is none. */
  readonly value: T | null;
  /** For the policy's source; empty: nothing to say. */
  readonly source: string;
  /** Why the strict defaults stand in; null: they do not. */
  readonly strict: string | null;
  readonly problems: readonly PolicyProblem[];
  /** What in it holds nowhere. */
  readonly warnings: readonly PolicyWarning[];
}

type Where = Pick<PullRequestFacts, 'repository' | 'floor'>;

/** Whether a repository's own policy is the organisation's floor. */
export function holdsFloor({ repository, floor }: Where): boolean {
  const fullName = (id: { owner: string; name: string }): string => `${id.owner}/${id.name}`.toLowerCase();
  return floor.state === 'present'
    ? fullName(floor.repository) === fullName(repository)
    : repository.name.toLowerCase() === FLOOR_REPOSITORY;
}

/** Reads the floor for a repository; where it is invalid or unseen, the strict defaults are the floor. */
export function readFloor(where: Where, known: Known): Part<Floor> {
  const floor = floorAbove(where);
  const strictly = (strict: string, problems: readonly PolicyProblem[]): Part<Floor> => ({
    value: { name: 'The strict default', says: strictStatements(known.rules) },
    source: ', with the strict defaults as the floor',
    strict,
    problems,
    warnings: [],
  });
  if (floor.state === 'none') return { value: null, source: '', strict: null, problems: [], warnings: [] };
  if (floor.state === 'unseen') {
    return strictly(
      `The organisation's floor cannot be seen, so the strict defaults hold. ${floor.reason}`,
      [],
    );
  }
  const holder = `${floor.repository.owner}/${floor.repository.name}`;
  // Lines of another repository are told with its name.
  const { policy, problems } = parsePolicy({ ...floor.file, path: `${holder}/${floor.file.path}` }, known);
  if (!policy) {
    return strictly(
      `The floor of ${holder} is invalid (${firstOf(problems)}) so the strict defaults hold in its place.`,
      problems,
    );
  }
  const name = `The floor of ${holder}`;
  const groups = groupsOf(policy.says, where.repository);
  const among = groups.length > 0 ? ` (${groups.map((group) => group.name).join(', ')})` : '';
  return {
    value: { name, says: withGroups(policy.says, groups, known.rules) },
    source: `, with the floor of ${holder}${among} at ${short(floor.file.sha)}`,
    strict: null,
    problems: [],
    warnings: looserGroups(policy, name, groups, known.rules),
  };
}

/** In the floor's own repository the floor is the policy itself. */
const floorAbove = (where: Where): FloorFacts =>
  where.floor.state === 'present' && holdsFloor(where) ? { state: 'none' } : where.floor;

/** The known agents, and those that the floor introduces. */
export const knownWith = (floor: Floor | null, known: Known): Known => ({
  ...known,
  agents: [...known.agents, ...(floor?.says.agents.identities ?? []).map((identity) => identity.agent)],
});

export const short = (sha: string): string => sha.slice(0, 7);

/** The first of some problems, as part of a sentence. */
export const firstOf = ([first]: readonly PolicyProblem[]): string =>
  first ? `line ${first.line}: ${first.message}` : 'it cannot be read.';
