import type { ObligationState, ProvenanceEntry } from '../../../src/core/decision/decision.ts';
import type { PlannedAsk, PlannedObligation } from '../../../src/core/decision/obligations/planned.ts';
import { judgeReviews, type ReviewContext } from '../../../src/core/decision/reviews.ts';
import type { FileDigests } from '../../../src/core/facts/digests.ts';
import { bot, HEAD, OLDER, people, pullRequest, review, user } from '../../support/facts.ts';

const dba: PlannedAsk = {
  from: { teams: ['dba'] },
  owners: [],
  approvals: 1,
  covers: ['db/1.sql'],
  inScope: (path) => path.startsWith('db/'),
};
const writers: PlannedAsk = { ...dba, from: { permission: 'write' }, covers: null, inScope: () => true };

const judged = (requires: PlannedObligation['requires'], at: ReviewContext): ObligationState =>
  judgeReviews(
    {
      name: 'database',
      about: 'db/**',
      requires,
      because: [{ kind: 'path', value: 'db/1.sql' }],
      covers: ['db/1.sql'],
      recordedIfNobody: false,
      request: 'teams',
      entry: 0,
    },
    at,
  );

const staff = people(
  { olga: 'write', bela: 'maintain', nadia: 'write', tess: 'triage', 'fixer[bot]': 'write', ada: 'admin' },
  { 'acme/dba': ['olga', 'bela'] },
);
const nadia: ProvenanceEntry = {
  account: user('nadia'),
  hands: [{ hand: 'opened', claimed: false, source: 'pull request' }],
};

const context = (
  reviews: ReviewContext['facts']['reviews'],
  change: Partial<ReviewContext> = {},
): ReviewContext => ({
  facts: pullRequest({ reviews }),
  people: staff,
  provenance: [nadia],
  machineUsers: new Map([['acme-fixer', 'acme-fixer']]),
  digests: new Map(),
  ...change,
});

const digests = (then: FileDigests, now: FileDigests): ReviewContext['digests'] =>
  new Map([
    [OLDER, then],
    [HEAD, now],
  ]);

test.each([
  ['an approval of the head by a member', dba, [review('olga', 'APPROVED')], ['olga'], true],
  ['logins are compared without case', dba, [review('OLGA', 'APPROVED')], ['OLGA'], true],
  [
    'two people',
    { ...dba, approvals: 2 },
    [review('olga', 'APPROVED'), review('bela', 'APPROVED')],
    ['olga', 'bela'],
    true,
  ],
  [
    'one person twice is one',
    { ...dba, approvals: 2 },
    [review('olga', 'APPROVED'), review('olga', 'APPROVED')],
    ['olga'],
    false,
  ],
  [
    'a comment after it changes nothing',
    dba,
    [review('olga', 'APPROVED'), review('olga', 'COMMENTED')],
    ['olga'],
    true,
  ],
  [
    'a request for changes withdrawn by approving',
    dba,
    [review('olga', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')],
    ['olga'],
    true,
  ],
  [
    'a named user who can read the private repository',
    { ...dba, from: { users: ['tess'] } },
    [review('tess', 'APPROVED')],
    ['tess'],
    true,
  ],
  ['a stronger permission than asked', writers, [review('ada', 'APPROVED')], ['ada'], true],
  ['a comment is no approval', dba, [review('olga', 'COMMENTED')], [], false],
  ['a pending review is no approval', dba, [review('olga', 'PENDING')], [], false],
] as const)('counts: %s', (_name, obligation, reviews, counted, met) => {
  const state = judged(obligation, context(reviews));
  expect({ counted: state.counted, met: state.met, rejected: state.rejected }).toEqual({
    counted,
    met,
    rejected: [],
  });
});

test.each([
  ['the operator', writers, review('nadia', 'APPROVED'), 'had a hand in this change: opened (pull request)'],
  ['a bot', writers, review(bot('fixer[bot]'), 'APPROVED'), 'not a person: only people can approve'],
  [
    'a listed machine user',
    writers,
    review('acme-fixer', 'APPROVED'),
    'the policy lists this account as a machine user of acme-fixer',
  ],
  [
    "automation with a person's account",
    writers,
    review('k8s-ci-robot', 'APPROVED'),
    'not a person: this is the account of k8s-ci-robot',
  ],
  [
    "an agent with a person's account",
    writers,
    review({ login: 'renamed', type: 'User', id: 242468646 }, 'APPROVED'),
    'not a person: this is the account of Claude agent on GitHub',
  ],
  [
    'a named user who has left',
    { ...dba, from: { users: ['zoe'] } },
    review('zoe', 'APPROVED'),
    'whoever is named needs access to the repository; at this moment zoe has no access',
  ],
  [
    'a review from before the base branch was changed',
    dba,
    { ...review('olga', 'APPROVED'), otherBase: true },
    'the base branch was changed after this review',
  ],
  ['a deleted account', writers, review(null, 'APPROVED'), 'the account was deleted'],
  [
    'someone outside the team',
    dba,
    review('ada', 'APPROVED'),
    'only @acme/dba can answer for this; at this moment ada has admin access and is not among them',
  ],
  [
    'too little permission',
    writers,
    review('tess', 'APPROVED'),
    'only someone with write access can answer for this; at this moment tess has triage access',
  ],
  [
    'no access',
    writers,
    review('mallory', 'APPROVED'),
    'only someone with write access can answer for this; at this moment mallory has no access',
  ],
  ['a dismissed review', dba, review('olga', 'DISMISSED'), 'their review was dismissed'],
  [
    'a review in a state that GitHub did not have',
    dba,
    review('olga', 'ENDORSED' as 'APPROVED'),
    'it is of a kind that AgentGuard does not know',
  ],
  ['a commit that is gone', dba, review('olga', 'APPROVED', null), 'the commit they approved is gone'],
  [
    'a commit never evaluated',
    dba,
    review('olga', 'APPROVED', OLDER),
    'they approved bbbbbbb, which cannot be compared with the head',
  ],
] as const)('does not count: %s', (_name, obligation, given, reason) => {
  const state = judged(obligation, context([given]));
  expect(state.counted).toEqual([]);
  expect(state.met).toBe(false);
  expect(state.rejected.map((rejected) => rejected.reason)).toEqual([reason]);
});

test('a renamed operator is known by the number', () => {
  const renamed = { account: { login: 'nadia-old', type: 'User', id: 5 }, hands: nadia.hands } as const;
  const given = review({ login: 'olga', type: 'User', id: 5 }, 'APPROVED');
  expect(judged(dba, context([given], { provenance: [renamed] })).counted).toEqual([]);
});

test('reading a public repository is no access', () => {
  const facts = pullRequest({ reviews: [review('tess', 'APPROVED')] });
  const open = { ...facts, repository: { ...facts.repository, private: false } };
  const state = judged({ ...dba, from: { users: ['tess'] } }, context([], { facts: open }));
  expect(state).toMatchObject({ met: false, eligible: [] });
});

test('a dismissal revives no older approval', () => {
  const state = judged(dba, context([review('olga', 'APPROVED'), review('olga', 'DISMISSED')]));
  expect(state).toMatchObject({ met: false, counted: [] });
});

test("a request for changes by somebody whom the change's own text names is still heard", () => {
  const hands = [{ hand: 'co-authored', claimed: true, source: 'commit aaaaaaa' }] as const;
  const given = context([review('bela', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')], {
    provenance: [nadia, { account: user('bela'), hands }],
  });
  expect(judged(dba, given)).toMatchObject({ met: false, counted: ['olga'], opposed: ['bela'] });
});

test('a request for changes by somebody whom the policy calls a machine user is still heard', () => {
  const given = context([review('bela', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')], {
    machineUsers: new Map([['bela', 'claude-code']]),
  });
  expect(judged(dba, given)).toMatchObject({ met: false, counted: ['olga'], opposed: ['bela'] });
});

test("an entitled person's request for changes keeps it open although others approved", () => {
  const state = judged(dba, context([review('bela', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')]));
  expect(state).toMatchObject({ met: false, counted: ['olga'], opposed: ['bela'] });
});

test.each([
  ['the operator', 'nadia'],
  ['someone who is not asked', 'tess'],
])('a request for changes by %s does not hold it up', (_name, login) => {
  const state = judged(dba, context([review(login, 'CHANGES_REQUESTED'), review('olga', 'APPROVED')]));
  expect(state).toMatchObject({ met: true, opposed: [] });
});

test.each([
  [
    'the covered file is the same, another changed',
    dba,
    { 'db/1.sql': 'x', 'a.ts': 'p' },
    { 'db/1.sql': 'x', 'a.ts': 'q' },
    true,
  ],
  ['the covered file changed', dba, { 'db/1.sql': 'x' }, { 'db/1.sql': 'y' }, false],
  ['the covered file is new', dba, {}, { 'db/1.sql': 'x' }, false],
  [
    'a file in scope was taken out since',
    dba,
    { 'db/1.sql': 'x', 'db/2.sql': 'y' },
    { 'db/1.sql': 'x' },
    false,
  ],
  [
    'a file that had been moved out of scope was taken out since',
    dba,
    { 'db/1.sql': 'x', 'old/2.sql': 'y', 'db/2.sql': 'y' },
    { 'db/1.sql': 'x' },
    false,
  ],
  [
    'a file that is moved out of scope still is the same',
    dba,
    { 'db/1.sql': 'x', 'old/2.sql': 'y', 'db/2.sql': 'y' },
    { 'db/1.sql': 'x', 'old/2.sql': 'y', 'db/2.sql': 'y' },
    true,
  ],
  ['what is not known counts as changed', dba, { 'db/1.sql': null }, { 'db/1.sql': null }, false],
  ['everything is the same', writers, { 'a.ts': 'p' }, { 'a.ts': 'p' }, true],
  ['anything changed, and it covers all', writers, { 'a.ts': 'p' }, { 'a.ts': 'p', 'b.ts': 'q' }, false],
  ['a file left, and it covers all', writers, { 'a.ts': 'p', 'b.ts': 'q' }, { 'a.ts': 'p' }, false],
] as const)('an approval of an older head: %s', (_name, obligation, then, now, met) => {
  const state = judged(
    obligation,
    context([review('olga', 'APPROVED', OLDER)], { digests: digests(then, now) }),
  );
  expect(state.met).toBe(met);
});

test('a stale approval names what changed', () => {
  const state = judged(
    dba,
    context([review('olga', 'APPROVED', OLDER)], {
      digests: digests({ 'db/1.sql': 'x' }, { 'db/1.sql': 'y' }),
    }),
  );
  expect(state.rejected).toEqual([
    { login: 'olga', reason: 'they approved bbbbbbb; since then changed: db/1.sql' },
  ]);
});

test('lists who could still meet it, without bots, operators and those who did', () => {
  const state = judged({ ...writers, approvals: 2 }, context([review('bela', 'APPROVED')]));
  expect(state.eligible).toEqual(['ada', 'olga']);
  expect(state.moreEligible).toBe(false);
});

test('tells whom only the text of the change takes out', () => {
  const hands = [{ hand: 'co-authored', claimed: true, source: 'commit aaaaaaa' }] as const;
  const provenance: ProvenanceEntry[] = [
    nadia,
    { account: user('olga'), hands },
    { account: user('bela'), hands },
  ];
  expect(judged(dba, context([], { provenance }))).toMatchObject({
    eligible: [],
    claimedOut: ['bela', 'olga'],
  });
  expect(judged(writers, context([])).claimedOut).toEqual([]);
});

test('code owners need write access, as on GitHub', () => {
  const owned = { ...dba, from: { codeowners: true }, owners: ['@tess', '@olga'] };
  expect(judged(owned, context([review('tess', 'APPROVED')])).met).toBe(false);
  expect(judged(owned, context([review('olga', 'APPROVED')])).met).toBe(true);
});
