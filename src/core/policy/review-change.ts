import { POLICY_PATH } from '../facts/control-files.ts';
import type { PullRequestFacts, TextFile } from '../facts/facts.ts';
import { combine, type Floor } from './combine.ts';
import { holdsFloor, knownWith, readFloor } from './floor.ts';
import { looserGroups } from './groups.ts';
import { KNOWN, parsePolicy, type Known, type ParsedPolicy } from './parse.ts';
import type { PolicyFile, PolicyProblem } from './policy.ts';

/**
 * What is wrong with the policy that a pull request brings: it is invalid, or it is newly looser than the
 * organisation's floor, or a group of it than the rest of it. Empty where the policy is untouched, taken away, or could not be read (which is a gap).
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
  const floor = readFloor(facts, known);
  const all = knownWith(floor.value, known);
  const kind = holdsFloor(facts) ? 'floor' : 'repository';
  const read = (file: Pick<TextFile, 'path' | 'text'>): ParsedPolicy => parsePolicy(file, all, kind);
  const { policy, problems } = read({ path: POLICY_PATH, text: head.text });
  if (!policy) return [...problems];
  // The strict defaults stand in for a floor that nobody here can mend: no error of this change.
  const above = floor.strict === null ? floor.value : null;
  const former = facts.policyFile && read(facts.policyFile).policy;
  const before = new Set((former ? overruled(above, former, all) : []).map((problem) => problem.message));
  return overruled(above, policy, all).filter((problem) => !before.has(problem.message));
}

/** Values that do not hold, because the floor above, or the file itself for all repositories, says tighter ones. */
function overruled(floor: Floor | null, file: PolicyFile, { rules }: Known): PolicyProblem[] {
  const warnings = [
    ...(floor ? combine(floor, file, rules).warnings : []),
    ...looserGroups(file, 'The floor', file.says.groups ?? [], rules),
  ];
  return warnings.flatMap(({ message, at }) =>
    at ? [{ message: `${message} Leave it out, or make it at least as strict.`, ...at }] : [],
  );
}
