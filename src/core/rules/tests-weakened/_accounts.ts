import type { Assertion } from '../../parsers/tests/assertions.ts';
import type { TestCase } from '../../parsers/tests/tests.ts';
import { mentions } from './_lost.ts';
import { isPresence } from './_strength.ts';

const NAME = /[A-Za-z_$][\w$]{2,80}/g;

/** In how many lines of a test, assertions aside, each name is. */
function usesOf({ line: first, text, assertions }: TestCase): Map<string, number> {
  const uses = new Map<string, number>();
  let next = 0;
  for (const [i, line] of text.slice(0, 20_000).split('\n').entries()) {
    while ((assertions[next]?.endLine ?? Infinity) < first + i) next++;
    if ((assertions[next]?.line ?? Infinity) <= first + i) continue;
    for (const name of new Set(line.match(NAME))) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

/** Names that the first test uses in more lines than the second. */
function usedMore(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Set<string> {
  return new Set([...one].filter(([name, n]) => (other.get(name) ?? 0) < n).map(([name]) => name));
}

/** Calls that check nothing, and words that only look like calls. */
const IDLE = new Set([
  'catch',
  'while',
  'for',
  'switch',
  'error',
  'log',
  'print',
  'println',
  'puts',
  'info',
  'debug',
  'warn',
  'Log',
  'Logf',
  'Println',
  'Printf',
]);

const CALLED = /([A-Za-z_$][\w$]{2,80})!?\(/g;
const calledIn = (text: string): string[] =>
  [...text.slice(0, 20_000).matchAll(CALLED)].map(([, name = '']) => name);

const MAX_CALLS = 200;

/** What a test calls that it did not call before: a helper that may do what assertions did. */
function newCalls(base: TestCase, head: TestCase): string[] {
  const known = new Set(calledIn(base.text));
  const calls = new Set(calledIn(head.text).filter((name) => !known.has(name) && !IDLE.has(name)));
  return [...calls].slice(0, MAX_CALLS);
}

/** A helper that gives nothing before what it waits for, or checks, has come. */
const WAITS = /^(?:wait|eventually|ensure|assert|expect|verify|check|require)/i;

/** Names on the lines of a test that make one of these calls. */
function namesBeside(test: TestCase, calls: readonly string[]): Set<string> {
  if (calls.length === 0) return new Set();
  const begins = calls.map((name) => `${name}(`);
  return namesOn(linesOf(test).filter((line) => begins.some((call) => line.includes(call))));
}

/** Queries of the page that throw when nothing is there. */
const FETCHES = /\b(?:get|find)(?:All)?By[A-Z]\w{0,30}\(/;

/** Names on lines that are new in a test and fetch what must be there. */
function fetchedIn(base: TestCase, head: TestCase): Set<string> {
  const known = new Set(linesOf(base));
  return namesOn(linesOf(head).filter((line) => FETCHES.test(line) && !known.has(line)));
}

const linesOf = ({ text }: TestCase): string[] => text.slice(0, 20_000).split('\n');

const namesOn = (lines: readonly string[]): Set<string> =>
  new Set(
    lines
      .flatMap((line) => line.slice(0, 1000).match(NAME) ?? [])
      .filter((name) => !/^(?:const|let|var|await|screen|page)$/.test(name)),
  );

/**
 * Removed assertions that nothing accounts for: not the code, not what the test did before, not a helper, not a new
 * test.
 * @param lost names that are gone from the code.
 * @param added new tests of the file.
 */
export function unaccounted(
  base: TestCase,
  head: TestCase,
  gone: readonly Assertion[],
  lost: ReadonlySet<string>,
  added: readonly TestCase[],
): Assertion[] {
  const [before, after] = [usesOf(base), usesOf(head)];
  const setup = usedMore(before, after);
  const calls = newCalls(base, head);
  const helped = calls.length > 0 ? usedMore(after, before) : new Set<string>();
  const waits = calls.filter((name) => WAITS.test(name));
  const accounts = [lost, setup, helped, namesBeside(head, waits)];
  // What a helper now gives is there, and is what it gives.
  const given = [...accounts, namesBeside(head, calls), fetchedIn(base, head)];
  const left = gone.filter(
    (assertion) =>
      !(isPresence(assertion) ? given : accounts).some((names) => mentions(assertion.text, names)),
  );
  return notElsewhere(left, added);
}

/** Assertions that no new test of the file makes of much the same names: a test that was split keeps them. */
function notElsewhere(gone: readonly Assertion[], added: readonly TestCase[]): Assertion[] {
  const others = added.flatMap(({ assertions }) => assertions.slice(0, 100));
  if (others.length === 0) return [...gone];
  const made = others.slice(0, 500).map(({ text }) => new Set(text.match(NAME)));
  return gone.filter(({ text }) => {
    const names = [...new Set(text.match(NAME))];
    const enough = Math.max(4, names.length * 0.7);
    return !made.some((other) => names.filter((name) => other.has(name)).length >= enough);
  });
}
