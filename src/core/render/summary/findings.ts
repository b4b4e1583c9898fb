import { SHOWN_KEY, type JudgedFinding } from '../../decision/decision.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import { code, sentence } from '../markdown.ts';
import { minute } from '../time.ts';

const RANK = { block: 2, review: 1, warn: 0 } as const;
const ACTION = { block: '⛔ blocks', review: '👀 needs a review', warn: 'ℹ️ for your information' } as const;

/** What weighs most first: by what it leads to, then by its severity; what was waived last. */
export const worstFirst = (list: readonly JudgedFinding[]): JudgedFinding[] =>
  list.toSorted(
    (a, b) =>
      Number(a.waived !== null) - Number(b.waived !== null) ||
      RANK[b.action] - RANK[a.action] ||
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );

/** The findings by what they lead to, with how to mend them: a heading, and a block a rule. */
export function findings(list: readonly JudgedFinding[], remediation: (rule: string) => string): string[] {
  if (list.length === 0) return [];
  const byRule = new Map<string, JudgedFinding[]>();
  for (const finding of worstFirst(list)) {
    const leadsTo = finding.waived ? '✅ waived' : ACTION[finding.action];
    const key = `**${finding.rule}** · ${finding.severity} · ${leadsTo}`;
    byRule.set(key, [...(byRule.get(key) ?? []), finding]);
  }
  const blocks = [...byRule].map(([head, group]) => {
    const mend = remediation(group[0]?.rule ?? '');
    return [
      head,
      ...group.map(findingLine),
      ...(mend === '' ? [] : [`- How to mend: ${sentence(mend)}`]),
    ].join('\n');
  });
  return ['### Findings', ...blocks];
}

const SHOWN_PLACES = 10;

function findingLine({ places, message, key, action, waived }: JudgedFinding): string {
  // One finding can have a hundred thousand places.
  const shown = places
    .slice(0, SHOWN_PLACES)
    .map(({ path, line, side }) =>
      code(`${path}${line === null ? '' : `:${line}`}${side === 'base' ? ' (taken away)' : ''}`, 160),
    );
  const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : '';
  const where = shown.length > 0 ? `${shown.join(', ')}${more}: ` : '';
  return `- ${where}${sentence(message)}${standing({ key, action, waived })}`;
}

/** Whether it was accepted, else its name for whoever would. */
function standing({ key, action, waived }: Pick<JudgedFinding, 'key' | 'action' | 'waived'>): string {
  if (waived) return ` _Waived by ${code(waived.by.login)} until ${minute(waived.until)}._`;
  return key === null || action === 'warn' ? '' : ` Finding ${code(key.slice(0, SHOWN_KEY))}.`;
}
