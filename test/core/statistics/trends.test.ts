import {
  follow,
  forgetBefore,
  startFrom,
  trailOf,
  type Trails,
} from '../../../src/core/statistics/trails.ts';
import { median } from '../../../src/core/statistics/middle.ts';
import { agentsIn, trends, trendsInSteps, type Trends } from '../../../src/core/statistics/trends.ts';
import { lastWeeks, weekOf } from '../../../src/core/statistics/weeks.ts';

/** A Thursday. */
const NOW = Date.parse('2026-11-19T15:00:00Z');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const BY_DEVIN = [{ agent: 'devin', role: 'authored', strength: 'attested' }];

let trails: Trails;
let sequence: number;

beforeEach(() => {
  trails = new Map();
  sequence = 0;
});

interface Told {
  readonly weeksAgo?: number;
  readonly hours?: number;
  readonly subject?: string;
  readonly body?: object;
}

function tell(kind: string, { weeksAgo = 0, hours = 0, subject = 'acme/shop#1', body = {} }: Told): number {
  sequence++;
  const at = new Date(NOW - weeksAgo * WEEK + hours * HOUR).toISOString();
  follow(trails, { sequence, at, kind, subject, body: body as Record<string, unknown> });
  return sequence;
}

const decide = (outcome: string, { body = {}, ...told }: Told = {}): number =>
  tell('decision', { ...told, body: { outcome, mode: 'enforce', agents: BY_DEVIN, ...body } });

const merge = (decision: number | null, outcome = 'allow', told: Told = {}): number =>
  tell('merge', {
    ...told,
    body: { mergedBy: 'olga', decision: decision && { sequence: decision, outcome } },
  });

const numbers = (agent: string | null = null, repositories = ['acme/shop', 'acme/site']): Trends =>
  trends(trails, { repositories, agent, now: NOW, familyOf: (rule) => `family of ${rule}` });

const weekly = (counts: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 12 }, (_, index) => counts[11 - index] ?? 0);

describe('weeks', () => {
  test('begin on Mondays in UTC', () => {
    const monday = Date.parse('2026-11-16T00:00:00Z');
    expect([weekOf(monday - 1), weekOf(monday), weekOf(NOW), weekOf(0)]).toEqual([
      monday - WEEK,
      monday,
      monday,
      Date.parse('1969-12-29T00:00:00Z'),
    ]);
  });

  test('twelve, the present one last', () => {
    const weeks = lastWeeks(NOW);
    expect(weeks).toHaveLength(12);
    expect(weeks.at(-1)).toBe(weekOf(NOW));
    expect(weeks[0]).toBe(weekOf(NOW) - 11 * WEEK);
  });
});

describe('pull requests and findings', () => {
  test('count once a week and once in all, and for each of two agents', () => {
    const both = [...BY_DEVIN, { agent: 'jules', role: 'coauthored', strength: 'declared' }];
    const found = { findings: [{ rule: 'a' }, { rule: 'a' }, { rule: 'b' }] };
    decide('block', { weeksAgo: 2, body: found });
    decide('review_required', { weeksAgo: 2, hours: 1, body: { agents: both, findings: [{ rule: 'a' }] } });
    decide('allow', { body: { findings: [{ rule: 'a' }] } });
    decide('allow', { subject: 'acme/site#1' });
    const { all, agents, families } = numbers();
    expect(all).toEqual({ name: 'all', counts: weekly({ 2: 1, 0: 2 }), total: 2 });
    expect(agents).toEqual([
      { name: 'devin', counts: weekly({ 2: 1, 0: 2 }), total: 2 },
      { name: 'jules', counts: weekly({ 2: 1 }), total: 1 },
    ]);
    expect(families).toEqual([
      { name: 'family of a', counts: weekly({ 2: 1, 0: 1 }), total: 1 },
      { name: 'family of b', counts: weekly({ 2: 1 }), total: 1 },
    ]);
    expect(agentsIn(trails, ['acme/shop'])).toEqual(new Set(['devin', 'jules']));
  });

  test.each<[string, () => void]>([
    ['nothing happened', () => {}],
    ['no agent had a hand in it', () => decide('block', { body: { agents: [], findings: [{ rule: 'a' }] } })],
    ['it was longer ago', () => decide('block', { weeksAgo: 12, body: { findings: [{ rule: 'a' }] } })],
    [
      'it was elsewhere',
      () => decide('block', { subject: 'acme/secret#1', body: { findings: [{ rule: 'a' }] } }),
    ],
    ['an entry has no subject', () => decide('block', { subject: 'acme' })],
    ['an entry is of another kind', () => tell('installation', { body: { agents: BY_DEVIN } })],
  ])('none where %s', (_, happen) => {
    happen();
    expect(numbers()).toEqual({
      weeks: lastWeeks(NOW),
      all: { name: 'all', counts: weekly({}), total: 0 },
      agents: [],
      families: [],
      approvals: {
        weeks: weekly({}).map(() => ({ count: 0, median: null })),
        count: 0,
        median: null,
        overridden: 0,
      },
      past: [],
    });
  });

  test('of one agent', () => {
    decide('block', { body: { findings: [{ rule: 'a' }] } });
    decide('block', { subject: 'acme/shop#2', body: { agents: [{ ...BY_DEVIN[0], agent: 'jules' }] } });
    const { all, families } = numbers('jules');
    expect([all.total, families]).toEqual([1, []]);
  });
});

const APPROVED = { obligations: [{ met: true, counted: ['olga'] }] };

describe('time to approval', () => {
  test.each<[string, () => void, Partial<Trends['approvals']>]>([
    [
      'runs from the first decision that waits',
      () => {
        decide('block');
        decide('review_required', { hours: 2 });
        decide('allow', { hours: 5, body: APPROVED });
      },
      { count: 1, median: 5 * HOUR },
    ],
    [
      'is not told where nothing waited',
      () => {
        decide('allow', { body: APPROVED });
      },
      { count: 0, median: null },
    ],
    [
      'is not told where it waits still',
      () => {
        decide('block');
      },
      { count: 0 },
    ],
    [
      'counts each wait',
      () => {
        decide('block');
        decide('allow', { hours: 1, body: APPROVED });
        decide('review_required', { hours: 10 });
        decide('allow', { hours: 13, body: APPROVED });
      },
      { count: 2, median: 2 * HOUR },
    ],
    [
      'is another thing than an override',
      () => {
        decide('block');
        decide('allow', { hours: 1, body: { ...APPROVED, override: { by: 'ada' } } });
      },
      { count: 0, overridden: 1 },
    ],
    [
      'is another thing than a change that nobody had to approve',
      () => {
        decide('block');
        decide('allow', { hours: 1 });
      },
      { count: 0, overridden: 0 },
    ],
    [
      'is another thing than no agent after all',
      () => {
        decide('block');
        decide('allow', { hours: 1, body: { ...APPROVED, agents: [] } });
      },
      { count: 0, overridden: 0 },
    ],
    [
      'counts agents only',
      () => {
        decide('block', { body: { agents: [] } });
        decide('allow', { hours: 1, body: { ...APPROVED, agents: [] } });
      },
      { count: 0 },
    ],
    [
      'runs from before what was read',
      () => {
        const decision = {
          sequence: 1,
          at: new Date(NOW).toISOString(),
          kind: 'decision',
          subject: 'acme/shop#1',
          body: { outcome: 'block', agents: BY_DEVIN },
        };
        startFrom(trails, { decision, since: new Date(NOW - 20 * WEEK).toISOString() });
        decide('allow', { body: APPROVED });
      },
      { count: 1, median: 20 * WEEK },
    ],
    [
      'ends with a merge that nobody approved',
      () => {
        merge(decide('block'), 'block');
        decide('allow', { hours: 1, body: APPROVED });
      },
      { count: 0 },
    ],
  ])('%s', (_, happen, expected) => {
    happen();
    expect(numbers().approvals).toMatchObject(expected);
  });

  test('is told of the week in which it ended, and of an agent', () => {
    decide('block', { weeksAgo: 3 });
    decide('allow', { weeksAgo: 1, body: APPROVED });
    expect(numbers().approvals.weeks.at(-2)).toEqual({ count: 1, median: 2 * WEEK });
    expect(numbers('devin').approvals.count).toBe(1);
    expect(numbers('jules').approvals.count).toBe(0);
  });

  test.each([
    [[], null],
    [[5], 5],
    [[9, 1, 5], 5],
    [[1, 9], 5],
    [[100, 9, 20, 1], 14.5],
  ])('the median of %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('merged past the gate', () => {
  test.each<[string, () => void, object[]]>([
    ['not what was allowed', () => merge(decide('allow')), []],
    [
      'what was not allowed, with what was unmet',
      () =>
        merge(
          decide('review_required', {
            body: { obligations: [{ name: 'dba', missing: '1 of @acme/dba', met: false }] },
          }),
          'review_required',
        ),
      [
        {
          repository: 'acme/shop',
          number: 1,
          mergedBy: 'olga',
          agents: ['devin'],
          outcome: 'review_required',
          how: 'not allowed',
          unmet: [{ for: 'review', who: '1 of @acme/dba', what: 'dba' }],
          override: null,
        },
      ],
    ],
    [
      'what the gate only watched',
      () => merge(decide('block', { body: { mode: 'observe' } }), 'block'),
      [{ how: 'observed' }],
    ],
    ['what nothing was decided on', () => merge(null), [{ how: 'undecided', agents: [], outcome: null }]],
    [
      'another head than the one decided on',
      () => {
        decide('allow');
        merge(null);
      },
      [{ how: 'undecided', agents: ['devin'] }],
    ],
    [
      'a decision that was not read',
      () => merge(99, 'block'),
      [{ how: 'unknown', outcome: 'block', unmet: [], agents: [] }],
    ],
    [
      'an override, with its reason',
      () => {
        tell('override', { body: { by: { login: 'ada' }, reason: 'The shop is down.' } });
        merge(decide('allow', { body: { override: { by: 'ada' } } }));
      },
      [{ how: 'overridden', override: { by: 'ada', reason: 'The shop is down.' }, agents: ['devin'] }],
    ],
    [
      'an override of somebody else than whose word is known',
      () => {
        tell('override', { body: { by: { login: 'ada' }, reason: 'The shop is down.' } });
        merge(decide('allow', { body: { override: { by: 'mei' } } }));
      },
      [{ how: 'overridden', override: { by: 'mei', reason: null } }],
    ],
    ['a merge longer ago', () => merge(null, '', { weeksAgo: 13 }), []],
    ['a merge elsewhere', () => merge(null, '', { subject: 'acme/secret#1' }), []],
  ])('%s', (_, happen, expected) => {
    happen();
    const { past } = numbers();
    expect(past).toHaveLength(expected.length);
    expect(past).toMatchObject(expected);
  });

  test('the newest first, and those of an agent', () => {
    merge(null, '', { subject: 'acme/shop#1', weeksAgo: 2 });
    merge(decide('block', { subject: 'acme/site#5' }), 'block', { subject: 'acme/site#5' });
    merge(null, '', { subject: 'acme/shop#3', weeksAgo: 1 });
    expect(numbers().past.map(({ number }) => number)).toEqual([5, 3, 1]);
    expect(numbers('devin').past.map(({ number }) => number)).toEqual([5]);
  });
});

test('what ended long ago is forgotten, and what did not is kept', () => {
  decide('block', { weeksAgo: 20 });
  merge(decide('block', { subject: 'acme/site#1', weeksAgo: 20 }), 'block', {
    subject: 'acme/site#1',
    weeksAgo: 20,
  });
  decide('block', { subject: 'acme/shop#2', weeksAgo: 20 });
  decide('allow', { subject: 'acme/shop#2', weeksAgo: 1, body: APPROVED });
  forgetBefore(trails, NOW - 12 * WEEK);
  expect([...trails.keys()]).toEqual(['acme/shop']);
  expect(trailOf(trails, { repository: 'acme/shop', number: 1 })).toBeUndefined();
  expect(trailOf(trails, { repository: 'acme/shop', number: 2 })?.weeks.size).toBe(1);
});

test('of many pull requests there are breaks between steps, and the same numbers', () => {
  for (let number = 1; number <= 5_000; number++) decide('block', { subject: `acme/shop#${number}` });
  const wanted = { repositories: ['acme/shop'], agent: null, now: NOW, familyOf: (rule: string) => rule };
  const steps = trendsInSteps(trails, wanted);
  let breaks = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) breaks++;
  expect(breaks).toBe(2);
  expect(step.value).toEqual(trends(trails, wanted));
  expect(trends(trails, wanted).all.total).toBe(5_000);
});
