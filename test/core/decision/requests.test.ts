import type { AskState, Decision, ObligationState, Owed } from '../../../src/core/decision/decision.ts';
import { reviewersToAsk } from '../../../src/core/decision/requests.ts';
import { people, pullRequest, review } from '../../support/facts.ts';

const staff = people(
  { olga: 'write', bela: 'write' },
  { 'acme/dba': ['olga'], 'acme/gone': ['nadia'], 'acme/mixed': ['nadia', 'olga'] },
);

const asked = (change: Partial<AskState>): AskState => ({
  from: {},
  owners: [],
  approvals: 1,
  covers: null,
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

const open = (requires: Owed<AskState>, change: Partial<ObligationState> = {}): ObligationState => ({
  name: 'database',
  about: 'db/**',
  requires,
  because: [],
  covers: null,
  recordedIfNobody: false,
  request: 'teams',
  entry: 0,
  met: false,
  counted: [],
  opposed: [],
  rejected: [],
  eligible: [],
  moreEligible: false,
  claimedOut: [],
  asked: '',
  missing: '',
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

const both = asked({ from: { users: ['Olga', 'nadia'], teams: ['dba'] } });
const named = open(both);
const anybody = asked({ from: { permission: 'write' } });
const people2 = asked({ from: { permission: 'write' }, approvals: 2, eligible: ['ada', 'bela', 'olga'] });

test.each<[string, unknown, string[]]>([
  ['people and teams that are named, and can answer', ask([named]), ['olga', 'acme/dba']],
  [
    'code owners',
    ask([open(asked({ from: { codeowners: true }, owners: ['@bela', '@acme/dba'] }))]),
    ['bela', 'acme/dba'],
  ],
  ['nobody for a permission alone', ask([open(anybody)]), []],
  ['no team whose members all had a hand in it', ask([open(asked({ from: { teams: ['gone'] } }))]), []],
  ['each once', ask([named, named]), ['olga', 'acme/dba']],
  ['nobody who was asked before, although removed since', ask([named], {}, {}, ['acme/dba']), ['olga']],
  [
    'nobody who was asked by hand',
    ask([open({ ...both, approvals: 2 })], {}, { requestedReviewers: ['OLGA'] }),
    ['acme/dba'],
  ],
  [
    'nobody else where one who could answer was picked by hand',
    ask([named], {}, { requestedReviewers: ['bela'] }),
    [],
  ],
  [
    'nobody whose request somebody took back',
    ask([named], {}, { removedReviewers: ['olga', 'Acme/DBA'] }),
    [],
  ],
  [
    'the people of the first alternative that can be met',
    ask([
      open({
        anyOf: [
          { ...asked({ from: { users: ['nadia'] }, eligible: [] }) },
          { allOf: [asked({ from: { users: ['bela'] } }), asked({ from: { teams: ['dba'] } })] },
          both,
        ],
      }),
    ]),
    ['bela', 'acme/dba'],
  ],
  [
    'not those of one that can be met in part only',
    ask([
      open({
        anyOf: [
          { allOf: [asked({ from: { users: ['olga'] } }), asked({ eligible: [] })] },
          asked({ from: { users: ['bela'] } }),
        ],
      }),
    ]),
    ['bela'],
  ],
  [
    'those of one that lacks only them',
    ask([
      open({
        anyOf: [
          asked({ from: { users: ['olga'] }, approvals: 2, counted: ['ada'], eligible: ['olga'] }),
          asked({ from: { users: ['bela'] } }),
        ],
      }),
    ]),
    ['olga'],
  ],
  ['nobody if no alternative can be met', ask([open({ anyOf: [asked({ eligible: [] })] })]), []],
  ['a team of which one could answer', ask([open(asked({ from: { teams: ['mixed'] } }))]), ['acme/mixed']],
  ['no team that cannot be seen', ask([open(asked({ from: { teams: ['unseen'] } }))]), []],
  [
    'for those parts only that are open',
    ask([open({ allOf: [{ ...both, met: true }, asked({ from: { users: ['bela'] } })] })]),
    ['bela'],
  ],
  [
    'so many people as are missing, in turn',
    ask([open(people2, { request: 'people' })], {}, { number: 7 }),
    ['bela', 'olga'],
  ],
  ['others for the next', ask([open(people2, { request: 'people' })], {}, { number: 8 }), ['olga', 'ada']],
  [
    'the next in turn in the place of who has reviewed',
    ask(
      [open(people2, { request: 'people' })],
      {},
      { number: 7, reviews: [review('Bela', 'COMMENTED'), review(null, 'COMMENTED')] },
    ),
    ['olga', 'ada'],
  ],
  [
    'only as many more as are missing',
    ask([open({ ...people2, counted: ['zoe'] }, { request: 'people' })], {}, { number: 7 }),
    ['bela'],
  ],
  [
    'nobody more once enough are picked',
    ask([open(people2, { request: 'people' })], {}, { requestedReviewers: ['ada', 'olga'] }),
    [],
  ],
  ['nobody if the entry wants it so', ask([open(both, { request: 'nobody' })]), []],
  ['no team that is taken out', ask([open({ ...both, except: { teams: ['dba'] } })]), ['olga']],
  ['nobody who has reviewed', ask([named], {}, { reviews: [review('olga', 'COMMENTED')] }), ['acme/dba']],
  ['nobody for what is met', ask([{ ...named, met: true }]), []],
  ['nobody while changes are asked for', ask([{ ...named, opposed: ['olga'] }]), []],
  ['nobody for a draft', ask([named], {}, { draft: true }), []],
  ['nobody in observe mode', ask([named], { mode: 'observe' }), []],
  ['nobody while something blocks', ask([named], { outcome: 'block' }), []],
])('asks %s', (_name, given, expected) => {
  expect(given).toEqual(expected);
});
