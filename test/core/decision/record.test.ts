import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import { acceptanceRecord, decisionRecord } from '../../../src/core/decision/record.ts';
import { decision, finding } from '../../support/decision.ts';
import { HEAD, policy, pullRequest, user } from '../../support/facts.ts';

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
