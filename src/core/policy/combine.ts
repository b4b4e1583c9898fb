import { RULES } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import { DEFAULTS, NOTHING_SAID } from './defaults.ts';
import type { Policy, PolicyFile, PolicyStatements, PolicyWarning } from './policy.ts';
import { tighten, type Overrule } from './tighten.ts';

/** The organisation's part, with its name for people: "the floor of acme/.github". */
export interface Floor {
  readonly name: string;
  readonly says: PolicyStatements;
}

export interface Combined {
  readonly policy: Policy;
  /** Values of the file that the floor overrules. */
  readonly warnings: readonly PolicyWarning[];
}

/**
 * The tighter of floor and repository, key by key; what neither speaks of keeps its default. A floor of null is
 * no floor: the file then says what it likes.
 */
export function combine(
  floor: Floor | null,
  file: PolicyFile | null,
  rules: readonly Rule[] = RULES,
): Combined {
  const warnings: PolicyWarning[] = [];
  const overrule: Overrule = (keys, message) => {
    const at = file?.at(keys) ?? null;
    const text = `${message} ${floor?.name ?? 'The floor'} holds.`;
    // One value can be overruled for several rules.
    if (!warnings.some((warning) => warning.message === text && warning.at?.line === at?.line)) {
      warnings.push({ message: text, at });
    }
  };
  const said = tighten(floor?.says ?? NOTHING_SAID, file?.says ?? NOTHING_SAID, rules, overrule);
  return { policy: complete(said), warnings };
}

/** What is left unsaid keeps its default. */
const complete = ({ agents, limits, perBase, comment, ...said }: PolicyStatements): Policy => ({
  mode: said.mode ?? DEFAULTS.mode,
  appliesTo: said.appliesTo ?? DEFAULTS.appliesTo,
  agents: {
    allow: agents.allow ?? DEFAULTS.agents.allow,
    deny: agents.deny ?? DEFAULTS.agents.deny,
    identities: agents.identities ?? DEFAULTS.agents.identities,
    unattributed: agents.unattributed ?? DEFAULTS.agents.unattributed,
  },
  reviews: said.reviews ?? DEFAULTS.reviews,
  rules: said.rules,
  limits: {
    openPullRequestsPerAgent: limits.openPullRequestsPerAgent ?? DEFAULTS.limits.openPullRequestsPerAgent,
    changedLines: limits.changedLines ?? DEFAULTS.limits.changedLines,
    changedFiles: limits.changedFiles ?? DEFAULTS.limits.changedFiles,
  },
  freeze: said.freeze ?? DEFAULTS.freeze,
  waiver: said.waiver ?? DEFAULTS.waiver,
  override: said.override ?? DEFAULTS.override,
  recovery: said.recovery ?? DEFAULTS.recovery,
  alerts: said.alerts ?? DEFAULTS.alerts,
  check: {
    perBase: perBase ?? DEFAULTS.check.perBase,
    comment: comment ?? DEFAULTS.check.comment,
  },
});
