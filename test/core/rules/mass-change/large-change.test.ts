import { largeChange } from '../../../../src/core/rules/mass-change/large-change.ts';
import { changeFacts, fileChange } from '../../../support/change.ts';

const text = (lines: number): string => 'line\n'.repeat(lines);
const inspect = (lines: number, options: object) =>
  largeChange.inspect(
    changeFacts([{ path: 'src/a.ts', before: null, after: text(lines) }]),
    largeChange.options.parse(options),
  );

test('the defaults', () => {
  expect(largeChange.options.parse({})).toEqual({
    lines: 1500,
    files: 60,
    deletions: 1000,
    characters: 500_000,
  });
});

test.each([{ lines: 0 }, { lines: 1.5 }, { lines: '800' }, { line: 800 }])(
  'options refused: %j',
  (options) => {
    expect(largeChange.options.safeParse(options).success).toBe(false);
  },
);

test('the message names what is over and by how much', () => {
  expect(inspect(1501, {})).toEqual([
    {
      rule: 'large-change',
      family: 'mass-change',
      severity: 'medium',
      message:
        'More than a person reads with care in one sitting: 1,501 lines (limit 1,500). Split it into pull requests that each do one thing.',
      places: [{ path: 'src/a.ts', line: null, side: 'head' }],
    },
  ]);
});

test.each([
  [100, []],
  [101, ['medium']],
  [500, ['medium']],
  [501, ['high']],
])('%i lines of 100', (lines, severities) => {
  expect(inspect(lines, { lines: 100 }).map(({ severity }) => severity)).toEqual(severities);
});

test('lines that GitHub did not count are counted from the patch', () => {
  const file = {
    ...fileChange({ path: 'a.sql', before: null, after: text(50) }),
    additions: 0,
    deletions: 0,
  };
  const facts = { ...changeFacts([]), files: [file] };
  expect(largeChange.inspect(facts, largeChange.options.parse({ lines: 49 }))).toHaveLength(1);
  expect(largeChange.inspect(facts, largeChange.options.parse({ lines: 50 }))).toEqual([]);
});
