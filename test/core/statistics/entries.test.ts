import { decisionRecord } from '../../../src/core/decision/record.ts';
import { decisionSeen, mergeSeen, subjectOf, type Waiting } from '../../../src/core/statistics/entries.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';

const recorded = (change: Parameters<typeof decision>[0]) =>
  decisionSeen({ sequence: 7, body: decisionRecord(pullRequest(), policy(), decision(change), '1.2.3') });

const NOTHING = {
  outcome: null,
  allowed: false,
  observed: false,
  agents: [],
  rules: [],
  approved: false,
  overriddenBy: null,
  waits: [],
};

describe('a decision', () => {
  test('that waits', () => {
    expect(recorded({ findings: [finding({ action: 'warn' })] })).toEqual({
      sequence: 7,
      outcome: 'review_required',
      allowed: false,
      observed: false,
      agents: ['claude-code'],
      rules: ['provider-token'],
      approved: false,
      overriddenBy: null,
      waits: [{ for: 'review', who: '1 of @acme/dba', what: 'database' }],
    });
  });

  test.each<[string, Parameters<typeof decision>[0], readonly Waiting[]]>([
    [
      'what has to be mended comes first, then who is asked, then what is unread',
      {
        outcome: 'block',
        findings: [finding(), finding({ rule: 'sql-access' }), finding({ waived: acceptance() })],
        obligations: [obligation(), obligation({ met: true }, { name: 'met' })],
        gaps: [{ what: 'team acme/dba', reason: 'No answer.' }],
      },
      [
        { for: 'change', rules: ['provider-token', 'sql-access'] },
        { for: 'review', who: '1 of @acme/dba', what: 'database' },
        { for: 'reading', what: ['team acme/dba'] },
      ],
    ],
    [
      'a finding that was waived holds nobody',
      { findings: [finding({ waived: acceptance() })], obligations: [] },
      [],
    ],
    ['what is allowed waits for nothing', { outcome: 'allow', override: acceptance() }, []],
  ])('%s', (_, change, waits) => {
    expect(recorded(change).waits).toEqual(waits);
  });

  test('says who lifted the gate, who approved, and whether it only watches', () => {
    expect(recorded({ outcome: 'allow', override: acceptance() })).toMatchObject({
      allowed: true,
      overriddenBy: 'olga',
    });
    expect(recorded({ obligations: [obligation({ met: true, counted: ['olga'] })] }).approved).toBe(true);
    expect(recorded({ mode: 'observe' }).observed).toBe(true);
  });

  test.each<[string, Record<string, unknown>, object]>([
    ['nothing', {}, {}],
    [
      'other types everywhere',
      {
        outcome: 1,
        mode: [],
        agents: 'x',
        findings: { a: 1 },
        obligations: [null, 1, 'x', []],
        override: 'x',
        gaps: [{}],
      },
      {},
    ],
    [
      'agents without a strength, which may count or not',
      { agents: [{ agent: 'devin', role: 'authored' }] },
      {},
    ],
    [
      'agents too weak to count',
      {
        agents: [
          { agent: 'devin', role: 'assisted', strength: 'attested' },
          { agent: 'jules', role: 'authored', strength: 'circumstantial' },
        ],
      },
      {},
    ],
    [
      'the first version, which wrote who is asked and no waivers',
      {
        outcome: 'review_required',
        agents: [{ agent: 'devin', role: 'authored', strength: 'attested' }],
        obligations: [{ name: 'database', who: '@acme/dba', approvals: 1, met: false, counted: [] }],
        findings: [{ rule: 'sql-access', action: 'review' }],
      },
      {
        outcome: 'review_required',
        agents: ['devin'],
        rules: ['sql-access'],
        waits: [{ for: 'review', who: '@acme/dba', what: 'database' }],
      },
    ],
    ['an outcome of another version', { outcome: 'maybe' }, { outcome: 'maybe' }],
  ])('of %s takes nothing for known', (_, body, expected) => {
    expect(decisionSeen({ sequence: 1, body })).toEqual({ sequence: 1, ...NOTHING, ...expected });
  });
});

test.each<[Record<string, unknown>, object]>([
  [{}, { mergedBy: null, decision: null }],
  [
    { mergedBy: 'olga', decision: null },
    { mergedBy: 'olga', decision: null },
  ],
  [
    { mergedBy: 3, decision: { sequence: '1' } },
    { mergedBy: null, decision: { sequence: null, outcome: null } },
  ],
  [
    { decision: { sequence: 4, outcome: 'allow' } },
    { mergedBy: null, decision: { sequence: 4, outcome: 'allow' } },
  ],
])('a merge of %j', (body, expected) => {
  expect(mergeSeen({ body })).toEqual(expected);
});

test.each([
  ['Acme/Shop#12', { repository: 'acme/shop', number: 12 }],
  ['acme/.github#1', { repository: 'acme/.github', number: 1 }],
  ['acme', null],
  ['acme/shop', null],
  ['acme/shop#x', null],
  ['acme/shop/x#1', null],
])('the subject %s', (subject, expected) => {
  expect(subjectOf(subject)).toEqual(expected);
});
