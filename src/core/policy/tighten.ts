import type { Rule } from '../rules/rule.ts';
import { combineRules } from './combine-rules.ts';
import { LIMITS } from './policy.ts';
import type { LimitName, PolicyStatements } from './policy.ts';

/** Says that a value does not hold, by the keys it stands at. */
export type Overrule = (keys: readonly (string | number)[], message: string) => void;

const MODES = ['observe', 'enforce'] as const;
const APPLIES_TO = ['agents', 'everyone'] as const;
const UNATTRIBUTED = ['human', 'agent'] as const;

/**
 * The tighter of two files, key by key; what only one speaks of is as that one says, and what neither speaks of stays
 * unsaid. Who may do what has no order: there the one above holds.
 */
export function tighten(
  above: PolicyStatements,
  said: PolicyStatements,
  rules: readonly Rule[],
  overrule: Overrule,
): PolicyStatements {
  /** Of two words the one further right in the list, weakest first. */
  const stricter = <T extends string>(
    keys: readonly string[],
    weakestFirst: readonly T[],
    high: T | undefined,
    low: T | undefined,
  ): T | undefined => {
    if (high === undefined || low === undefined) return high ?? low;
    if (weakestFirst.indexOf(low) >= weakestFirst.indexOf(high)) return low;
    overrule(keys, `\`${keys.join('.')}: ${low}\` is looser than \`${high}\`.`);
    return high;
  };
  /** What the one above says, if it says anything. */
  const settled = <T>(keys: readonly string[], high: T | undefined, low: T | undefined): T | undefined => {
    if (high !== undefined && low !== undefined && !same(high, low)) {
      overrule(keys, `\`${keys.join('.')}\` is set for the whole organisation.`);
    }
    return high ?? low;
  };

  return {
    mode: stricter(['mode'], MODES, above.mode, said.mode),
    appliesTo: stricter(['applies_to'], APPLIES_TO, above.appliesTo, said.appliesTo),
    agents: {
      allow: allowed(above.agents.allow, said.agents.allow, overrule),
      deny: united(above.agents.deny, said.agents.deny),
      identities: identities(above, said, overrule),
      unattributed: stricter(
        ['agents', 'unattributed'],
        UNATTRIBUTED,
        above.agents.unattributed,
        said.agents.unattributed,
      ),
    },
    reviews: united(above.reviews, said.reviews),
    rules: combineRules(above.rules, said.rules, rules, overrule),
    limits: limits(above, said, overrule),
    freeze: united(above.freeze, said.freeze),
    waiver: settled(['waiver'], above.waiver, said.waiver),
    override: settled(['override'], above.override, said.override),
    recovery: settled(['recovery'], above.recovery, said.recovery),
    alerts: settled(['alerts', 'repository'], above.alerts, said.alerts),
    perBase: settled(['check', 'per_base'], above.perBase, said.perBase),
    comment: settled(['check', 'comment'], above.comment, said.comment),
  };
}

/** Both come from parsed files whose keys are in a fixed order. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is in either list, once. */
function united<T>(high: readonly T[] | undefined, low: readonly T[] | undefined): readonly T[] | undefined {
  if (!high && !low) return undefined;
  const all = [...(high ?? []), ...(low ?? [])];
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}

type Allow = PolicyStatements['agents']['allow'];

function allowed(high: Allow, low: Allow, overrule: Overrule): Allow {
  if (high === undefined || high === 'any' || low === undefined) return low ?? high;
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
): PolicyStatements['agents']['identities'] {
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

/** The smaller of two limits is the tighter. */
function limits(
  above: PolicyStatements,
  said: PolicyStatements,
  overrule: Overrule,
): PolicyStatements['limits'] {
  const smaller = (name: LimitName): number | null | undefined => {
    const high = above.limits[name];
    const low = said.limits[name];
    if (typeof high !== 'number' || typeof low !== 'number') return high ?? low;
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
