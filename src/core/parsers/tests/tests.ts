import { assertionsOf } from './assertions.ts';
import type { Assertion, FoundAssertion } from './assertions.ts';
import type { Declaration } from './declaration.ts';
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
  const declarations = declarationsOf(source);
  let found: readonly (readonly FoundAssertion[])[] | undefined;
  const around: { readonly end: number; readonly fullName: string }[] = [];
  return declarations.map((declaration, i): TestCase => {
    const { kind, name, head, start, end, only } = declaration;
    while ((around.at(-1)?.end ?? Infinity) <= start) around.pop();
    const outer = around.at(-1)?.fullName.slice(-500);
    const fullName = outer === undefined ? name : `${outer} > ${name}`;
    around.push({ end, fullName });
    let assertions: readonly Assertion[] | undefined;
    return {
      kind,
      name,
      fullName,
      line: source.lineOf(start),
      only,
      text: text.slice(start, end),
      // Most tests of a change are the same on both sides, and are never asked for these.
      get skip() {
        return skipOf(source, declaration);
      },
      get parametrised() {
        return PARAMETRISED.test(text.slice(head, end).slice(0, 4000));
      },
      get assertions() {
        found ??= assertionsBy(source, declarations);
        return (assertions ??= (found[i] ?? []).map(({ assertion }) => assertion));
      },
    };
  });
}

/** For each declaration the assertions that it is the innermost test around; of a suite there are none. */
function assertionsBy(source: Source, declarations: readonly Declaration[]): FoundAssertion[][] {
  const by = declarations.map((): FoundAssertion[] => []);
  const around: number[] = [];
  const endOf = (i: number | undefined): number =>
    i === undefined ? Infinity : (declarations[i]?.end ?? Infinity);
  let next = 0;
  for (const found of assertionsOf(source)) {
    const { offset } = found;
    for (; (declarations[next]?.start ?? Infinity) <= offset; next++) {
      while (endOf(around.at(-1)) <= (declarations[next]?.start ?? 0)) around.pop();
      around.push(next);
    }
    while (endOf(around.at(-1)) <= offset) around.pop();
    const innermost = around.findLast((i) => declarations[i]?.kind === 'test');
    if (innermost !== undefined) by[innermost]?.push(found);
  }
  return by;
}
