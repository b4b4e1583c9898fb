import * as fc from 'fast-check';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';

const ownerOf = (text: string, path: string): string => parseCodeowners(text).ownersOf(path).join(' ');

describe('patterns', () => {
  test.each<[string, string[], string[]]>([
    ['*', ['a', 'a/b/c', '.github/CODEOWNERS'], []],
    ['**', ['a', 'a/b/c'], []],
    ['*.js', ['a.js', 'src/b.js', '.js', 'lib.js/readme'], ['a.jsx', 'js']],
    ['docs/*', ['docs/a.md', 'docs/.a'], ['docs/a/b.md', 'docs', 'x/docs/a.md']],
    ['docs/*.md', ['docs/a.md'], ['docs/a/b.md', 'x/docs/a.md']],
    ['docs/', ['docs/a', 'docs/a/b', 'x/docs/a'], ['docs', 'mydocs/a']],
    ['/docs/', ['docs/a', 'docs/a/b'], ['docs', 'x/docs/a']],
    ['docs', ['docs', 'docs/a/b', 'x/docs', 'x/docs/a'], ['docs2', 'docs.md']],
    ['/docs', ['docs', 'docs/a/b'], ['x/docs']],
    ['apps/web', ['apps/web', 'apps/web/a/b'], ['x/apps/web/a', 'apps/website']],
    ['apps/web/', ['apps/web/a/b'], ['apps/web', 'x/apps/web/a']],
    ['/*', ['a'], ['a/b']],
    ['/', [], ['a', 'a/b']],
    ['**/logs', ['logs', 'logs/a', 'build/logs/a', 'a/b/logs'], ['logs2']],
    ['/build/**/logs/', ['build/logs/a', 'build/a/b/logs/c'], ['x/build/logs/a', 'build/logs']],
    ['docs/**', ['docs/a', 'docs/a/b'], ['docs', 'x/docs/a']],
    ['**/docs/**', ['docs/a', 'x/docs/a/b'], ['docs', 'x/docs']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z', 'a/z/z/q'], ['a/zz', 'b/a/z']],
    ['/src/*/test', ['src/a/test', 'src/a/test/b'], ['src/test', 'src/a/b/test']],
    ['file?.txt', ['file1.txt', 'a/file2.txt', 'file\u{1f600}.txt'], ['file.txt', 'file12.txt', 'file/.txt']],
    ['/src/[id]/x', [], ['src/i/x', 'src/[id]/x']],
    ['my\\ folder/', ['my folder/a'], ['my/a', 'folder/a']],
    ['dir/c\\#/', ['dir/c#/a'], ['dir/c/a']],
    ['c#/', ['c#/a'], ['c/a']],
    ['stars\\*', ['stars*'], ['stars', 'starsx']],
    ['\\[id\\].ts', ['[id].ts'], ['i.ts']],
    ['{a,b}', ['{a,b}'], ['a', 'b']],
    ['@scope/', ['node_modules/@scope/a'], ['scope/a']],
    ['README.md', ['README.md', 'a/README.md'], ['readme.md']],
    ['x*y*z', ['xyz', 'xaybz', 'xyyzz'], ['xzy', 'xy']],
  ])('%s', (pattern, owned, others) => {
    const { ownersOf } = parseCodeowners(`${pattern} @olga`);
    expect(owned.filter((path) => ownersOf(path).length === 0)).toEqual([]);
    expect(others.filter((path) => ownersOf(path).length > 0)).toEqual([]);
  });
});

describe('lines', () => {
  const FILE = [
    '# Everything',
    '*                @acme/all',
    '',
    '*.js  @js-owner #not-an-owner',
    '/apps/           @olga   pat@example.com\t@acme/dba',
    '/apps/github',
    '  /indented      @olga',
  ].join('\r\n');

  test.each([
    ['README.md', '@acme/all'],
    ['src/a.js', '@js-owner'],
    ['apps/a.js', '@olga pat@example.com @acme/dba'],
    ['apps/github/a.js', ''],
    ['indented', '@olga'],
  ])('the last match owns %s', (path, owners) => {
    expect(ownerOf(FILE, path)).toBe(owners);
  });

  test('rules know their lines, and the same path is answered the same again', () => {
    const { rules, errors, ownersOf } = parseCodeowners(FILE);
    expect(errors).toEqual([]);
    expect(rules.map((rule) => rule.line)).toEqual([2, 4, 5, 6, 7]);
    expect(rules[2]).toEqual({
      line: 5,
      pattern: '/apps/',
      owners: ['@olga', 'pat@example.com', '@acme/dba'],
    });
    expect(ownersOf('apps/x')).toEqual(ownersOf('apps/x'));
  });

  test.each([
    ['!docs/ @olga', 'negates'],
    ['*.[ch] @olga', 'no character ranges'],
    ['[Section]', 'no character ranges'],
    ['\\#notes @olga', 'cannot escape'],
    ['a*** @olga', 'three stars'],
    ['docs/ olga', '"olga" is not an owner'],
    ['docs/ @', '"@" is not an owner'],
    ['docs/ @acme/dba/x', 'is not an owner'],
    ['docs/ @olga @-pat', '"@-pat" is not an owner'],
    ['docs/ pat@localhost', 'is not an owner'],
  ])('%s is an error and has no effect', (line, reason) => {
    const parsed = parseCodeowners(`* @acme/all\n${line}`);
    expect(parsed.errors).toEqual([{ line: 2, message: expect.stringContaining(reason) as string }]);
    expect(parsed.rules).toHaveLength(1);
    expect(parsed.ownersOf('docs/a.c')).toEqual(['@acme/all']);
  });

  test('a byte order mark is no part of the first pattern', () => {
    expect(ownerOf('\ufeffdocs/ @olga', 'docs/a')).toBe('@olga');
  });
});

test('a file over 3 MB is not used, and says so', () => {
  const parsed = parseCodeowners('* @olga\n'.repeat(400_000));
  expect(parsed.errors).toEqual([
    { line: 1, message: expect.stringContaining('larger than 3 MB') as string },
  ]);
  expect(parsed.rules).toEqual([]);
  expect(parsed.ownersOf('a')).toEqual([]);
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 50 }), (text, path) => {
      expect(Array.isArray(parseCodeowners(text).ownersOf(path))).toBe(true);
    }),
  );
});

test.each([
  ['many stars', `${'*a'.repeat(2000)}b @olga`, 'a'.repeat(4000)],
  ['many folders', `${'**/a/'.repeat(800)}b @olga`, `${'a/'.repeat(2000)}c`],
  ['both', `${'**/*a*a*a*/'.repeat(400)}b @olga`, `${'aaaaa/'.repeat(800)}c`],
  ['escapes', `${'\\'.repeat(100_000)} @olga`, 'a'],
  ['one long line', `a ${'@'.repeat(2_000_000)}`, 'a'],
  ['many lines', '/src/a/*.ts @olga\n'.repeat(30_000), 'src/b/a.ts'],
])('hostile %s end within two seconds', (_what, text, path) => {
  const start = performance.now();
  expect(parseCodeowners(text).ownersOf(path)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2000);
});
