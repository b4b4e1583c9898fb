/** Ways around the decision, tried one by one: what must not come of each. */
import { answer } from '../../../src/core/commands/answer.ts';
import { mayAccept } from '../../../src/core/decision/acceptances.ts';
import { findingKey, patchKey } from '../../../src/core/decision/keys.ts';
import { mergesIn } from '../../../src/core/facts/base-updates.ts';
import { areTowards, fileDigests, sameChange } from '../../../src/core/facts/digests.ts';
import type { PeopleFacts, Permission } from '../../../src/core/facts/facts.ts';
import { decision, finding } from '../../support/decision.ts';
import {
  BASE,
  commit,
  file,
  HEAD,
  OLDER,
  people,
  policy,
  pullRequest,
  review,
  user,
} from '../../support/facts.ts';
import { verdict } from './approvals/support.ts';

describe('a file that bears the name of what every object has', () => {
  const files = (path: string, blob: string) => [
    file('src/a.ts'),
    file(path, { status: 'added', headBlob: blob.repeat(40) }),
  ];

  test.each(['__proto__', 'constructor', 'toString'])('%s', async (path) => {
    const [before, after] = [fileDigests(files(path, '1'), 'main'), fileDigests(files(path, '2'), 'main')];
    expect(Object.keys(after)).toEqual(['src/a.ts', path]);
    expect(sameChange(before, after)).toBe(false);
    const at = { headSha: HEAD, baseRef: 'main' };
    expect(patchKey(at, before)).not.toBe(patchKey(at, after));
    expect(
      await verdict({
        older: files(path, '1'),
        change: { files: files(path, '2') },
        reviews: [review('olga', 'APPROVED', OLDER)],
      }),
    ).toMatchObject({ outcome: 'review_required', counted: [] });
  });
});

describe('an override of one’s own while it is not known who else could', () => {
  const own = [
    { account: user('nadia'), hands: [{ hand: 'opened', claimed: false, source: 'here' }] },
  ] as const;
  const staff: Record<string, Permission> = { nadia: 'admin', olga: 'write' };
  const more = { what: 'team acme/captains', reason: 'It has more than 1000 members.' };

  test.each<[string, PeopleFacts, boolean]>([
    ['a team that cannot be read', people(staff, { 'acme/captains': null }), false],
    ['a team that was not read', people(staff), false],
    ['a team that was read in part', { ...people(staff, { 'acme/captains': [] }), gaps: [more] }, false],
    ['a team of nobody', people(staff, { 'acme/captains': [] }), true],
  ])('%s', (_name, known, allowed) => {
    const { refusal, selfAccepted } = mayAccept('override', user('nadia'), {
      facts: pullRequest(),
      policy: policy({ override: { users: ['nadia'], teams: ['captains'] } }),
      people: known,
      provenance: own,
    });
    expect([refusal === null, selfAccepted]).toEqual([allowed, allowed]);
  });
});

describe('the word of an account whose login is somebody else’s by now', () => {
  const numbered = (id: number | null): PeopleFacts => ({
    ...people({}, {}),
    permissions: new Map([['ada', { account: { ...user('ada'), id }, permission: 'admin' }]]),
  });

  test.each<[string, number | null, number | null, string | null]>([
    ['the same account', 1, 1, null],
    ['an account that nobody numbered', null, 1, null],
    ['one that is not numbered now', 1, null, null],
    ['another account', 1, 2, 'The login ada belongs to another account now.'],
  ])('%s', (_name, then, now, refusal) => {
    expect(
      mayAccept(
        'override',
        { ...user('ada'), id: then },
        {
          facts: pullRequest(),
          policy: policy(),
          people: numbered(now),
          provenance: [],
        },
      ).refusal,
    ).toBe(refusal);
  });

  test('also where a team asks for them', () => {
    const team = [{ ...user('ada'), id: 2 }];
    expect(
      mayAccept(
        'waiver',
        { ...user('ada'), id: 1 },
        {
          facts: pullRequest(),
          policy: policy({ waiver: { teams: ['captains'] } }),
          people: { ...people({}), teams: new Map([['acme/captains', team]]) },
          provenance: [],
        },
      ).refusal,
    ).toBe('The login ada belongs to another account now.');
  });
});

test('a waiver by the few characters that two findings shared, of which one has left since', () => {
  const [seen, twin] = ['ab12cd34'.padEnd(64, '0'), 'ab12cd34'.padEnd(64, '1')];
  const given = (text: string) =>
    answer(
      { author: user('max'), text, at: '2026-11-22T11:50:00.000Z' },
      {
        facts: pullRequest(),
        policy: policy(),
        people: people({ max: 'maintain' }),
        decision: decision({ outcome: 'block', findings: [finding({ key: twin })] }),
        seen: { not_agent: null, override: null, findings: [seen, twin] },
      },
    );
  expect(given('/agentguard waive ab12cd34 only a test key')).toEqual({
    kind: 'refuse',
    why: 'Several findings had a key that begins with `ab12cd34`. Write more of it.',
    unsure: false,
  });
  expect(given(`/agentguard waive ${twin} only a test key`)).toMatchObject({ kind: 'accept' });
});

test('the same change towards another branch is another one', () => {
  const files = [file('src/a.ts')];
  const [main, release] = [fileDigests(files, 'main'), fileDigests(files, 'release')];
  expect(sameChange(main, release)).toBe(false);
  expect([areTowards('main', main), areTowards('main', release), areTowards('main', {})]).toEqual([
    true,
    false,
    true,
  ]);
  const token = finding({ places: [{ path: 'src/a.ts', line: 1, side: 'head' }] });
  expect(findingKey(token, main)).toMatch(/^[0-9a-f]{64}$/);
  expect(findingKey(token, main)).not.toBe(findingKey(token, release));
});

test('a merge of a commit of the change itself is no update from the base', () => {
  const [own, onto] = ['d'.repeat(40), OLDER];
  const commits = [
    commit({ sha: onto, parents: [BASE] }),
    commit({ sha: own, parents: [BASE] }),
    commit({ sha: HEAD, parents: [onto, own] }),
  ];
  expect(mergesIn({ commits })).toEqual([]);
  expect(mergesIn({ commits: commits.filter(({ sha }) => sha !== own) })).toEqual([{ sha: HEAD, onto }]);
});

describe('an owned file that is changed along, where others than code owners answer for the rest', () => {
  const either = `reviews:
  - name: all
    any_of:
      - { from: { codeowners: true } }
      - { approvals: 2, from: { teams: [security] } }
`;
  const both = [file('src/a.ts'), file('docs/x.md')];

  test.each<[string, readonly ReturnType<typeof file>[], readonly string[], string]>([
    ['without it', both.slice(0, 1), ['olga'], 'review_required'],
    ['with it, by its owner', both, ['olga'], 'review_required'],
    ['with it, by its owner and one of two others', both, ['olga', 'zoe'], 'review_required'],
    ['with it, by its owner and the others', both, ['olga', 'zoe', 'ada'], 'allow'],
    ['with it, by the others', both, ['zoe', 'ada'], 'allow'],
    ['it alone, by its owner', both.slice(1), ['olga'], 'allow'],
  ])('%s', async (_name, files, approvers, outcome) => {
    const reviews = approvers.map((login) => review(login, 'APPROVED'));
    const found = await verdict({ policy: either, codeowners: 'docs/ @olga\n', change: { files }, reviews });
    expect(found.outcome).toBe(outcome);
  });
});
