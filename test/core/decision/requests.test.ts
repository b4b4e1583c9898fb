import type { Decision, ObligationState } from '../../../src/core/decision/decision.ts';
import { reviewersToAsk } from '../../../src/core/decision/requests.ts';
import { people, pullRequest, review } from '../../support/facts.ts';

const staff = people({ olga: 'write', bela: 'write' }, { 'acme/dba': ['olga'], 'acme/gone': ['nadia'] });

const open = (change: Partial<ObligationState>): ObligationState => ({
  name: 'database',
  about: 'db/**',
  from: {},
  owners: [],
  approvals: 1,
  because: [],
  covers: null,
  recordedIfNobody: false,
  met: false,
  counted: [],
  opposed: [],
  rejected: [],
  eligible: ['olga', 'bela'],
  moreEligible: false,
  claimedOut: [],
  who: '',
  ...change,
});

const ask = (
  obligations: ObligationState[],
  change: Partial<Pick<Decision, 'mode' | 'outcome'>> = {},
  facts: Parameters<typeof pullRequest>[0] = {},
  before: string[] = [],
): unknown => {
  const decision = { mode: 'enforce', outcome: 'review_required', obligations, ...change } as const;
  const { users, teams } = reviewersToAsk(decision, pullRequest(facts), staff, new Set(before));
  return [...users, ...teams];
};

const named = open({ from: { users: ['Olga', 'nadia'], teams: ['dba'] } });

test.each<[string, unknown, string[]]>([
  ['people and teams that are named, and can answer', ask([named]), ['olga', 'acme/dba']],
  [
    'code owners',
    ask([open({ from: { codeowners: true }, owners: ['@bela', '@acme/dba'] })]),
    ['bela', 'acme/dba'],
  ],
  ['nobody for a permission alone', ask([open({ from: { permission: 'write' } })]), []],
  ['no team whose members all had a hand in it', ask([open({ from: { teams: ['gone'] } })]), []],
  ['each once', ask([named, named]), ['olga', 'acme/dba']],
  ['nobody who was asked before, although removed since', ask([named], {}, {}, ['acme/dba']), ['olga']],
  ['nobody who was asked by hand', ask([named], {}, { requestedReviewers: ['OLGA'] }), ['acme/dba']],
  ['nobody who has reviewed', ask([named], {}, { reviews: [review('olga', 'COMMENTED')] }), ['acme/dba']],
  ['nobody for what is met', ask([{ ...named, met: true }]), []],
  ['nobody while changes are asked for', ask([{ ...named, opposed: ['olga'] }]), []],
  ['nobody for a draft', ask([named], {}, { draft: true }), []],
  ['nobody in observe mode', ask([named], { mode: 'observe' }), []],
  ['nobody while something blocks', ask([named], { outcome: 'block' }), []],
])('asks %s', (_name, given, expected) => {
  expect(given).toEqual(expected);
});
