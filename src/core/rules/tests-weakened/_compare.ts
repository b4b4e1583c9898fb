import type { FileChange, FileContent } from '../../facts/facts.ts';
import type { ChangeFacts, Need } from '../rule.ts';
import { isSourcePath, isTestPath } from '../../parsers/tests/languages.ts';
import { testsIn } from '../../parsers/tests/tests.ts';
import type { TestCase } from '../../parsers/tests/tests.ts';

/** A test in the file it stands in. */
export interface PlacedTest {
  readonly path: string;
  readonly test: TestCase;
}

/** The tests of a change, base against head. */
export interface Comparison {
  /** Tests and suites that are on both sides, also in another file or in another suite. */
  readonly kept: readonly { readonly base: PlacedTest; readonly head: PlacedTest }[];
  /** Tests that no test of the head answers for, by name or by what they do. */
  readonly removed: readonly PlacedTest[];
  /**
   * Tests and suites that are new. Those of new files are among them only where they may matter: if a test is gone that
   * may have moved there, or one may shut out others.
   */
  readonly added: readonly PlacedTest[];
}

/** Both sides of test files, and the patch of what they test. */
export function testNeeds(file: FileChange): Need {
  if (isTestPath(file.path) || (file.previousPath !== null && isTestPath(file.previousPath))) {
    return { content: 'both' };
  }
  return { content: isSourcePath(file.path) ? 'patch' : 'nothing' };
}

const parsed = new WeakMap<FileContent, readonly TestCase[]>();

function testsOf(path: string, content: FileContent | undefined): PlacedTest[] {
  if (content?.state !== 'text' || !isTestPath(path)) return [];
  let tests = parsed.get(content);
  if (!tests) {
    tests = testsIn(path, content.text);
    parsed.set(content, tests);
  }
  return tests.map((test) => ({ path, test }));
}

const compared = new WeakMap<ChangeFacts, Comparison>();

/** Pairs the tests of both sides: by full name in their file, by name there, by name anywhere, by likeness. */
export function compareTests(facts: ChangeFacts): Comparison {
  let comparison = compared.get(facts);
  if (!comparison) {
    comparison = compare(facts);
    compared.set(facts, comparison);
  }
  return comparison;
}

function compare(facts: ChangeFacts): Comparison {
  const kept: { base: PlacedTest; head: PlacedTest }[] = [];
  let removed: PlacedTest[] = [];
  const comeIn: { readonly file: FileChange; readonly head: readonly PlacedTest[] | null }[] = [];
  for (const file of facts.files) {
    const before = testsOf(file.previousPath ?? file.path, file.status === 'copied' ? undefined : file.base);
    if (before.length === 0) {
      comeIn.push({ file, head: null });
      continue;
    }
    const after = testsOf(file.path, file.head);
    let [base, head] = [before, after];
    for (const name of [fullName, ownName]) ({ base, head } = pair(base, head, name, kept));
    removed.push(...withoutReplaced(base, head, before, after));
    comeIn.push({ file, head });
  }
  const mayHaveMoved = removed.length > 0;
  let added = comeIn.flatMap(
    ({ file, head }) => head ?? (mayHaveMoved || mayShutOut(file.head) ? testsOf(file.path, file.head) : []),
  );
  for (const name of [fullName, ownName]) {
    const rest = pair(removed, added, name, kept);
    removed = rest.base;
    added = rest.head;
  }
  return { kept, removed: withoutLikes(withoutGathered(removed, kept), added), added };
}

/** A test can only shut out others with one of these: most new files need not be parsed. */
const SHUTS_OUT = /only|\bf(?:it|test|describe|context|specify)\b|focus/;
const mayShutOut = (content: FileContent | undefined): boolean =>
  content?.state === 'text' && SHUTS_OUT.test(content.text);

/** Go runs the rows of a table by a name that is no literal. */
const TABLE = /\.Run\(\s*[A-Za-z_]/g;
const tablesIn = ({ test }: PlacedTest): number => test.text.match(TABLE)?.length ?? 0;

/** Tests within a test without those that became rows of a table there. */
function withoutGathered(removed: readonly PlacedTest[], kept: Comparison['kept']): PlacedTest[] {
  const tables = kept.filter(({ base, head }) => tablesIn(head) > tablesIn(base));
  return removed.filter(
    (gone) =>
      !tables.some(
        ({ base }) => base.path === gone.path && gone.test.fullName.startsWith(`${base.test.fullName} > `),
      ),
  );
}

const fullName = ({ test }: PlacedTest): string => `${test.kind} ${test.fullName}`;
const ownName = ({ test }: PlacedTest): string => `${test.kind} ${test.name}`;

function pair(
  base: readonly PlacedTest[],
  head: readonly PlacedTest[],
  nameOf: (test: PlacedTest) => string,
  kept: { base: PlacedTest; head: PlacedTest }[],
): { base: PlacedTest[]; head: PlacedTest[] } {
  const heads = new Map<string, PlacedTest[]>();
  for (const test of head) {
    const same = heads.get(nameOf(test));
    if (same) same.push(test);
    else heads.set(nameOf(test), [test]);
  }
  for (const same of heads.values()) same.reverse();
  const rest = base.filter((test) => {
    const match = heads.get(nameOf(test))?.pop();
    if (match) kept.push({ base: test, head: match });
    return !match;
  });
  const unmatched = new Set([...heads.values()].flat());
  return { base: rest, head: head.filter((test) => unmatched.has(test)) };
}

/** More new tests than this are not looked through for one that was renamed. */
const MAX_CANDIDATES = 300;
/** Of one file; tests that come after so many comparisons count as removed. */
const MAX_COMPARED = 50_000;

/**
 * Tests of one file without those that another took the place of: after the same test that stayed, one for one
 * unless it is parametrised, and about the same things by its name or its body.
 */
function withoutReplaced(
  removed: readonly PlacedTest[],
  added: readonly PlacedTest[],
  before: readonly PlacedTest[],
  after: readonly PlacedTest[],
): PlacedTest[] {
  const come = new Set(added);
  const stayed = new Set(after.filter((test) => !come.has(test)).map(ownName));
  const newAt = new Map<string, PlacedTest[]>();
  for (const [gap, test] of gapsOf(after, come, stayed)) {
    const there = newAt.get(gap);
    if (there) there.push(test);
    else newAt.set(gap, [test]);
  }
  const gaps = new Map([...gapsOf(before, new Set(removed), stayed)].map(([gap, test]) => [test, gap]));
  let comparisons = 0;
  return removed.filter((gone) => {
    if (comparisons > MAX_COMPARED) return true;
    const candidates = newAt.get(gaps.get(gone) ?? '') ?? [];
    const match = candidates.slice(0, MAX_CANDIDATES).findIndex((other) => {
      comparisons++;
      return sameSubject(gone.test, other.test);
    });
    if (match !== -1 && !candidates[match]?.test.parametrised) candidates.splice(match, 1);
    return match === -1;
  });
}

/** Each test of `which` with the name of the last test before it that stayed. */
function gapsOf(
  tests: readonly PlacedTest[],
  which: ReadonlySet<PlacedTest>,
  stayed: ReadonlySet<string>,
): [string, PlacedTest][] {
  const gaps: [string, PlacedTest][] = [];
  let last = '';
  for (const test of tests) {
    if (which.has(test)) gaps.push([last, test]);
    else if (stayed.has(ownName(test))) last = ownName(test);
  }
  return gaps;
}

/** Half of the words of the name, or of the names in the body, are the same. */
function sameSubject(base: TestCase, head: TestCase): boolean {
  if (base.kind !== head.kind) return false;
  const shared = (words: (test: TestCase) => ReadonlySet<string>): number => {
    const own = words(base);
    const others = words(head);
    return own.size === 0 ? 0 : [...own].filter((word) => others.has(word)).length / own.size;
  };
  return shared(wordsOf) >= 0.5 || shared(namesOf) >= 0.5;
}

/** A function of tests that is worked out once a test: each is compared with many. */
function once<T>(make: (test: TestCase) => T): (test: TestCase) => T {
  const known = new WeakMap<TestCase, { readonly made: T }>();
  return (test) => {
    const found = known.get(test) ?? { made: make(test) };
    known.set(test, found);
    return found.made;
  };
}

const wordsOf = once(
  ({ name }): ReadonlySet<string> =>
    new Set(
      (name.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [])
        .map((word) => word.toLowerCase())
        .filter((word) => word !== 'test' && word !== 'should'),
    ),
);
const namesOf = once(
  ({ text }): ReadonlySet<string> => new Set(text.slice(0, 20_000).match(/[A-Za-z_]\w{2,80}/g)),
);

/** Tests without those that a new test does most of: renamed, reworded, or gathered in a parametrised one. */
function withoutLikes(removed: readonly PlacedTest[], added: readonly PlacedTest[]): PlacedTest[] {
  const candidates = added
    .filter(({ test }) => test.kind === 'test')
    .slice(0, MAX_CANDIDATES)
    .map(({ test }) => new Set(linesOf(test.text)));
  return removed.filter(({ test }, i) => {
    if (test.kind === 'suite') return false;
    if (i > MAX_CANDIDATES) return true;
    const statements = linesOf(test.text).slice(1);
    const enough = Math.max(1, Math.ceil(statements.length * 0.5));
    return !candidates.some((lines) => statements.filter((line) => lines.has(line)).length >= enough);
  });
}

/** The lines of a test that say something, without blanks. */
function linesOf(text: string): string[] {
  return text
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ''))
    .filter((line) => line.length > 3);
}
