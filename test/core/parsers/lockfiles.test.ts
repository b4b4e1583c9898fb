import { readLockfile } from '../../../src/core/parsers/lockfiles/lockfile.ts';
import { parseXml } from '../../../src/core/parsers/xml.ts';

const entries = (path: string, text: string, other = '') =>
  readLockfile(path, text, other)?.entries.map(({ name, resolved, artifacts, line }) => [
    line,
    name,
    resolved.version,
    artifacts[0]?.url ?? null,
    artifacts[0]?.hash ?? null,
  ]);

describe('lockfiles', () => {
  test.each<[name: string, path: string, text: string, expected: unknown[]]>([
    [
      'npm 1, nested',
      'package-lock.json',
      '{"lockfileVersion": 1,\n"dependencies": {\n"a": {"version": "1.0.0", "integrity": "sha1-x",\n"dependencies": {\n"b": {"version": "2.0.0"}}}}}',
      [
        [3, 'a', '1.0.0', null, 'sha1-x'],
        [5, 'b', '2.0.0', null, null],
      ],
    ],
    [
      'Yarn 1',
      'yarn.lock',
      '# yarn lockfile v1\n\n"@a/b@^1", "@a/b@~1.2":\n  version "1.2.3"\n  resolved "https://registry.yarnpkg.com/@a/b/-/b-1.2.3.tgz#abc"\n',
      [[3, '@a/b', '1.2.3', 'https://registry.yarnpkg.com/@a/b/-/b-1.2.3.tgz', 'sha1:abc']],
    ],
    [
      'Yarn 4',
      'yarn.lock',
      '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"a@npm:^1":\n  version: 1.2.3\n  resolution: "a@npm:1.2.3"\n  checksum: 10c0/ff\n',
      [[5, 'a', '1.2.3', null, '10c0/ff']],
    ],
    [
      'pnpm 6, with a peer and an address',
      'pnpm-lock.yaml',
      "lockfileVersion: '6.0'\n\npackages:\n\n  /@a/b@1.2.3(c@1.0.0):\n    resolution: {integrity: sha512-x, tarball: https://example.com/b.tgz}\n\n  /d/2.0.0_e@1.0.0:\n    resolution: {integrity: sha512-y}\n",
      [
        [5, '@a/b', '1.2.3', 'https://example.com/b.tgz', 'sha512-x'],
        [8, 'd', '2.0.0', null, 'sha512-y'],
      ],
    ],
    [
      'Bun',
      'bun.lock',
      '{"packages": {\n  "a": ["a@1.0.0", "", {}, "sha512-x"],\n}}',
      [[2, 'a', '1.0.0', null, 'sha512-x']],
    ],
    [
      'Cargo',
      'Cargo.lock',
      'version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "ff"\n',
      [[3, 'a', '1.0.0', 'https://github.com/rust-lang/crates.io-index', 'ff']],
    ],
    [
      'Poetry',
      'poetry.lock',
      '[[package]]\nname = "A_b"\nversion = "1.0"\nfiles = [\n    {file = "a_b-1.0.tar.gz", hash = "sha256:ff"},\n]\n',
      [[1, 'a-b', '1.0', null, 'sha256:ff']],
    ],
    ['Go', 'go.sum', 'example.com/a v1.0.0 h1:x=\n', [[1, 'example.com/a', 'v1.0.0', null, 'h1:x=']]],
    [
      'Bundler',
      'Gemfile.lock',
      'GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (3.0.0)\n      base (>= 1)\n\nCHECKSUMS\n  rack (3.0.0) sha256=ff\n',
      [[4, 'rack', '3.0.0', 'https://rubygems.org/', 'sha256=ff']],
    ],
    [
      'Composer',
      'composer.lock',
      '{"packages": [\n{\n  "name": "a/b",\n  "version": "1.0",\n  "dist": {"url": "https://api.github.com/repos/a/b/zipball/x", "shasum": ""}}]}',
      [[3, 'a/b', '1.0', 'https://api.github.com/repos/a/b/zipball/x', null]],
    ],
    [
      'Pipenv',
      'Pipfile.lock',
      '{"default": {\n"a": {"version": "==1.0", "hashes": ["sha256:ff"]}}}',
      [[2, 'a', '1.0', null, 'sha256:ff']],
    ],
  ])('%s', (_name, path, text, expected) => {
    expect(entries(path, text)).toEqual(expected);
    expect(entries(path, text, text)).toEqual([]);
  });

  test('what cannot be read', () => {
    expect(readLockfile('package-lock.json', '{', '')).toBeNull();
    expect(readLockfile('pnpm-lock.yaml', 'packages: {}', '')).toBeNull();
    expect(readLockfile('notes.txt', '', '')).toBeNull();
  });
});

test('XML: comments, sections, prefixes, entities, lines, what is not closed', () => {
  const [root] = parseXml(
    '<!-- <x/> -->\n<a:root b=\'1 > 0\' c="&lt;">\n<d><![CDATA[\nDROP <t>]]></d></e>\n<f>',
  );
  expect(root?.name).toBe('root');
  expect([...(root?.attributes ?? [])]).toEqual([
    ['b', '1 > 0'],
    ['c', '<'],
  ]);
  expect(root?.children.map(({ name, text, line }) => [name, text, line])).toEqual([
    ['d', '\nDROP <t>', 3],
    ['f', '', 5],
  ]);
});

describe('bun.lock as bun lays it out', () => {
  const entry = (name: string, hash = 'sha512-x'): string =>
    `    "${name}": ["${name}@1.0.0", "", {}, "${hash}"],\n\n`;
  const lock = (listed: string, more = ''): string =>
    `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": { "name": "shop", "dependencies": { "a": "^1" } },\n  },${more}\n  "packages": {\n${listed}  }\n}\n`;
  const read = (text: string, other: string) => {
    const found = readLockfile('bun.lock', text, other);
    return found && [found.entries.map(({ name, line }) => [name, line]), found.roots()];
  };

  test.each<[name: string, text: string, other: string, entries: unknown[]]>([
    ['a package that is new', lock(entry('a') + entry('b')), lock(entry('a')), [['b', 9]]],
    ['one that is gone', lock(entry('a')), lock(entry('a') + entry('b')), []],
    ['another hash', lock(entry('a') + entry('b', 'sha512-y')), lock(entry('a') + entry('b')), [['b', 9]]],
    ['another layout of an entry', lock(entry('a')), lock(entry('a').replace('", "', '",  "')), []],
    ['another order', lock(entry('b') + entry('a')), lock(entry('a') + entry('b')), []],
    ['packages that are not the last', lock(entry('a'), '\n  "packages": {},'), lock(''), [['a', 8]]],
    ['an entry in two lines', lock(entry('a').replace('{}', '{\n    }')), lock(''), [['a', 7]]],
    [
      'more than a megabyte',
      lock(entry('a').repeat(30_000) + entry('b')),
      lock(entry('a').repeat(30_000)),
      [['b', 60_007]],
    ],
  ])('%s', (_name, text, other, found) => {
    expect(read(text, other)).toEqual([found, [' a']]);
  });

  test.each<[name: string, text: string]>([
    ['a bracket too few', lock(entry('a').replace(']', ''))],
    ['a mark of a conflict', lock(`<<<<<<< ours\n${entry('a')}`)],
    ['no end', lock(entry('a')).slice(0, -4)],
  ])('cannot be read with %s', (_name, text) => {
    expect(readLockfile('bun.lock', text, lock(entry('b')))).toBeNull();
  });
});
