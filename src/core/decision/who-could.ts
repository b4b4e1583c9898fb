import type { PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy, People } from '../policy/policy.ts';
import type { ProvenanceEntry } from './decision.ts';
import { allKnown, peopleAsked } from './entitled.ts';
import { cannotCount, machineUsersOf } from './who-counts.ts';

/** People by name who could accept something; empty: nobody is known by name. */
export interface Accepters {
  readonly waiver: readonly string[];
  readonly override: readonly string[];
}

/**
 * Who could waive and override, as far as people were read: only lists that are whole, so that it does not come and go
 * with what else had to be read.
 */
export function whoCould(
  { waiver, override, agents }: Pick<EffectivePolicy, 'waiver' | 'override' | 'agents'>,
  { repository }: Pick<PullRequestFacts, 'repository'>,
  people: PeopleFacts,
  provenance: readonly ProvenanceEntry[],
): Accepters {
  const context = { provenance, machineUsers: machineUsersOf({ agents }) };
  const named = (from: People): string[] => {
    const asked = { from, owners: [] };
    if (!allKnown(asked, people)) return [];
    return peopleAsked(asked, repository, people)
      .filter((account) => cannotCount(account, context) === null)
      .map(({ login }) => login);
  };
  return { waiver: named(waiver), override: named(override) };
}
