import type { AskState, Owed, ProvenanceEntry } from '../../../src/core/decision/decision.ts';
import { nobodyCanMeet } from '../../../src/core/decision/reviews.ts';
import { cannotCount, handsOf } from '../../../src/core/decision/who-counts.ts';
import { user } from '../../support/facts.ts';

describe('who had a hand in a change', () => {
  const entry = (count: number, account = user('nadia')): ProvenanceEntry => ({
    account,
    hands: Array.from({ length: count }, (_, index) => ({
      hand: 'pushed' as const,
      claimed: false,
      source: `push ${index}`,
    })),
  });
  test.each([
    [1, 'pushed (push 0)'],
    [3, 'pushed (push 0), pushed (push 1), pushed (push 2)'],
    [4, 'pushed (push 0), pushed (push 1), pushed (push 2) and more'],
  ])('%i times', (count, expected) => {
    expect(handsOf(entry(count))).toBe(expected);
  });

  test('is known by login or by number', () => {
    const nadia = { ...user('nadia'), id: 7 };
    const cannot = (account: typeof nadia): string | null =>
      cannotCount(account, { provenance: [entry(1, nadia)], machineUsers: new Map() });
    const reason = 'had a hand in this change: pushed (push 0)';
    expect(cannot({ ...nadia, id: 8 })).toBe(reason);
    expect(cannot({ ...nadia, login: 'renamed' })).toBe(reason);
    expect(cannot({ ...nadia, login: 'other', id: 8 })).toBeNull();
  });
});

describe('nobody can meet it', () => {
  const state = (change: Partial<AskState>): AskState => ({
    from: {},
    owners: [],
    approvals: 1,
    covers: null,
    met: false,
    counted: [],
    opposed: [],
    rejected: [],
    eligible: [],
    moreEligible: false,
    claimedOut: [],
    who: '',
    ...change,
  });
  const none = state({});
  const some = state({ eligible: ['olga'] });
  const nobody = (requires: Owed<AskState>, opposed: string[] = []): boolean =>
    nobodyCanMeet({ met: false, opposed, requires });
  test.each<[string, Owed<AskState>, boolean]>([
    ['if nobody is left', none, true],
    ['not if somebody is', some, false],
    [
      'not if somebody has approved and another may',
      state({ approvals: 2, counted: ['a'], eligible: ['b'] }),
      false,
    ],
    ['if one of two is left', state({ approvals: 2, eligible: ['b'] }), true],
    ['not if there may be more', state({ moreEligible: true }), false],
    ['not if it is met', state({ met: true }), false],
    ['if a part has nobody', { allOf: [some, none] }, true],
    ['not if an alternative has somebody', { anyOf: [none, some] }, false],
  ])('%s', (_what, requires, expected) => {
    expect(nobody(requires)).toBe(expected);
  });

  test('not while somebody opposes it', () => {
    expect(nobody(none, ['olga'])).toBe(false);
  });
});
