import { AGENTS } from '../../core/agents/catalogue.ts';
import { RULES } from '../../core/rules/catalogue.ts';

const NAMES = new Map(AGENTS.map(({ id, name }) => [id, name]));
const FAMILIES = new Map(RULES.map(({ id, family }) => [id, family as string]));
/** Findings of the policy itself. */
for (const id of ['policy-invalid', 'frozen', 'agent-not-allowed', 'too-many-open', 'too-large']) {
  FAMILIES.set(id, 'policy');
}

/** An agent as people know it; one of one's own by its id. */
export const agentName = (id: string): string => NAMES.get(id) ?? id;

export const familyOf = (rule: string): string => FAMILIES.get(rule) ?? 'other';

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  policy: 'forbidden by policy',
  other: 'rules this version does not know',
};

/** A family as policies write it. */
export const familyName = (family: string): string => FAMILY_NAMES[family] ?? family;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const some = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** `3 days`: one unit, rounded down. */
export function duration(ms: number): string {
  if (ms < MINUTE) return 'less than a minute';
  if (ms < HOUR) return some(Math.floor(ms / MINUTE), 'minute');
  if (ms < 2 * DAY) return some(Math.floor(ms / HOUR), 'hour');
  return some(Math.floor(ms / DAY), 'day');
}

/** `2.3 d`: for charts. */
export function shortDuration(ms: number): string {
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} m`;
  if (ms < DAY) return `${tenths(ms / HOUR)} h`;
  return `${tenths(ms / DAY)} d`;
}

const tenths = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
