import { createHash } from 'node:crypto';
import type { FloorFacts, PullRequestFacts, TextFile } from '../facts/facts.ts';
import { combine, type Floor } from './combine.ts';
import { strictStatements } from './defaults.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { EffectivePolicy, Policy, PolicyFile, PolicyProblem, PolicyWarning } from './policy.ts';

type PolicyFacts = Pick<PullRequestFacts, 'repository' | 'policyFile' | 'floor'>;

/** One of the two files after it was read, or what stands in for it. */
interface Part<T> {
  /** null: there is none. */
  readonly value: T | null;
  /** For the policy's source; empty: nothing to say. */
  readonly source: string;
  /** Why the strict defaults stand in; null: they do not. */
  readonly strict: string | null;
  readonly problems: readonly PolicyProblem[];
}

/**
 * The policy in force: the tighter of the floor and the repository's file. A file that is invalid or cannot be
 * seen is replaced by the strict defaults, never by nothing. Never throws.
 */
export function effectivePolicy(facts: PolicyFacts, known: Known = KNOWN): EffectivePolicy {
  const floor = readFloor(floorOf(facts), known);
  const file = readFile(facts.policyFile, knownWith(floor.value, known), known);
  const { policy, warnings } = combine(floor.value, file.value, known.rules);
  const strict = [floor.strict, file.strict].filter((reason) => reason !== null);
  return {
    ...policy,
    source: `${file.source}${floor.source}`,
    digest: digest(facts, policy),
    strict: strict.length > 0 ? strict.join(' ') : null,
    warnings: [
      // An invalid file speaks through its problems.
      ...(floor.strict !== null && floor.problems.length === 0 ? [{ message: floor.strict, at: null }] : []),
      ...[...floor.problems, ...file.problems].map(asWarning),
      // What stands in for an invalid file was written by nobody.
      ...(file.strict === null ? warnings : []),
    ],
  };
}

/** In the floor's own repository the floor is the policy itself. */
export function floorOf({ repository, floor }: Pick<PolicyFacts, 'repository' | 'floor'>): FloorFacts {
  const fullName = (id: { owner: string; name: string }): string => `${id.owner}/${id.name}`.toLowerCase();
  const own = floor.state === 'present' && fullName(floor.repository) === fullName(repository);
  return own ? { state: 'none' } : floor;
}

/** Reads the floor; where it is invalid or unseen, the strict defaults are the floor. */
export function readFloor(floor: FloorFacts, known: Known): Part<Floor> {
  const strictly = (strict: string, problems: readonly PolicyProblem[]): Part<Floor> => ({
    value: { name: 'The strict default', says: strictStatements(known.rules) },
    source: ', with the strict defaults as the floor',
    strict,
    problems,
  });
  if (floor.state === 'none') return { value: null, source: '', strict: null, problems: [] };
  if (floor.state === 'unseen') {
    return strictly(
      `The organisation's floor cannot be seen, so the strict defaults hold. ${floor.reason}`,
      [],
    );
  }
  const name = `${floor.repository.owner}/${floor.repository.name}`;
  const { policy, problems } = parsePolicy(floor.file, known);
  if (!policy) {
    const reason = `The floor of ${name} is invalid (${firstOf(problems)}) so the strict defaults hold in its place.`;
    return strictly(
      reason,
      problems.map((problem) => ({ ...problem, path: `${name}/${problem.path}` })),
    );
  }
  return {
    value: { name: `The floor of ${name}`, says: policy.says },
    source: `, with the floor of ${name} at ${short(floor.file.sha)}`,
    strict: null,
    problems: [],
  };
}

/** The known agents, and those that the floor introduces. */
export const knownWith = (floor: Floor | null, known: Known): Known => ({
  ...known,
  agents: [...known.agents, ...(floor?.says.agents.identities ?? []).map((identity) => identity.agent)],
});

function readFile(file: TextFile | null, known: Known, { rules }: Known): Part<PolicyFile> {
  if (!file) return { value: null, source: 'built-in defaults', strict: null, problems: [] };
  const { policy, problems } = parsePolicy(file, known);
  const written = `\`${file.path}\` at ${short(file.sha)}`;
  if (policy) return { value: policy, source: written, strict: null, problems: [] };
  return {
    value: {
      path: file.path,
      says: strictStatements(rules),
      at: () => ({ path: file.path, line: 1, column: 1 }),
    },
    source: `strict defaults in the place of ${written}, which is invalid`,
    strict: `${written} is invalid (${firstOf(problems)}) so the strict defaults hold in its place.`,
    problems,
  };
}

const short = (sha: string): string => sha.slice(0, 7);

const firstOf = ([first]: readonly PolicyProblem[]): string =>
  first ? `line ${first.line}: ${first.message}` : 'it cannot be read.';

const asWarning = ({ path, line, column, message }: PolicyProblem): PolicyWarning => ({
  message,
  at: { path, line, column },
});

/** Over what was read and what came of it: neither another commit with the same texts nor a reason in words counts. */
function digest({ policyFile, floor }: PolicyFacts, policy: Policy): string {
  const inputs = {
    file: policyFile && [policyFile.path, policyFile.text],
    floor: floor.state === 'present' ? [floor.repository, floor.file.path, floor.file.text] : floor.state,
    policy: { ...policy, rules: [...policy.rules] },
  };
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}
