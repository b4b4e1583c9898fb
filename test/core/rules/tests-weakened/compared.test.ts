import { assertionRemoved } from '../../../../src/core/rules/tests-weakened/assertion-removed.ts';
import { testDeleted } from '../../../../src/core/rules/tests-weakened/test-deleted.ts';
import { testSkipped } from '../../../../src/core/rules/tests-weakened/test-skipped.ts';
import type { Example, Place, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const places = (rule: Rule<Record<string, never>>, files: Example['files']): Place[] =>
  rule.inspect(changeFacts(files), {}).flatMap((finding) => finding.places);

const path = 'src/cart.test.ts';
const test_ = (name: string, ...body: string[]): string =>
  `it('${name}', () => {\n${body.map((line) => `  ${line}\n`).join('')}});\n`;
const total = test_('adds up the total', 'const cart = fill(2);', 'expect(cart.total).toBe(4);');
const empty = test_('is empty at first', 'expect(open().items).toEqual([]);');
const limit = test_('refuses a hundred', 'const cart = fill(100);', 'expect(cart.error).toBe("full");');

describe('test-deleted', () => {
  test('another test in its place, about the same, is no finding', () => {
    const other = test_('adds up the discounted total', 'expect(price(fill(2))).toBe(3);');
    expect(places(testDeleted, [{ path, before: `${total}${empty}`, after: `${other}${empty}` }])).toEqual(
      [],
    );
  });
  test('another test elsewhere, about something else, does not make up for it', () => {
    const other = test_('prints a receipt', 'const receipt = print();', 'expect(receipt).toMatch("EUR");');
    expect(places(testDeleted, [{ path, before: `${total}${empty}`, after: `${empty}${other}` }])).toEqual([
      { path, line: 1, side: 'base' },
    ]);
  });
  test('one new test stands in for one, not for two', () => {
    const other = test_('adds up and refuses', 'expect(fill(2).total).toBe(4);');
    expect(
      places(testDeleted, [{ path, before: `${empty}${total}${limit}`, after: `${empty}${other}` }]),
    ).toHaveLength(1);
  });
  const go = (...subtests: string[]): string =>
    `func TestCart(t *testing.T) {\n${subtests.map((body) => `\t${body}\n`).join('')}}\n`;
  const run = (name: string): string =>
    `t.Run("${name}", func(t *testing.T) {\n\t\tgot := fill("${name}")\n\t\trequire.NotNil(t, got)\n\t})`;
  const inGo = { path: 'cart_test.go', before: go(run('empty'), run('too full')) };
  test('a test within a test in Go is a test of its own', () => {
    expect(places(testDeleted, [{ ...inGo, after: go(run('too full')) }])).toEqual([
      { path: 'cart_test.go', line: 2, side: 'base' },
    ]);
    expect(places(assertionRemoved, [{ ...inGo, after: go(run('too full')) }])).toEqual([]);
  });
  test('parts of a benchmark in Go are no tests', () => {
    const before = 'func BenchmarkCart(b *testing.B) {\n\tb.Run("one", func(b *testing.B) {\n\t})\n}\n';
    expect(places(testDeleted, [{ path: 'cart_test.go', before, after: null }])).toEqual([]);
  });
  test('tests within a test in Go may become a table', () => {
    const table =
      'for _, tc := range cases {\n\t\tt.Run(tc.name, func(t *testing.T) {\n\t\t\trequire.NotNil(t, fill(tc.name))\n\t\t})\n\t}';
    expect(places(testDeleted, [{ ...inGo, after: go(table) }])).toEqual([]);
  });
  test('a file of helpers without tests may go', () => {
    expect(
      places(testDeleted, [{ path: 'test/helper.ts', before: 'export const a = 1;\n', after: null }]),
    ).toEqual([]);
  });
  test('the module that the test imports is gone', () => {
    expect(
      places(testDeleted, [
        { path, before: `import { fill } from '../lib/shopping-cart.js';\n${total}`, after: null },
        { path: 'lib/shopping-cart.ts', before: 'export const x = 1;\n', after: null },
      ]),
    ).toEqual([]);
  });
  test('a word of a comment that goes does not excuse it', () => {
    expect(
      places(testDeleted, [
        { path, before: `${total}${empty}`, after: empty },
        { path: 'src/cart.ts', before: '// discounted total of fill\nlet a;\n', after: 'let a;\n' },
      ]),
    ).toEqual([{ path, line: 1, side: 'base' }]);
  });
});

describe('test-skipped', () => {
  test('a test that moves out of a skipped suite into another is what it was', () => {
    const skipped = empty.replace('it(', 'it.skip(');
    expect(
      places(testSkipped, [
        {
          path,
          before: `describe('a', () => {\n${skipped}});\n`,
          after: `describe('b', () => {\n${skipped}});\n`,
        },
      ]),
    ).toEqual([]);
  });
  test.each(["it['only']", 'it[`skip`]', 'it.failing', 'it.concurrent.skip'])('%s', (call) => {
    expect(places(testSkipped, [{ path, before: total, after: total.replace('it(', `${call}(`) }])).toEqual([
      { path, line: 1, side: 'head' },
    ]);
  });
  test('a new test that runs alone shuts out the others', () => {
    expect(
      places(testSkipped, [{ path, before: total, after: `${total}${empty.replace('it(', 'it.only(')}` }]),
    ).toEqual([{ path, line: 5, side: 'head' }]);
  });
});

describe('assertion-removed', () => {
  test('an assertion that goes with what it was about is no finding', () => {
    const before = test_(
      'works',
      'const a = f();',
      'const b = g();',
      'expect(a).toBe(1);',
      'expect(b.size).toBe(2);',
    );
    const after = test_('works', 'const a = f();', 'expect(a).toBe(1);');
    expect(places(assertionRemoved, [{ path, before: before.replaceAll(/\bb\b/g, 'bill'), after }])).toEqual(
      [],
    );
  });
  test('an assertion over several lines that goes alone is one', () => {
    const before = test_(
      'works',
      'const bill = f();',
      'expect(bill.size).toEqual({',
      '  size: 2,',
      '});',
      'expect(bill.a).toBe(1);',
    );
    const after = test_('works', 'const bill = f();', 'expect(bill.a).toBe(1);');
    expect(places(assertionRemoved, [{ path, before, after }])).toEqual([{ path, line: 3, side: 'base' }]);
  });
  test('a trivial assertion may go', () => {
    const before = test_('works', 'expect(f()).toBe(1);', 'expect(true).toBe(true);');
    expect(
      places(assertionRemoved, [{ path, before, after: test_('works', 'expect(f()).toBe(1);') }]),
    ).toEqual([]);
  });
  test.each([
    ['a helper that checks takes over', 'await refuses(() => charge(cart), "full");', []],
    ['only the call is left', 'await charge(cart);', [{ path, line: 2, side: 'base' }]],
    ['the value is only printed', 'console.log(await charge(cart));', [{ path, line: 2, side: 'base' }]],
  ])('%s', (_name, line, expected) => {
    const before = test_('works', 'await expect(charge(cart)).rejects.toThrow("full");');
    expect(places(assertionRemoved, [{ path, before, after: test_('works', line) }])).toEqual(expected);
  });
});
