import type { Decision } from '../../../src/core/decision/decision.ts';
import { comparisonText, differences } from '../../../src/core/render/comparison/comparison.ts';
import {
  replayJson,
  replayLine,
  ReplayTally,
  type Replayed,
} from '../../../src/core/render/comparison/replay.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';

const entry = (name: string, triggered: boolean) => ({ name, triggered, certain: true, conditions: [] });

const now = decision({
  entries: [entry('database', true), entry('risky', false), entry('gone', true)],
  obligations: [obligation(), obligation({ met: true, counted: ['bela'] }, { name: 'all', asked: '@bela' })],
  findings: [finding(), finding({ rule: 'sql-destructive', action: 'warn' })],
});
const other = decision({
  outcome: 'block',
  entries: [entry('database', true), entry('risky', true), entry('new', false)],
  obligations: [
    obligation(),
    obligation({}, { name: 'all', asked: '@bela' }),
    obligation({}, { name: 'risky', asked: 'an admin' }),
  ],
  findings: [
    finding({ waived: acceptance() }),
    finding({ rule: 'sql-destructive', action: 'block' }),
    finding({ rule: 'large-change', action: 'review', places: [] }),
  ],
  gaps: [{ what: 'team acme/web', reason: 'It does not exist.' }],
});

test('differences: what came, went, and stands otherwise', () => {
  expect(differences(now, other)).toEqual([
    { kind: 'entry', what: 'risky', now: 'does not ask', other: 'asks' },
    { kind: 'entry', what: 'gone', now: 'asks', other: null },
    { kind: 'entry', what: 'new', now: null, other: 'does not ask' },
    { kind: 'review', what: '@bela (all)', now: 'met', other: 'open' },
    { kind: 'review', what: 'an admin (risky)', now: null, other: 'open' },
    { kind: 'finding', what: 'provider-token in src/a.ts:3', now: 'blocks', other: 'waived' },
    { kind: 'finding', what: 'sql-destructive in src/a.ts:3', now: 'only warns', other: 'blocks' },
    { kind: 'finding', what: 'large-change', now: null, other: 'needs a review' },
    { kind: 'gap', what: 'team acme/web', now: null, other: 'not read' },
  ]);
});

test('differences as text', () => {
  expect(comparisonText(now, other)).toBe(`now   review_required  Waiting for 1 of @acme/dba (db/**)
then  block            Blocked: sql-destructive (src/a.ts:3)

Entries of the policy
  risky: does not ask → asks
  gone: asks → not there
  new: not there → does not ask

Reviews asked for
  @bela (all): met → open
  an admin (risky): not there → open

Findings
  provider-token in src/a.ts:3: blocks → waived
  sql-destructive in src/a.ts:3: only warns → blocks
  large-change: not there → needs a review

Could not be read
  team acme/web: not there → not read
`);
});

test('nothing differs', () => {
  expect(differences(now, now)).toEqual([]);
  expect(comparisonText(now, now)).toBe(`now   review_required  Waiting for 1 of @acme/dba (db/**)
then  review_required  Waiting for 1 of @acme/dba (db/**)

Entries, reviews and findings are the same.
`);
});

describe('a replay', () => {
  const allowed = decision({ outcome: 'allow', obligations: [] });
  const merged = (number: number, one: Decision, two: Decision): Replayed => ({
    number,
    title: 'Add\u001b[2J orders',
    head: 'a'.repeat(40),
    now: one,
    other: two,
    strict: null,
  });
  const unread: Replayed = { number: 9, title: '', head: '', unread: 'GitHub found nothing there.' };
  const observing = decision({ mode: 'observe' });

  test.each([
    ['the same answer says nothing', merged(7, allowed, allowed), ''],
    [
      'another answer',
      merged(7, allowed, decision()),
      '#7       allow → review_required          Add [2J orders\n         Waiting for 1 of @acme/dba (db/**)\n',
    ],
    [
      'no longer only observed',
      merged(1234, observing, decision()),
      expect.stringMatching(/^#1234 {4}review_required \(observe\) → review_required {2}Add/) as string,
    ],
    ['unread', unread, '#9       not read: GitHub found nothing there.\n'],
  ])('%s', (_name, replayed, line) => {
    expect(replayLine(replayed)).toEqual(line);
  });

  test('the last line counts all of them', () => {
    const tally = new ReplayTally();
    const all = [
      merged(1, allowed, allowed),
      merged(2, allowed, decision()),
      merged(3, decision(), allowed),
      merged(4, allowed, decision()),
      unread,
    ];
    for (const each of all) tally.add(each);
    expect(tally.text()).toBe(
      '5 merged pull requests: 4 judged, 3 of them differently (2 allow → review_required, 1 review_required → allow), 1 could not be read.\n',
    );
  });

  test('a JSON line each, also where nothing differs', () => {
    expect(replayJson('acme/shop', merged(7, allowed, decision()))).toEqual({
      schema: 1,
      repository: 'acme/shop',
      number: 7,
      title: 'Add\u001b[2J orders',
      head: 'a'.repeat(40),
      now: { mode: 'enforce', decision: 'allow', title: 'No review is needed' },
      other: { mode: 'enforce', decision: 'review_required', title: 'Waiting for 1 of @acme/dba (db/**)' },
      differs: true,
      differences: [{ kind: 'review', what: '1 of @acme/dba (database)', now: null, other: 'open' }],
    });
    expect(replayJson('acme/shop', merged(7, allowed, allowed))).toMatchObject({
      differs: false,
      differences: [],
    });
    expect(replayJson('acme/shop', unread)).toEqual({
      schema: 1,
      repository: 'acme/shop',
      number: 9,
      title: '',
      head: '',
      unread: 'GitHub found nothing there.',
    });
  });
});
