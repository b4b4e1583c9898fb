import { z } from 'zod';

const text = z.string().catch('');
const names = z.array(z.string()).catch([]);
const all = <Item extends z.ZodType>(item: Item) => z.array(item).catch([]);

const finding = z.object({
  rule: text,
  severity: text,
  action: text,
  key: z.string().nullable().catch(null),
  waivedBy: z.string().nullable().catch(null),
  places: all(
    z.object({
      path: text,
      line: z.number().nullable().catch(null),
      side: z.enum(['base', 'head']).catch('head'),
    }),
  ),
  count: z.number().catch(0),
});

const obligation = z.object({
  name: text,
  asked: text,
  missing: text,
  met: z.boolean().catch(false),
  counted: names,
  opposed: names,
  rejected: all(z.object({ login: text, reason: text })),
});

const unread = z.object({ what: text, reason: text });

/** What pages show of a decision in the record. Entries of older versions may lack some of it. */
const recorded = z.object({
  version: text,
  outcome: text,
  mode: z.enum(['enforce', 'observe']).catch('enforce'),
  head: text,
  base: z.object({ ref: text }).catch({ ref: '' }),
  policy: z
    .object({ source: text, digest: text, strict: z.string().nullable().catch(null) })
    .catch({ source: '', digest: '', strict: null }),
  gated: z.object({ yes: z.boolean(), reason: text }).catch({ yes: true, reason: '' }),
  agents: all(z.object({ agent: text, role: text, strength: text })),
  provenance: all(z.object({ login: text })),
  findings: all(finding),
  obligations: all(obligation),
  override: z.object({ by: text, until: text }).nullable().catch(null),
  gaps: all(unread),
});

export type RecordedDecision = z.infer<typeof recorded>;

/** A decision as the record has it. Never throws: what is not there is empty. */
export const readRecorded = (body: Readonly<Record<string, unknown>>): RecordedDecision =>
  recorded.parse(body);

/** One thing that is not the same in two decisions; null: it is not there. */
export interface RecordedChange {
  readonly kind: 'answer' | 'agent' | 'review' | 'finding' | 'gap';
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between two decisions on one pull request, the answer first; none: nothing that people see. */
export function changesBetween(before: RecordedDecision, after: RecordedDecision): RecordedChange[] {
  return [
    ...compared('answer', answer(before), answer(after)),
    ...compared('agent', agents(before), agents(after)),
    ...compared('review', reviews(before), reviews(after)),
    ...compared('finding', findings(before), findings(after)),
    ...compared('gap', gaps(before), gaps(after)),
  ];
}

type Said = ReadonlyMap<string, string>;

function compared(kind: RecordedChange['kind'], before: Said, after: Said): RecordedChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => ({ kind, what, before: before.get(what) ?? null, after: after.get(what) ?? null }))
    .filter((each) => each.before !== each.after);
}

const OUTCOME: Readonly<Record<string, string>> = {
  allow: 'may merge',
  review_required: 'waits for a review',
  block: 'blocked',
  indeterminate: 'cannot be told',
};

/** The outcome of a recorded decision in words; what only observes blocks nothing. */
export function outcomeText({ outcome, mode }: Pick<RecordedDecision, 'outcome' | 'mode'>): string {
  const words = OUTCOME[outcome] ?? outcome;
  return mode === 'observe' ? `${words} (observing only)` : words;
}

const answer = (decision: RecordedDecision): Said =>
  new Map(
    [
      ['Answer', outcomeText(decision)],
      ['Gate lifted by', decision.override?.by ?? ''],
      ['Why it is gated', decision.gated.reason],
      ['Head', decision.head.slice(0, 7)],
      ['Judged against', decision.base.ref],
      ['Policy', policyText(decision.policy)],
      ['AgentGuard', decision.version],
    ].filter((row): row is [string, string] => row[1] !== ''),
  );

const policyText = ({ source, digest }: RecordedDecision['policy']): string =>
  digest === '' ? source : `${source} (${digest.slice(0, 7)})`;

const agents = ({ agents: list }: RecordedDecision): Said =>
  new Map(list.map(({ agent, role, strength }) => [agent, `${role}, ${strength}`]));

const reviews = ({ obligations }: RecordedDecision): Said =>
  new Map(
    obligations.map(({ name, asked, met, counted, opposed }) => [
      name,
      [
        `${asked}: ${met ? 'met' : 'open'}`,
        ...(counted.length > 0 ? [`approved by ${counted.join(', ')}`] : []),
        ...(opposed.length > 0 ? [`changes asked for by ${opposed.join(', ')}`] : []),
      ].join('; '),
    ]),
  );

const ACTION: Readonly<Record<string, string>> = {
  block: 'blocks',
  review: 'needs a review',
  warn: 'for your information',
};

function findings({ findings: list }: RecordedDecision): Said {
  const said = new Map<string, string>();
  for (const { rule, action, waivedBy, places, count } of list) {
    const [first] = places;
    const what = first ? `${rule} in ${first.path}` : rule;
    const how = waivedBy === null ? (ACTION[action] ?? action) : `waived by ${waivedBy}`;
    const many = count > 1 ? `${how}, ${count} places` : how;
    said.set(what, said.has(what) ? `${said.get(what)}; ${many}` : many);
  }
  return said;
}

const gaps = ({ gaps: list }: RecordedDecision): Said => new Map(list.map(({ what }) => [what, 'not read']));
