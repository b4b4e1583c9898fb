import { freezesInForce, isOn, withFreezes, type RecordedWord } from '../../../src/core/decision/freezes.ts';
import { policy, user } from '../../support/facts.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const hour = (hours: number): string => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();

/** A word given so many hours from now, which is before it where negative. */
const word = (agents: unknown, at: number, until: number | null | undefined): RecordedWord => ({
  at: hour(at),
  body: {
    agents,
    until: typeof until === 'number' ? hour(until) : until,
    by: user('max'),
    reason: 'It loops',
    at: hour(at),
    command: `comment:${at}`,
    where: null,
  },
});

const stopped = (...recorded: readonly RecordedWord[]): [string, string][] =>
  freezesInForce(recorded, 'repository', NOW).map(({ agents, until }) => [String(agents), until]);

test.each<[string, readonly RecordedWord[], readonly [string, string][]]>([
  ['nothing was said', [], []],
  ['all, for a time', [word('all', -1, 3)], [['all', hour(3)]]],
  ['one', [word(['devin'], -1, 3)], [['devin', hour(3)]]],
  ['until it ends', [word('all', -4, 0)], []],
  [
    'the second word replaces the end, to later',
    [word('all', -2, 1), word('all', -1, 3)],
    [['all', hour(3)]],
  ],
  ['and to earlier', [word('all', -2, 3), word('all', -1, 1)], [['all', hour(1)]]],
  [
    'an earlier word that is recorded later replaces nothing',
    [word('all', -1, 3), word('all', -2, 1)],
    [['all', hour(3)]],
  ],
  ['somebody let them go on', [word('all', -2, 3), word('all', -1, null)], []],
  [
    'and stopped them again',
    [word('all', -3, 3), word('all', -2, null), word('all', -1, 2)],
    [['all', hour(2)]],
  ],
  [
    'letting one go on leaves the others',
    [word(['devin', 'jules'], -2, 3), word(['devin'], -1, null)],
    [['jules', hour(3)]],
  ],
  ['letting all go on lets each', [word(['devin'], -2, 3), word('all', -1, null)], []],
  ['one is not all', [word('all', -2, 3), word(['devin'], -1, null)], [['all', hour(3)]]],
  [
    'what was written before it was stopped lets nobody go on',
    [word('all', -1, 3), word('all', -2, null)],
    [['all', hour(3)]],
  ],
  [
    'and what was written before somebody let them go on stops nobody',
    [word('all', -1, null), word('all', -2, 3)],
    [],
  ],
  ['an end that is not known holds', [word('all', -1, undefined)], [['all', 'unknown']]],
  ['agents that are not known are all', [word(undefined, -1, 3)], [['all', hour(3)]]],
  [
    'of one whose time was taken away, the record’s counts',
    [{ at: hour(-1), body: {} }],
    [['all', 'unknown']],
  ],
])('%s', (_, recorded, expected) => {
  expect(stopped(...recorded)).toEqual(expected);
});

test('a word says whose it is and how far it goes', () => {
  expect(freezesInForce([word('all', -1, 3)], 'organization', NOW)).toEqual([
    {
      agents: 'all',
      until: hour(3),
      reason: 'It loops',
      given: { by: 'max', scope: 'organization' },
      at: hour(-1),
    },
  ]);
});

test('words are added to what the policy says', () => {
  const own = { agents: 'all' as const, until: hour(1), reason: 'Peak week.' };
  const given = freezesInForce([word(['devin'], -1, 3)], 'repository', NOW);
  expect(withFreezes(policy({ freeze: [own] }), given).freeze).toEqual([own, ...given]);
  expect(withFreezes(policy({ freeze: [own] }), []).freeze).toEqual([own]);
});

test.each([
  [hour(1), true],
  [NOW, false],
  [hour(-1), false],
  ['unknown', true],
])('until %s: %s', (until, on) => {
  expect(isOn(NOW)({ until })).toBe(on);
});
