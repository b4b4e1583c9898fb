import { cannotCount } from '../../../src/core/decision/who-counts.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import { answerSeen, worst } from '../../../src/core/statistics/answering/seen.ts';
import type { Account } from '../../../src/core/facts/facts.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';

const NOTHING = {
  agents: [],
  risk: 'none',
  asked: false,
  approvers: [],
  looked: false,
  observed: false,
  overriddenBy: null,
  waived: false,
};

const recorded = (change: Parameters<typeof decision>[0]) =>
  answerSeen(decisionRecord(pullRequest(), policy(), decision(change), '1.2.3'));

test('a decision as it is recorded today', () => {
  expect(
    recorded({
      outcome: 'allow',
      override: acceptance(),
      findings: [finding({ severity: 'high' }), finding({ severity: 'low', waived: acceptance() })],
      obligations: [
        obligation({ met: true, counted: ['Olga', 'mei'] }),
        obligation({ met: true, counted: ['olga'] }),
      ],
    }),
  ).toEqual({
    agents: ['claude-code'],
    risk: 'high',
    asked: true,
    approvers: ['olga', 'mei'],
    looked: true,
    observed: false,
    overriddenBy: 'olga',
    waived: true,
  });
});

test.each<[string, Record<string, unknown>, object]>([
  ['nothing', {}, {}],
  [
    'other types everywhere',
    { findings: 'x', obligations: [null, [], { counted: 'olga', opposed: 3, rejected: {} }], override: 1 },
    { asked: true },
  ],
  [
    'a severity of another version',
    { findings: [{ severity: 'fatal' }, { severity: 'low' }] },
    { risk: 'low' },
  ],
  ['the first version, without opposed and rejected', { obligations: [{ met: false }] }, { asked: true }],
  ['a gate that watches', { mode: 'observe' }, { observed: true }],
  [
    'a rejected review without a reason, or without a name',
    { obligations: [{ rejected: [{ login: 'olga' }, { reason: 'stale' }] }] },
    { asked: true },
  ],
])('of %s takes nothing for known', (_, body, expected) => {
  expect(answerSeen(body)).toEqual({ ...NOTHING, ...expected });
});

describe('a person has looked', () => {
  const context = {
    provenance: [
      {
        account: { login: 'nadia', type: 'User', id: 1 } as const,
        hands: [{ hand: 'opened the pull request', source: 'GitHub', claimed: false }],
      },
    ],
    machineUsers: new Map([['acme-robot', 'devin']]),
  } as unknown as Parameters<typeof cannotCount>[1];
  const account = (login: string, type = 'User'): Account => ({ login, type, id: 99 }) as Account;

  // The reasons are those that the decision gives, so that another wording cannot turn a bot into a person.
  test.each<[string, Account | null, boolean]>([
    ['one who had a hand in it', account('nadia'), true],
    ['an app', account('some-app', 'Bot'), false],
    ['an app by its name', account('some-app[bot]', 'Bot'), false],
    ['automation with the account of a person', account('dependabot-preview'), false],
    ['a machine user of the policy', account('acme-robot'), false],
    ['a deleted account', null, false],
  ])('%s: not counted', (_, who, looked) => {
    const reason = cannotCount(who, context);
    expect(reason).not.toBeNull();
    const rejected = [{ login: who?.login ?? 'a deleted account', reason }];
    expect(answerSeen({ obligations: [{ rejected }] }).looked).toBe(looked);
  });

  test.each<[string, object, boolean]>([
    ['whose approval counted', { counted: ['olga'] }, true],
    ['who asked for changes', { opposed: ['olga'] }, true],
    ['which is a bot that asked for changes', { opposed: ['review-app[bot]'] }, false],
    ['whose review is stale', { rejected: [{ login: 'olga', reason: 'they approved 1a2b3c4' }] }, true],
    ['of whom there is none', { counted: [], opposed: [], rejected: [] }, false],
  ])('%s', (_, seen, looked) => {
    expect(answerSeen({ obligations: [seen] }).looked).toBe(looked);
  });
});

test.each([
  [[], 'none'],
  [['low', 'critical', 'medium'], 'critical'],
  [['none', 'low'], 'low'],
  [[1, null, 'x'], 'none'],
])('the worst of %j', (severities, expected) => {
  expect(worst(severities)).toBe(expected);
});
