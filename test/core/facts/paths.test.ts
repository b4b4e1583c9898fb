import * as fc from 'fast-check';
import { file, pullRequest } from '../../support/facts.ts';
import {
  changedPaths,
  globProblem,
  globsProblem,
  normalizePath,
  pathMatcher,
  withoutEndlessPaths,
} from '../../../src/core/facts/paths.ts';

describe('pathMatcher', () => {
  test.each<[string[], string[], string[]]>([
    [
      ['db/migrations/**'],
      ['db/migrations/1.sql', 'db/migrations/a/b/.keep', 'db/migrations'],
      ['db/x.sql', 'a/db/migrations/1.sql'],
    ],
    [['**/*.sql'], ['x.sql', 'a/b/x.sql', '.hidden/x.sql', 'a/.sql'], ['x.sql.txt', 'xsql']],
    [['**'], ['a', '.github/workflows/ci.yml'], []],
    [['docs/*'], ['docs/a.md', 'docs/.a'], ['docs/a/b.md', 'docs']],
    [['src'], ['src', 'src/a.ts', 'src/a/b.ts'], ['srcs', 'a/src']],
    [['**/secrets'], ['secrets', 'a/secrets/b/c'], ['a/secrets2']],
    [['src/*/payments'], ['src/a/payments', 'src/a/payments/x.ts'], ['src/payments', 'src/a/b/payments']],
    [['**/*.{yml,yaml}'], ['.github/workflows/ci.yml', 'a.yaml'], ['a.yaml5', 'a.{yml,yaml}']],
    [['{db,sql}/**'], ['db/a', 'sql/a/b'], ['dbs/a']],
    [['app/\\[id\\]/page.tsx'], ['app/[id]/page.tsx'], ['app/i/page.tsx']],
    [['app/(shop)/**'], ['app/(shop)/a.ts'], ['app/shop/a.ts']],
    [['file[0-9].txt'], ['file7.txt'], ['filex.txt']],
    [['#notes.md'], ['#notes.md'], ['notes.md']],
    [['src/**', '!src/generated/**'], ['src/a.ts'], ['src/generated/a.ts', 'src/generated']],
    [['!docs/**', '**'], ['src/a.ts'], ['docs/a.md']],
    [[], [], ['a']],
  ])('%j', (globs, matching, others) => {
    const matches = pathMatcher(globs);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  test.each([
    ['another case', 'DB/Migrations/1.SQL'],
    ['full-width letters', 'ｄｂ/migrations/1.sql'],
    ['a zero-width space', 'db/migra\u200btions/1.sql'],
    ['a right-to-left override', 'db/\u202emigrations/1.sql'],
    ['a byte order mark', '\ufeffdb/migrations/1.sql'],
    ['a soft hyphen', 'db/migra\u00adtions/1.sql'],
    ['a variation selector', 'db/migrations\ufe0f/1.sql'],
    ['a control character', 'db/migra\u0007tions/1.sql'],
    ['backslashes', 'db\\migrations\\1.sql'],
    ['a doubled slash', 'db//migrations/1.sql'],
    ['dots and spaces that Windows drops', 'db. /migrations.../1.sql'],
    ['the Kelvin sign and a long s', 'db/migrationſ/\u212a.sql'],
  ])('sees a sensitive path through %s', (_what, path) => {
    expect(pathMatcher(['db/migrations/**'])(path)).toBe(true);
    expect(pathMatcher(['db/migrations'])(path)).toBe(true);
  });

  test('folds the pattern as it folds the path', () => {
    expect(pathMatcher(['Über/Straße/**'])('u\u0308ber/STRASSE/a')).toBe(true);
    expect(pathMatcher(['Infra/PROD/**'])('infra/prod/a')).toBe(true);
  });

  test.each(['src/Generated/a.ts', 'src/gen\u200berated/a.ts', 'src\\generated\\a.ts'])(
    'a disguised path uses no exclusion: %j',
    (path) => {
      expect(pathMatcher(['src/**', '!src/generated/**'])(path)).toBe(true);
    },
  );

  test('refuses what it cannot hold to', () => {
    expect(() => pathMatcher(['/src/**'])).toThrow('starts with `/`');
  });

  test('matches every plain path that it is given literally', () => {
    const name = fc.stringMatching(/^[a-z0-9_.-]{1,8}$/).filter((part) => part !== '.' && part !== '..');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join('/');
        expect(pathMatcher([path])(path)).toBe(true);
        expect(pathMatcher([path])(path.toUpperCase())).toBe(true);
        expect(pathMatcher([path])(`${path}x`)).toBe(false);
      }),
    );
  });
});

describe('globProblem', () => {
  test.each([
    ['', 'is empty'],
    ['!', 'is empty'],
    ['/src/**', 'starts with `/`'],
    ['src/', 'ends with `/`'],
    ['{src/,lib}', 'ends with `/`'],
    ['./src', 'empty, `.` or `..`'],
    ['src/../db', 'empty, `.` or `..`'],
    ['src//db', 'empty, `.` or `..`'],
    ['src/**.sql', '`**` beside other characters'],
    ['db\\migrations', 'backslash'],
    ['db\\*.sql', 'backslash'],
    ['src/!(a|b)', 'extended pattern'],
    ['src/[ab', 'without its counterpart'],
    ['src/{a,b', 'without its counterpart'],
    ['src/a,b}', 'without its counterpart'],
    ['file{1..9}.txt', 'range in braces'],
    [' src', 'starts or ends with a space'],
    ['sr\u200bc/**', 'invisible character'],
    ['src/＊.sql', 'only looks like a wildcard'],
    ['a'.repeat(501), 'longer than 500'],
    ['*a'.repeat(41), 'more than 40 wildcards'],
    ['{a,b}'.repeat(7), 'more than 100 patterns'],
  ])('%j: %s', (glob, reason) => {
    expect(globProblem(glob)).toContain(reason);
  });

  test.each([
    '**',
    '*',
    '**/*.sql',
    '!docs/**',
    'app/(group)/[[]id]/**',
    'app/@modal/page.tsx',
    '.github/**',
    'a b/c',
    'C#/x',
    'ä/ö',
  ])('%j is fine', (glob) => {
    expect(globProblem(glob)).toBeNull();
  });

  test('a list of nothing but exclusions includes nothing', () => {
    expect(globsProblem(['!docs/**'])).toContain('put one that includes');
    expect(globsProblem(['**', '!docs/**'])).toBeNull();
    expect(globsProblem(['src/**', '/x'])).toContain('"/x"');
  });

  test('never throws, and what it lets through compiles and matches fast', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '/',
      '{',
      '}',
      ',',
      '[',
      ']',
      '!',
      '?',
      'a',
      'b',
      '\\',
      '.',
      '(',
      '#',
      '-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const glob = pieces.join('');
        expect(globProblem(glob) !== null || typeof pathMatcher(['**', glob])('a/b') === 'boolean').toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['stars', '*a'.repeat(39) + 'b', 'a'.repeat(4096)],
    ['folders', '**/a/'.repeat(19) + 'b', 'a/'.repeat(2048) + 'c'],
    ['classes', '[ab]*'.repeat(19) + 'c', 'ab'.repeat(2048)],
    ['braces', '{a,b}'.repeat(6) + '*c', 'ab'.repeat(2048)],
  ])('hostile %s take under 50 ms a path', (_what, glob, path) => {
    const matches = pathMatcher([glob]);
    matches('warm');
    const start = performance.now();
    expect(matches(path)).toBe(false);
    expect(performance.now() - start).toBeLessThan(50);
  });
});

test('normalizePath is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (path) => {
      const once = normalizePath(path);
      expect(normalizePath(once)).toBe(once);
    }),
  );
});

test('a rename has both names', () => {
  expect(changedPaths({ path: 'b', previousPath: 'a' })).toEqual(['b', 'a']);
  expect(changedPaths({ path: 'b', previousPath: null })).toEqual(['b']);
});

test('files with endless paths are taken out, which is a gap', () => {
  const files = ['src/a.ts', 'd/'.repeat(70), 'x'.repeat(1001), `${'d/'.repeat(59)}a`].map((path) =>
    file(path),
  );
  const bounded = withoutEndlessPaths(pullRequest({ files }));
  expect(bounded.files.map(({ path }) => path)).toEqual(['src/a.ts', `${'d/'.repeat(59)}a`]);
  expect(bounded.gaps).toMatchObject([{ what: 'files with endless paths' }]);
  expect(bounded.gaps[0]?.reason).toMatch(/^2 changed files have paths/);
});
