import { FLOOR_REPOSITORY } from '../facts/control-files.ts';
import type { PullRequestFacts, TextFile } from '../facts/facts.ts';
import { holdsFloor, knownWith, readFloor } from './floor.ts';
import { KNOWN, parsePolicy } from './parse.ts';
import type { PolicyProblem } from './policy.ts';

/** Files to judge by in the place of those that hold; null: that one stays. */
export interface OtherPolicy {
  readonly policy: TextFile | null;
  readonly floor: TextFile | null;
}

/** The same pull request under other files, or what is wrong with these. */
export function withOtherPolicy(
  facts: PullRequestFacts,
  { policy, floor }: OtherPolicy,
): { readonly facts: PullRequestFacts } | { readonly problems: readonly PolicyProblem[] } {
  const ofFloor = floor ? parsePolicy(floor, KNOWN, 'floor').problems : [];
  if (ofFloor.length > 0) return { problems: ofFloor };
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
  const problems = policy ? parsePolicy(policy, known, kind).problems : [];
  return problems.length > 0 ? { problems } : { facts: changed };
}
