import type { Acceptance } from '../../src/core/decision/acceptance.ts';
import type { AskState, Decision, JudgedFinding, ObligationState } from '../../src/core/decision/decision.ts';
import { byAgent, user } from './facts.ts';

/** One approval of @acme/dba, whom olga is a member of, for db/1.sql; nobody has approved. */
export const ask = (change: Partial<AskState> = {}): AskState => ({
  approvals: 1,
  from: { teams: ['dba'] },
  owners: [],
  covers: ['db/1.sql'],
  met: false,
  counted: [],
  opposed: [],
  rejected: [],
  eligible: ['olga'],
  moreEligible: false,
  claimedOut: [],
  who: '@acme/dba',
  ...change,
});

/** An obligation of a single ask, or of `requires`, whose standing the test says itself. */
export const obligation = (
  asked: Partial<AskState> = {},
  change: Partial<ObligationState> = {},
): ObligationState => {
  const only = ask(asked);
  const text = only.who.includes('/') ? `1 of ${only.who}` : only.who;
  return {
    name: 'database',
    about: 'db/**',
    because: [{ kind: 'path', value: 'db/1.sql' }],
    covers: only.covers,
    recordedIfNobody: false,
    request: 'teams',
    entry: 0,
    requires: only,
    met: only.met,
    counted: only.counted,
    opposed: only.opposed,
    rejected: only.rejected,
    eligible: only.eligible,
    moreEligible: only.moreEligible,
    claimedOut: only.claimedOut,
    asked: text,
    missing: only.met ? '' : text,
    ...change,
  };
};

export const finding = (change: Partial<JudgedFinding> = {}): JudgedFinding => ({
  rule: 'provider-token',
  family: 'secret-added',
  severity: 'critical',
  action: 'block',
  message: 'Anyone who reads the repository can use this token. Revoke it.',
  places: [{ path: 'src/a.ts', line: 3, side: 'head' }],
  key: '1a2b3c4d'.padEnd(64, '0'),
  waived: null,
  ...change,
});

/** Olga's word of 22 November, for three days. */
export const acceptance = (change: Partial<Acceptance> = {}): Acceptance => ({
  kind: 'override',
  by: user('olga'),
  at: '2026-11-22T12:00:00.000Z',
  until: '2026-11-25T12:00:00.000Z',
  reason: 'The shop is down.',
  bound: 'f'.repeat(64),
  about: 'this change',
  selfAccepted: false,
  ...change,
});

/** What waits for @acme/dba, in an agent's change that nadia opened. */
export const decision = (change: Partial<Decision> = {}): Decision => ({
  outcome: 'review_required',
  mode: 'enforce',
  gated: { yes: true, reason: 'Claude Code co-authored 1 commit.' },
  attribution: byAgent,
  provenance: [
    { account: user('nadia'), hands: [{ hand: 'opened', claimed: false, source: 'pull request' }] },
  ],
  findings: [],
  obligations: [obligation()],
  entries: [
    {
      name: 'database',
      triggered: true,
      certain: true,
      conditions: [{ key: 'paths', wants: 'db/**', holds: true, found: ['db/1.sql'] }],
    },
  ],
  acceptances: [],
  recovery: null,
  override: null,
  bounds: { not_agent: 'e'.repeat(64), override: 'f'.repeat(64) },
  changesAt: null,
  gaps: [],
  limits: [],
  warnings: [],
  ...change,
});
