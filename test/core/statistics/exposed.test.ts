import { exposuresOf, type ExposureEntry } from '../../../src/core/exposure/exposures.ts';
import { exposed, type Exposed } from '../../../src/core/statistics/answering/exposed.ts';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const HOUR = 3_600_000;
const NOW = FROM + 100 * HOUR;

let sequence = 0;
const told = (kind: string, hours: number, subject: string, body: object): ExposureEntry => ({
  sequence: ++sequence,
  at: new Date(FROM + hours * HOUR).toISOString(),
  kind,
  subject,
  body: { ...body },
});
const merged = (hours: number, subject: string, agents = ['devin']) =>
  told('merge', hours, subject, { agents, protected: true, mergedBy: 'nadia', decision: null });
const answered = (hours: number, subject: string, how: string) =>
  told('answered', hours, subject, { how, by: 'olga' });

const NONE: Exposed = {
  all: 0,
  byWhat: { 'merged past the gate': 0, 'pushed past the gate': 0, 'override not followed up': 0 },
  open: 0,
  ended: { reverted: 0, reviewed: 0, closed: 0 },
  median: null,
  longest: null,
};

const numbers = (
  entries: readonly ExposureEntry[],
  asked: { agent?: string; repositories?: readonly string[] } = {},
): Exposed =>
  exposed(exposuresOf(entries), { repositories: null, agent: null, from: FROM, now: NOW, ...asked });

test('none where nothing came past the gate', () => {
  const allowed = { agents: ['devin'], protected: true, decision: { outcome: 'allow' } };
  expect(numbers([told('merge', 1, 'acme/shop#1', allowed)])).toEqual(NONE);
});

const STORY = [
  // Over before the time asked about.
  merged(-9, 'acme/shop#1'),
  answered(-1, 'acme/shop#1', 'closed'),
  // Begun before and ended within: 12 hours; then 2 hours, then 5.
  merged(-9, 'acme/shop#2'),
  answered(3, 'acme/shop#2', 'reviewed'),
  merged(10, 'Acme/Shop#3', ['jules']),
  answered(12, 'acme/shop#3', 'reverted'),
  told('push', 20, 'acme/site@main', { pushedBy: 'mei', commits: [{ sha: 'a', agents: ['devin'] }] }),
  answered(25, 'acme/site@main', 'closed'),
  // Going on for 40 hours.
  merged(60, 'acme/site#4'),
];

test('how many, how they ended, and how long they were', () => {
  expect(numbers(STORY)).toEqual({
    all: 4,
    byWhat: { 'merged past the gate': 3, 'pushed past the gate': 1, 'override not followed up': 0 },
    open: 1,
    ended: { reverted: 1, reviewed: 1, closed: 1 },
    median: 5 * HOUR,
    longest: 40 * HOUR,
  });
});

test('of some repositories and one agent', () => {
  expect(numbers(STORY, { repositories: ['acme/site', 'acme/none'] })).toMatchObject({ all: 2, open: 1 });
  expect(numbers(STORY, { repositories: [] })).toEqual(NONE);
  expect(numbers(STORY, { agent: 'jules' })).toMatchObject({ all: 1, open: 0, longest: 2 * HOUR });
});

test('an override that nobody followed up is one from when it was raised', () => {
  const alert = told('alert', 80, 'acme/shop#7', {
    what: 'override not followed up',
    since: new Date(FROM + 70 * HOUR).toISOString(),
    agents: ['devin'],
  });
  expect(numbers([alert])).toMatchObject({
    all: 1,
    open: 1,
    byWhat: { 'override not followed up': 1 },
    longest: 30 * HOUR,
  });
});
