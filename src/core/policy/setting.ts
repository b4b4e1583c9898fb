import { RULES } from '../rules/catalogue.ts';
import type { ActiveRule } from '../rules/inspect.ts';
import type { Rule, RuleAction } from '../rules/rule.ts';
import type { Policy, RuleSetting } from './policy.ts';
import { optionsOf } from './schema/rules.ts';

/** What a policy makes of a rule: the action, and its options with defaults filled in. */
export interface EffectiveSetting {
  readonly action: RuleAction;
  readonly options: unknown;
}

/** The setting of a rule by id: the rule's own wins over its family's, and that over its default. */
export function ruleSetting(
  policy: Pick<Policy, 'rules'>,
  id: string,
  rules: readonly Rule[] = RULES,
): EffectiveSetting {
  const rule = rules.find((candidate) => candidate.id === id);
  // A rule that is gone cannot be switched off by accident.
  if (!rule) return { action: 'block', options: {} };
  const said = settingOf(policy.rules, rule);
  return { action: said?.action ?? rule.action, options: rule.options.parse(said?.options ?? {}) };
}

/** The rules that are not off, ready to be run. */
export const activeRules = (policy: Pick<Policy, 'rules'>, rules: readonly Rule[] = RULES): ActiveRule[] =>
  rules.flatMap((rule) => {
    const { action, options } = ruleSetting(policy, rule.id, rules);
    return action === 'off' ? [] : [{ rule, options }];
  });

/** What is said of a rule by its id or its family's, options that fit it only; null: nothing. */
export function settingOf(rules: ReadonlyMap<string, RuleSetting>, rule: Rule): RuleSetting | null {
  const own = rules.get(rule.id);
  const family = rules.get(rule.family);
  if (!own && !family) return null;
  const known = optionsOf(rule);
  const shared = Object.entries(family?.options ?? {}).filter(
    ([name, value]) => known[name]?.safeParse(value).success,
  );
  return {
    action: own?.action ?? family?.action,
    options: { ...Object.fromEntries(shared), ...own?.options },
  };
}
