import { SHOWN_KEY, type JudgedFinding } from '../../decision/decision.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import { code, codePath, listed, sentence } from '../markdown.ts';
import { minute } from '../time.ts';

const RANK = { block: 2, review: 1, warn: 0 } as const;
const ACTION = { block: '⛔ blocks', review: '👀 needs a review', warn: 'ℹ️ for your information' } as const;

/** More than this is a wall nobody reads; what is beyond is counted. */
const MAX_RULES = 25;
const MAX_OF_RULE = 8;
const SHOWN_PLACES = 5;
/** So many places are marked in the changed files. */
export const MAX_ANNOTATIONS = 200;

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
    const key = `**${sentence(finding.rule)}** · ${finding.severity} · ${leadsTo}`;
    byRule.set(key, [...(byRule.get(key) ?? []), finding]);
  }
  const groups = [...byRule];
  const blocks = groups.slice(0, MAX_RULES).map(([head, group]) => {
    const mend = remediation(group[0]?.rule ?? '');
    const more = group.length - MAX_OF_RULE;
    return [
      head,
      ...group.slice(0, MAX_OF_RULE).map(findingLine),
      ...(more > 0 ? [`- and ${more} more of this rule.`] : []),
      ...(mend === '' ? [] : [`- How to mend: ${sentence(mend)}`]),
    ].join('\n');
  });
  return ['### Findings', ...blocks, beyond(groups.slice(MAX_RULES)), unmarked(list)].filter(
    (block) => block !== '',
  );
}

/** The rest by their rules: "… and 12 findings of 3 more rules: a (5), b (4), c (3)." */
function beyond(groups: readonly (readonly [string, readonly JudgedFinding[]])[]): string {
  if (groups.length === 0) return '';
  const counts = groups.map(([, group]) => `${group[0]?.rule ?? ''} (${group.length})`);
  const all = groups.reduce((sum, [, group]) => sum + group.length, 0);
  return `… and ${all} findings of ${groups.length} more rules: ${listed(
    counts.map((each) => sentence(each)),
    MAX_RULES,
  )}.`;
}

function unmarked(list: readonly JudgedFinding[]): string {
  const places = list.flatMap((finding) =>
    finding.places.filter(({ side, line }) => side === 'head' && line !== null),
  );
  return places.length > MAX_ANNOTATIONS
    ? `Of ${places.length} places the first ${MAX_ANNOTATIONS} are marked in the changed files, the worst first.`
    : '';
}

function findingLine({ places, message, key, action, waived }: JudgedFinding): string {
  // One finding can have a hundred thousand places.
  const shown = places
    .slice(0, SHOWN_PLACES)
    .map(({ path, line, side }) =>
      codePath(`${path}${line === null ? '' : `:${line}`}${side === 'base' ? ' (taken away)' : ''}`, 120),
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
