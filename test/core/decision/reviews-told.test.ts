import type { ObligationState, Owed, ProvenanceEntry } from '../../../src/core/decision/decision.ts';
import type { PlannedAsk } from '../../../src/core/decision/obligations/planned.ts';
import {
  judgeReviews,
  latestOpinions,
  rejections,
  type ReviewContext,
} from '../../../src/core/decision/reviews.ts';
import type { Permission } from '../../../src/core/facts/facts.ts';
import { HEAD, OLDER, people, pullRequest, review, user } from '../../support/facts.ts';

const many = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(2, '0')}`);
const writers = (logins: readonly string[]): Record<string, Permission> =>
  Object.fromEntries(logins.map((login) => [login, 'write']));

const ask = (from: PlannedAsk['from'], more: Partial<PlannedAsk> = {}): PlannedAsk => ({
  from,
  owners: [],
  approvals: 1,
  covers: null,
  inScope: () => true,
  ...more,
});
const DBA = ask({ teams: ['dba'] });
const ADMIN = ask({ permission: 'admin' });
const OLGA = ask({ users: ['olga'] });
const WRITERS = ask({ permission: 'write' });

const context = (change: Partial<ReviewContext> = {}): ReviewContext => ({
  facts: pullRequest(),
  people: people({ olga: 'write', bela: 'maintain', ada: 'admin', rhea: 'read' }, { 'acme/dba': ['bela'] }),
  provenance: [],
  machineUsers: new Map(),
  digests: new Map(),
  ...change,
});
const judge = (requires: Owed<PlannedAsk>, at: ReviewContext = context()): ObligationState =>
  judgeReviews(
    {
      name: 'a',
      about: 'a',
      requires,
      because: [],
      covers: null,
      recordedIfNobody: false,
      request: 'teams',
      entry: 0,
    },
    at,
  );
const after = (reviews: ReviewContext['facts']['reviews']): ReviewContext =>
  context({ facts: pullRequest({ reviews }) });
const approvedBy = (...logins: string[]): ReviewContext =>
  after(logins.map((login) => review(login, 'APPROVED')));

describe('what is asked and what is missing', () => {
  const parts = { allOf: [{ anyOf: [DBA, ADMIN] }, OLGA] };
  const either = { anyOf: [{ allOf: [DBA, OLGA] }, ADMIN] };
  test.each<[string, Owed<PlannedAsk>, ReviewContext, string, string]>([
    ['one ask', DBA, context(), '1 of @acme/dba', '1 of @acme/dba'],
    ['one that is met', DBA, approvedBy('bela'), '1 of @acme/dba', ''],
    [
      'two approvals',
      { ...WRITERS, approvals: 2 },
      context(),
      '2 of those with write access',
      '2 of those with write access',
    ],
    [
      'two of which one is there',
      { ...WRITERS, approvals: 2 },
      approvedBy('olga'),
      '2 of those with write access',
      'someone with write access',
    ],
    [
      'one that somebody opposes',
      WRITERS,
      after([review('olga', 'APPROVED'), review('bela', 'CHANGES_REQUESTED')]),
      'someone with write access',
      'someone with write access',
    ],
    [
      'parts',
      parts,
      context(),
      '(1 of @acme/dba, or an admin) and @olga',
      '(1 of @acme/dba, or an admin) and @olga',
    ],
    [
      'parts, one met',
      parts,
      approvedBy('olga'),
      '(1 of @acme/dba, or an admin) and @olga',
      '1 of @acme/dba, or an admin',
    ],
    [
      'parts, an alternative met',
      parts,
      approvedBy('bela'),
      '(1 of @acme/dba, or an admin) and @olga',
      '@olga',
    ],
    ['parts, all met', parts, approvedBy('bela', 'olga'), '(1 of @acme/dba, or an admin) and @olga', ''],
    ['one part', { allOf: [OLGA] }, context(), '@olga', '@olga'],
    [
      'alternatives',
      either,
      context(),
      '1 of @acme/dba and @olga, or an admin',
      '1 of @acme/dba and @olga, or an admin',
    ],
    [
      'alternatives, half of one met',
      either,
      approvedBy('olga'),
      '1 of @acme/dba and @olga, or an admin',
      '1 of @acme/dba, or an admin',
    ],
    ['alternatives, one met', either, approvedBy('ada'), '1 of @acme/dba and @olga, or an admin', ''],
  ])('%s', (_what, requires, at, asked, missing) => {
    expect(judge(requires, at)).toMatchObject({ asked, missing });
  });
});

describe('at most twenty people are listed', () => {
  test.each([
    [20, false],
    [21, true],
  ])('of %i who could approve', (count, more) => {
    const logins = many(count, 'a');
    const state = judge(WRITERS, context({ people: people(writers(logins)) }));
    expect(state.eligible).toEqual(logins.slice(0, 20));
    expect(state.moreEligible).toBe(more);
    expect(state.requires).toMatchObject({ eligible: logins.slice(0, 20), moreEligible: more });
  });

  test('of two asks together', () => {
    const [a, b] = [many(15, 'a'), many(15, 'b')];
    const at = context({ people: people(writers([...a, ...b]), { 'acme/a': a, 'acme/b': b }) });
    const state = judge({ allOf: [ask({ teams: ['a'] }), ask({ teams: ['b'] })] }, at);
    expect(state.eligible).toEqual([...a, ...b].slice(0, 20));
    expect(state.moreEligible).toBe(false);
  });

  test('and not of those that are met', () => {
    const state = judge({ allOf: [OLGA, DBA] }, approvedBy('olga'));
    expect(state.eligible).toEqual(['bela']);
  });

  test('one ask whose people are not all known is enough for more', () => {
    expect(judge({ allOf: [OLGA, ask({ organization: true })] }).moreEligible).toBe(true);
    expect(judge({ allOf: [OLGA, DBA] }).moreEligible).toBe(false);
  });

  test('of those whom the change itself takes out', () => {
    const [a, b] = [many(25, 'a'), many(15, 'b')];
    const provenance = [...a, ...b].map((login): ProvenanceEntry => ({
      account: user(login),
      hands: [{ hand: 'co-authored', claimed: true, source: 'its own text' }],
    }));
    const at = context({
      provenance,
      people: people(writers([...a, ...b]), { 'acme/a': a.slice(0, 15), 'acme/b': b }),
    });
    const one = judge(WRITERS, at);
    expect(one.claimedOut).toEqual(a.slice(0, 20));
    expect(one.requires).toMatchObject({ claimedOut: a.slice(0, 20) });
    expect(judge({ allOf: [ask({ teams: ['a'] }), ask({ teams: ['b'] })] }, at).claimedOut).toEqual(
      [...a.slice(0, 15), ...b].slice(0, 20),
    );
  });
});

describe('reviews that do not count', () => {
  test('are told once for each reason, and each of those who dismissed', () => {
    const at = after([review('olga', 'DISMISSED'), review('bela', 'DISMISSED'), review('rhea', 'APPROVED')]);
    expect(judge({ allOf: [OLGA, DBA, ADMIN] }, at).rejected).toEqual([
      { login: 'olga', reason: 'their review was dismissed' },
      { login: 'bela', reason: 'their review was dismissed' },
      {
        login: 'rhea',
        reason: 'only @olga can answer for this; at this moment rhea has read access and is not among them',
      },
      {
        login: 'rhea',
        reason:
          'only @acme/dba can answer for this; at this moment rhea has read access and is not among them',
      },
      { login: 'rhea', reason: 'only an admin can answer for this; at this moment rhea has read access' },
    ]);
  });

  test('are told of several reviews owed by their names', () => {
    const rejected = { login: 'olga', reason: 'r' };
    expect(
      rejections([
        { name: 'a', rejected: [rejected, { login: 'olga', reason: 's' }] },
        { name: 'b', rejected: [{ ...rejected }, { login: 'bela', reason: 'r' }] },
        { name: 'c', rejected: [] },
      ]),
    ).toEqual([
      { login: 'olga', reason: 'r', names: ['a', 'b'] },
      { login: 'olga', reason: 's', names: ['a'] },
      { login: 'bela', reason: 'r', names: ['b'] },
    ]);
  });

  test('whoever is named needs write access to a public repository', () => {
    const facts = pullRequest({ reviews: [review('rhea', 'APPROVED')] });
    const repository = { ...facts.repository, private: false };
    const at = context({ facts: { ...facts, repository } });
    expect(judge(ask({ users: ['rhea'] }), at).rejected).toEqual([
      {
        login: 'rhea',
        reason:
          'whoever is named needs write access to a public repository; at this moment rhea has read access',
      },
    ]);
  });

  test.each([
    [3, 'f-00, f-01, f-02'],
    [4, 'f-00, f-01, f-02 and 1 more'],
    [5, 'f-00, f-01, f-02 and 2 more'],
  ])('%i files that changed since', (count, shown) => {
    const digests = (digest: string) => Object.fromEntries(many(count, 'f').map((path) => [path, digest]));
    const at = context({
      facts: pullRequest({ reviews: [review('olga', 'APPROVED', OLDER)] }),
      digests: new Map([
        [OLDER, digests('x')],
        [HEAD, digests('y')],
      ]),
    });
    expect(judge(WRITERS, at).rejected).toEqual([
      { login: 'olga', reason: `they approved bbbbbbb; since then changed: ${shown}` },
    ]);
  });
});

test('deleted accounts are as many as there are reviews', () => {
  const reviews = [review(null, 'APPROVED'), review(null, 'APPROVED'), review('olga', 'APPROVED')];
  expect(latestOpinions([...reviews, review('Olga', 'DISMISSED')]).map(({ state }) => state)).toEqual([
    'APPROVED',
    'APPROVED',
    'DISMISSED',
  ]);
});
