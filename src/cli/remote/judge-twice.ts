import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import type { PullRequestFacts, TextFile } from '../../core/facts/facts.ts';
import { holdsFloor, knownWith, readFloor } from '../../core/policy/floor.ts';
import { KNOWN, parsePolicy } from '../../core/policy/parse.ts';
import { evaluate, type Evaluation, type Reads } from '../../pipeline.ts';
import type { PullRequestId } from '../../ports.ts';
import { refuseProblems } from '../local/input.ts';
import { remembering } from './remembering.ts';
import { asWritten } from './target.ts';

/** Files to judge by in the place of those that hold; null: that one stays. */
export interface OtherPolicy {
  readonly policy: TextFile | null;
  readonly floor: TextFile | null;
}

/**
 * The same pull request by the policy that holds, and by the other one.
 * @throws {InputError} if one of the files is invalid
 */
export async function judgeTwice(
  asked: PullRequestId,
  files: OtherPolicy,
  { source, store }: Reads,
): Promise<{ now: Evaluation; other: Evaluation }> {
  const facts = await source.snapshot(asked);
  const id = asWritten(facts);
  const reads = { source: remembering(source), store };
  const now = await evaluate(id, facts, reads);
  return { now, other: await evaluate(id, withPolicy(facts, files), reads) };
}

function withPolicy(facts: PullRequestFacts, { policy, floor }: OtherPolicy): PullRequestFacts {
  if (floor) refuseProblems(parsePolicy(floor, KNOWN, 'floor').problems);
  const changed: PullRequestFacts = {
    ...facts,
    ...(policy ? { policyFile: policy } : {}),
    ...(floor
      ? {
          floor: {
            state: 'present',
            file: floor,
            repository:
              facts.floor.state === 'present'
                ? facts.floor.repository
                : { owner: facts.repository.owner, name: FLOOR_REPOSITORY },
          },
        }
      : {}),
  };
  // A policy may name agents that the floor introduces.
  const known = knownWith(readFloor(changed, KNOWN).value, KNOWN);
  const kind = holdsFloor(facts) ? 'floor' : 'repository';
  if (policy) refuseProblems(parsePolicy(policy, known, kind).problems);
  return changed;
}
