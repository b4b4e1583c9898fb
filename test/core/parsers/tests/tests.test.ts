import { testsIn } from '../../../../src/core/parsers/tests/tests.ts';

/** `name@line`, with what is special about it, and its assertions by line (`!` for one that always holds). */
const summary = (path: string, text: string): string[] =>
  testsIn(path, text).map((found) => {
    const marks = [
      found.kind === 'suite' ? 'suite' : '',
      found.skip ? `skip ${found.skip.line}` : '',
      found.only ? 'only' : '',
      found.parametrised && found.kind === 'test' ? 'many' : '',
    ];
    const assertions = found.assertions.map(({ line, trivial }) => `${line}${trivial ? '!' : ''}`);
    return [`${found.fullName} @${found.line}`, ...marks.filter(Boolean), assertions.join(',')]
      .filter(Boolean)
      .join(' | ');
  });

const lines = (...text: string[]): string => text.join('\n');

describe('testsIn', () => {
  test('JavaScript and TypeScript', () => {
    const text = lines(
      'const quote = /[\'"(]/;',
      "describe('outer', () => {",
      "  it('renders', async () => {",
      "    render(<p>Don't (do this</p>);",
      "    expect(`a ${b({ c: '}' })} (`).toBe(true);",
      '    expect(await load())',
      '      .toEqual({ a: expect.any(String) });',
      '    expect(true).toBe(true);',
      '    expect(true).toBe(false);',
      '  });',
      "  it.skip('later', function () { assert.equal(f(), 1); });",
      "  it.each([[1], [2]])('takes %s', (n) => { expect(n).toBe(n); });",
      '  it.each`',
      '    a',
      '    ${1}',
      "  `('tagged $a', ({ a }) => { expect(f(a)).toBe(1); });",
      "  it.each<Case>([x])('typed', (c) => { expect(f(c)).toBe(1); });",
      "  test.only('alone', async ({ page }) => { await expect(page).toHaveURL(/a\\/b/); });",
      "  test('at run time', ({ page }) => {",
      "    test.skip(isMobile, 'no touch');",
      '    expect(page.x).toBe(1);',
      '  });',
      "  it.todo('some day');",
      '});',
      "xdescribe('off', () => { it('inside', () => {}); });",
      "// it('in a comment', () => {});",
      'const text = "it(\'in a string\', () => {})";',
      'it(name, () => { verifyAll(name); });',
      "regex.test('no test');",
    );
    expect(summary('a.test.tsx', text)).toEqual([
      'outer @2 | suite',
      'outer > renders @3 | 5,6,8!,9',
      'outer > later @11 | skip 11 | 11',
      'outer > takes %s @12 | many | 12',
      'outer > tagged $a @13 | many | 16',
      'outer > typed @17 | many | 17',
      'outer > alone @18 | only | 18',
      'outer > at run time @19 | 21',
      'outer > some day @23 | skip 23',
      'off @25 | suite | skip 25',
      'off > inside @25',
      'name @28 | 28',
    ]);
  });

  test('Python', () => {
    const text = lines(
      'class TestFoo(unittest.TestCase):',
      '    """It\'s "quoted"."""',
      '    @pytest.mark.parametrize(',
      '        "a,b",',
      '        [(1, 2)],',
      '    )',
      '    def test_a(',
      '        self, a,',
      '    ) -> None:',
      '        assert a == f(b), (',
      '            "message"',
      '        )',
      '        self.assertEqual(1, f(2))',
      '        with pytest.raises(ValueError):',
      '            f()',
      '        mock.assert_called_once_with(1)',
      '        assert True',
      '',
      '    @pytest.mark.skip(reason="x")',
      '    async def test_b(self):',
      '        assert f()',
      '',
      '    @pytest.mark.skipif(os.environ.get("CI"), reason="x")',
      '    def test_c(self):',
      '        x = """',
      'def test_in_a_string():',
      '"""',
      '        assert x',
      '',
      'def test_d():',
      '    if windows:',
      '        pytest.skip("x")',
      '    assert f()',
      'def test_e():',
      '    pytest.skip("x")',
      'def helper():',
      '    assert f()',
    );
    expect(summary('test_a.py', text)).toEqual([
      'TestFoo @1 | suite',
      'TestFoo > test_a @7 | many | 10,13,14,16,17!',
      'TestFoo > test_b @20 | skip 19 | 21',
      'TestFoo > test_c @24 | skip 23 | 28',
      'test_d @30 | 33',
      'test_e @34 | skip 35',
    ]);
  });

  test('Java and Kotlin', () => {
    const java = lines(
      '@Disabled("x")',
      'public class FooTest extends Base {',
      '  private static final String S = "}";',
      '  @Test',
      '  @DisplayName("it\'s")',
      '  void doesIt() throws Exception {',
      '    assertThat(f()).isEqualTo(1)',
      '        .isNotNull();',
      '    assertTrue(true);',
      '  }',
      '  // @Test',
      '  void helper() { assertTrue(f()); }',
      '  @Test @Ignore public void old() { verify(mock).foo(); }',
      '  @ParameterizedTest',
      '  @ValueSource(strings = {"a", "b"})',
      '  void many(String s) { assertThrows(X.class, () -> f(s)); }',
      '}',
    );
    expect(summary('FooTest.java', java)).toEqual([
      'FooTest @2 | suite | skip 1',
      'FooTest > doesIt @6 | 7,9!',
      'FooTest > old @13 | skip 13 | 13',
      'FooTest > many @16 | many | 16',
    ]);
    const kotlin = lines(
      'class FooTest {',
      '  @Test',
      "  fun `doesn't break`() = runTest {",
      '    f() shouldBe 1',
      '    assertEquals(1, f())',
      '  }',
      '}',
    );
    expect(summary('FooTest.kt', kotlin)).toEqual(['FooTest @1 | suite', "FooTest > doesn't break @3 | 4,5"]);
  });

  test('Go', () => {
    const text = lines(
      'package a',
      'func TestA(t *testing.T) {',
      '\tt.Skip("no")',
      '\tfor _, tt := range tests {',
      '\t\tt.Run(tt.name, func(t *testing.T) {',
      '\t\t\tif got := f(`"{`); got != 2 { t.Errorf("x %d", got) }',
      '\t\t\trequire.NoError(t, err)',
      '\t\t})',
      '\t}',
      '}',
      'func (s *Suite) TestB() {',
      '\tif testing.Short() {',
      '\t\ts.T().Skip("slow")',
      '\t}',
      '\ts.Equal(1, f())',
      '}',
      'func helper() {}',
    );
    expect(summary('a_test.go', text)).toEqual(['TestA @2 | skip 3 | many | 6,7', 'TestB @11 | 15']);
  });

  test('Rust', () => {
    const text = lines(
      "pub fn a<'a>(x: &'a str) -> char { '\"' }",
      '#[cfg(test)]',
      'mod tests {',
      '    #[test]',
      '    #[ignore = "slow"]',
      '    fn it_works() {',
      '        assert_eq!(r#"a"b"#, f());',
      '        assert!(true);',
      '    }',
      '    #[tokio::test(flavor = "multi_thread")]',
      '    async fn later() -> Result<(), E> { assert!(matches!(f(), Y { .. }), "y"); Ok(()) }',
      '    fn helper() { assert!(f()); }',
      '}',
    );
    expect(summary('lib.rs', text)).toEqual([
      'tests @3 | suite',
      'tests > it_works @6 | skip 5 | 7,8!',
      'tests > later @11 | 11',
    ]);
  });

  test('Ruby', () => {
    const text = lines(
      'RSpec.describe User do',
      '  context "when x" do',
      '    it "does (it" do',
      '      expect(x).to eq(1)',
      '      expect { foo }.to raise_error',
      '    end',
      '    it { is_expected.to be_ok }',
      "    xit 'old' do",
      '    end',
      '    it "pending", skip: true do',
      '    end',
      '  end',
      'end',
      'class FooTest < Minitest::Test',
      '  def test_a',
      '    skip',
      '    assert true',
      '  end',
      '  test "not indented" do',
      '  get root_path',
      '  assert_response :ok',
      '  end',
      'end',
    );
    expect(summary('a_spec.rb', text)).toEqual([
      'User @1 | suite',
      'User > when x @2 | suite',
      'User > when x > does (it @3 | 4,5',
      'User > when x > { is_expected.to be_ok } @7 | 7',
      'User > when x > old @8 | skip 8',
      'User > when x > pending @10 | skip 10',
      'FooTest @14 | suite',
      'FooTest > test_a @15 | skip 16 | 17!',
      'FooTest > not indented @19 | 21',
    ]);
  });

  test('C#', () => {
    const text = lines(
      'public class FooTests : Base<X>',
      '{',
      '    [Fact(Skip = "x")]',
      '    public async Task DoesIt()',
      '    {',
      '        Assert.Equal(@"a\\", x);',
      '        await Assert.ThrowsAsync<FooException>(() => y());',
      '        x.Should().Be(1);',
      '        Assert.True(true);',
      '        Assert.SkipUnless(linux, "x");',
      '    }',
      '    [Theory]',
      '    // The cases.',
      '    [InlineData("a]")]',
      '    public void Many(string s) => Assert.NotNull(s);',
      '    private void Helper() { Assert.True(x); }',
      '}',
    );
    expect(summary('FooTests.cs', text)).toEqual([
      'FooTests @1 | suite',
      'FooTests > DoesIt @4 | skip 3 | 6,7,8,9!',
      'FooTests > Many @15 | many | 15',
    ]);
  });

  test('PHP', () => {
    const text = lines(
      '<?php',
      'final class FooTest extends TestCase',
      '{',
      '    /**',
      '     * @test',
      '     */',
      '    public function it_does(): void',
      '    {',
      '        $this->assertSame(1, f());',
      '    }',
      '    #[Test]',
      '    public function other() { self::assertTrue(true); }',
      '    public function testOld() {',
      "        $this->markTestSkipped('x');",
      '    }',
      '    private function helper() {}',
      '}',
      "it('does', function () { expect($x)->toBe(1); })->skip('why');",
    );
    expect(summary('FooTest.php', text)).toEqual([
      'FooTest @2 | suite',
      'FooTest > it_does @7 | 9',
      'FooTest > other @12 | 12!',
      'FooTest > testOld @13 | skip 14',
      'does @18 | skip 18 | 18',
    ]);
  });

  test('gives nothing for a language that is not understood', () => {
    expect(testsIn('a.test.lua', "it('x', function() end)")).toEqual([]);
  });
});

describe('hostile texts take linear time', () => {
  const size = 200_000;
  const many = (piece: string): string => piece.repeat(Math.ceil(size / piece.length));
  test.each([
    ['nested calls', 'a.test.js', many("it('a',()=>{")],
    ['calls on one line', 'a.test.js', many("it('a',()=>{});")],
    ['open tables', 'a.test.js', many('it.each<')],
    ['slashes in a class', 'a.test.js', many('=/[')],
    ['open templates', 'a.test.js', many('`${')],
    [
      'nested functions in Python',
      'test_a.py',
      Array.from({ length: 600 }, (_x, i) => `${' '.repeat(i)}def test_a():`).join('\n'),
    ],
    ['decorators', 'test_a.py', many('@a.b(\n')],
    ['attributes', 'ATests.cs', `${many('[A]')}\nvoid f()\n`],
    ['quotes in Rust', 'a.rs', many("'a")],
    ['assertions in one statement', 'a.test.js', `it('a',()=>{${many('expect(')}`],
  ])('%s', (_name, path, text) => {
    const start = performance.now();
    testsIn(path, text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
