import { answers, type Answers } from '../../../src/core/statistics/answering/answers.ts';
import {
  beginPull,
  followPull,
  forgetPullsBefore,
  pullOf,
  type Pulls,
} from '../../../src/core/statistics/answering/pulls.ts';
import { percentile, tally } from '../../../src/core/statistics/middle.ts';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const HOUR = 3_600_000;
const BY_DEVIN = [{ agent: 'devin', role: 'authored', strength: 'attested' }];
const BY_BOTH = [...BY_DEVIN, { agent: 'jules', role: 'coauthored', strength: 'declared' }];

let pulls: Pulls;
let sequence: number;

beforeEach(() => {
  pulls = new Map();
  sequence = 0;
});

interface Told {
  readonly pull?: number;
  readonly repository?: string;
  readonly body?: Record<string, unknown>;
}

function entry(kind: string, hours: number, { pull = 1, repository = 'acme/shop', body = {} }: Told = {}) {
  sequence++;
  const at = new Date(FROM + hours * HOUR).toISOString();
  return { sequence, at, kind, subject: `${repository}#${pull}`, body };
}

function tell(kind: string, hours: number, told?: Told): number {
  followPull(pulls, entry(kind, hours, told));
  return sequence;
}

const body = (more: object = {}): Record<string, unknown> => ({
  outcome: 'review_required',
  mode: 'enforce',
  agents: BY_DEVIN,
  obligations: [{ met: false, counted: [], opposed: [], rejected: [] }],
  ...more,
});
const approvedBy = (...counted: string[]): Record<string, unknown> =>
  body({ outcome: 'allow', obligations: [{ met: true, counted, opposed: [], rejected: [] }] });

const decide = (hours: number, of: Record<string, unknown> = body(), told: Told = {}): number =>
  tell('decision', hours, { ...told, body: of });
const merge = (hours: number, decision: number | null, outcome: string, told: Told = {}): number =>
  tell('merge', hours, {
    ...told,
    body: { mergedBy: 'nadia', decision: decision && { sequence: decision, outcome } },
  });
const word = (
  kind: string,
  hours: number,
  login: string | null,
  told: Told = {},
  more: object = {},
): number => tell(kind, hours, { ...told, body: { kind, by: login && { login, type: 'User' }, ...more } });

const numbers = (agent: string | null = null, repositories: string[] | null = null): Answers =>
  answers(pulls, { repositories, agent, from: FROM });

describe('time to the first human look', () => {
  test.each<[string, () => void, Partial<Answers['looks']>]>([
    ['nothing happened', () => {}, { gated: 0, looked: 0, median: null, ninetieth: null, merged: 0 }],
    ['nobody looked yet', () => decide(0), { gated: 1, looked: 0, median: null, merged: 0, mergedUnseen: 0 }],
    [
      'it is told from the first decision to the first that shows a review',
      () => {
        decide(1);
        decide(3);
        decide(5, approvedBy('olga'));
        decide(9, approvedBy('olga', 'mei'));
      },
      { gated: 1, looked: 1, median: 4 * HOUR, ninetieth: 4 * HOUR },
    ],
    [
      'a refusal is a look',
      () => {
        decide(0);
        decide(2, body({ obligations: [{ met: false, opposed: ['olga'] }] }));
      },
      { looked: 1, median: 2 * HOUR },
    ],
    [
      'a bot is none',
      () => {
        decide(0);
        const rejected = [{ login: 'app', reason: 'not a person: only people can approve' }];
        decide(2, body({ obligations: [{ met: false, rejected }] }));
      },
      { looked: 0, median: null },
    ],
    [
      'a waiver is one',
      () => {
        decide(0);
        word('waiver', 3, 'olga');
        decide(6, approvedBy('olga'));
      },
      { looked: 1, median: 3 * HOUR },
    ],
    [
      'an override is one',
      () => {
        decide(0);
        word('override', 7, 'ada');
      },
      { looked: 1, median: 7 * HOUR },
    ],
    [
      'a word of nobody is none',
      () => {
        decide(0);
        word('override', 7, null);
      },
      { looked: 0 },
    ],
    [
      'a review before an agent came is none',
      () => {
        decide(0, { ...approvedBy('olga'), agents: [] });
        decide(4);
        decide(6, approvedBy('olga'));
      },
      { gated: 1, looked: 1, median: 2 * HOUR },
    ],
    [
      'what was merged before anybody looked',
      () => {
        merge(2, decide(0), 'review_required');
        decide(5, approvedBy('olga'));
      },
      { looked: 1, median: 5 * HOUR, merged: 1, mergedUnseen: 1, mergedUnasked: 0 },
    ],
    [
      'what was merged with nobody asked',
      () => merge(2, decide(0, body({ outcome: 'allow', obligations: [] })), 'allow'),
      { merged: 1, mergedUnseen: 1, mergedUnasked: 1 },
    ],
    [
      'what was merged before a look, and recorded after it',
      () => {
        decide(0);
        const decision = decide(4, approvedBy('olga'));
        const mergedAt = new Date(FROM + 3 * HOUR).toISOString();
        tell('merge', 9, { body: { mergedAt, decision: { sequence: decision, outcome: 'allow' } } });
      },
      { looked: 1, median: 4 * HOUR, merged: 1, mergedUnseen: 1 },
    ],
    [
      'what was merged after a look',
      () => {
        decide(0);
        merge(4, decide(3, approvedBy('olga')), 'allow');
      },
      { merged: 1, mergedUnseen: 0 },
    ],
    [
      'what came past the gate and was reviewed after all',
      () => {
        merge(2, decide(0), 'review_required');
        const at = new Date(FROM + 8 * HOUR).toISOString();
        tell('answered', 9, { body: { how: 'reviewed', by: 'olga', at } });
      },
      { looked: 1, median: 8 * HOUR, mergedUnseen: 1 },
    ],
    [
      'what came past the gate and was answered for otherwise',
      () => {
        merge(2, decide(0), 'review_required');
        tell('answered', 9, { body: { how: 'closed', by: 'olga' } });
      },
      { looked: 0, mergedUnseen: 1 },
    ],
    ['people’s own work is not asked about', () => decide(0, body({ agents: [] })), { gated: 0 }],
    [
      'what was gated before the time asked about is not new',
      () => {
        decide(-5);
        decide(1, approvedBy('olga'));
      },
      { gated: 0, looked: 0 },
    ],
    [
      'nor what stood before it',
      () => {
        beginPull(pulls, {
          decision: entry('decision', -5, { body: body() }),
          since: new Date(FROM - 9 * HOUR).toISOString(),
        });
        decide(1, approvedBy('olga'));
      },
      { gated: 0, looked: 0 },
    ],
  ])('%s', (_, happen, expected) => {
    happen();
    expect(numbers().looks).toMatchObject(expected);
  });

  test('ten of them', () => {
    for (let pull = 1; pull <= 10; pull++) {
      decide(0, body(), { pull });
      decide(pull * pull, approvedBy('olga'), { pull });
    }
    // 1 4 9 16 25 36 49 64 81 100: between the fifth and the sixth; the ninth.
    expect(numbers().looks).toMatchObject({
      gated: 10,
      looked: 10,
      median: 30.5 * HOUR,
      ninetieth: 81 * HOUR,
    });
  });
});

describe('approvals by people outside the change', () => {
  test('of what was merged', () => {
    merge(1, decide(0, approvedBy('Olga')), 'allow');
    merge(1, decide(0, approvedBy('olga', 'mei'), { pull: 2 }), 'allow', { pull: 2 });
    merge(1, decide(0, approvedBy('olga'), { pull: 3 }), 'allow', { pull: 3 });
    merge(1, decide(0, body(), { pull: 4 }), 'review_required', { pull: 4 });
    // Pushed again after it was approved: nothing was decided on what was merged.
    decide(0, approvedBy('olga'), { pull: 5 });
    merge(1, null, '', { pull: 5 });
    // Not merged, of a person, and merged on a decision that was not read.
    decide(0, approvedBy('olga'), { pull: 6 });
    merge(1, decide(0, { ...approvedBy('olga'), agents: [] }, { pull: 7 }), 'allow', { pull: 7 });
    decide(0, approvedBy('olga'), { pull: 8 });
    merge(1, 99, 'allow', { pull: 8 });
    expect(numbers().approvals).toEqual({
      merged: 5,
      approved: 3,
      approvedByTwo: 1,
      people: [
        { name: 'olga', count: 3 },
        { name: 'mei', count: 1 },
      ],
    });
  });

  test('what an older decision says of a merge within the time', () => {
    beginPull(pulls, {
      decision: entry('decision', -5, { body: approvedBy('olga') }),
      since: '2026-08-30T00:00:00Z',
    });
    merge(1, sequence, 'allow');
    expect(numbers().approvals).toMatchObject({ merged: 1, approved: 1 });
    expect(numbers().share).toMatchObject({ all: 0, agents: 0 });
  });

  test('not what was merged before', () => {
    merge(-1, decide(-2, approvedBy('olga')), 'allow');
    expect(numbers().approvals).toEqual({ merged: 0, approved: 0, approvedByTwo: 0, people: [] });
  });
});

test('the share of agents, by agent and by the worst that was ever found', () => {
  const found = (...severities: string[]) => ({ findings: severities.map((severity) => ({ severity })) });
  decide(0, body(found('critical', 'low')));
  decide(1, body());
  decide(0, body({ ...found('medium'), agents: BY_BOTH }), { pull: 2 });
  decide(0, body(), { pull: 3 });
  decide(0, body({ agents: [], ...found('high') }), { pull: 4 });
  decide(-1, body(), { pull: 5 });
  expect(numbers().share).toEqual({
    all: 4,
    agents: 3,
    byAgent: [
      { name: 'devin', count: 3 },
      { name: 'jules', count: 1 },
    ],
    byRisk: [
      { risk: 'none', count: 1 },
      { risk: 'low', count: 0 },
      { risk: 'medium', count: 1 },
      { risk: 'high', count: 0 },
      { risk: 'critical', count: 1 },
    ],
  });
});

test('a merge that nothing was decided on may tell itself whose it was', () => {
  tell('merge', 1, { body: { agents: ['devin'], decision: null } });
  tell('merge', 1, { pull: 2, body: { decision: null } });
  expect(numbers().words).toMatchObject({ merged: 1, merges: { undecided: 1 } });
});

test('words and merges', () => {
  word('override', -1, 'ada');
  decide(0);
  word('override', 1, 'Ada', {}, { selfAccepted: true });
  merge(3, decide(2, body({ outcome: 'allow', override: { by: 'ada' } })), 'allow');
  decide(0, body(), { pull: 2 });
  word('waiver', 1, 'olga', { pull: 2 });
  word('waiver', 2, 'olga', { pull: 2 });
  word('waiver', 2, 'mei', { pull: 2 });
  const waived = { ...approvedBy('olga'), findings: [{ severity: 'low', waivedBy: 'mei' }] };
  merge(4, decide(3, waived, { pull: 2 }), 'allow', { pull: 2 });
  merge(1, decide(0, body(), { pull: 3 }), 'review_required', { pull: 3 });
  merge(1, decide(0, body({ mode: 'observe' }), { pull: 4 }), 'review_required', { pull: 4 });
  decide(0, body(), { pull: 5 });
  merge(1, null, '', { pull: 5 });
  // After such a word it is no agent’s any more, and the word is counted still.
  word('not_agent', 1, 'olga', { pull: 6 });
  merge(2, decide(1, body({ agents: [] }), { pull: 6 }), 'allow', { pull: 6 });
  expect(numbers().words).toEqual({
    given: { waiver: 3, not_agent: 1, override: 1 },
    by: {
      waiver: [
        { name: 'olga', count: 2 },
        { name: 'mei', count: 1 },
      ],
      override: [{ name: 'ada', count: 1 }],
    },
    selfAccepted: 1,
    merges: { allowed: 1, overridden: 1, observed: 1, 'not allowed': 1, undecided: 1, unknown: 0 },
    merged: 5,
    mergedWaived: 1,
  });
});

test('of some repositories and one agent', () => {
  merge(2, decide(0, approvedBy('olga')), 'allow');
  merge(2, decide(0, { ...approvedBy('mei'), agents: BY_BOTH }, { pull: 2 }), 'allow', { pull: 2 });
  const site = { repository: 'acme/site' };
  merge(2, decide(0, approvedBy('ada'), site), 'allow', site);
  const people = ({ approvals }: Answers): string[] => approvals.people.map(({ name }) => name);
  expect(people(numbers())).toEqual(['ada', 'mei', 'olga']);
  expect(people(numbers(null, ['acme/shop', 'acme/none']))).toEqual(['mei', 'olga']);
  expect(people(numbers('jules'))).toEqual(['mei']);
  expect(numbers('jules').share).toMatchObject({ all: 3, agents: 1 });
});

test('entries of any version and kind do no harm', () => {
  for (const kind of ['decision', 'merge', 'override', 'waiver', 'push', 'something-new']) {
    tell(kind, 0);
    followPull(pulls, { sequence: 1, at: 'never', kind, subject: 'acme/shop#9', body: {} });
    followPull(pulls, { sequence: 1, at: new Date(FROM).toISOString(), kind, subject: 'acme', body: {} });
  }
  expect(numbers().share.all).toBe(1);
});

test('what nothing was heard of is forgotten', () => {
  decide(-2);
  decide(-2, body(), { pull: 2 });
  decide(1, body(), { pull: 2 });
  merge(1, null, '', { pull: 3 });
  word('override', -3, 'ada', { pull: 4 });
  word('override', 3, 'ada', { pull: 5 });
  forgetPullsBefore(pulls, FROM);
  const left = [1, 2, 3, 4, 5].filter((number) => pullOf(pulls, { repository: 'acme/shop', number }));
  expect(left).toEqual([2, 3, 5]);
  forgetPullsBefore(pulls, FROM + 99 * HOUR);
  expect(pulls.size).toBe(0);
});

test.each<[number[], number, number | null]>([
  [[], 0.9, null],
  [[7], 0.9, 7],
  [[3, 1, 2], 0.9, 3],
  [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9, 9],
  [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0, 1],
])('of %j the share %d is within', (values, part, expected) => {
  expect(percentile(values, part)).toBe(expected);
});

test('a tally has most first, then by name', () => {
  expect(tally(['b', 'a', 'c', 'c'])).toEqual([
    { name: 'c', count: 2 },
    { name: 'a', count: 1 },
    { name: 'b', count: 1 },
  ]);
});
