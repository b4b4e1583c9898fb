import { isOurs, nameOfBase, CHECK_NAME } from '../../../render/check-name.ts';
import { effectivePolicy } from '../../../policy/effective.ts';
import type { Policy } from '../../../policy/policy.ts';
import type { Branch, RepositoryState, Required, Seen } from '../../facts.ts';

/** The policy in force; null: it cannot be seen. */
export function policyOf({ repository, policy }: RepositoryState): ReturnType<typeof effectivePolicy> | null {
  if (!policy.seen) return null;
  return effectivePolicy({ repository, policyFile: policy.value.file, floor: policy.value.floor });
}

/** What the check is called on this branch; empty: the policy only observes. Both names where the policy is not known. */
export function namesOn(policy: Pick<Policy, 'mode' | 'check'> | null, branch: string): readonly string[] {
  if (policy === null) return [CHECK_NAME, nameOfBase(branch)];
  if (policy.mode === 'observe') return [];
  return [policy.check.perBase ? nameOfBase(branch) : CHECK_NAME];
}

/** A requirement of one of our checks, by a ruleset or by classic protection. */
export interface Requirement {
  readonly context: string;
  readonly appId: number | null;
  /** As a sentence names it. */
  readonly by: string;
  /** null: classic protection. */
  readonly ruleset: Required['ruleset'] | null;
  readonly bindsAdmins: boolean;
}

/** Everything on the branch that requires a check with a name like ours. */
export function requirementsOn({ rules, classic }: Branch): readonly Requirement[] {
  const ofRulesets = valueOf(rules)?.required ?? [];
  const old = valueOf(classic);
  return [
    ...ofRulesets.map(({ context, appId, ruleset }) => ({
      context,
      appId,
      by: `the ruleset "${ruleset.name}" of ${ruleset.source}`,
      ruleset,
      bindsAdmins: true,
    })),
    ...(old?.checks ?? []).map(({ context, appId }) => ({
      context,
      appId,
      by: 'branch protection',
      ruleset: null,
      bindsAdmins: old?.bindsAdmins === true,
    })),
  ].filter(({ context }) => isOurs(context));
}

/** Those that hold the branch by this very app's check. */
export function binding(state: RepositoryState, branch: Branch): readonly Requirement[] {
  const names = namesOn(policyOf(state), branch.name);
  return requirementsOn(branch).filter(
    ({ context, appId }) => names.includes(context) && appId !== null && appId === (state.appId ?? appId),
  );
}

const valueOf = <T>(found: Seen<T>): T | null => (found.seen ? found.value : null);

export const nameOf = ({ repository }: RepositoryState): string => `${repository.owner}/${repository.name}`;
