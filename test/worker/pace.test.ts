import { paced } from '../../src/worker/pace.ts';

const START = new Date('2026-03-02T12:00:00.000Z');

test.each<[string, string[], number, [string, string][]]>([
  ['nothing', [], 1, []],
  [
    'one a second',
    ['a', 'b', 'c'],
    1,
    [
      ['a', '2026-03-02T12:00:00.000Z'],
      ['b', '2026-03-02T12:00:01.000Z'],
      ['c', '2026-03-02T12:00:02.000Z'],
    ],
  ],
  [
    'two a second, in the order given',
    ['c', 'a'],
    0.5,
    [
      ['c', '2026-03-02T12:00:00.000Z'],
      ['a', '2026-03-02T12:00:00.500Z'],
    ],
  ],
])('%s', (_, keys, seconds, expected) => {
  const items = keys.map((key) => ({ key }));
  expect(paced(items, START, seconds).map(({ key, runAt }) => [key, runAt])).toEqual(expected);
});

test('keeps what else an item says, over a time it had', () => {
  expect(paced([{ key: 'a', priority: 3, runAt: 'whenever' }], START, 1)).toEqual([
    { key: 'a', priority: 3, runAt: START.toISOString() },
  ]);
});
