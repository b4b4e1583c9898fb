import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import { acceptanceRecord, decisionRecord } from '../../../src/core/decision/record.ts';
import { decision, finding, obligation } from '../../support/decision.ts';
import { BASE, claude, HEAD, policy, pullRequest, user } from '../../support/facts.ts';

const word = (change: Partial<Acceptance> = {}): Acceptance => ({
  kind: 'waiver',
  by: user('ada'),
  at: '2026-11-22T11:00:00.000Z',
  until: '2026-12-06T11:00:00.000Z',
  reason: 'a test key',
  bound: 'a'.repeat(64),
  about: 'provider-token in src/a.ts',
  selfAccepted: false,
  ...change,
});

const recorded = (
  ...[change, facts]: [Parameters<typeof decision>[0]?, Parameters<typeof pullRequest>[0]?]
) => decisionRecord(pullRequest(facts), policy(), decision(change), '1.2.3');

test('keeps which entries asked, what was accepted and what it was bound to', () => {
  const override = word({ kind: 'override', bound: 'f'.repeat(64) });
  const [asks, asksNot] = [true, false].map((triggered) => ({
    name: triggered ? 'database' : 'docs',
    conditions: [],
    triggered,
    certain: true,
  }));
  expect(
    recorded({
      entries: [asks!, asksNot!],
      findings: [finding({ waived: word() }), finding({ key: null })],
      acceptances: [
        { acceptance: word(), lapsed: null },
        { acceptance: word({ bound: 'b' }), lapsed: 'the change is another one since' },
      ],
      override,
      bounds: { not_agent: null, override: 'f'.repeat(64) },
    }),
  ).toMatchObject({
    entries: ['database'],
    findings: [
      { rule: 'provider-token', key: finding().key, waivedBy: 'ada' },
      { rule: 'provider-token', key: null, waivedBy: null },
    ],
    acceptances: [{ kind: 'waiver', by: 'ada', until: '2026-12-06T11:00:00.000Z', bound: 'a'.repeat(64) }],
    override: { kind: 'override', by: 'ada', bound: 'f'.repeat(64) },
    bounds: { not_agent: null, override: 'f'.repeat(64) },
  });
});

test('is the same whenever the same is evaluated', () => {
  const change = { acceptances: [{ acceptance: word(), lapsed: null }] };
  expect(recorded(change, { now: '2026-11-23T12:00:00.000Z' })).toEqual(recorded(change));
});

test('keeps somebody’s word as it is read again, the head and command it came with, and where a finding is', () => {
  const places = Array.from({ length: 60 }, (_, line) => ({ path: 'a.ts', line, side: 'head' as const }));
  const from = { head: HEAD, command: 'comment:5' };
  expect(acceptanceRecord(word(), { ...from, finding: finding({ places }) })).toEqual({
    ...word(),
    ...from,
    finding: { rule: 'provider-token', places: places.slice(0, 50) },
  });
  expect(acceptanceRecord(word(), { ...from, finding: null })).toEqual({ ...word(), ...from, finding: null });
});

test('keeps what it rested on by name and SHA, and no more of long lists than people read', () => {
  const evidence = Array.from({ length: 25 }, () => claude.evidence[0]!);
  const places = Array.from({ length: 60 }, (_, line) => ({ path: 'a.ts', line, side: 'head' as const }));
  const because = Array.from({ length: 60 }, (_, index) => ({ kind: 'path' as const, value: `f${index}` }));
  const hands = [{ hand: 'opened' as const, claimed: false, source: 'GitHub' }];
  const owed = obligation({}, { because });
  const { agents, bots, ...rest } = recorded(
    {
      attribution: { agents: [{ ...claude, evidence }], bots: ['renovate[bot]'], unattributed: [] },
      provenance: [{ account: user('nadia'), hands }],
      findings: [finding({ places })],
      obligations: [owed],
      gaps: [{ what: 'files', reason: 'Cut.' }],
    },
    { mergedBy: user('bela'), author: null },
  );
  expect(agents).toEqual([
    {
      agent: 'claude-code',
      role: 'coauthored',
      strength: 'declared',
      evidence: evidence.slice(0, 20),
    },
  ]);
  expect(bots).toEqual(['renovate[bot]']);
  expect(rest).toMatchObject({
    version: '1.2.3',
    outcome: 'review_required',
    mode: 'enforce',
    state: 'open',
    mergedBy: 'bela',
    author: null,
    head: HEAD,
    base: { ref: 'main', sha: BASE, reason: 'own base' },
    policy: { source: 'built-in defaults', digest: '0'.repeat(64), strict: null },
    provenance: [{ login: 'nadia', hands }],
    gaps: [{ what: 'files', reason: 'Cut.' }],
  });
  expect(rest['findings']).toEqual([
    {
      rule: 'provider-token',
      severity: 'critical',
      action: 'block',
      key: finding().key,
      waivedBy: null,
      places: places.slice(0, 50),
      count: 60,
    },
  ]);
  const { name, asked, missing, met, counted, opposed, rejected } = owed;
  expect(rest['obligations']).toEqual([
    { name, asked, missing, because: because.slice(0, 50), met, counted, opposed, rejected },
  ]);
  expect(recorded()).toMatchObject({ mergedBy: null, author: 'nadia' });
});
