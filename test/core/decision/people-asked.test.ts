import type { Plan } from '../../../src/core/decision/plan.ts';
import type { Owed } from '../../../src/core/decision/decision.ts';
import type { PlannedAsk } from '../../../src/core/decision/obligations/planned.ts';
import {
  peopleAskedFor,
  peopleOfConditions,
  type AskedPeople,
  type PeopleInput,
} from '../../../src/core/decision/people-asked.ts';
import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import { entry, pullRequest, review, user } from '../../support/facts.ts';

const ask = (from: PlannedAsk['from'], more: Partial<PlannedAsk> = {}): PlannedAsk => ({
  from,
  owners: [],
  approvals: 1,
  covers: null,
  inScope: () => true,
  ...more,
});
const plan = (...asks: Owed<PlannedAsk>[]): Plan => ({
  gated: { yes: true, reason: '' },
  findings: [],
  entries: [],
  obligations: asks.map((requires) => ({
    name: 'a',
    about: 'a',
    because: [],
    covers: null,
    recordedIfNobody: false,
    request: 'teams',
    entry: 0,
    requires,
  })),
});
const policy: PeopleInput['policy'] = {
  reviews: [],
  waiver: { teams: ['leads'], users: ['gus'] },
  override: { organization: true, roles: ['captain'] },
};
const input = (change: Partial<PeopleInput> = {}): PeopleInput => ({
  facts: pullRequest(),
  policy,
  provenance: [],
  acceptances: [],
  askers: [],
  ...change,
});
const NOBODY: AskedPeople = { teams: [], logins: [], organization: false, roles: false };
const accepted = (login: string): Acceptance => ({
  kind: 'waiver',
  by: user(login),
  at: '2026-11-22T12:00:00Z',
  until: '2026-11-23T12:00:00Z',
  reason: 'r',
  bound: 'b',
  about: 'a',
  selfAccepted: false,
});
const nadia = { account: user('nadia'), hands: [] };

test.each<[string, Plan, PeopleInput, Partial<AskedPeople>]>([
  ['nobody', plan(), input(), {}],
  [
    'teams and people by name, each once and in order',
    plan(ask({ teams: ['dba', 'Other/x'], users: ['olga', 'ann'] }), ask({ teams: ['DBA'], users: ['ann'] })),
    input(),
    { teams: ['acme/dba', 'other/x'], logins: ['ann', 'olga'] },
  ],
  [
    'teams that own code, and teams that are taken out',
    plan(
      ask({ codeowners: true }, { owners: ['@acme/Web', '@olga'], except: { teams: ['x'], users: ['bob'] } }),
    ),
    input(),
    { teams: ['acme/web', 'acme/x'] },
  ],
  ['members', plan(ask({ organization: true })), input(), { organization: true }],
  ['roles', plan(ask({ roles: ['auditor'] })), input(), { roles: true }],
  [
    'alternatives and parts',
    plan({ anyOf: [ask({ teams: ['a'] }), { allOf: [ask({ users: ['b'] }), ask({ teams: ['c'] })] }] }),
    input(),
    { teams: ['acme/a', 'acme/c'], logins: ['b'] },
  ],
  [
    'who reviewed, but no deleted account',
    plan(),
    input({ facts: pullRequest({ reviews: [review('olga', 'APPROVED'), review(null, 'APPROVED')] }) }),
    { logins: ['olga'] },
  ],
  [
    'who accepted something, and who may',
    plan(),
    input({ acceptances: [accepted('bela')] }),
    { teams: ['acme/leads'], logins: ['bela', 'gus'], organization: true, roles: true },
  ],
  [
    'who asks for something, and who may accept it',
    plan(),
    input({ askers: ['zoe'] }),
    { teams: ['acme/leads'], logins: ['gus', 'zoe'], organization: true, roles: true },
  ],
  [
    'whom conditions name',
    plan(),
    input({
      policy: {
        ...policy,
        reviews: [entry({ author: { teams: ['core'] } }), entry({ contributors: { roles: ['x'] } })],
      },
      provenance: [{ ...nadia, account: user('bela') }],
    }),
    { teams: ['acme/core'], logins: ['bela', 'nadia'], roles: true },
  ],
  [
    'members whom conditions name',
    plan(ask({ users: ['olga'] })),
    input({ policy: { ...policy, reviews: [entry({ contributors: { organization: true } })] } }),
    { logins: ['nadia', 'olga'], organization: true },
  ],
])('is read live: %s', (_what, planned, given, expected) => {
  expect(peopleAskedFor(planned, given)).toEqual({ ...NOBODY, ...expected });
});

describe('before a change can be planned', () => {
  const asked = (...conditions: Parameters<typeof entry>): AskedPeople | null =>
    peopleOfConditions({ reviews: conditions.map((one) => entry(one)) }, pullRequest(), [
      { ...nadia, account: user('bela') },
    ]);
  test.each<[string, Parameters<typeof entry>[0], AskedPeople | null]>([
    ['nobody has to be known', {}, null],
    ['nobody for names', { author: { users: ['olga'] }, contributors: { users: ['pat'] } }, null],
    ['nobody for a set without a word', { author: { users: ['olga'], teams: undefined } }, null],
    [
      'everyone who had a hand, for a permission beside a name',
      { author: { users: ['olga'], permission: 'write', teams: undefined } },
      { ...NOBODY, logins: ['bela', 'nadia'] },
    ],
    [
      'a team as well',
      { contributors: { teams: ['Core'] } },
      { ...NOBODY, teams: ['acme/core'], logins: ['bela', 'nadia'] },
    ],
  ])('%s', (_what, conditions, expected) => {
    expect(asked(conditions)).toEqual(expected);
  });

  test('an author whose account was deleted is nobody', () => {
    const reviews = [entry({ author: { permission: 'write' } })];
    expect(peopleOfConditions({ reviews }, pullRequest({ author: null }), [])).toEqual(NOBODY);
  });
});
