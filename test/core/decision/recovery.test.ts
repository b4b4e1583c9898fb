import {
  isRecovery,
  recordedRevert,
  recoveryOf,
  whyGated,
  type RecordedRevert,
  type Recovery,
} from '../../../src/core/decision/recovery.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import { decided, secret } from '../../support/decide.ts';
import {
  bot,
  byAgent,
  byPeople,
  entry,
  file,
  HEAD,
  OLDER,
  policy,
  pullRequest,
  review,
} from '../../support/facts.ts';

const RECORDED: RecordedRevert = { takesBack: 12, by: 'nadia', reason: 'It broke', head: HEAD, base: 'main' };
const OPEN: Recovery = { takesBack: 12, by: 'nadia', reason: 'It broke', lapsed: null };
const same = { 'a.ts': 'x', 'b.ts': 'y' };

describe('what the record says of a pull request', () => {
  const at = { headSha: HEAD, baseRef: 'main' };
  test.each<[string, RecordedRevert[], object, Record<string, object>, string | null | undefined]>([
    ['nothing, and somebody else opened it', [], {}, {}, undefined],
    [
      'nothing yet, and AgentGuard opened it',
      [],
      { openedByAgentGuard: true },
      {},
      'the record does not say',
    ],
    ['it is as it was opened', [RECORDED], {}, {}, null],
    ['another head that nobody compared', [{ ...RECORDED, head: OLDER }], {}, {}, 'it was changed since'],
    [
      'another head whose opened one was never seen',
      [{ ...RECORDED, head: OLDER }],
      {},
      { [HEAD]: same },
      'it was changed since',
    ],
    [
      'another head with the very same change',
      [{ ...RECORDED, head: OLDER }],
      {},
      { [HEAD]: same, [OLDER]: same },
      null,
    ],
    [
      'another head with another change',
      [{ ...RECORDED, head: OLDER }],
      {},
      { [HEAD]: same, [OLDER]: { ...same, 'b.ts': 'z' } },
      'it was changed since',
    ],
    [
      'another head with a file that is not known well enough',
      [{ ...RECORDED, head: OLDER }],
      {},
      { [HEAD]: { 'a.ts': null }, [OLDER]: { 'a.ts': null } },
      'it was changed since',
    ],
    ['a head that is not known for sure', [{ ...RECORDED, head: null }], {}, {}, 'not known for sure'],
    ['another base', [RECORDED], { baseRef: 'release' }, {}, 'its base branch was changed'],
    [
      'something later beside it, which says nothing',
      [{ ...RECORDED, head: OLDER }, RECORDED],
      {},
      {},
      'it was changed since',
    ],
  ])('%s', (_, recorded, facts, digests, lapsed) => {
    const found = recoveryOf(recorded, { ...at, ...facts }, new Map(Object.entries(digests)) as never);
    expect(found?.lapsed ?? '').toContain(lapsed ?? '');
    expect(found?.takesBack).toBe(recorded[0]?.takesBack ?? (found ? null : undefined));
    expect(isRecovery(found)).toBe(lapsed === null);
  });

  test.each<[object, RecordedRevert | null]>([
    [{ ...RECORDED }, RECORDED],
    [
      { ...RECORDED, head: null },
      { ...RECORDED, head: null },
    ],
    [
      { takesBack: 12, base: 'main' },
      { takesBack: 12, by: '', reason: '', head: null, base: 'main' },
    ],
    [{ by: 'nadia', command: 'comment:1', opened: 13, head: HEAD }, null],
    [{ takesBack: '12', base: 'main' }, null],
    [{ takesBack: 12 }, null],
    [{}, null],
  ])('an entry %j', (body, expected) => {
    expect(recordedRevert(body as Record<string, unknown>)).toEqual(expected);
  });

  test.each<[Recovery, string]>([
    [OPEN, 'It takes back #12, as nadia asked: It broke'],
    [
      { ...OPEN, lapsed: 'it was changed since' },
      'AgentGuard opened it to take back #12, and it was changed since.',
    ],
    [
      { takesBack: null, by: '', reason: '', lapsed: 'the record does not say yet what for' },
      'AgentGuard opened it, and the record does not say yet what for.',
    ],
  ])('why it is gated: %j', (recovery, expected) => {
    expect(whyGated(recovery)).toBe(expected);
  });
});

describe('what it owes', () => {
  const seniors = entry({ name: 'seniors', approvals: 2, from: { teams: ['dba'] } });
  const change = (facts: object = {}) =>
    pullRequest({ author: bot('agentguard[bot]'), commits: [], files: [file('src/a.ts')], ...facts });
  const POLICY = policy({
    reviews: [seniors],
    recovery: { approvals: 1, from: { users: ['olga'] } },
    freeze: [{ agents: 'all', until: '2999-01-01T00:00:00.000Z', reason: 'Incident' }],
    agents: { allow: [], deny: ['claude-code'], identities: [], unattributed: 'agent' },
    limits: { openPullRequestsPerAgent: 1, changedLines: 1, changedFiles: 0 },
  });
  const of = (recovery: Recovery | null, more: Parameters<typeof decided>[0] = {}) =>
    decided({ facts: change(), attribution: byPeople, provenance: [], policy: POLICY, recovery, ...more });

  test('one obligation in the place of every entry, whoever made what is taken back', () => {
    for (const attribution of [byAgent, byPeople]) {
      const decision = of(OPEN, { attribution });
      expect(decision.gated).toEqual({ yes: true, reason: 'It takes back #12, as nadia asked: It broke' });
      expect(decision.obligations.map(({ name, about, asked }) => [name, about, asked])).toEqual([
        ['recovery', 'revert of #12', '@olga'],
      ]);
      expect(decision.entries).toEqual([]);
      expect(decision.findings).toEqual([]);
      expect(decision.outcome).toBe('review_required');
    }
  });

  test('met by those whom the policy names, and by no bot', () => {
    const approvedBy = (login: string) =>
      of(OPEN, { facts: change({ reviews: [review(login, 'APPROVED')] }) }).outcome;
    expect(approvedBy('olga')).toBe('allow');
    expect(approvedBy('ada')).toBe('review_required');
    const byBot = change({ reviews: [{ ...review('olga', 'APPROVED'), author: bot('olga') }] });
    expect(of(OPEN, { facts: byBot }).outcome).toBe('review_required');
  });

  test('findings only warn; one of a rule that is off is none', () => {
    expect(of(OPEN, { findings: [secret] }).findings.map(({ action }) => action)).toEqual(['warn']);
    const rules = new Map([['secret-added', { action: 'off' as const }]]);
    expect(of(OPEN, { findings: [secret], policy: { ...POLICY, rules } }).findings).toEqual([]);
  });

  test('control files are owed besides', () => {
    const facts = change({ files: [file('.github/workflows/ci.yml'), file('.agentguard.yml')] });
    expect(of(OPEN, { facts }).obligations.map(({ name }) => name)).toEqual(['recovery', 'control files']);
  });

  test('what makes the policy invalid is blocked', () => {
    const policyProblems = [{ path: '.agentguard.yml', line: 1, column: 1, message: 'Wrong.' }];
    expect(of(OPEN, { policyProblems }).outcome).toBe('block');
  });

  test('a gap is no pass', () => {
    const facts = change({ reviews: [review('olga', 'APPROVED')] });
    expect(of(OPEN, { facts, gaps: [{ what: 'a', reason: 'b' }] }).outcome).toBe('indeterminate');
  });

  test('once it has lapsed, all that any change owes, and it is gated although no agent is found', () => {
    const lapsed = { ...OPEN, lapsed: 'it was changed since' };
    const lenient = { ...POLICY, freeze: [], agents: policy().agents, limits: policy().limits };
    const decision = of(lapsed, { policy: lenient, findings: [secret] });
    expect(decision.gated).toEqual({
      yes: true,
      reason: 'AgentGuard opened it to take back #12, and it was changed since.',
    });
    expect(decision.obligations.map(({ name }) => name)).toEqual(['seniors']);
    expect(decision.outcome).toBe('block');
  });

  test('a person’s change that AgentGuard did not open is not gated', () => {
    expect(of(null).gated.yes).toBe(false);
  });

  test('nobody’s word that it is no agent’s takes it out of the gate', () => {
    const notAgent = (recovery: Recovery) => {
      const first = of(recovery, { attribution: byAgent, policy: policy() });
      const acceptance = {
        kind: 'not_agent' as const,
        by: { login: 'ada', type: 'User' as const, id: null },
        at: '2026-01-01T00:00:00.000Z',
        until: '2999-01-01T00:00:00.000Z',
        reason: 'Mine',
        bound: first.bounds.not_agent ?? '',
        about: 'marks',
        selfAccepted: false,
      };
      return of(recovery, { attribution: byAgent, policy: policy(), acceptances: [acceptance] });
    };
    for (const recovery of [OPEN, { ...OPEN, lapsed: 'it was changed since' }]) {
      expect(notAgent(recovery).gated.yes).toBe(true);
    }
  });

  test('the record says so, and of others nothing', () => {
    const facts = change();
    expect(decisionRecord(facts, POLICY, of(OPEN), '1')).toMatchObject({
      recovery: { takesBack: 12, lapsed: null },
    });
    expect(decisionRecord(facts, POLICY, of(null), '1')).not.toHaveProperty('recovery');
  });
});
