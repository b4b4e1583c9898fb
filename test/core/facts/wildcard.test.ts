import { wildcardMatcher } from '../../../src/core/facts/wildcard.ts';

test.each<[string[], string, boolean]>([
  [['risky'], 'risky', true],
  [['risky'], 'RISKY', true],
  [['Risky'], 'risky', true],
  [['risky'], 'not risky', false],
  [['risky'], 'risky!', false],
  [['*'], '', true],
  [['*'], 'anything at all', true],
  [[''], '', true],
  [[''], 'a', false],
  [['area/*'], 'area/db', true],
  [['area/*'], 'area/', true],
  [['area/*'], 'my area/db', false],
  [['*db'], 'area/db', true],
  [['*db'], 'db area', false],
  [['*hotfix*'], 'Hotfix for the login', true],
  [['*hotfix*'], 'A hot fix', false],
  [['a*b'], 'ab', true],
  [['a*b'], 'a', false],
  [['ab*ba'], 'aba', false],
  [['ab*ba'], 'abba', true],
  [['a*b*c'], 'a-c-b-c', true],
  [['a*b*c'], 'a-c-b', false],
  [['*a*a*'], 'a', false],
  [['*a*a*'], 'aa', true],
  [['a**b'], 'ab', true],
  [['fix(*): *'], 'fix(auth): [x] $1 ^.+', true],
  [['a.c'], 'abc', false],
  [['[wip]*'], 'w', false],
  [['[wip]*'], '[WIP] later', true],
  [['a?'], 'ab', false],
  [['straße'], 'STRASSE', true],
  [['ﬁx'], 'fix', true],
  [['risky'], 'ri\u200bsky', true],
  [['caf\u00e9'], 'cafe\u0301', true],
  [['one', 'two*'], 'two and more', true],
  [['one', 'two*'], 'three', false],
  [[], 'anything', false],
])('%j on %j: %j', (patterns, text, expected) => {
  expect(wildcardMatcher(patterns)(text)).toBe(expected);
});

test.each<[string, string]>([
  [`${'*a'.repeat(40)}b`, 'a'.repeat(100_000)],
  [`${'*a'.repeat(40)}b*`, 'a'.repeat(100_000)],
  [`${'a*'.repeat(40)}b`, `${'a'.repeat(100_000)}c`],
])('patterns built to be slow are quick: %j', (pattern, text) => {
  const matches = wildcardMatcher([pattern]);
  const before = performance.now();
  expect(matches(text)).toBe(false);
  expect(performance.now() - before).toBeLessThan(200);
});
