import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { unaccounted } from './_accounts.ts';
import { compareTests, testNeeds } from './_compare.ts';
import { lostFrom } from './_lost.ts';
import { missing } from './_missing.ts';

const finding = (message: string, places: readonly Place[]): Finding[] =>
  places.length === 0
    ? []
    : [{ rule: 'assertion-removed', family: 'tests-weakened', severity: 'medium', message, places }];

const js = (...lines: string[]): string =>
  `it('charges', async () => {\n  const bill = await charge(cart);\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;
const SUM = 'expect(bill.sum).toBe(42);';
const PAID = 'expect(bill.paid).toBe(true);';
const path = 'src/charge.test.ts';

export const assertionRemoved: Rule<Record<string, never>> = {
  id: 'assertion-removed',
  family: 'tests-weakened',
  summary: 'An existing test loses assertions, or gets one that always holds.',
  why: 'A test without its assertions still runs, still counts and still turns green. It is the least visible way to make a failing test pass.',
  remediation:
    'Keep the assertion and mend the code. If the expected value has changed, assert the new value.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: testNeeds,
  inspect(facts) {
    const removed: Place[] = [];
    const emptied: Place[] = [];
    const { kept, added } = compareTests(facts);
    for (const { base, head } of kept) {
      if (base.test.kind === 'suite') continue;
      const gone = missing(base.test, head.test).filter(({ trivial }) => !trivial);
      if (gone.length === 0) continue;
      const come = missing(head.test, base.test);
      const always = come.filter(({ trivial }) => trivial);
      if (always.length > 0) {
        emptied.push(...always.map(({ line }): Place => ({ path: head.path, line, side: 'head' })));
      } else if (come.length === 0) {
        const beside = added.filter((placed) => placed.path === head.path).map((placed) => placed.test);
        const unguarded = unaccounted(base.test, head.test, gone, lostFrom(facts).names, beside);
        removed.push(...unguarded.map(({ line }): Place => ({ path: base.path, line, side: 'base' })));
      }
    }
    return [
      ...finding(
        'An existing test loses assertions and gets none instead, so it passes whatever this part of the code does. Keep them, or assert the new value.',
        removed,
      ),
      ...finding(
        'An assertion is replaced by one that holds whatever the code does. Assert what the code must give.',
        emptied,
      ),
    ];
  },
  flagged: [
    {
      name: 'one of two',
      files: [{ path, before: js(SUM, PAID), after: js(PAID) }],
      places: [{ path, line: 3, side: 'base' }],
    },
    {
      name: 'loosened to what is always true',
      files: [{ path, before: js(SUM), after: js('expect(true).toBe(true);') }],
      places: [{ path, line: 3, side: 'head' }],
    },
    {
      name: 'commented out in Python',
      files: [
        {
          path: 'tests/test_charge.py',
          before: 'def test_charge():\n    bill = charge()\n    assert bill.sum == 42\n',
          after: 'def test_charge():\n    bill = charge()\n    # assert bill.sum == 42\n',
        },
      ],
      places: [{ path: 'tests/test_charge.py', line: 3, side: 'base' }],
    },
    {
      name: 'always true in Python and Rust',
      files: [
        {
          path: 'tests/test_charge.py',
          before: 'def test_charge():\n    assert charge().sum == 42\n',
          after: 'def test_charge():\n    assert True\n',
        },
        {
          path: 'src/lib.rs',
          before: '#[test]\nfn charges() {\n    assert_eq!(charge(), 42);\n}\n',
          after: '#[test]\nfn charges() {\n    assert!(true, "later");\n}\n',
        },
      ],
      places: [
        { path: 'tests/test_charge.py', line: 2, side: 'head' },
        { path: 'src/lib.rs', line: 3, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'another value is expected',
      files: [{ path, before: js(SUM, PAID), after: js('expect(bill.sum).toBe(43);', PAID) }],
    },
    {
      name: 'gathered in one',
      files: [{ path, before: js(SUM, PAID), after: js('expect(bill).toEqual({ sum: 42, paid: true });') }],
    },
    {
      name: 'a helper waits for it, another one checks it',
      files: [
        {
          path,
          before: js(
            'const list = bills();',
            'expect(list).toHaveLength(2);',
            "expect(list[0].id).toBe('a');",
          ),
          after: js('const list = await waitForBills(2);', "expect(list[0].id).toBe('a');"),
        },
        {
          path: 'tests/test_list.py',
          before:
            'def test_list():\n    found = run().get("list")\n    assert isinstance(found, list)\n    assert len(found) == 1\n',
          after: 'def test_list():\n    found = list_of(run())\n    assert len(found) == 1\n',
        },
        {
          path: 'tests/test_run.py',
          before:
            'def test_run():\n    # without a message\n    last = run()[-1]\n    assert isinstance(last, Reply)\n    assert last.usage == 2\n',
          after:
            'def test_run():\n    # without a message\n    last = message(run(), Reply)\n    assert last.usage == 2\n',
        },
      ],
    },
    {
      name: 'fetched by a query that throws',
      files: [
        {
          path,
          before: js('const dialog = heading.closest(".dialog");', 'expect(dialog).not.toBeNull();', PAID),
          after: js("const dialog = screen.getByRole('dialog');", PAID),
        },
      ],
    },
    {
      name: 'split into two tests',
      files: [
        {
          path,
          before: js(SUM, 'expect(bill.payment.date.year).toBe(2026);'),
          after: `${js(SUM)}${js('expect(bill.payment.date.year).toBe(2026);').replace('charges', 'dates')}`,
        },
      ],
    },
    {
      name: 'a helper of Go that fails the test',
      files: [
        {
          path: 'cart_test.go',
          before: 'func TestCart(t *testing.T) {\n\trequire.NoError(t, rc.Close())\n}\n',
          after: 'func TestCart(t *testing.T) {\n\tmustClose(t, rc)\n}\n',
        },
      ],
    },
    {
      name: 'the field is gone from the code',
      files: [
        { path, before: js(SUM, PAID), after: js(SUM) },
        { path: 'src/charge.ts', before: 'const bill = { sum, paid };\n', after: 'const bill = { sum };\n' },
      ],
    },
    {
      name: 'broken into lines by a formatter; a type without a value',
      files: [
        {
          path: 'src/types.test.ts',
          before: js("expect(asType<Query<'bills'>>()).type.toBe<never>();", SUM),
          after: js("expect<Query<'bills'>>().type.toBe<never>();", SUM),
        },
        {
          path,
          before: js("await expect.poll(() => bill.url(), { timeout: LONG }).toContain('paid');", PAID),
          after: js(
            "await expect\n    .poll(() => bill.url(), {\n      timeout: LONG,\n    })\n    .toContain('paid');",
            PAID,
          ),
        },
      ],
    },
    {
      name: 'reformatted, and moved to another file',
      files: [
        { path, before: js(SUM, PAID), after: null },
        {
          path: 'src/bill.test.ts',
          before: null,
          after: js('expect(\n    bill.sum,\n  )\n    .toBe(42);', PAID),
        },
      ],
    },
  ],
};
