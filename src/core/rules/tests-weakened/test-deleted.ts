import { z } from 'zod';
import type { Place, Rule } from '../rule.ts';
import { compareTests, testNeeds } from './_compare.ts';
import { isAbout, lostFrom, mentions, testsGoneFile } from './_lost.ts';

const test = (
  name: string,
  body = `expect(${name}(1, 2)).toBe(3);\n  expect(${name}(0, 0)).toBe(0);`,
): string => `it('${name}s numbers', () => {\n  ${body}\n});\n`;

export const testDeleted: Rule<Record<string, never>> = {
  id: 'test-deleted',
  family: 'tests-weakened',
  summary: 'Tests are deleted while what they test stays.',
  why: 'A deleted test fails nothing and leaves no trace in the result. Agents that cannot make a test pass have removed it, and the behaviour it guarded went unguarded from then on.',
  remediation:
    'Keep the test and mend the code, or say in the pull request why the behaviour is no longer wanted and let a human agree.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: testNeeds,
  inspect(facts) {
    const { removed } = compareTests(facts);
    if (removed.length === 0) return [];
    const lost = lostFrom(facts);
    // A test that did not run guarded nothing any more.
    const unguarded = removed.filter(
      ({ test: gone }) =>
        gone.skip === null &&
        !mentions(`${gone.name} ${gone.text}`, lost.telling) &&
        !isAbout(gone.name, gone.text.slice(gone.text.indexOf('\n') + 1), lost),
    );
    const places = facts.files.flatMap((file): Place[] => {
      const path = file.previousPath ?? file.path;
      const own = unguarded.filter((placed) => placed.path === path);
      if (own.length === 0) return [];
      const base = file.base?.state === 'text' ? file.base.text : '';
      if (testsGoneFile(path, base, lost)) return [];
      if (file.status === 'removed')
        return mentions(base, lost.ids) ? [] : [{ path, line: null, side: 'base' }];
      return own.map((placed) => ({ path, line: placed.test.line, side: 'base' }));
    });
    if (places.length === 0) return [];
    return [
      {
        rule: 'test-deleted',
        family: 'tests-weakened',
        severity: 'medium',
        message:
          'Tests are deleted, but the code they test is not, so what they guarded can break unseen. Keep them, or let a human agree that the behaviour is no longer wanted.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'one test of several',
      files: [
        {
          path: 'src/math.test.ts',
          before: `${test('add')}${test('subtract')}`,
          after: test('add'),
        },
        { path: 'src/math.ts', before: 'const limit = 1;\n', after: 'const limit = 2;\n' },
      ],
      places: [{ path: 'src/math.test.ts', line: 5, side: 'base' }],
    },
    {
      name: 'a whole file',
      files: [
        { path: 'tests/test_add.py', before: 'def test_add():\n    assert add(1, 2) == 3\n', after: null },
      ],
      places: [{ path: 'tests/test_add.py', line: null, side: 'base' }],
    },
    {
      name: 'commented out',
      files: [
        {
          path: 'add_test.go',
          before:
            'package a\n\nfunc TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, Add(1, 2))\n}\n\nfunc TestSub(t *testing.T) {\n\tassert.Equal(t, 1, Sub(3, 2))\n}\n',
          after:
            'package a\n\nfunc TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, Add(1, 2))\n}\n\n// func TestSub(t *testing.T) {\n// \tassert.Equal(t, 1, Sub(3, 2))\n// }\n',
        },
      ],
      places: [{ path: 'add_test.go', line: 7, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'moved to another file',
      files: [
        { path: 'src/math.test.ts', before: `${test('add')}${test('subtract')}`, after: test('add') },
        {
          path: 'src/subtract.test.ts',
          before: null,
          after: `describe('subtract', () => {\n${test('subtract')}});\n`,
        },
      ],
    },
    {
      name: 'a test with fixtures by a name of its own',
      files: [
        {
          path: 'src/math.test.ts',
          before: test('add'),
          after: `const withStore = baseTest.extend<{ store: Store }>({ store });\nwithStore('adds numbers', async ({ store }) => {\n  expect(store.sum).toBe(3);\n});\n`,
        },
      ],
    },
    {
      name: 'it was skipped',
      files: [
        {
          path: 'src/math.test.ts',
          before: `${test('add')}${test('subtract').replace('it(', 'it.skip(')}`,
          after: test('add'),
        },
      ],
    },
    {
      name: 'the function goes with its test',
      files: [
        { path: 'src/math.test.ts', before: `${test('add')}${test('subtract')}`, after: test('add') },
        {
          path: 'src/math.ts',
          before: 'export function subtract(a, b) {\n  return a - b;\n}\n',
          after: '',
        },
      ],
    },
    {
      name: 'what it looks for goes with its test',
      files: [
        {
          path: 'src/footer.test.ts',
          before: `${test('add')}it('has a footer', () => {\n  expect(screen.getByTestId('sidebar-footer-copy')).toBeVisible();\n});\n`,
          after: test('add'),
        },
        {
          path: 'e2e/footer.spec.ts',
          before: test('copy', "page.locator('#sidebar-footer-copy').click();"),
          after: null,
        },
        {
          path: 'src/footer.tsx',
          before: '<p data-testid="sidebar-footer-copy">Copy</p>;\n',
          after: 'null;\n',
        },
      ],
    },
    {
      name: 'the field that it is named after is gone',
      files: [
        {
          path: 'test/device_test.rb',
          before:
            "class DeviceTest < Minitest::Test\n  test 'rejects a missing uuid' do\n    post devices_path, params: { uuid: nil }\n    assert_response 400\n  end\n  test 'rejects missing uuid' do\n    post devices_path\n    assert_response 400\n  end\nend\n",
          after: 'class DeviceTest < Minitest::Test\nend\n',
        },
        {
          path: 'app/devices_controller.rb',
          before: 'params.permit(:uuid, :name)\n',
          after: 'params.permit(:name)\n',
        },
      ],
    },
    {
      name: 'the file goes with its test',
      files: [
        { path: 'src/math.test.ts', before: test('add'), after: null },
        { path: 'src/math.ts', before: 'export default (a, b) => a + b;\n', after: null },
      ],
    },
    {
      name: 'renamed',
      files: [
        {
          path: 'src/math.test.ts',
          before: test('add'),
          after: test('add').replace('adds numbers', 'gives the sum'),
        },
      ],
    },
    {
      name: 'a function within a test, named like one',
      files: [
        {
          path: 'tests/test_tool.py',
          before:
            'def test_run():\n    def test_tool(x):\n        return x\n    assert run(test_tool) == 3\n    assert run(len) == 0\n',
          after: 'def test_run():\n    assert run(len) == 0\n',
        },
      ],
    },
    {
      name: 'gathered in a parametrised test',
      files: [
        {
          path: 'tests/test_add.py',
          before:
            'def test_one():\n    assert add(1, 2) == 3\n\n\ndef test_two():\n    result = run(add)\n    assert result.ok\n',
          after:
            '@pytest.mark.parametrize("f", [add, sum])\ndef test_all(f):\n    assert add(1, 2) == 3\n    result = run(f)\n    assert result.ok\n',
        },
      ],
    },
  ],
};
