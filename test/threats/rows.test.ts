import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NUMBERS = Array.from({ length: 39 }, (_, index) => index + 1);

const folder = 'test/threats';
const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && name !== 'rows.test.ts')
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

/** The first cells of the tables: "#15, #23". */
const rows = readFileSync('docs/security.md', 'utf8').match(/^\| #[^|]*/gm) ?? [];

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/#(\d+)/g)].map(([, number]) => Number(number));

test('every way past the gate has a test that bears its number', () => {
  const titles = tests.match(/\((['"`])#\d+(?:, #\d+)* /g) ?? [];
  const tested = new Set(titles.flatMap(numbersIn));
  expect(NUMBERS.filter((number) => !tested.has(number))).toEqual([]);
});

test('every way past the gate is told in docs/security.md, once', () => {
  expect(rows.flatMap(numbersIn).toSorted((a, b) => a - b)).toEqual(NUMBERS);
});
