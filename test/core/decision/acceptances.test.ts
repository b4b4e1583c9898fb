import type { Acceptance, AcceptanceKind } from '../../../src/core/decision/acceptance.ts';
import {
  judgeAcceptances,
  LASTS_HOURS,
  mayAccept,
  type AcceptContext,
} from '../../../src/core/decision/acceptances.ts';
import type { ProvenanceEntry } from '../../../src/core/decision/decision.ts';
import type { Account, PeopleFacts, Permission } from '../../../src/core/facts/facts.ts';
import { bot, people, policy, pullRequest, user } from '../../support/facts.ts';

const had = (login: string, claimed = false): ProvenanceEntry => ({
  account: user(login),
  hands: [{ hand: claimed ? 'co-authored' : 'opened', claimed, source: 'here' }],
});

const context = (
  permissions: Record<string, Permission> | PeopleFacts,
  change: Partial<AcceptContext> = {},
): AcceptContext => ({
  facts: pullRequest(),
  policy: policy({
    agents: { ...policy().agents, identities: [{ login: 'acme-fixer', agent: 'acme-fixer' }] },
  }),
  people: 'permissions' in permissions ? (permissions as PeopleFacts) : people(permissions),
  provenance: [had('nadia')],
  ...change,
});

const staff = {
  nadia: 'admin',
  olga: 'write',
  bela: 'maintain',
  ada: 'admin',
  'acme-fixer': 'admin',
} as const;

test.each<[string, AcceptanceKind, Account, AcceptContext, string | null]>([
  ['a maintainer accepts a finding', 'waiver', user('bela'), context(staff), null],
  ['an admin does too', 'waiver', user('ada'), context(staff), null],
  ["a maintainer says that it is no agent's", 'not_agent', user('bela'), context(staff), null],
  ['an admin lifts the gate', 'override', user('ada'), context(staff), null],
  [
    'write access is too little for a waiver',
    'waiver',
    user('olga'),
    context(staff),
    'This takes someone with maintain access; at this moment olga has write access.',
  ],
  [
    'maintain is too little for an override',
    'override',
    user('bela'),
    context(staff),
    'This takes an admin; at this moment bela has maintain access.',
  ],
  [
    'a stranger',
    'waiver',
    user('zoe'),
    context(staff),
    'This takes someone with maintain access; at this moment zoe has no access.',
  ],
  [
    'an operator accepts nothing of their own',
    'waiver',
    user('nadia'),
    context(staff),
    'This takes somebody else, since nadia had a hand in this change: opened (here). Ask ada or bela.',
  ],
  [
    'an app',
    'waiver',
    bot('helper[bot]'),
    context(staff),
    'helper[bot]: not a person: only people can approve.',
  ],
  [
    'a machine user of the policy',
    'override',
    user('acme-fixer'),
    context(staff),
    'acme-fixer: the policy lists this account as a machine user of acme-fixer.',
  ],
  [
    'those whom the policy names',
    'waiver',
    user('olga'),
    context(staff, { policy: policy({ waiver: { users: ['olga'] } }) }),
    null,
  ],
  [
    'a team that the policy names',
    'override',
    user('olga'),
    context(people(staff, { 'acme/captains': ['olga'] }), {
      policy: policy({ override: { teams: ['captains'] } }),
    }),
    null,
  ],
  [
    'an admin who is only named by the text of the change keeps nobody from lifting the gate',
    'override',
    user('ada'),
    context(staff, { provenance: [had('nadia'), had('ada', true)] }),
    null,
  ],
  [
    'but from accepting a finding',
    'waiver',
    user('ada'),
    context(staff, { provenance: [had('ada', true)] }),
    'This takes somebody else, since ada had a hand in this change: co-authored (here). Ask bela or nadia.',
  ],
])('%s', (_name, kind, account, at, refusal) => {
  expect(mayAccept(kind, account, at)).toEqual({ refusal, selfAccepted: false });
});

describe('where nobody else could', () => {
  const alone = { nadia: 'admin', olga: 'write' } as const;

  test('one who had a hand lifts the gate, and it is said', () => {
    expect(mayAccept('override', user('nadia'), context(alone))).toEqual({
      refusal: null,
      selfAccepted: true,
    });
  });
  test('but accepts no finding', () => {
    expect(mayAccept('waiver', user('nadia'), context(alone)).refusal).toBe(
      'This takes somebody else, since nadia had a hand in this change: opened (here).',
    );
  });
  test('not while another admin is there', () => {
    expect(mayAccept('override', user('nadia'), context(staff)).refusal).toBe(
      'This takes somebody else, since nadia had a hand in this change: opened (here). Ask ada.',
    );
  });
  test('not while it is not known who else is there', () => {
    const unsure = { ...people(alone), complete: false };
    expect(mayAccept('override', user('nadia'), context(unsure)).refusal).not.toBeNull();
  });
});

const given = (change: Partial<Acceptance> = {}): Acceptance => ({
  kind: 'waiver',
  by: user('bela'),
  at: '2026-11-22T10:00:00.000Z',
  until: '2026-12-06T10:00:00.000Z',
  reason: 'The table is empty.',
  bound: 'this',
  about: 'sql-destructive in db/1.sql',
  selfAccepted: false,
  ...change,
});
const now = {
  findings: [{ key: 'this' }, { key: null }],
  bounds: { not_agent: 'these marks', override: 'this patch' },
  now: '2026-11-22T12:00:00.000Z',
};

test.each<[string, Partial<Acceptance>, string | null]>([
  ['a waiver of a finding that is there', {}, null],
  ['a waiver of one that is not', { bound: 'that' }, 'the change is another one since'],
  ['one that has ended', { until: '2026-11-22T12:00:00.000Z' }, 'it ended on 2026-11-22'],
  ['one whose end cannot be read', { until: 'never' }, 'it ended on never'],
  [
    'one of somebody who lost their rights',
    { by: user('olga') },
    'This takes someone with maintain access; at this moment olga has write access.',
  ],
  ['word that it is no agent’s', { kind: 'not_agent', bound: 'these marks' }, null],
  ['the same about other marks', { kind: 'not_agent', bound: 'others' }, 'the change is another one since'],
  ['an override of this patch', { kind: 'override', bound: 'this patch', by: user('ada') }, null],
  [
    'an override of another',
    { kind: 'override', bound: 'that', by: user('ada') },
    'the change is another one since',
  ],
])('%s', (_name, change, lapsed) => {
  const acceptance = given(change);
  expect(judgeAcceptances([acceptance], now, context(staff))).toEqual([{ acceptance, lapsed }]);
});

test('where no marks are known, nothing contests them', () => {
  const at = { ...now, bounds: { ...now.bounds, not_agent: null } };
  const states = judgeAcceptances([given({ kind: 'not_agent', bound: 'null' })], at, context(staff));
  expect(states.map(({ lapsed }) => lapsed)).toEqual(['the change is another one since']);
});

test("of one person's several for the same thing the newest is shown", () => {
  const all = [given({ reason: 'First.' }), given({ by: user('ada') }), given({ reason: 'Second.' })];
  expect(judgeAcceptances(all, now, context(staff)).map(({ acceptance }) => acceptance)).toEqual(
    all.slice(1),
  );
});

test('one person may accept several things, and one thing in several ways', () => {
  const all = [
    given({ bound: 'that' }),
    given(),
    given({ kind: 'not_agent' }),
    given({ kind: 'override', by: user('ada') }),
  ];
  expect(judgeAcceptances(all, now, context(staff)).map(({ acceptance }) => acceptance)).toEqual(all);
});

test('a word holds for two weeks, and an override for three days', () => {
  expect(LASTS_HOURS).toEqual({ waiver: 336, not_agent: 336, override: 72 });
});

test('at most three others are named', () => {
  const admins = { nadia: 'admin', a: 'admin', b: 'admin', c: 'admin', d: 'admin' } as const;
  expect(mayAccept('waiver', user('nadia'), context(admins)).refusal).toBe(
    'This takes somebody else, since nadia had a hand in this change: opened (here). Ask a or b or c.',
  );
});
