/** The reference pages of all rules, by path from the root. */
export function rulePages(_root: string): Record<string, string> {
  return {};
}
