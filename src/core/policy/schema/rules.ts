import { z } from 'zod';
import { ACTIONS, FAMILIES, type Rule } from '../../rules/rule.ts';

/** A rule's options by name; a rule whose options are not an object has none. */
export const optionsOf = (rule: Rule): Readonly<Record<string, z.ZodType>> =>
  rule.options instanceof z.ZodObject ? (rule.options.shape as Record<string, z.ZodType>) : {};

const action = z
  .enum(ACTIONS)
  .describe(
    '`block`: no merge until it is mended. `review`: a person answers for it. `warn`: shown. `off`: not looked for.',
  );

const optional = (field: z.ZodType): z.ZodType =>
  field.safeParse(undefined).success ? field : field.optional();

/** The schema of `rules`: an action, or an object with `action` and the options, by rule or family. */
export function rulesSchema(rules: readonly Rule[]) {
  const settings: Record<string, z.ZodType> = {};
  for (const family of FAMILIES) {
    const members = rules.filter((rule) => rule.family === family);
    const names = members.length > 0 ? `: ${members.map((rule) => rule.id).join(', ')}` : '';
    settings[family] = setting(members, `All rules of the family${names}.`);
  }
  for (const rule of rules) {
    if (!(rule.id in settings)) settings[rule.id] = setting([rule], rule.summary);
  }
  return z.strictObject(settings).meta({
    id: 'rules',
    description: 'What findings lead to, by rule or by family; a rule wins over its family.',
  });
}

/** For a family, an option has to fit at least one of its rules. */
function setting(rules: readonly Rule[], description: string): z.ZodType {
  const options: Record<string, z.ZodType> = {};
  for (const name of new Set(rules.flatMap((rule) => Object.keys(optionsOf(rule))))) {
    const [first, ...others] = rules.flatMap((rule) => optionsOf(rule)[name] ?? []).map(optional);
    if (!first) continue;
    const said = [...new Set([first, ...others].flatMap((field) => field.description ?? []))].join(' Or: ');
    options[name] = others.length > 0 ? z.union([first, ...others]).describe(said) : first;
  }
  return z
    .union([action, z.strictObject({ action: action.optional(), ...options })])
    .optional()
    .describe(description);
}
