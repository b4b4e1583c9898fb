import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { compareTests, testNeeds } from './_compare.ts';

const finding = (message: string, places: readonly Place[]): Finding[] =>
  places.length === 0
    ? []
    : [{ rule: 'test-skipped', family: 'tests-weakened', severity: 'medium', message, places }];

const js = (call: string): string =>
  `import { it } from 'x';\n${call}('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n`;

export const testSkipped: Rule<Record<string, never>> = {
  id: 'test-skipped',
  family: 'tests-weakened',
  summary: 'A test that ran is switched off, or one test is made to run alone.',
  why: 'Switching a failing test off is the shortest way to a green build. The suite still passes, and whoever reads the result thinks that what the test guarded still holds.',
  remediation:
    'Mend the code or the test. If it must wait, let a human decide, with an issue named beside the mark.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: testNeeds,
  inspect(facts) {
    const { kept, added } = compareTests(facts);
    const skipped = kept.flatMap(({ base, head }): Place[] =>
      head.test.skip && !base.test.skip ? [{ path: head.path, line: head.test.skip.line, side: 'head' }] : [],
    );
    const alone = [...kept.filter(({ base }) => !base.test.only).map(({ head }) => head), ...added]
      .filter(({ test }) => test.only)
      .map(({ path, test }): Place => ({ path, line: test.line, side: 'head' }));
    return [
      ...finding(
        'A test that ran before no longer runs, so what it guards can break unseen. Mend it, or let a human decide that it may wait.',
        skipped,
      ),
      ...finding(
        'Only this test runs; every other test of the file is silently left out. Remove the mark before merging.',
        alone,
      ),
    ];
  },
  flagged: [
    {
      name: 'it.skip',
      files: [{ path: 'src/add.test.ts', before: js('it'), after: js('it.skip') }],
      places: [{ path: 'src/add.test.ts', line: 2, side: 'head' }],
    },
    {
      name: 'it.only',
      files: [{ path: 'src/add.test.ts', before: js('it'), after: js('it.only') }],
      places: [{ path: 'src/add.test.ts', line: 2, side: 'head' }],
    },
    {
      name: 'a decorator in Python',
      files: [
        {
          path: 'tests/test_add.py',
          before: 'def test_add():\n    assert add(1, 2) == 3\n',
          after: '@pytest.mark.skip(reason="flaky")\ndef test_add():\n    assert add(1, 2) == 3\n',
        },
      ],
      places: [{ path: 'tests/test_add.py', line: 1, side: 'head' }],
    },
    {
      name: 'skipped on the build server alone',
      files: [
        {
          path: 'tests/test_add.py',
          before: 'def test_add():\n    assert add(1, 2) == 3\n',
          after:
            '@pytest.mark.skipif(os.getenv("CI") == "true", reason="flaky")\ndef test_add():\n    assert add(1, 2) == 3\n',
        },
      ],
      places: [{ path: 'tests/test_add.py', line: 1, side: 'head' }],
    },
    {
      name: 'a call in the body in Go',
      files: [
        {
          path: 'add_test.go',
          before: 'package a\n\nfunc TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, Add(1, 2))\n}\n',
          after:
            'package a\n\nfunc TestAdd(t *testing.T) {\n\tt.Skip("later")\n\tassert.Equal(t, 3, Add(1, 2))\n}\n',
        },
      ],
      places: [{ path: 'add_test.go', line: 4, side: 'head' }],
    },
    {
      name: 'attributes in Rust, Java and C#',
      files: [
        {
          path: 'src/lib.rs',
          before: '#[test]\nfn adds() {\n    assert_eq!(add(1, 2), 3);\n}\n',
          after: '#[test]\n#[ignore]\nfn adds() {\n    assert_eq!(add(1, 2), 3);\n}\n',
        },
        {
          path: 'AddTest.java',
          before: 'class AddTest {\n  @Test\n  void adds() {\n    assertEquals(3, add(1, 2));\n  }\n}\n',
          after:
            'class AddTest {\n  @Test\n  @Disabled("flaky")\n  void adds() {\n    assertEquals(3, add(1, 2));\n  }\n}\n',
        },
        {
          path: 'AddTests.cs',
          before: 'class AddTests {\n  [Fact]\n  public void Adds() { Assert.Equal(3, Add(1, 2)); }\n}\n',
          after:
            'class AddTests {\n  [Fact(Skip = "flaky")]\n  public void Adds() { Assert.Equal(3, Add(1, 2)); }\n}\n',
        },
      ],
      places: [
        { path: 'src/lib.rs', line: 2, side: 'head' },
        { path: 'AddTest.java', line: 3, side: 'head' },
        { path: 'AddTests.cs', line: 2, side: 'head' },
      ],
    },
    {
      name: 'a suite in Ruby, and a test in PHP',
      files: [
        {
          path: 'spec/add_spec.rb',
          before: "describe 'add' do\n  it 'adds' do\n    expect(add(1, 2)).to eq(3)\n  end\nend\n",
          after: "xdescribe 'add' do\n  it 'adds' do\n    expect(add(1, 2)).to eq(3)\n  end\nend\n",
        },
        {
          path: 'tests/AddTest.php',
          before:
            '<?php\nclass AddTest {\n  public function testAdd() {\n    $this->assertSame(3, add(1, 2));\n  }\n}\n',
          after:
            "<?php\nclass AddTest {\n  public function testAdd() {\n    $this->markTestSkipped('later');\n    $this->assertSame(3, add(1, 2));\n  }\n}\n",
        },
      ],
      places: [
        { path: 'spec/add_spec.rb', line: 1, side: 'head' },
        { path: 'tests/AddTest.php', line: 4, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'it was skipped before and moved',
      files: [
        { path: 'src/add.test.ts', before: js('it.skip'), after: null },
        { path: 'src/sum.test.ts', before: null, after: `\n\n${js('it.skip')}` },
      ],
    },
    {
      name: 'a new test that waits for its feature',
      files: [{ path: 'src/add.test.ts', before: js('it'), after: `${js('it')}it.todo('subtracts');\n` }],
    },
    {
      name: 'only where the machine cannot run it',
      files: [
        {
          path: 'add_test.go',
          before: 'package a\n\nfunc TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, Add(1, 2))\n}\n',
          after:
            'package a\n\nfunc TestAdd(t *testing.T) {\n\tif runtime.GOOS == "windows" {\n\t\tt.Skip("no such thing")\n\t}\n\tassert.Equal(t, 3, Add(1, 2))\n}\n',
        },
        {
          path: 'tests/test_add.py',
          before: 'def test_add():\n    assert add(1, 2) == 3\n',
          after:
            '@pytest.mark.skipif(sys.platform == "win32", reason="posix")\ndef test_add():\n    assert add(1, 2) == 3\n',
        },
      ],
    },
    {
      name: 'a test is switched on again',
      files: [{ path: 'src/add.test.ts', before: js('it.skip'), after: js('it') }],
    },
    {
      name: 'the word in a string, a comment and a file that is no test',
      files: [
        {
          path: 'src/add.test.ts',
          before: js('it'),
          after: `// it.skip('adds')\n${js('it')}const text = "it.only('adds', () => {})";\n`,
        },
        { path: 'src/skip.ts', before: '', after: "it.skip('x', () => {});\n" },
      ],
    },
  ],
};
