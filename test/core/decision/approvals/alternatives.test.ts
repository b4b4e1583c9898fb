/** Several reviews together: all of them, one of several, those that do not apply, those that cannot be judged. */
import { file, review } from '../../../support/facts.ts';
import { evaluation, problemsOf, verdict, type Situation, type Verdict } from './support.ts';

const EITHER = `reviews:
  - name: either
    any_of:
      - { from: { teams: [dba] } }
      - { approvals: 2, from: { permission: write } }`;
const BOTH = `reviews:
  - { name: database, from: { teams: [dba] } }
  - { name: security, from: { teams: [security] } }`;

const NESTED = `reviews:
  - name: nested
    any_of:
      - { from: { users: [ada] } }
      - all_of: [{ from: { teams: [dba] } }, { from: { teams: [security] } }]`;

const allowed = (...counted: string[]): Verdict => ({ outcome: 'allow', open: [], counted, ignored: [] });
const open = (names: readonly string[], ...counted: string[]): Verdict => ({
  outcome: 'review_required',
  open: names,
  counted,
  ignored: [],
});
const notDba = (login: string, access: string): string =>
  `${login}: only @acme/dba can answer for this; at this moment ${login} has ${access} access and is not among them`;
const notSecurity = (login: string, access: string): string =>
  `${login}: only @acme/security can answer for this; at this moment ${login} has ${access} access and is not among them`;

describe('all of several', () => {
  test.each<[string, Situation, Verdict]>([
    [
      'are met when each of them is',
      { policy: BOTH, reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')] },
      { ...allowed('olga', 'zoe'), ignored: [notDba('zoe', 'write'), notSecurity('olga', 'write')] },
    ],
    [
      'are open while one of them is',
      { policy: BOTH, reviews: [review('olga', 'APPROVED')] },
      { ...open(['security'], 'olga'), ignored: [notSecurity('olga', 'write')] },
    ],
    [
      'leave out what does not apply',
      {
        policy: BOTH.replace('name: security,', 'name: security, paths: [terraform/**],'),
        reviews: [review('olga', 'APPROVED')],
      },
      allowed('olga'),
    ],
    [
      'that do not apply at all leave the default',
      { policy: 'reviews: [{ name: database, paths: [db/**], from: { teams: [dba] } }]' },
      open(['anything an agent wrote']),
    ],
    [
      'leave the default for files that none of them covers',
      {
        policy: 'reviews: [{ name: database, paths: [db/**], from: { teams: [dba] } }]',
        change: { files: [file('db/notes.txt'), file('src/a.ts')] },
        reviews: [review('olga', 'APPROVED')],
      },
      allowed('olga'),
    ],
    [
      'cannot be judged while a team among them cannot be seen, whatever is approved',
      {
        policy: `${BOTH}\n  - { name: hidden, from: { teams: [unseen], permission: write } }`,
        reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')],
      },
      {
        ...allowed('olga', 'zoe'),
        outcome: 'indeterminate',
        ignored: [notDba('zoe', 'write'), notSecurity('olga', 'write')],
      },
    ],
  ])('%s', async (_name, situation, expected) => {
    expect(await verdict(situation)).toEqual(expected);
  });
});

describe('one of several', () => {
  test.each<[string, Situation, Verdict]>([
    ['is open when nobody approved', { policy: EITHER }, open(['either'])],
    [
      'is met by one alternative, while the other is open',
      { policy: EITHER, reviews: [review('olga', 'APPROVED')] },
      allowed('olga'),
    ],
    [
      'is met by the other',
      { policy: EITHER, reviews: [review('zoe', 'APPROVED'), review('cleo', 'APPROVED')] },
      allowed('zoe', 'cleo'),
    ],
    [
      'is not met by halves of two alternatives',
      {
        policy: EITHER.replace(
          'approvals: 2, from: { permission: write }',
          'approvals: 2, from: { teams: [security] }',
        ).replace('{ from: { teams: [dba] } }', '{ approvals: 2, from: { teams: [dba] } }'),
        reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')],
      },
      open(['either'], 'olga', 'zoe'),
    ],
    [
      'cannot be judged while a team of one alternative cannot be seen, although the other is met',
      {
        policy: EITHER.replace('[dba]', '[unseen]'),
        reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')],
      },
      { ...allowed('olga', 'zoe'), outcome: 'indeterminate' },
    ],
    [
      'is held up by the refusal of somebody asked in any of them',
      { policy: EITHER, reviews: [review('olga', 'APPROVED'), review('zoe', 'CHANGES_REQUESTED')] },
      open(['either'], 'olga'),
    ],
    [
      'can be all of several in its turn',
      {
        policy: NESTED,
        reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')],
      },
      allowed('olga', 'zoe'),
    ],
    [
      'is open while one half of such an alternative is',
      {
        policy: NESTED,
        reviews: [review('olga', 'APPROVED')],
      },
      open(['nested'], 'olga'),
    ],
  ])('%s', async (_name, situation, expected) => {
    expect(await verdict(situation)).toEqual(expected);
  });

  const nested = (depth: number): string =>
    depth === 0
      ? '{ from: { teams: [dba] } }'
      : `{ any_of: [${nested(depth - 1)}, { from: { users: [ada] } }] }`;
  const entry = (depth: number): string => `reviews: [${nested(depth).replace('{', '{ name: deep,')}]`;

  test('may be nested five deep', async () => {
    expect(await verdict({ policy: entry(5), reviews: [review('bela', 'APPROVED')] })).toEqual(
      allowed('bela'),
    );
  });
  test('and no deeper', () => {
    expect(problemsOf(entry(6))).toEqual([expect.stringMatching(/^2: .* is nested more than 5 deep/)]);
  });
});

describe('organisation and repository', () => {
  const floor = 'reviews: [{ name: security, from: { teams: [security] } }]';
  const policy = 'reviews: [{ name: database, from: { teams: [dba] } }]';

  test.each<[string, Situation, Verdict]>([
    [
      'both ask: neither replaces the other',
      { floor, policy, reviews: [review('olga', 'APPROVED')] },
      { ...open(['security'], 'olga'), ignored: [notSecurity('olga', 'write')] },
    ],
    [
      'both are met',
      { floor, policy, reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')] },
      { ...allowed('zoe', 'olga'), ignored: [notSecurity('olga', 'write'), notDba('zoe', 'write')] },
    ],
    ['where the repository says nothing, the organisation asks', { floor }, open(['security'])],
  ])('%s', async (_name, situation, expected) => {
    expect(await verdict(situation)).toEqual(expected);
  });

  test("where the organisation's file cannot be seen, its absence is not believed", async () => {
    const { decision } = await evaluation({
      change: { floor: { state: 'unseen', reason: 'The app does not see it.' } },
      reviews: [review('olga', 'APPROVED')],
    });
    expect(decision).toMatchObject({
      outcome: 'review_required',
      obligations: [{ rejected: [{ login: 'olga', reason: expect.stringContaining('maintain access') }] }],
    });
  });
});

describe('a policy with a mistake in it', () => {
  test.each([
    ['an empty list of alternatives', 'any_of: []', 'any_of'],
    ['a review that asks nobody', 'paths: [db/**]', 'reviews[0]'],
    ['asking in two ways at once', 'from: { teams: [dba] }, any_of: [{ from: { users: [ada] } }]', 'any_of'],
    ['a list where a text belongs', 'title: yes, from: { users: [ada] }', 'title'],
    ['more approvals than people who are asked', 'approvals: 2, from: { users: [ada] }', 'approvals'],
    ['no approvals at all', 'approvals: 0, from: { users: [ada] }', 'approvals'],
    ['a key that nobody knows', 'invalidate_on_push: true, from: { users: [ada] }', 'invalidate_on_push'],
  ])('is told with its line, and the strict defaults hold meanwhile: %s', async (_name, wrong, key) => {
    const policy = `reviews:\n  - { name: database, ${wrong} }`;
    expect(problemsOf(policy)).toEqual([expect.stringMatching(/^3: /)]);
    expect(problemsOf(policy)).toEqual([expect.stringContaining(key)]);
    const byWriter = await evaluation({ policy, reviews: [review('olga', 'APPROVED')] });
    expect(byWriter.decision.outcome).toBe('review_required');
    const byMaintainer = await evaluation({ policy, reviews: [review('bela', 'APPROVED')] });
    expect(byMaintainer.decision.outcome).toBe('allow');
  });
});

test('nothing an agent wrote passes without a person, whichever files it changes', async () => {
  const change = { files: [file('docs/notes.md')] };
  expect(await verdict({ change })).toEqual(open(['anything an agent wrote']));
});
