import { z } from 'zod';
import type { Place, Rule } from '../rule.ts';
import { compareTests, testNeeds } from './_compare.ts';
import { lostFrom, mentions } from './_lost.ts';
import { missing } from './_missing.ts';
import { isLooser, leadsToParts } from './_strength.ts';

const formless = (text: string): string => text.replace(/\.(?:toEqual|toBe|toStrictEqual)\(/, '.#(');

const path = 'src/charge.test.ts';
const js = (...lines: string[]): string =>
  `it('charges', async () => {\n  const bill = await charge(cart);\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;

export const assertionLoosened: Rule<Record<string, never>> = {
  id: 'assertion-loosened',
  family: 'tests-weakened',
  summary: 'An assertion of an existing test lets more pass than it did.',
  why: 'A test that asks for "something" where it asked for 42 passes with any mistake. Loosening the assertion is a quiet way to make a failing test green, since the test is still there and still runs.',
  remediation: 'Assert the exact value again. If the value changes with intent, assert the new one.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: testNeeds,
  inspect(facts) {
    const places = compareTests(facts).kept.flatMap(({ base, head }): Place[] => {
      const gone = missing(base.test, head.test);
      if (gone.length === 0) return [];
      const come = missing(head.test, base.test);
      const looser: Place[] = [];
      for (const was of gone) {
        // Another assertion says the same in another form, or more than that.
        if (come.some((is) => isLooser(is, was) || formless(is.text) === formless(was.text))) continue;
        const at = come.findIndex((is) => isLooser(was, is));
        const [is] = at === -1 ? [] : come.splice(at, 1);
        if (!is || mentions(was.text, lostFrom(facts).names) || leadsToParts(was, is, come)) continue;
        looser.push({ path: head.path, line: is.line, side: 'head' });
      }
      return looser;
    });
    if (places.length === 0) return [];
    return [
      {
        rule: 'assertion-loosened',
        family: 'tests-weakened',
        severity: 'medium',
        message:
          'This assertion lets more pass than the one it replaces, so mistakes that it caught go unseen. Assert the exact value, or the new one.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'equal to something that is merely there',
      files: [
        { path, before: js('expect(bill.sum).toEqual(42);'), after: js('expect(bill.sum).toBeDefined();') },
        {
          path: 'tests/test_charge.py',
          before:
            'class TestCharge(TestCase):\n    def test_sum(self):\n        self.assertEqual(bill.total(), 42)\n        assert bill.tax == 7\n',
          after:
            'class TestCharge(TestCase):\n    def test_sum(self):\n        self.assertTrue(bill.total())\n        assert bill.tax is not None\n',
        },
        {
          path: 'charge_test.go',
          before: 'package a\n\nfunc TestSum(t *testing.T) {\n\tassert.Equal(t, 42, bill.Sum)\n}\n',
          after: 'package a\n\nfunc TestSum(t *testing.T) {\n\tassert.NotNil(t, bill.Sum)\n}\n',
        },
      ],
      places: [
        { path, line: 3, side: 'head' },
        { path: 'tests/test_charge.py', line: 3, side: 'head' },
        { path: 'tests/test_charge.py', line: 4, side: 'head' },
        { path: 'charge_test.go', line: 4, side: 'head' },
      ],
    },
    {
      name: 'anything in the place of a value, and a call with any arguments',
      files: [
        {
          path,
          before: js(
            "expect(send).toHaveBeenCalledWith('a@b.c', 42);",
            'expect(log).toHaveBeenCalledWith(1);',
          ),
          after: js(
            "expect(send).toHaveBeenCalledWith('a@b.c', expect.anything());",
            'expect(log).toHaveBeenCalled();',
          ),
        },
      ],
      places: [
        { path, line: 3, side: 'head' },
        { path, line: 4, side: 'head' },
      ],
    },
    {
      name: 'a wider tolerance',
      files: [
        {
          path: 'tests/test_charge.py',
          before: 'def test_sum():\n    assert total == pytest.approx(4.2, abs=0.01)\n    assert total > 4\n',
          after: 'def test_sum():\n    assert total == pytest.approx(4.2, abs=1.5)\n    assert total > 0\n',
        },
        {
          path,
          before: js('expect(bill.sum).toBeCloseTo(4.2, 5);'),
          after: js('expect(bill.sum).toBeCloseTo(4.2, 0);'),
        },
      ],
      places: [
        { path: 'tests/test_charge.py', line: 2, side: 'head' },
        { path: 'tests/test_charge.py', line: 3, side: 'head' },
        { path, line: 3, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'something where there was nothing, its parts one by one, a comment behind it',
      files: [
        {
          path,
          before: js('expect(bill.paid).toBeUndefined();'),
          after: js("expect(bill.paid).toMatchObject({ by: 'card' });"),
        },
        {
          path: 'tests/test_charge.py',
          before:
            "def test_charge():\n    bill = charge()\n    assert bill == {'sum': 42, 'tax': 7}\n    assert bill.path is not None\n    assert bill.path == '/b'\n",
          after:
            "def test_charge():\n    bill = charge()\n    assert bill is not None\n    assert bill['sum'] == 43\n    assert bill['tax'] == 7\n    assert bill.path is not None  # type: ignore[attr-defined]\n    assert bill.path == '/b'  # type: ignore[attr-defined]\n",
        },
      ],
    },
    {
      name: 'another value, another form of the same, stricter',
      files: [
        {
          path,
          before: js(
            'expect(bill.sum).toBe(42);',
            'expect(bill.paid).toBe(true);',
            'expect(bill.id).toBeDefined();',
          ),
          after: js(
            'expect(bill.sum).toEqual(43);',
            'expect(bill.paid).toBeTruthy();',
            "expect(bill.id).toBe('b1');",
          ),
        },
      ],
    },
    {
      name: 'never called, nothing there, one argument more',
      files: [
        {
          path,
          before: js(
            'expect(bill.tax).toBe(4);',
            'expect(send).toHaveBeenCalledTimes(1);',
            'expect(log).toHaveBeenCalledWith(1);',
          ),
          after: js(
            'expect(bill.tax).toBeUndefined();',
            'expect(send).not.toHaveBeenCalled();',
            'expect(log).toHaveBeenCalledWith(1, expect.anything());',
          ),
        },
      ],
    },
    {
      name: 'first that it is there, then what it is',
      files: [
        {
          path,
          before: js('expect(bill.sum).toBe(42);'),
          after: js('expect(bill.sum).toBeDefined();', 'expect(bill.sum).toStrictEqual(42);'),
        },
      ],
    },
    {
      name: 'what it asserted is gone from the code',
      files: [
        {
          path,
          before: js('expect(bill.discountRate).toBe(3);'),
          after: js('expect(bill.discountRate).toBeUndefined();'),
        },
        { path: 'src/charge.ts', before: 'const discountRate = 3;\n', after: '' },
      ],
    },
  ],
};
