import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import { decide } from '../../../src/core/decision/decide.ts';
import type { Decision } from '../../../src/core/decision/decision.ts';
import { decided, decisionInput, secret } from '../../support/decide.ts';
import { byPeople, file, policy, pullRequest, review, user } from '../../support/facts.ts';

describe('what people accepted', () => {
  const until = '2026-12-01T00:00:00.000Z';
  const digests = { 'a.ts': 'x' };
  const facts = pullRequest({ files: [file('a.ts')], reviews: [review('olga', 'APPROVED')] });
  const open = decisionInput({ facts, findings: [secret], headDigests: digests });
  const before = decide(open);
  const accept = (change: Partial<Acceptance>): Decision =>
    decide({
      ...open,
      acceptances: [
        {
          kind: 'waiver',
          by: user('ada'),
          at: '2026-11-22T10:00:00.000Z',
          until,
          reason: 'It is revoked.',
          bound: before.findings[0]?.key ?? '',
          about: 'provider-token in a.ts',
          selfAccepted: false,
          ...change,
        },
      ],
    });

  test('a waived finding blocks no more, and says whose word it is', () => {
    expect(before.outcome).toBe('block');
    const decision = accept({});
    expect(decision.outcome).toBe('allow');
    expect(decision.findings.map(({ waived }) => waived?.by.login)).toEqual(['ada']);
    expect(decision.changesAt).toBe(until);
  });
  test('the waiver of another change does not', () => {
    const decision = accept({ bound: 'f'.repeat(64) });
    expect(decision.outcome).toBe('block');
    expect(decision.acceptances.map(({ lapsed }) => lapsed)).toEqual(['the change is another one since']);
    expect(decision.changesAt).toBeNull();
  });
  test('the review that the waived finding does not owe is still owed for the rest', () => {
    const unread = { ...open, facts: { ...facts, reviews: [] } };
    expect(
      decide({ ...unread, acceptances: accept({}).acceptances.map((one) => one.acceptance) }).outcome,
    ).toBe('review_required');
  });
  test("that it is no agent's lifts the gate and what was found", () => {
    const decision = accept({ kind: 'not_agent', bound: before.bounds.not_agent ?? '' });
    expect(decision).toMatchObject({ outcome: 'allow', findings: [], entries: [], obligations: [] });
    expect(decision.gated).toEqual({
      yes: false,
      reason: 'ada answers for it that no agent made this: It is revoked.',
    });
  });
  test('but not what binds people too', () => {
    const everyone = policy({ appliesTo: 'everyone' });
    const word = accept({ kind: 'not_agent', bound: before.bounds.not_agent ?? '' }).acceptances;
    const acceptances = word.map(({ acceptance }) => acceptance);
    expect(decide({ ...open, policy: everyone, acceptances }).outcome).toBe('block');
    const guards = { ...facts, files: [file('.agentguard.yml')], reviews: [] };
    expect(decide({ ...open, facts: guards, findings: [], acceptances }).outcome).toBe('review_required');
  });
  test('an override lets everything pass, gaps too, and hides nothing', () => {
    const bound = before.bounds.override;
    const decision = accept({ kind: 'override', bound });
    expect(decision).toMatchObject({ outcome: 'allow', override: { by: { login: 'ada' } } });
    expect(decision.findings.map(({ waived }) => waived)).toEqual([null]);
    const gaps = [{ what: 'files', reason: 'Cut.' }];
    const acceptances = decision.acceptances.map(({ acceptance }) => acceptance);
    expect(decide({ ...open, gaps, acceptances }).outcome).toBe('allow');
    expect(decide({ ...open, gaps, acceptances, headDigests: { 'a.ts': 'y' } }).outcome).toBe('block');
  });
});

describe('a freeze', () => {
  const facts = pullRequest({ files: [file('src/a.ts')], reviews: [review('olga', 'APPROVED')] });
  const frozen = (agents: 'all' | string[], until = '2026-11-23T00:00:00.000Z', change = {}): Decision =>
    decided({ facts, policy: policy({ freeze: [{ agents, until, reason: 'Audit' }] }), ...change });

  test.each([
    ['of all agents', frozen('all'), 'block'],
    ['of this one', frozen(['devin', 'claude-code']), 'block'],
    ['of another', frozen(['devin']), 'allow'],
    ['that is over', frozen('all', '2026-11-22T12:00:00.000Z'), 'allow'],
    ['whose end cannot be read', frozen('all', 'soon'), 'block'],
    ['of agents, for people', frozen('all', undefined, { attribution: byPeople }), 'allow'],
  ])('%s', (_name, decision, outcome) => {
    expect(decision.outcome).toBe(outcome);
  });
  test('says until when, and is looked at again then', () => {
    const decision = frozen('all');
    expect(decision.findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'frozen',
        'Agents are frozen here until 2026-11-23 00:00 UTC: Audit. Wait, or ask those who froze them.',
      ],
    ]);
    expect(decision.changesAt).toBe('2026-11-23T00:00:00.000Z');
    expect(frozen(['devin']).changesAt).toBeNull();
  });
});
