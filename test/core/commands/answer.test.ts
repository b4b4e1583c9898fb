import { answer, type Answer, type Situation } from '../../../src/core/commands/answer.ts';
import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import type { Decision, JudgedFinding } from '../../../src/core/decision/decision.ts';
import { decision, finding, obligation } from '../../support/decision.ts';
import { byPeople, file, HEAD, people, policy, pullRequest, user } from '../../support/facts.ts';

const KEY = 'ab12cd34'.padEnd(64, '0');
const OTHER_KEY = 'ab12cd35'.padEnd(64, '0');
const TWIN_KEY = 'ab12cd34'.padEnd(64, '1');
const BOUNDS = { not_agent: 'e'.repeat(64), override: 'f'.repeat(64) };

/** What stood on the check when the command was written. */
const SEEN = { ...BOUNDS, findings: [KEY, OTHER_KEY, null] };

const token = finding({ key: KEY, places: [{ path: 'src/config.ts', line: 3, side: 'head' }] });

/** Of olga, who is asked by name. */
const owed = obligation({ from: { users: ['olga'] }, who: '@olga' });

const decided = decision({ outcome: 'block', findings: [token], obligations: [], bounds: BOUNDS });

type Change = Partial<Omit<Situation, 'decision'>> & { decision?: Partial<Decision> };

const situation = ({ decision: other, ...change }: Change = {}): Situation => ({
  facts: pullRequest({ files: [file('src/config.ts')] }),
  policy: policy(),
  people: people({ ada: 'admin', max: 'maintain', olga: 'write', tim: 'triage', nadia: 'admin' }),
  seen: SEEN,
  ...change,
  decision: { ...decided, ...other },
});

const AT = '2026-11-22T11:50:00.000Z';
const ask = (login: string, text: string, change: Change = {}, at = AT): Answer =>
  answer({ author: user(login), text: `/agentguard ${text}`, at }, situation(change));

const refused = (why: string, unsure = false): Answer => ({ kind: 'refuse', why, unsure });
const CHANGED =
  'The change is another one than when this was written, or had not been evaluated yet. Look at it again, and give the command again if it still holds.';

describe('what is accepted', () => {
  const word = (acceptance: Partial<Acceptance>): Partial<Acceptance> => ({
    at: AT,
    selfAccepted: false,
    ...acceptance,
  });
  const days14 = '2026-12-06T11:50:00.000Z';
  const hours72 = '2026-11-25T11:50:00.000Z';

  test.each<[string, string, string, Partial<Acceptance>, boolean]>([
    [
      'a waiver by whoever maintains it',
      'max',
      `waive ${KEY.slice(0, 8)} only a test key`,
      {
        kind: 'waiver',
        bound: KEY,
        until: days14,
        about: 'provider-token in src/config.ts',
        reason: 'only a test key',
      },
      true,
    ],
    [
      'a waiver with the whole key',
      'ada',
      `waive #${KEY} only a test key`,
      { kind: 'waiver', bound: KEY, by: user('ada') },
      true,
    ],
    [
      'that no agent made it',
      'max',
      'not-agent typed by hand',
      {
        kind: 'not_agent',
        bound: BOUNDS.not_agent,
        until: days14,
        about: 'marks of Claude Code',
        reason: 'typed by hand',
      },
      false,
    ],
    [
      'an override by an admin',
      'ada',
      'override prod is down',
      {
        kind: 'override',
        bound: BOUNDS.override,
        until: hours72,
        about: `the whole change at ${HEAD.slice(0, 7)}`,
      },
      false,
    ],
  ])('%s', (_, login, text, acceptance, withFinding) => {
    expect(ask(login, text)).toEqual({
      kind: 'accept',
      acceptance: expect.objectContaining(word({ by: user(login), ...acceptance })),
      finding: withFinding ? token : null,
    });
  });

  test('an override by whoever made it, where nobody else could', () => {
    const alone = { people: people({ nadia: 'admin', olga: 'write' }) };
    expect(ask('nadia', 'override it is my own', alone)).toMatchObject({
      kind: 'accept',
      acceptance: { kind: 'override', by: { login: 'nadia' }, selfAccepted: true },
    });
    expect(ask('nadia', `waive ${KEY} it is my own`, alone)).toMatchObject({ kind: 'refuse' });
  });

  test.each<[string, JudgedFinding['places'], string]>([
    ['no place', [], 'provider-token'],
    [
      'several lines of one file',
      [
        { path: 'a.ts', line: 1, side: 'head' },
        { path: 'a.ts', line: 2, side: 'head' },
      ],
      'provider-token in a.ts',
    ],
    [
      'several files',
      [
        { path: 'a.ts', line: 1, side: 'head' },
        { path: 'b.ts', line: 2, side: 'head' },
        { path: 'c.ts', line: 2, side: 'head' },
      ],
      'provider-token in a.ts and 2 more',
    ],
  ])('a waiver says what it is about: %s', (_, places, about) => {
    const change = { decision: { findings: [{ ...token, places }] } };
    expect(ask('max', `waive ${KEY} test key`, change)).toMatchObject({ acceptance: { about } });
  });

  test('not-agent for commits that nobody is named for', () => {
    const change = { decision: { attribution: { ...byPeople, unattributed: [HEAD] } } };
    expect(ask('max', 'not-agent typed by hand', change)).toMatchObject({
      acceptance: { about: 'commits that nobody is named for' },
    });
  });

  test('a long one is as old as its comment: what is left of it counts', () => {
    const at = '2026-11-20T12:00:01.000Z';
    expect(ask('ada', 'override prod is down', {}, at)).toMatchObject({
      acceptance: { at, until: '2026-11-23T12:00:01.000Z' },
    });
  });
});

describe('what is refused', () => {
  const noKey = (key: string, there: string): Answer =>
    refused(`No finding has the key \`${key}\` now; one that changed is another one. ${there}`);

  test.each<[string, string, string, Change, Answer]>([
    [
      'what is no command',
      'ada',
      'override',
      {},
      refused('Say why, in a few words: `/agentguard override <reason>`.'),
    ],
    [
      'a waiver without the rights',
      'olga',
      `waive ${KEY} test key`,
      {},
      refused('This takes someone with maintain access; at this moment olga has write access.'),
    ],
    [
      'an override without the rights',
      'max',
      'override prod is down',
      {},
      refused('This takes an admin; at this moment max has maintain access.'),
    ],
    [
      'not-agent without any access',
      'eve',
      'not-agent trust me',
      {},
      refused('This takes someone with maintain access; at this moment eve has no access.'),
    ],
    [
      'when the rights could not be read',
      'max',
      'override prod is down',
      {
        people: {
          ...people({ max: 'maintain' }),
          gaps: [{ what: 'permission of max', reason: 'GitHub answered 502.' }],
        },
      },
      refused('This takes an admin; at this moment max has maintain access.', true),
    ],
    [
      'an unknown finding',
      'max',
      'waive 00000000 test key',
      {},
      noKey('00000000', `Those that can be waived are \`${KEY.slice(0, 8)}\`.`),
    ],
    [
      'a finding that nobody can waive',
      'max',
      `waive ${KEY} test key`,
      { decision: { findings: [{ ...token, key: null }] } },
      noKey(KEY.slice(0, 8), 'There is none here that can be waived.'),
    ],
    [
      'a finding that changed since',
      'max',
      `waive ${KEY} test key`,
      { decision: { findings: [{ ...token, key: OTHER_KEY }] } },
      noKey(KEY.slice(0, 8), `Those that can be waived are \`${OTHER_KEY.slice(0, 8)}\`.`),
    ],
    [
      'a key that two findings begin with',
      'max',
      `waive ${KEY.slice(0, 8)} test key`,
      { decision: { findings: [token, { ...token, key: TWIN_KEY }] } },
      refused(`Several findings have a key that begins with \`${KEY.slice(0, 8)}\`. Write more of it.`),
    ],
    [
      'not-agent where nothing says agent',
      'max',
      'not-agent typed by hand',
      { decision: { bounds: { ...BOUNDS, not_agent: null } } },
      refused('Nothing here is taken for an agent’s mark.'),
    ],
    [
      'not-agent where it makes no difference',
      'max',
      'not-agent typed by hand',
      { policy: policy({ appliesTo: 'everyone' }) },
      refused('The policy applies to everyone’s changes, so it makes no difference who made this one.'),
    ],
    [
      'an override of what passes',
      'ada',
      'override to be sure',
      { decision: { outcome: 'allow' } },
      refused('Nothing holds this change back, so there is nothing to override.'),
    ],
    [
      'an override of what was not evaluated when it was written',
      'ada',
      'override prod is down',
      { seen: null },
      refused(CHANGED),
    ],
    [
      'an override of another change',
      'ada',
      'override prod is down',
      { seen: { ...SEEN, override: '0' } },
      refused(CHANGED),
    ],
    [
      'a waiver of a finding that only has a like key',
      'max',
      `waive ${KEY.slice(0, 8)} only a test key`,
      { seen: { ...SEEN, findings: [TWIN_KEY] } },
      refused(CHANGED),
    ],
    [
      'not-agent of other marks',
      'max',
      'not-agent typed by hand',
      { seen: { ...SEEN, not_agent: null } },
      refused(CHANGED),
    ],
  ])('%s', (_, login, text, change, expected) => {
    expect(ask(login, text, change)).toEqual(expected);
  });

  test.each([
    ['waive', 'max', `waive ${KEY} test key`],
    ['not-agent', 'max', 'not-agent typed by hand'],
    ['override', 'ada', 'override prod is down'],
  ])('%s by whoever had a hand in the change', (_, login, text) => {
    const provenance = [
      {
        account: user(login),
        hands: [{ hand: 'pushed' as const, claimed: false, source: 'activity log' }],
      },
    ];
    const change = { decision: { provenance } };
    expect(ask(login, text, change)).toEqual({
      kind: 'refuse',
      why: expect.stringMatching(`^This takes somebody else, since ${login} .*pushed`),
      unsure: false,
    });
  });

  test('what has ended before it was read', () => {
    const why = 'It came too late: what it would have allowed has ended already. Give it again.';
    expect(ask('ada', 'override prod is down', {}, '2026-11-19T12:00:00.000Z')).toEqual(refused(why));
    expect(ask('max', `waive ${KEY} test key`, {}, '2026-11-08T12:00:00.000Z')).toEqual(refused(why));
  });
});

describe('what changes nothing', () => {
  const waiting = { outcome: 'review_required' as const, obligations: [owed] };
  const NOBODY =
    'There is nobody to ask by name now: no review is owed, those who owe one are asked already, or anyone with a permission may give it.';
  test.each<[string, string, string, Change, Answer]>([
    ['recheck, by anyone', 'eve', 'recheck', {}, { kind: 'recheck' }],
    ['explain, by who may write', 'olga', 'explain', {}, { kind: 'explain' }],
    [
      'explain, by the author without access',
      'Eve',
      'explain',
      { facts: pullRequest({ author: user('eve') }) },
      { kind: 'explain' },
    ],
    [
      'explain, by others',
      'tim',
      'explain',
      {},
      refused('This takes someone with write access, or who opened it.'),
    ],
    [
      'explain, where the author is gone',
      'eve',
      'explain',
      { facts: pullRequest({ author: null }) },
      refused('This takes someone with write access, or who opened it.'),
    ],
    [
      'request-reviewers, by who may write',
      'max',
      'request-reviewers',
      { decision: waiting },
      { kind: 'request-reviewers' },
    ],
    [
      'request-reviewers, by others',
      'tim',
      'request-reviewers',
      { decision: waiting },
      refused('This takes someone with write access.'),
    ],
    ['request-reviewers, with nobody to ask', 'max', 'request-reviewers', {}, refused(NOBODY)],
    [
      'request-reviewers, when they are asked',
      'max',
      'request-reviewers',
      { decision: waiting, facts: pullRequest({ requestedReviewers: ['olga'] }) },
      refused(NOBODY),
    ],
    [
      'request-reviewers, when somebody took them out',
      'max',
      'request-reviewers',
      { decision: waiting, facts: pullRequest({ removedReviewers: ['olga'] }) },
      refused(NOBODY),
    ],
  ])('%s', (_, login, text, change, expected) => {
    expect(ask(login, text, change)).toEqual(expected);
  });
});
