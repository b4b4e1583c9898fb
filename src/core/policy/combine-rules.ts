import { ACTIONS, type Rule, type RuleAction } from '../rules/rule.ts';
import type { Overrule } from './tighten.ts';
import type { PolicyStatements, RuleSetting } from './policy.ts';
import { settingOf } from './setting.ts';

/**
 * Rule by rule, since one file may name the rule and the other its family. A rule that the floor names is bound
 * as a whole, with its default action and options where the floor does not say them: otherwise an option could
 * take away what the action demands.
 */
export function combineRules(
  above: ReadonlyMap<string, RuleSetting>,
  said: ReadonlyMap<string, RuleSetting>,
  rules: readonly Rule[],
  overrule: Overrule,
): PolicyStatements['rules'] {
  const combined = new Map<string, RuleSetting>();
  for (const rule of rules) {
    const high = settingOf(above, rule);
    const low = settingOf(said, rule);
    const own = said.has(rule.id) ? rule.id : rule.family;
    if (high && low) {
      combined.set(rule.id, {
        action: stricterAction(high.action ?? rule.action, low.action, own, overrule),
        options: tighterOptions(rule, high.options ?? {}, low.options ?? {}, own, overrule),
      });
    } else if (high ?? low) combined.set(rule.id, high ?? low ?? {});
  }
  return combined;
}

function stricterAction(
  high: RuleAction,
  low: RuleAction | undefined,
  key: string,
  overrule: Overrule,
): RuleAction {
  if (low === undefined || ACTIONS.indexOf(low) === ACTIONS.indexOf(high)) return high;
  if (ACTIONS.indexOf(low) > ACTIONS.indexOf(high)) return low;
  overrule(['rules', key], `\`rules.${key}: ${low}\` is looser than \`${high}\`.`);
  return high;
}

/** Numbers are limits, and the smaller one is the tighter; of anything else the floor's value stands. */
function tighterOptions(
  rule: Rule,
  high: Readonly<Record<string, unknown>>,
  low: Readonly<Record<string, unknown>>,
  key: string,
  overrule: Overrule,
): Readonly<Record<string, unknown>> {
  const options = { ...(rule.options.parse(high) as Record<string, unknown>) };
  for (const [name, value] of Object.entries(low)) {
    const bound = options[name];
    if (typeof value === 'number' && typeof bound === 'number' && value <= bound) options[name] = value;
    else if (JSON.stringify(value) !== JSON.stringify(bound)) {
      overrule(['rules', key, name], `\`rules.${key}.${name}\` is not tighter than what is set for all.`);
    }
  }
  return options;
}
