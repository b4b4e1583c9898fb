import type { Check } from '../../../src/core/doctor/check.ts';
import { ACCOUNT_CHECKS, APP_CHECKS, REPOSITORY_CHECKS } from '../../../src/core/doctor/checks/checks.ts';
import type { Line } from '../../../src/core/doctor/line.ts';

/** Each check's examples, as a table. */
function cases<Facts>(
  checks: readonly Check<Facts>[],
): [string, string, () => readonly Line[], readonly string[]][] {
  return checks.flatMap((check) =>
    check.examples.map(
      ({ when, facts, lines }): [string, string, () => readonly Line[], readonly string[]] => [
        check.id,
        when,
        () => check.inspect(facts),
        lines,
      ],
    ),
  );
}

const ALL = [...cases(APP_CHECKS), ...cases(ACCOUNT_CHECKS), ...cases(REPOSITORY_CHECKS)];

test.each(ALL)('%s: %s', (_id, _when, inspect, expected) => {
  expect(inspect().map(({ sign, says }) => `${sign}: ${says}`)).toEqual(expected);
});

test('every check has a name of its own', () => {
  const ids = [...APP_CHECKS, ...ACCOUNT_CHECKS, ...REPOSITORY_CHECKS].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(ALL)('%s, %s: says how to mend what does not pass', (_id, _when, inspect) => {
  const unmended = inspect().filter(({ sign, mend }) => (sign === 'pass') !== (mend === null));
  expect(unmended).toEqual([]);
});
