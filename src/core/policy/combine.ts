import { RULES } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import { combineRules } from './combine-rules.ts';
import { DEFAULTS, NOTHING_SAID } from './defaults.ts';
import { LIMITS } from './policy.ts';
import type {
  LimitName,
  Policy,
  PolicyFile,
  PolicyStatements,
  PolicyWarning,
  ReviewEntry,
} from './policy.ts';

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

/** Says, once for each place, that a value of the file does not hold. */
export type Overrule = (keys: readonly (string | number)[], message: string) => void;

const MODES = ['observe', 'enforce'] as const;
const APPLIES_TO = ['agents', 'everyone'] as const;
const UNATTRIBUTED = ['human', 'agent'] as const;

/**
 * The tighter of floor and repository, key by key; what neither speaks of keeps its default. A floor of null is
 * no floor: the file then says what it likes.
 */
export function combine(
  floor: Floor | null,
  file: PolicyFile | null,
  rules: readonly Rule[] = RULES,
): Combined {
  const above = floor?.says ?? NOTHING_SAID;
  const said = file?.says ?? NOTHING_SAID;
  const warnings: PolicyWarning[] = [];
  const overrule: Overrule = (keys, message) => {
    const at = file?.at(keys) ?? null;
    const text = `${message} ${floor?.name ?? 'The floor'} holds.`;
    if (!warnings.some((warning) => warning.message === text && warning.at?.line === at?.line)) {
      warnings.push({ message: text, at });
    }
  };

  /** Of two words the one further right in the list, weakest first. */
  const stricter = <T extends string>(
    keys: readonly string[],
    weakestFirst: readonly T[],
    [high, low, fallback]: readonly [T | undefined, T | undefined, T],
  ): T => {
    if (high === undefined || low === undefined) return high ?? low ?? fallback;
    if (weakestFirst.indexOf(low) >= weakestFirst.indexOf(high)) return low;
    overrule(keys, `\`${keys.join('.')}: ${low}\` is looser than \`${high}\`.`);
    return high;
  };
  /** What the floor says, if it says anything. */
  const settled = <T>(
    keys: readonly string[],
    [high, low, fallback]: readonly [T | undefined, T | undefined, T],
  ): T => {
    if (high !== undefined && low !== undefined && !same(high, low)) {
      overrule(keys, `\`${keys.join('.')}\` is set for the whole organisation.`);
    }
    return high ?? low ?? fallback;
  };

  const policy: Policy = {
    mode: stricter(['mode'], MODES, [above.mode, said.mode, DEFAULTS.mode]),
    appliesTo: stricter(['applies_to'], APPLIES_TO, [above.appliesTo, said.appliesTo, DEFAULTS.appliesTo]),
    agents: {
      allow: allowed(above, said, overrule),
      deny: [...new Set([...(above.agents.deny ?? []), ...(said.agents.deny ?? [])])],
      identities: identities(above, said, overrule),
      unattributed: stricter(['agents', 'unattributed'], UNATTRIBUTED, [
        above.agents.unattributed,
        said.agents.unattributed,
        DEFAULTS.agents.unattributed,
      ]),
    },
    reviews: reviews(above, said),
    rules: combineRules(above.rules, said.rules, rules, overrule),
    limits: limits(above, said, overrule),
    freeze: [...(above.freeze ?? []), ...(said.freeze ?? [])],
    waiver: settled(['waiver'], [above.waiver, said.waiver, DEFAULTS.waiver]),
    override: settled(['override'], [above.override, said.override, DEFAULTS.override]),
    check: { perBase: settled(['check', 'per_base'], [above.perBase, said.perBase, DEFAULTS.check.perBase]) },
  };
  return { policy, warnings };
}

/** Both come from parsed files whose keys are in a fixed order. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function allowed(
  above: PolicyStatements,
  said: PolicyStatements,
  overrule: Overrule,
): Policy['agents']['allow'] {
  const high = above.agents.allow ?? 'any';
  const low = said.agents.allow;
  if (high === 'any' || low === undefined) return high === 'any' ? (low ?? high) : high;
  if (low === 'any') {
    overrule(['agents', 'allow'], '`agents.allow: any` is looser than a list.');
    return high;
  }
  for (const [index, agent] of low.entries()) {
    if (!high.includes(agent))
      overrule(['agents', 'allow', index], `\`${agent}\` is not among the agents allowed for all.`);
  }
  return low.filter((agent) => high.includes(agent));
}

function identities(
  above: PolicyStatements,
  said: PolicyStatements,
  overrule: Overrule,
): Policy['agents']['identities'] {
  const high = above.agents.identities ?? [];
  const more = (said.agents.identities ?? []).filter(({ login, agent }, index) => {
    const known = high.find((identity) => identity.login.toLowerCase() === login.toLowerCase());
    if (known && known.agent !== agent) {
      overrule(['agents', 'identities', index], `\`${login}\` is taken for \`${known.agent}\`.`);
    }
    return !known;
  });
  return [...high, ...more];
}

/** Entries add up; the default stands in only where neither file has any. */
function reviews(above: PolicyStatements, said: PolicyStatements): readonly ReviewEntry[] {
  if (!above.reviews && !said.reviews) return DEFAULTS.reviews;
  const all = [...(above.reviews ?? []), ...(said.reviews ?? [])];
  return all.filter((entry, index) => all.findIndex((other) => same(other, entry)) === index);
}

/** The smaller of two limits is the tighter. */
function limits(above: PolicyStatements, said: PolicyStatements, overrule: Overrule): Policy['limits'] {
  const smaller = (name: LimitName): number | null => {
    const high = above.limits[name];
    const low = said.limits[name];
    if (typeof high !== 'number' || typeof low !== 'number') return high ?? low ?? DEFAULTS.limits[name];
    if (low > high) {
      const keys = ['limits', LIMITS[name]];
      overrule(keys, `\`${keys.join('.')}: ${low}\` is looser than \`${high}\`.`);
    }
    return Math.min(high, low);
  };
  return {
    openPullRequestsPerAgent: smaller('openPullRequestsPerAgent'),
    changedLines: smaller('changedLines'),
    changedFiles: smaller('changedFiles'),
  };
}
