import { POLICY_PATH } from '../facts/control-files.ts';
import type { PullRequestFacts, TextFile } from '../facts/facts.ts';
import { combine, type Floor } from './combine.ts';
import { floorOf, knownWith, readFloor } from './effective.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { PolicyProblem } from './policy.ts';

/**
 * What is wrong with the policy that a pull request brings: it is invalid, or it is newly looser than the
 * organisation's floor. Empty where the policy is untouched, taken away, or could not be read (which is a gap).
 */
export function reviewPolicyChange(
  facts: Pick<PullRequestFacts, 'files' | 'policyFile' | 'floor' | 'repository'>,
  known: Known = KNOWN,
): PolicyProblem[] {
  const head = facts.files.find((file) => file.path === POLICY_PATH)?.head;
  if (head?.state === 'binary') {
    return [{ path: POLICY_PATH, line: 1, column: 1, message: 'The policy has to be a text file.' }];
  }
  if (head?.state !== 'text') return [];
  const floor = readFloor(floorOf(facts), known);
  const all = knownWith(floor.value, known);
  const { policy, problems } = parsePolicy({ path: POLICY_PATH, text: head.text }, all);
  if (!policy) return [...problems];
  // The strict defaults stand in for a floor that nobody here can mend: no error of this change.
  if (!floor.value || floor.strict !== null) return [];
  const before = new Set(overruled(floor.value, facts.policyFile, all).map((problem) => problem.message));
  return overruled(floor.value, { path: POLICY_PATH, text: head.text }, all).filter(
    (problem) => !before.has(problem.message),
  );
}

function overruled(
  floor: Floor,
  file: Pick<TextFile, 'path' | 'text'> | null,
  known: Known,
): PolicyProblem[] {
  const policy = file && parsePolicy(file, known).policy;
  if (!policy) return [];
  return combine(floor, policy, known.rules).warnings.flatMap(({ message, at }) =>
    at ? [{ message: `${message} Leave it out, or make it at least as strict.`, ...at }] : [],
  );
}
