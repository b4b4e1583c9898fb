import { createHash } from 'node:crypto';
import type { PullRequestFacts } from '../facts/facts.ts';
import { combine } from './combine.ts';
import { strictStatements } from './defaults.ts';
import { firstOf, holdsFloor, knownWith, readFloor, short, type Part } from './floor.ts';
import { groupsOf, looserGroups, withGroups } from './groups.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { EffectivePolicy, Policy, PolicyFile, PolicyProblem, PolicyWarning } from './policy.ts';

type PolicyFacts = Pick<PullRequestFacts, 'repository' | 'policyFile' | 'floor'>;

/**
 * The policy in force: the tighter of the floor and the repository's file. A file that is invalid or cannot be
 * seen is replaced by the strict defaults, never by nothing. Never throws.
 */
export function effectivePolicy(facts: PolicyFacts, known: Known = KNOWN): EffectivePolicy {
  const floor = readFloor(facts, known);
  const file = readFile(facts, knownWith(floor.value, known));
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
      ...floor.warnings,
      ...file.warnings,
      // What stands in for an invalid file was written by nobody.
      ...(file.strict === null ? warnings : []),
    ],
  };
}

function readFile(facts: PolicyFacts, known: Known): Part<PolicyFile> {
  const file = facts.policyFile;
  if (!file) return { value: null, source: 'built-in defaults', strict: null, problems: [], warnings: [] };
  const { policy, problems } = parsePolicy(file, known, holdsFloor(facts) ? 'floor' : 'repository');
  const written = `\`${file.path}\` at ${short(file.sha)}`;
  if (!policy) {
    return {
      value: {
        path: file.path,
        says: strictStatements(known.rules),
        at: () => ({ path: file.path, line: 1, column: 1 }),
      },
      source: `strict defaults in the place of ${written}, which is invalid`,
      strict: `${written} is invalid (${firstOf(problems)}) so the strict defaults hold in its place.`,
      problems,
      warnings: [],
    };
  }
  const groups = groupsOf(policy.says, facts.repository);
  return {
    value: { ...policy, says: withGroups(policy.says, groups, known.rules) },
    source: written,
    strict: null,
    problems: [],
    warnings: looserGroups(policy, 'The floor', policy.says.groups ?? [], known.rules),
  };
}

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
