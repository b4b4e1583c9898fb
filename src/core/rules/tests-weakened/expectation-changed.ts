import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { lineChanges } from '../../facts/diff.ts';
import { isSourcePath } from '../../parsers/tests/languages.ts';
import type { TestCase } from '../../parsers/tests/tests.ts';
import type { Finding, Place, Rule } from '../rule.ts';
import { compareTests, testNeeds } from './_compare.ts';
import { missing } from './_missing.ts';

/** What a tool wrote down of an earlier run, to compare later ones with. */
const SNAPSHOT = /\.(?:snap|ambr|snapshot|approved\.\w+|verified\.\w+|golden)$|(?:^|\/)__snapshots__\//;

const CONSTANT = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\b\d+(?:\.\d+)?\b|\b(?:true|false|True|False)\b/g;
const shape = (text: string): string => text.replace(CONSTANT, '#');
const compact = (text: string): string => shape(text.slice(0, 20_000)).replace(/\s+/g, '');

/** Lines of assertions that differ in nothing but what they expect, in a test that is the same otherwise. */
function adjusted(base: TestCase, head: TestCase): number[] {
  const missed = missing(base, head);
  if (missed.length === 0 || compact(base.text) !== compact(head.text)) return [];
  const gone = new Set(missed.map(({ text }) => shape(text)));
  return missing(head, base).flatMap(({ text, line }) => (gone.has(shape(text)) ? [line] : []));
}

const finding = (message: string, places: readonly Place[]): Finding[] =>
  places.length === 0
    ? []
    : [{ rule: 'expectation-changed', family: 'tests-weakened', severity: 'low', message, places }];

const path = 'src/charge.test.ts';
const test = (sum: number): string =>
  `it('charges', () => {\n  const bill = charge(cart);\n  expect(bill.sum).toBe(${sum});\n});\n`;
const source = (rate: number) => ({
  path: 'src/charge.ts',
  before: 'export const rate = 1;\n',
  after: `export const rate = ${rate};\n`,
});

export const expectationChanged: Rule<Record<string, never>> = {
  id: 'expectation-changed',
  family: 'tests-weakened',
  summary: 'A test expects another value than before, changed together with the code it tests.',
  why: 'When a test fails, either the code is wrong or the expectation. Writing down what the code now gives makes the test green in both cases, and the mistake is then guarded by its own test.',
  remediation: 'Say in the pull request why the new value is right, so that whoever reviews can tell.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: (file: FileChange) => (SNAPSHOT.test(file.path) ? { content: 'patch' } : testNeeds(file)),
  inspect(facts) {
    const codeChanges = facts.files.some((file) => isSourcePath(file.path) && file.status !== 'added');
    if (!codeChanges) return [];
    const values = compareTests(facts).kept.flatMap(({ base, head }) =>
      adjusted(base.test, head.test).map((line): Place => ({ path: head.path, line, side: 'head' })),
    );
    const snapshots = facts.files.flatMap((file): Place[] => {
      const rewritten =
        SNAPSHOT.test(file.path) && file.status === 'modified' && lineChanges(file).removed.length > 0;
      return rewritten ? [{ path: file.path, line: null, side: 'head' }] : [];
    });
    return [
      ...finding(
        'The test is the same but for what it expects, and the code changed with it. Make sure that the new value is right, and not only what the code now gives.',
        values,
      ),
      ...finding(
        'Recorded results were replaced together with the code that gives them. Read what changed in them as you read the code.',
        snapshots,
      ),
    ];
  },
  flagged: [
    {
      name: 'another sum, with the code',
      files: [{ path, before: test(42), after: test(40) }, source(2)],
      places: [{ path, line: 3, side: 'head' }],
    },
    {
      name: 'a snapshot, with the code',
      files: [
        {
          path: 'src/__snapshots__/charge.snap',
          before: 'exports[`a`] = `1`;\n',
          after: 'exports[`a`] = `2`;\n',
        },
        source(2),
      ],
      places: [{ path: 'src/__snapshots__/charge.snap', line: null, side: 'head' }],
    },
  ],
  clean: [
    { name: 'the test alone is mended', files: [{ path, before: test(42), after: test(40) }] },
    {
      name: 'the test does something else, too',
      files: [
        { path, before: test(42), after: test(40).replace('charge(cart)', 'charge(cart, card)') },
        source(2),
      ],
    },
  ],
};
