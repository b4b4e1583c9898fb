import { assertionsOf } from '../../../../src/core/parsers/tests/assertions.ts';
import type { Language } from '../../../../src/core/parsers/tests/languages.ts';
import { Source } from '../../../../src/core/parsers/tests/source.ts';
import { isLooser } from '../../../../src/core/rules/tests-weakened/_strength.ts';

function looser(language: Language, base: string, head: string): boolean {
  const [was, is] = [base, head].map((text) => assertionsOf(new Source(`${text}\n`, language))[0]?.assertion);
  if (!was || !is) throw new Error('no assertion');
  return isLooser(was, is);
}

test.each<[Language, string, string, boolean]>([
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.b).toBeDefined()', true],
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.b).not.toBeNull()', true],
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.b).toBeGreaterThan(0)', true],
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.b).toBeNull()', false],
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.c).toBeDefined()', false],
  ['js', 'expect(a.b).toEqual(1)', 'expect(a.b).toEqual(2)', false],
  ['js', 'expect(a.b).toBe(true)', 'expect(a.b).toBeTruthy()', false],
  ['js', 'expect(fn).toHaveBeenCalledTimes(2)', 'expect(fn).toHaveBeenCalled()', true],
  ['js', 'expect(fn).toHaveBeenCalledTimes(2)', 'expect(fn).not.toHaveBeenCalled()', false],
  ['js', 'expect(fn).toHaveBeenCalledWith(1)', 'expect(fn).toHaveBeenCalledWith(expect.any(Number))', true],
  ['js', 'expect(ms).toBeLessThan(100)', 'expect(ms).toBeLessThan(5000)', true],
  ['js', 'expect(ms).toBeLessThan(5000)', 'expect(ms).toBeLessThan(100)', false],
  ['python', 'assert total == 42', 'assert total >= 1', true],
  ['python', 'assert total == 42', 'assert total', true],
  ['python', 'assert total', 'assert total == 42', false],
  ['python', 'self.assertEqual(a.b, 42)', 'self.assertIsNotNone(a.b)', true],
  ['python', 'self.assertAlmostEqual(a.b, c, places=7)', 'self.assertAlmostEqual(a.b, c, places=1)', true],
  ['go', 'assert.Equal(t, 42, bill.Sum)', 'assert.NotEmpty(t, bill.Sum)', true],
  ['go', 'require.InDelta(t, 4.2, bill.Sum, 0.01)', 'require.InDelta(t, 4.2, bill.Sum, 2)', true],
  ['java', 'assertEquals(42, bill.sum());', 'assertNotNull(bill.sum());', true],
  ['csharp', 'Assert.Equal(42, bill.Sum);', 'Assert.NotNull(bill.Sum);', true],
  ['csharp', 'Assert.Equal(42, bill.Sum);', 'Assert.Equal(43, bill.Sum);', false],
  ['ruby', 'expect(bill.sum).to eq(42)', 'expect(bill.sum).to be_present', true],
  ['php', '$this->assertSame(42, $bill->sum());', '$this->assertNotEmpty($bill->sum());', true],
])('%s: %s then %s', (language, base, head, expected) => {
  expect(looser(language, base, head)).toBe(expected);
});
