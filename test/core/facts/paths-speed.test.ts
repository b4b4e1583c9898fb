import { globProblem, pathMatcher } from '../../../src/core/facts/paths.ts';

const NAME = 'a'.repeat(250);
const FOLDERS = 'a/'.repeat(59);

/** As many wildcards as a pattern may have, on the longest paths that are judged, which all but match. */
const SLOW: readonly (readonly [string, string])[] = [
  ['**/a*a*a*a*a*b/**', `x/${NAME}/y`],
  [`${'*a'.repeat(39)}b*`, `${NAME}c`],
  [`${'a*'.repeat(39)}[bc]`, `${NAME}d`],
  [`${'*?'.repeat(19)}b`, `${NAME}c`],
  [`**/${'a*'.repeat(36)}b/**`, `x/${NAME}/y/${NAME}`],
  [`${'**/a/'.repeat(20)}b`, `${FOLDERS}c`],
  [`${'**/a/'.repeat(17)}**/x/**/*`, `${FOLDERS}c`],
  [`${'**/*/'.repeat(11)}**/x/**/*`, `${FOLDERS}c`],
  [`${'**/a*/'.repeat(11)}**/x/**`, `${FOLDERS}c`],
  [`${'{a,b}'.repeat(6)}${'*a'.repeat(30)}c`, `${NAME}d`],
];

test.each(SLOW)('a pattern built to be slow takes no time: %s', (glob, path) => {
  expect(globProblem(glob)).toBeNull();
  const matches = pathMatcher([glob]);
  const before = performance.now();
  for (let index = 0; index < 20; index++) expect(matches(`${path}${index}`)).toBe(false);
  expect(performance.now() - before).toBeLessThan(1000);
});
