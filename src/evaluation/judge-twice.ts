import { withOtherPolicy, type OtherPolicy } from '../core/policy/other-policy.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import { evaluate as evaluateHere, type Evaluation, type Reads } from '../pipeline.ts';
import type { PullRequestId } from '../ports.ts';
import type { Evaluate } from '../worker/world.ts';
import { remembering } from './remembering.ts';

/** A policy that was given to judge by is invalid. */
export class InvalidPolicyError extends Error {
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(problems[0]?.message ?? 'The policy is invalid.');
    this.name = 'InvalidPolicyError';
    this.problems = problems;
  }
}

/**
 * The same pull request by the policy that holds, and by the other one. Asks GitHub for everything once.
 * @param evaluate how each is decided; here, if absent
 * @throws {InvalidPolicyError} if one of the files is invalid
 */
export async function judgeTwice(
  asked: PullRequestId,
  files: OtherPolicy,
  { source, store }: Reads,
  evaluate: Evaluate = evaluateHere,
): Promise<{ readonly now: Evaluation; readonly other: Evaluation }> {
  const facts = await source.snapshot(asked);
  const changed = withOtherPolicy(facts, files);
  if ('problems' in changed) throw new InvalidPolicyError(changed.problems);
  const { repository, number } = facts;
  const id = { owner: repository.owner, name: repository.name, number };
  const reads = { source: remembering(source), store };
  const now = await evaluate(id, facts, reads);
  return { now, other: await evaluate(id, changed.facts, reads) };
}
