import { createHash } from 'node:crypto';

/** What a decision of the quarter tells. */
export interface Told {
  readonly owner: string;
  readonly operator: string;
  readonly head: string;
  readonly agents: readonly string[];
  readonly asked: readonly { readonly name: string; readonly asked: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly action: string;
    readonly path: string;
  }[];
  /** Who approved; null: nobody yet. */
  readonly reviewer: string | null;
  readonly overriddenBy: string | null;
  /** The rule whose finding the reviewer waived. */
  readonly waived?: string;
  /** What could not be read. */
  readonly gap: string | null;
}

const DAYS_3 = 3 * 24 * 60 * 60 * 1000;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function outcomeOf({ overriddenBy, gap, findings, reviewer }: Told): string {
  if (overriddenBy !== null) return 'allow';
  if (findings.some(({ action }) => action === 'block')) return 'block';
  if (gap !== null) return 'indeterminate';
  return reviewer === null ? 'review_required' : 'allow';
}

/** A decision as the record keeps it: the same members as `decisionRecord` writes. */
export function decisionBody(told: Told): Record<string, unknown> {
  const { operator, head, agents, asked, findings, reviewer, overriddenBy, gap } = told;
  const met = reviewer !== null;
  const bound = hash(`${head} patch`);
  return {
    version: '0.1.0',
    outcome: outcomeOf(told),
    mode: 'enforce',
    state: 'open',
    mergedBy: null,
    author: operator,
    head,
    base: { ref: 'main', sha: hash('main').slice(0, 40), reason: 'default branch' },
    policy: { source: '.agentguard.yml', digest: hash('policy'), strict: false },
    gated:
      agents.length > 0
        ? { yes: true, reason: 'An agent co-authored 1 commit.' }
        : { yes: false, reason: 'No agent had a hand in this change.' },
    agents: agents.map((agent) => ({
      agent,
      role: 'coauthored',
      strength: 'declared',
      evidence: [{ kind: 'trailer', value: `Co-authored-by: ${agent}`, strength: 'declared', commit: head }],
    })),
    bots: [],
    provenance: [{ login: operator, hands: [{ hand: 'opened', claimed: false, source: 'pull request' }] }],
    entries: asked.map(({ name }) => name),
    findings: findings.map(({ rule, severity, action, path }) => ({
      rule,
      severity,
      action,
      key: hash(`${head} ${rule}`),
      waivedBy: rule === told.waived ? reviewer : null,
      places: [{ path, line: 3, side: 'head' }],
      count: 1,
    })),
    obligations: asked.map((review) => ({
      name: review.name,
      asked: review.asked,
      missing: met ? '' : review.asked,
      because: [{ kind: 'agent', value: agents[0] ?? '' }],
      met,
      counted: met ? [reviewer] : [],
      opposed: [],
      rejected: [],
    })),
    acceptances: [],
    override: overriddenBy === null ? null : { kind: 'override', by: overriddenBy, until: '', bound },
    bounds: { not_agent: hash(`${head} marks`), override: bound },
    gaps: gap === null ? [] : [{ what: gap, reason: 'GitHub did not answer in time. It is tried again.' }],
    limits: [],
  };
}

/** Somebody's word as the record keeps it. */
export const waiverBody = (
  head: string,
  kind: 'override' | 'waiver',
  login: string,
  reason: string,
  at: number,
): Record<string, unknown> => ({
  kind,
  by: { login, type: 'User', id: 7 },
  at: new Date(at).toISOString(),
  until: new Date(at + DAYS_3).toISOString(),
  reason,
  bound: hash(`${head} patch`),
  about: 'this change',
  selfAccepted: false,
  head,
  command: 'comment:1',
  finding: null,
});

/** A merge onto a protected branch as the record keeps it, without the decision that stood. */
export const mergeBody = ({
  head,
  operator,
  agents,
  at,
  overridden,
}: {
  readonly head: string;
  readonly operator: string;
  readonly agents: readonly string[];
  readonly at: number;
  readonly overridden: boolean;
}): Record<string, unknown> => ({
  head,
  mergedBy: operator,
  mergedAt: new Date(at).toISOString(),
  agents,
  protected: true,
  observed: false,
  override: overridden ? { by: 'ada', until: new Date(at + DAYS_3).toISOString() } : null,
});

/** That a merge past the gate was raised; the entry it is about is known when it is written. */
export const alertBody = ({
  operator,
  agents,
  at,
  number,
}: {
  readonly operator: string;
  readonly agents: readonly string[];
  readonly at: number;
  readonly number: number;
}): Record<string, unknown> => ({
  what: 'merged past the gate',
  who: operator,
  agents,
  since: new Date(at).toISOString(),
  issue: { repository: 'harbour/alerts', number },
  problem: null,
});
