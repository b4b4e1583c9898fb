import type { Spot } from '../../parsers/source/added.ts';
import type { Finding, Rule, Severity } from '../rule.ts';

/** One finding for all places where the same thing was seen; none if there are none. */
export function report(
  rule: Pick<Rule, 'id' | 'family'>,
  severity: Severity,
  message: string,
  spots: readonly Spot[],
): Finding[] {
  if (spots.length === 0) return [];
  const places = new Map(
    spots.map(({ path, line }) => [`${path}\n${line}`, { path, line, side: 'head' as const }]),
  );
  return [{ rule: rule.id, family: rule.family, severity, message, places: [...places.values()] }];
}
