import { assertionsOf } from './assertions.ts';
import type { Assertion } from './assertions.ts';
import { declarationsOf } from './declarations.ts';
import { languageOf } from './languages.ts';
import { skipOf } from './skips.ts';
import type { Skip } from './skips.ts';
import { Source } from './source.ts';

/** A test as it stands in one text, or a suite of tests. */
export interface TestCase {
  readonly kind: 'test' | 'suite';
  readonly name: string;
  /** Names of the suites around it and its own. */
  readonly fullName: string;
  readonly line: number;
  readonly skip: Skip | null;
  /** It shuts out every other test of the file: `.only`, `fit`. */
  readonly only: boolean;
  /** One body for many cases: `it.each`, `@pytest.mark.parametrize`, `[Theory]`, a table with `t.Run`. */
  readonly parametrised: boolean;
  /** Of a test, those in no test within it. */
  readonly assertions: readonly Assertion[];
  /** Source of the test, from its name on. */
  readonly text: string;
}

const PARAMETRISED =
  /\.(?:each|for)\b|parametrize|subTest|ParameterizedTest|\bTheory\b|TestCase\(|DataRow|\bt\.Run\(|rstest|test_case|[dD]ataProvider|->with\(/;

/** Tests and suites of a text in the order they stand; none if the language is not understood. */
export function testsIn(path: string, text: string): TestCase[] {
  const language = languageOf(path);
  if (language === null) return [];
  const source = new Source(text, language);
  const assertions = assertionsOf(source);
  const tests: (TestCase & { assertions: Assertion[] })[] = [];
  const around: { end: number; test: TestCase & { assertions: Assertion[] } }[] = [];
  let next = 0;
  const assignUpTo = (offset: number): void => {
    for (let found = assertions[next]; found && found.offset < offset; found = assertions[++next]) {
      while ((around.at(-1)?.end ?? Infinity) <= found.offset) around.pop();
      around.findLast(({ test }) => test.kind === 'test')?.test.assertions.push(found.assertion);
    }
  };
  for (const declaration of declarationsOf(source)) {
    assignUpTo(declaration.start);
    while ((around.at(-1)?.end ?? Infinity) <= declaration.start) around.pop();
    const outer = around.at(-1)?.test.fullName.slice(-500);
    const test = {
      kind: declaration.kind,
      name: declaration.name,
      fullName: outer === undefined ? declaration.name : `${outer} > ${declaration.name}`,
      line: source.lineOf(declaration.start),
      skip: skipOf(source, declaration),
      only: declaration.only,
      parametrised: PARAMETRISED.test(text.slice(declaration.head, declaration.end).slice(0, 4000)),
      assertions: [],
      text: text.slice(declaration.start, declaration.end),
    };
    tests.push(test);
    around.push({ end: declaration.end, test });
  }
  assignUpTo(Infinity);
  return tests;
}
