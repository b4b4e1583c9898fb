import { testRunNarrowed } from '../../../../src/core/rules/checks-weakened/test-run-narrowed.ts';
import { changeFacts } from '../../../support/change.ts';

const lines = (before: string, after: string): (number | null)[] =>
  testRunNarrowed
    .inspect(changeFacts([{ path: 'scripts/test.sh', before: `${before}\n`, after: `${after}\n` }]), {})
    .flatMap(({ places }) => places.map(({ line }) => line));

test.each([
  ['pytest', 'pytest tests/test_a.py'],
  ['python -m pytest tests/', 'python -m pytest tests/unit/test_a.py::test_one'],
  ['pytest -q .', 'pytest -q ./tests/test_a.py'],
  ['npx jest', 'npx jest --testPathIgnorePatterns payment'],
  ['pytest tests', 'pytest tests --deselect tests/test_a.py::test_b'],
])('from %s to %s is fewer', (before, after) => {
  expect(lines(before, after)).toEqual([1]);
});

test.each([
  ['pytest tests', 'pytest tests integration'],
  ['pytest tests/test_a.py', 'pytest tests/test_b.py'],
  ['pytest tests --ignore tests/slow', 'pytest tests -q --ignore tests/slow'],
  ['npx vitest run', 'npx vitest run --config vitest.config.ts'],
  ['npx jest', 'npx vitest run src/a.test.ts'],
  ['npx vitest run', 'npx vitest run --coverage --reporter ./reporter.js'],
  ['  pytest tests', 'pytest tests'],
])('from %s to %s is not', (before, after) => {
  expect(lines(before, after)).toEqual([]);
});

test('a very long line is read in a bounded time', () => {
  const start = performance.now();
  expect(lines('pytest', `pytest ${'tests/ '.repeat(150_000)}`)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
